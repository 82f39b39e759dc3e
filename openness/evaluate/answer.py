"""Answers of rules and how they combine: three-valued logic with two shades between no and yes.

The order is unmet < error < unknown < partly < contested < met; `all` takes the least, `any` the greatest, `not`
swaps met and unmet and leaves the rest. `not-applicable` parts are left out. So an unmet part settles `all` and a met
part settles `any` whatever is unknown (Kleene's strong logic), and finding out more never makes a known answer unknown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from openness.model import Outcome

_ORDER = (
    Outcome.UNMET,
    Outcome.ERROR,
    Outcome.UNKNOWN,
    Outcome.PARTLY,
    Outcome.CONTESTED,
    Outcome.MET,
    Outcome.NOT_APPLICABLE,
)
_RANK = {outcome: position for position, outcome in enumerate(_ORDER)}
_NOT = {Outcome.MET: Outcome.UNMET, Outcome.UNMET: Outcome.MET}
SATISFIED = (Outcome.MET, Outcome.CONTESTED, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer of one rule node."""

    outcome: Outcome
    reason: str
    evidence: tuple[str, ...] = ()
    missing: str | None = None


def rank(outcome: Outcome) -> int:
    """Position in the order of answers; not-applicable stands on top, since it never lowers anything."""
    return _RANK[outcome]


def all_of(answers: Iterable[Answer]) -> Answer:
    """The least answer, with the reasons of every part that holds it there."""
    return _fold(answers, min, "; ")


def any_of(answers: Iterable[Answer]) -> Answer:
    """The greatest answer, with the reasons of the parts that reach it."""
    return _fold(answers, max, " or ")


def negate(answer: Answer) -> Answer:
    """The opposite of a known answer; an unknown one stays unknown."""
    return Answer(
        outcome=_NOT.get(answer.outcome, answer.outcome),
        reason=answer.reason,
        evidence=answer.evidence,
        missing=answer.missing,
    )


def _fold(answers: Iterable[Answer], pick: Callable[..., Outcome], joint: str) -> Answer:
    parts = [a for a in answers if a.outcome is not Outcome.NOT_APPLICABLE]
    if not parts:
        return Answer(outcome=Outcome.NOT_APPLICABLE, reason="nothing here applies")
    if len(parts) == 1:
        return parts[0]
    outcome = pick((a.outcome for a in parts), key=rank)
    deciding = [a for a in parts if a.outcome is outcome]
    lacking = [a for a in parts if a.outcome not in SATISFIED] if pick is min else deciding
    return Answer(
        outcome=outcome,
        reason="; ".join(dict.fromkeys(a.reason for a in deciding)),
        evidence=tuple(dict.fromkeys(e for a in deciding for e in a.evidence)),
        missing=joint.join(dict.fromkeys(a.missing for a in lacking if a.missing)) or None,
    )
