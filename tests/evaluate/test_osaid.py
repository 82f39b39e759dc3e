"""The OSI's own validation list against OSAID 1.0, with what is publicly known about each system."""

import pytest

from openness.evaluate.engine import evaluate
from openness.model import Outcome
from tests.evaluate.building import COMPLETE, facts, knowledge

OSAID = knowledge().rubric("osaid-1.0")
# Without the parts that were never published.
NO_DATA_INFORMATION = ("weights", "architecture", "inference-code", "tokenizer", "training-code-none", "data-none")


def assess(license_id, kinds):
    return evaluate(facts(license_id, kinds=tuple(kinds)), OSAID, knowledge())


def outcomes(result):
    return {c.id: c.outcome for c in result.criteria}


@pytest.mark.parametrize("name", ["Pythia", "OLMo", "Amber", "CrystalCoder", "T5"])
def test_those_that_passed_pass(name):
    assert assess("apache-2.0", ("weights", *COMPLETE)).outcome is Outcome.MET


def test_a_sub_item_without_proof_is_named():
    """T5 as a registry may know it: filtering code of C4 is shown, the evaluation code is not."""
    kinds = [k for k in ("weights", *COMPLETE) if k != "evaluation-code"]
    result = assess("apache-2.0", kinds)
    assert result.outcome is Outcome.UNKNOWN
    assert [c.id for c in result.criteria if c.outcome is Outcome.UNKNOWN] == ["code-validation", "code"]
    assert "code-validation" in dict(result.extra)["missing"]


@pytest.mark.parametrize(
    ("name", "license_id", "kinds"),
    [
        ("Llama 2", "llama-2", NO_DATA_INFORMATION),
        ("Grok-1", "apache-2.0", NO_DATA_INFORMATION),
        ("Phi-2", "mit", NO_DATA_INFORMATION),
        ("Mixtral", "apache-2.0", NO_DATA_INFORMATION),
    ],
)
def test_those_that_failed_fail(name, license_id, kinds):
    result = assess(license_id, kinds)
    assert result.outcome is Outcome.UNMET
    assert outcomes(result)["code"] is Outcome.UNMET
    if license_id == "llama-2":
        assert outcomes(result)["freedom-use"] is Outcome.UNMET
    else:
        assert outcomes(result)["freedoms"] is Outcome.MET


@pytest.mark.parametrize(
    ("name", "license_id"),
    [
        ("BLOOM", "bigscience-bloom-rail-1.0"),
        ("StarCoder2", "bigcode-openrail-m-v1"),
    ],
)
def test_those_that_would_pass_if_relicensed(name, license_id):
    kinds = ("weights", *COMPLETE)
    as_it_is = assess(license_id, kinds)
    assert as_it_is.outcome is Outcome.UNMET
    found = outcomes(as_it_is)
    assert found["data-information"] is Outcome.MET
    assert found["parameters-available"] is Outcome.MET
    assert found["freedom-use"] is Outcome.UNMET
    assert assess("apache-2.0", kinds).outcome is Outcome.MET


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
