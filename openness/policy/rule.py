"""One rule of a policy: conditions that must all hold, and a verdict."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from openness.model import Level, Verdict
from openness.policy.subject import Subject

GRADES = "ABC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Conditions that are left empty always hold; lists mean "any of"."""

    verdict: Verdict
    models: tuple[str, ...] = ()  # ids or patterns (fnmatch, case-insensitive)
    kinds: tuple[str, ...] = ()  # model | dataset | service
    licenses: tuple[str, ...] = ()  # license ids of the weights (of the data for a data set)
    only_licenses: tuple[str, ...] = ()  # every license is one of these, and there is at least one
    clauses: tuple[str, ...] = ()
    level_at_least: Level | None = None
    level_below: Level | None = None
    levels: tuple[Level, ...] = ()
    uses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # use -> answers
    rubrics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # rubric -> outcomes
    conflicts: tuple[str, ...] = ()  # kinds, or "hard" / "soft"
    grade_worse_than: str | None = None  # proof of some license is weaker than this grade
    reason: str = ""

    def why(self, subject: Subject) -> tuple[str, ...]:
        """What makes the rule apply, in words; () when it does not."""
        found: list[str] = []
        for reasons in self._conditions(subject):
            if not reasons:
                return ()
            found += reasons
        return tuple(dict.fromkeys([self.reason, *found] if self.reason else found)) or (
            "the rule applies to everything",
        )

    def _conditions(self, subject: Subject) -> list[list[str]]:
        """One list of reasons for each condition that is set; an empty list is a condition that does not hold."""
        component = "data" if subject.kind == "dataset" else "weights"
        own = subject.license_ids(component)
        result: list[list[str]] = []
        if self.models:
            result.append([f"model {subject.id}" for p in self.models if matches(p, subject.id)][:1])
        if self.kinds:
            result.append([f"it is a {subject.kind}"] if subject.kind in self.kinds else [])
        if self.licenses:
            result.append([f"license {name}" for name in sorted(own) if name in self.licenses])
        if self.only_licenses:
            allowed = bool(own) and own <= frozenset(self.only_licenses)
            result.append([f"license {name}" for name in sorted(own)] if allowed else [])
        if self.clauses:
            result.append(
                [
                    f"clause {term.clause} of {term.license or 'the card'}"
                    for term in subject.terms
                    if term.clause in self.clauses and term.component in (component, "unclear")
                ]
            )
        if self.level_at_least is not None:
            result.append(_level(subject, subject.level.rank >= self.level_at_least.rank))
        if self.level_below is not None:
            result.append(_level(subject, subject.level.rank < self.level_below.rank))
        if self.levels:
            result.append(_level(subject, subject.level in self.levels))
        for use, answers in self.uses.items():
            answer = subject.uses.get(use, "unknown")
            result.append([f"{use}: {answer} by the terms read"] if answer in answers else [])
        for rubric, outcomes in self.rubrics.items():
            outcome = subject.rubrics.get(rubric, "unknown")
            result.append([f"{rubric}: {outcome}"] if outcome in outcomes else [])
        if self.conflicts:
            result.append(
                [f"conflict: {k} ({s})" for k, s in subject.conflicts if k in self.conflicts or s in self.conflicts]
            )
        if self.grade_worse_than is not None:
            worst = GRADES.index(self.grade_worse_than)
            result.append([f"proof of {n} is grade {g}" for n, _, g in subject.licenses if GRADES.index(g) > worst])
        return result


def matches(pattern: str, name: str) -> bool:
    """Whether an id or fnmatch pattern covers a name, ignoring case."""
    return fnmatchcase(name.casefold(), pattern.casefold())


def _level(subject: Subject, holds: bool) -> list[str]:
    return [f"level {subject.level.value}"] if holds else []
