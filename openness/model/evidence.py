"""Quoted facts. Every conclusion points at one of these."""

from dataclasses import dataclass
from enum import StrEnum


class Component(StrEnum):
    """Which part of a release something speaks about."""

    WEIGHTS = "weights"
    CODE = "code"
    DATA = "data"
    DOCS = "docs"
    UNCLEAR = "unclear"


class Basis(StrEnum):
    """How we know."""

    DECLARED = "declared"  # card metadata or Hub tag
    TEXT = "text"  # a license text that was read
    NOTICE = "notice"  # "licensed under …" notice or reference in a file
    PROSE = "prose"  # a sentence of the card or a gate prompt
    INHERITED = "inherited"  # an ancestor's terms
    REGISTRY = "registry"  # a dated fact of data/registry
    RECORD = "record"  # a license record of licenses/


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A place in something that was read. Offsets 0-based, end exclusive; line 1-based."""

    path: str
    start: int
    end: int
    line: int
    quote: str  # exactly text[start:end]; "" only for whole-file or listing evidence
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One fact with the place that shows it."""

    id: str  # stable within a report: "e1", "e2", …
    kind: str  # one of openness/model/kinds.py
    component: Component
    span: Span
    value: str | None = None  # the machine-readable part, e.g. a license id or repository id
    basis: Basis = Basis.DECLARED
    source: str | None = None  # for registry facts: where it is from
    as_of: str | None = None  # for registry facts: date (ISO 8601)
