from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openness.evaluate import predicates as functions
from openness.evaluate.engine import evaluate, evaluate_all
from openness.kb.predicates import PREDICATES
from openness.kb.rubrics import Criterion, Rubric, Rule
from openness.model import LADDER, Level, Outcome
from openness.model.kinds import COMPLETENESS_KINDS
from openness.placement import place
from tests.evaluate.building import COMPLETE, evidence, facts, knowledge

LICENSES = ["apache-2.0", "mit", "llama-3.1", "cc-by-4.0", "cc-by-nc-4.0", "creativeml-openrail-m"]
kinds = st.lists(
    st.sampled_from([k + s for k in COMPLETENESS_KINDS for s in ("", "-partial", "-none", "-link")]), max_size=8
)
RUBRICS = [r for r in knowledge().rubrics() if r.kind != "uses"]


def test_every_declared_predicate_is_a_function_and_the_other_way_round():
    assert set(PREDICATES) == set(functions.PREDICATES)
    assert all(f.__doc__ for f in functions.PREDICATES.values())


def test_every_predicate_is_used_by_a_rubric():
    used = {
        node.name
        for rubric in RUBRICS
        for rule in [*(c.rule for c in rubric.criteria), *([rubric.outcome] if rubric.outcome else [])]
        for node in rule.walk()
    }
    assert used - {""} == set(PREDICATES)


def test_a_broken_check_is_an_error_and_never_met(monkeypatch):
    def fail(_context, _args):
        raise KeyError("broken")

    monkeypatch.setitem(functions.PREDICATES, "weights-available", fail)
    rubric = Rubric(
        id="x",
        version="1",
        title="x",
        publisher="x",
        url="x",
        as_of="x",
        seen="x",
        kind="binary",
        summary="x",
        criteria=(
            Criterion(
                id="a",
                title="a",
                question="q",
                rule=Rule(op="test", name="weights-available"),
                source="s",
                why="w",
                remedy="r",
            ),
        ),
        outcome=Rule(op="test", name="criterion", args={"id": "a"}),
    )
    result = evaluate(facts("mit"), rubric, knowledge())
    assert result.outcome is Outcome.ERROR
    assert "weights-available" in result.criteria[0].reason


@settings(max_examples=30, deadline=None)
@given(kinds, kinds, st.sampled_from(LICENSES))
def test_more_evidence_never_turns_met_into_unknown(first, second, license_id):
    before = facts(license_id, kinds=tuple(first))
    more = tuple(evidence(500 + i, kind) for i, kind in enumerate(second))
    after = replace(before, evidence=(*before.evidence, *more))
    for rubric in RUBRICS:
        old = {c.id: c.outcome for c in evaluate(before, rubric, knowledge()).criteria}
        for criterion in evaluate(after, rubric, knowledge()).criteria:
            if old[criterion.id] is Outcome.MET:
                assert criterion.outcome is not Outcome.UNKNOWN, f"{rubric.id}/{criterion.id}"


@settings(max_examples=30, deadline=None)
@given(kinds, st.sampled_from([*LICENSES, None]))
def test_every_criterion_has_evidence_or_a_stated_gap(shown, license_id):
    subject = facts(*([license_id] if license_id else []), kinds=tuple(shown))
    for rubric in RUBRICS:
        for criterion in evaluate(subject, rubric, knowledge()).criteria:
            assert criterion.reason
            if criterion.outcome in (Outcome.UNKNOWN, Outcome.UNMET, Outcome.PARTLY):
                assert criterion.missing, f"{rubric.id}/{criterion.id}"
            if criterion.outcome in (Outcome.MET, Outcome.PARTLY):
                assert criterion.evidence or "no terms are named" in criterion.reason, f"{rubric.id}/{criterion.id}"


@settings(max_examples=30, deadline=None)
@given(kinds, st.sampled_from([*LICENSES, None]))
def test_level_never_stands_above_at_most(shown, license_id):
    subject = facts(*([license_id] if license_id else []), kinds=tuple(shown))
    placement = place(subject, evaluate_all(subject, knowledge(), knowledge().rubrics()), knowledge())
    assert placement.level.rank <= placement.at_most.rank
    assert placement.level is LADDER[-1] or placement.missing_for_next or placement.level is Level.UNKNOWN


def test_links_count_only_when_looked_up_or_assumed():
    linked = (("training-code-link", "https://example.org/code"),)
    rubric = knowledge().rubric("osaid-1.0")

    def answer(subject):
        return next(c for c in evaluate(subject, rubric, knowledge()).criteria if c.id == "code-validation")

    link = (("evaluation-code-link", "https://example.org/code"),)
    assert answer(facts("mit", kinds=link)).outcome is Outcome.UNKNOWN
    assert answer(facts("mit", kinds=link, assumptions=("links",))).outcome is Outcome.MET
    seen = facts("mit", kinds=link, link_states={"https://example.org/code": "exists"})
    assert answer(seen).outcome is Outcome.MET
    gone = facts("mit", kinds=link, assumptions=("links",), link_states={"https://example.org/code": "missing"})
    assert answer(gone).outcome is Outcome.UNKNOWN
    assert linked


def test_what_is_shown_and_denied_is_partly():
    rubric = knowledge().rubric("osai-index")
    result = evaluate(facts("mit", kinds=("weights", "data", "data-none")), rubric, knowledge())
    found = next(c for c in result.criteria if c.id == "datasources-basemodel")
    assert found.outcome is Outcome.PARTLY
    assert len(found.evidence) == 2


@pytest.mark.parametrize("rubric", RUBRICS, ids=lambda r: r.id)
def test_a_complete_release_meets_each_rubric(rubric):
    full = (*COMPLETE, "weights", "tuning-data", "compute", "peer-reviewed-paper", "technical-report")
    result = evaluate(facts("apache-2.0", kinds=full), rubric, knowledge())
    unmet = [c.id for c in result.criteria if c.outcome is Outcome.UNMET and c.id != "weights-withheld"]
    assert not unmet
