"""One rule of a policy: conditions that must all hold, and a verdict. openness/policy/conditions.py evaluates it."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Any, NamedTuple

from openness.model import Level, Verdict

GRADES = "ABC"
_EMPTY: Mapping[str, Any] = MappingProxyType({})


class Rule(NamedTuple):
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
    uses: Mapping[str, tuple[str, ...]] = _EMPTY  # use -> answers
    rubrics: Mapping[str, tuple[str, ...]] = _EMPTY  # rubric -> outcomes
    conflicts: tuple[str, ...] = ()  # kinds, or "hard" / "soft"
    grade_worse_than: str | None = None  # proof of some license is weaker than this grade
    reason: str = ""
    origin: str = ""  # "rule 2 of commercial-use": where a person finds it


def matches(pattern: str, name: str) -> bool:
    """Whether an id or fnmatch pattern covers a name, ignoring case."""
    return fnmatchcase(name.casefold(), pattern.casefold())
