"""A policy: which facts are allowed, which need a person, which are denied."""

from dataclasses import dataclass

from openness.model import Decision, Level, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Rules of one named policy; the first that applies of deny, review, allow decides."""

    name: str = "default"
    allow_at_least: Level = Level.OPEN_WEIGHTS  # review below
    allow_services: bool = True
    deny_below: Level | None = None
    deny_licenses: frozenset[str] = frozenset()
    deny_clauses: frozenset[str] = frozenset()
    deny_uses_no: frozenset[str] = frozenset()  # deny when the answer to one of these uses is "no"
    review_uses_conditional: frozenset[str] = frozenset()

    @classmethod
    def default(cls) -> "Policy":
        """Allow at or above open-weights and for services, review below, never deny (DESIGN.md section 8)."""
        return cls()

    @staticmethod
    def undecided() -> Decision:
        """The decision of a report that no policy has seen: review."""
        return Decision(verdict=Verdict.REVIEW, policy="none", reasons=("no policy was applied",))
