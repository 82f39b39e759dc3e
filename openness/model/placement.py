"""The ladder and a place on it (DESIGN.md section 1)."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """A rung of the openness spectrum."""

    UNKNOWN = "unknown"
    CLOSED = "closed"
    UNLICENSED_WEIGHTS = "unlicensed-weights"
    RESEARCH_WEIGHTS = "research-weights"
    RESTRICTED_WEIGHTS = "restricted-weights"
    OPEN_WEIGHTS = "open-weights"
    OPEN_SOURCE_AI = "open-source-ai"
    OPEN_SCIENCE = "open-science"

    @property
    def rank(self) -> int:
        """Position on the ladder; `unknown` is 0 and stands below it."""
        return LADDER.index(self)

    @property
    def means(self) -> str:
        """What the rung says about a subject, as half a sentence (DESIGN.md section 1)."""
        return _MEANS[self]


LADDER: tuple[Level, ...] = tuple(Level)
_MEANS = {
    Level.UNKNOWN: "nothing is proven about what may be done with it",
    Level.CLOSED: "the weights cannot be had",
    Level.UNLICENSED_WEIGHTS: "weights can be had, and no license for them was found",
    Level.RESEARCH_WEIGHTS: "weights are granted, commercial use is not",
    Level.RESTRICTED_WEIGHTS: "weights are granted under terms that limit who, where, how many, how or what for",
    Level.OPEN_WEIGHTS: "weights are granted without such limits; code or data information is missing",
    Level.OPEN_SOURCE_AI: "weights, code and data information are there under free terms",
    Level.OPEN_SCIENCE: "weights, code and the training data are there under open terms",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """The highest rung that is proven, and the highest that is not excluded."""

    level: Level
    at_most: Level
    missing_for_next: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    own_level: Level | None = None  # of the subject without its ancestors
    evidence: tuple[str, ...] = ()
