"""Which terms bind one component: licenses as alternatives and additions, each with its clauses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from openness.kb.rubrics import Rubric
from openness.model import Component, Level

if TYPE_CHECKING:
    from openness.kb.records import ClauseType, LicenseRecord

_CREDIT = ("credit", "display", "attribution")


class Knowledge(Protocol):
    """The part of the knowledge base that evaluation reads."""

    def license(self, license_id: str) -> "LicenseRecord | None":
        """The license record with that id."""
        ...

    def clause(self, clause_id: str) -> "ClauseType | None":
        """The clause type with that id."""
        ...

    def rubric(self, rubric_id: str) -> Rubric | None:
        """The rubric with that id."""
        ...

    def rubrics(self) -> tuple[Rubric, ...]:
        """All rubrics."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One clause that binds, and where it comes from."""

    clause: str
    license: str | None  # record id; None for the card's own sentence
    inherited_from: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    section: str | None = None
    summary: str | None = None
    contested: bool = False
    applies_to: tuple[str, ...] = ()

    @property
    def asks_only_credit(self) -> bool:
        """Whether passing the threshold owes a credit line and no permission (Kimi K2, as against Llama)."""
        owed = str(self.params.get("consequence") or "").lower()
        return "permission" not in owed and any(word in owed for word in _CREDIT)

    @property
    def place(self) -> str:
        """A short pointer to the words: license, section, ancestor."""
        name = self.license or "a sentence of the card"
        section = f", section {self.section}" if self.section else ""
        ancestor = f" (from {self.inherited_from})" if self.inherited_from else ""
        return f"{name}{section}{ancestor}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One license as it bears on one component."""

    license: str
    name: str
    spdx: str | None = None
    record: "LicenseRecord | None" = None
    read: bool = False  # its clauses are known, from a record or from the text at hand
    terms: tuple[Term, ...] = ()
    evidence: tuple[str, ...] = ()
    inherited_from: str | None = None
    exact: bool = True  # the text does not differ from the canonical one, as far as seen
    members: tuple["Grant", ...] = ()  # what a family name may mean
    prose: bool = False  # sentences of the card, which limit but do not grant
    disputed: bool = False  # a conflict names it
    grants: bool = True
    changed_from: "LicenseRecord | None" = None  # the known text that this one changes; no record of its own

    @property
    def by_detector(self) -> bool:
        """Whether only the detector read it: what it found is there, what it did not find may be there too."""
        return self.record is None and self.changed_from is None and not self.prose

    def cap(self, kb: Knowledge) -> tuple[Level, tuple[Term, ...]]:
        """The highest rung under these terms, and the clauses that hold it there."""
        if self.record is not None and self.record.osi == "approved" and self.exact:
            return Level.OPEN_WEIGHTS, ()
        level, holding = Level.OPEN_WEIGHTS, []
        for term in self.terms:
            clause = kb.clause(term.clause)
            if clause is None or clause.caps_at is None:
                continue
            cap = Level(clause.caps_at)
            if cap.rank < level.rank:
                level, holding = cap, [term]
            elif cap is level and level is not Level.OPEN_WEIGHTS:
                holding.append(term)
        return level, tuple(holding)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Everything that binds one component. Groups add up (AND); the grants of one group are alternatives (OR)."""

    component: Component
    groups: tuple[tuple[Grant, ...], ...] = ()
    unread: tuple[str, ...] = ()  # ancestors whose terms could not be read

    def grants(self) -> Iterator[Grant]:
        """Every license, however combined."""
        for group in self.groups:
            yield from group

    def terms(self) -> Iterator[Term]:
        """Every clause of every license."""
        for grant in self.grants():
            yield from grant.terms

    @property
    def found(self) -> bool:
        """Whether any license was found at all."""
        return any(g.grants for g in self.grants())

    def evidence(self) -> tuple[str, ...]:
        """Evidence of the licenses, without repetition."""
        return tuple(dict.fromkeys(e for g in self.grants() for e in g.evidence))
