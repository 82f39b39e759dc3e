"""Results of criteria. "No", "could not find out", "does not apply" and "our check broke" are different things."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """The answer to one criterion."""

    MET = "met"
    PARTLY = "partly"
    UNMET = "unmet"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"
    CONTESTED = "contested"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionResult:
    """One criterion, answered."""

    id: str
    outcome: Outcome
    reason: str
    evidence: tuple[str, ...] = ()
    missing: str | None = None  # what would change the answer


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricResult:
    """One rubric, answered."""

    rubric: str  # "osaid-1.0"
    version: str
    outcome: Outcome
    criteria: tuple[CriterionResult, ...]
    extra: tuple[tuple[str, object], ...] = ()  # rubric-specific headline: ("class", 1), ("score", 0.75)
