"""What a term does, and where it says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from openness.model.evidence import Basis, Component


class Polarity(StrEnum):
    """What a clause does to the recipient."""

    GRANT = "grant"
    RESTRICTION = "restriction"
    CONDITION = "condition"
    OBLIGATION = "obligation"
    PROTECTION = "protection"  # of the licensor: warranty, liability, termination…


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause found in one text (the result of openness.clauses.detect)."""

    clause: str  # id of licenses/_clauses.yaml
    start: int
    end: int
    quote: str
    params: Mapping[str, Any] = field(default_factory=dict)
    confidence: float = 1.0
    applies_to: tuple[str, ...] = ()  # weights, code, outputs, derivatives, data, hosting; () = the whole license


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseFinding:
    """One clause that bears on the subject."""

    clause: str
    polarity: str
    applies_to: Component
    license: str | None  # LicenseMatch.id it comes from; None for card prose
    basis: Basis
    params: Mapping[str, Any] = field(default_factory=dict)
    confidence: float = 1.0
    evidence: tuple[str, ...] = ()
    inherited_from: str | None = None  # ancestor id
    section: str | None = None  # section of the license, where the record names it
    summary: str | None = None  # our own words, from the record
    contested: bool = False
