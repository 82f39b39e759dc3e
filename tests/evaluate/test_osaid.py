"""The OSI's own validation list against OSAID 1.0, with what is publicly known about each system."""

from pathlib import Path

import pytest
import yaml

from openness.evaluate.engine import evaluate
from openness.model import Component, Outcome
from tests.evaluate.building import COMPLETE, facts, knowledge, match

OSAID = knowledge().rubric("osaid-1.0")
CASES = yaml.safe_load((Path(__file__).parent / "cases" / "osi_validation.yaml").read_text(encoding="utf-8"))


def assess(license_id, kinds):
    return evaluate(facts(license_id, kinds=tuple(kinds)), OSAID, knowledge())


def outcomes(result):
    return {c.id: c.outcome for c in result.criteria}


def check(case, license_id=None):
    code = [match(case["code"], 950, applies_to=Component.CODE)] if "code" in case else []
    subject = facts(match(license_id or case["license"], 901), *code, kinds=tuple(case["shown"]))
    return evaluate(subject, OSAID, knowledge())


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_the_validation_of_the_osi(case):
    result = check(case)
    assert result.outcome.value == case["ours"], dict(result.extra)["missing"]
    assert (result.outcome is Outcome.MET) == (case["verdict"] == "pass")
    lacking = {c.id for c in result.criteria if c.outcome not in (Outcome.MET, Outcome.NOT_APPLICABLE)}
    assert set(case.get("lacking", ())) <= lacking


@pytest.mark.parametrize("name", ["BLOOM", "StarCoder2"])
def test_those_that_would_pass_if_relicensed(name):
    case = next(c for c in CASES if c["name"] == name)
    assert check(case, "apache-2.0").outcome is Outcome.MET


def test_falcon_would_still_lack_proof_of_its_code():
    case = next(c for c in CASES if c["name"] == "Falcon")
    result = check(case, "apache-2.0")
    assert result.outcome is Outcome.UNKNOWN
    assert "code-training" in dict(result.extra)["missing"]


def test_a_sub_item_without_proof_is_named():
    """T5 as a registry may know it: filtering code of C4 is shown, the evaluation code is not."""
    kinds = [k for k in ("weights", *COMPLETE) if k != "evaluation-code"]
    result = assess("apache-2.0", kinds)
    assert result.outcome is Outcome.UNKNOWN
    assert [c.id for c in result.criteria if c.outcome is Outcome.UNKNOWN] == ["code-validation", "code"]
    assert "code-validation" in dict(result.extra)["missing"]


def test_a_closed_ancestor_is_held_against_it():
    from tests.evaluate.building import base

    base_facts = facts("llama-3.1", name="meta/base")
    child = facts(
        "apache-2.0",
        kinds=("weights", *COMPLETE),
        bases=(base("meta/base"),),
        ancestors={"meta/base": base_facts},
    )
    result = evaluate(child, OSAID, knowledge())
    assert outcomes(result)["ancestors"] is Outcome.UNMET
    assert result.outcome is Outcome.UNMET


def test_cc_by_weights_are_contested_and_not_failed():
    result = assess(
        "cc-by-4.0",
        (
            "weights",
            *COMPLETE,
        ),
    )
    found = outcomes(result)
    assert found["parameters-terms"] is Outcome.CONTESTED
    assert found["freedom-use"] is Outcome.CONTESTED
    reason = next(c.reason for c in result.criteria if c.id == "freedom-use")
    assert "patent" in reason


def test_every_report_says_who_assessed_it():
    assert dict(assess("mit", ("weights",)).extra)["disclaimer"] == (
        "assessed against OSAID 1.0 by this tool; not OSI-certified"
    )
