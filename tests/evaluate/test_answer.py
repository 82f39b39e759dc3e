import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness.evaluate.answer import Answer, all_of, any_of, negate, rank
from openness.model import Outcome

OUTCOMES = list(Outcome)
answers = st.sampled_from(OUTCOMES).map(lambda o: Answer(outcome=o, reason=o.value))


def outcome(*outcomes: Outcome, how=all_of) -> Outcome:
    return how(Answer(outcome=o, reason=o.value) for o in outcomes).outcome


@pytest.mark.parametrize(
    ("parts", "least", "greatest"),
    [
        ((Outcome.MET, Outcome.UNKNOWN), Outcome.UNKNOWN, Outcome.MET),
        ((Outcome.UNMET, Outcome.UNKNOWN), Outcome.UNMET, Outcome.UNKNOWN),
        ((Outcome.MET, Outcome.CONTESTED), Outcome.CONTESTED, Outcome.MET),
        ((Outcome.PARTLY, Outcome.UNKNOWN), Outcome.UNKNOWN, Outcome.PARTLY),
        ((Outcome.ERROR, Outcome.MET), Outcome.ERROR, Outcome.MET),
        ((Outcome.NOT_APPLICABLE, Outcome.MET), Outcome.MET, Outcome.MET),
        ((Outcome.NOT_APPLICABLE,), Outcome.NOT_APPLICABLE, Outcome.NOT_APPLICABLE),
    ],
)
def test_parts_combine(parts, least, greatest):
    assert outcome(*parts) is least
    assert outcome(*parts, how=any_of) is greatest


@given(st.lists(answers, min_size=1, max_size=6), st.data())
def test_settling_an_unknown_part_never_unsettles_the_whole(parts, data):
    """Replacing an unknown part by a known one never turns a known whole into an unknown one."""
    position = data.draw(st.integers(0, len(parts) - 1))
    settled = data.draw(st.sampled_from([Outcome.MET, Outcome.UNMET, Outcome.PARTLY, Outcome.CONTESTED]))
    before = [*parts]
    before[position] = Answer(outcome=Outcome.UNKNOWN, reason="unknown")
    after = [*parts]
    after[position] = Answer(outcome=settled, reason=settled.value)
    for how in (all_of, any_of):
        if how(before).outcome in (Outcome.MET, Outcome.UNMET):
            assert how(after).outcome is how(before).outcome


@given(st.lists(answers, min_size=1, max_size=6))
def test_all_is_never_above_any(parts):
    assert rank(all_of(parts).outcome) <= rank(any_of(parts).outcome)


@given(answers)
def test_not_is_its_own_inverse(answer):
    assert negate(negate(answer)).outcome is answer.outcome


def test_missing_parts_are_named():
    parts = [
        Answer(outcome=Outcome.MET, reason="there"),
        Answer(outcome=Outcome.UNKNOWN, reason="silent", missing="the code"),
        Answer(outcome=Outcome.PARTLY, reason="half", missing="the rest"),
    ]
    assert all_of(parts).missing == "the code; the rest"
    assert any_of(parts[1:]).missing == "the rest"
