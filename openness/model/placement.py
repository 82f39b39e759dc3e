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


LADDER: tuple[Level, ...] = tuple(Level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """The highest rung that is proven, and the highest that is not excluded."""

    level: Level
    at_most: Level
    missing_for_next: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    own_level: Level | None = None  # of the subject without its ancestors
    evidence: tuple[str, ...] = ()
