"""What binds whoever uses a subject, part by part: own terms and those that ancestors pass on, each with its quote."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openness.lineage.standing import inherited
from openness.model import ClauseFinding, Component, Evidence, Facts

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectiveTerm:
    """One clause that binds, and where it comes from."""

    component: Component
    clause: str
    license: str | None  # record id; None for words of the card
    ancestor: str | None  # whose terms; None: the subject's own
    path: tuple[str, ...]  # from the subject's base down to that ancestor
    quote: str  # the words, or our summary where the text was not at hand
    section: str | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One thing that an ancestor's license asks of a derivative."""

    ancestor: str
    license: str
    what: str  # same-license | same-restrictions | id of an obligation of the record
    summary: str
    notice: str | None  # exact string, where the terms give one
    section: str | None


def effective(facts: Facts, component: Component | None = None) -> tuple[EffectiveTerm, ...]:
    """The union of what binds, per part: own clauses first, then each ancestor's in the order of the lineage.

    A clause that binds twice is there twice, once for each source: whoever removes one ancestor must see what stays.
    """
    quotes = {e.id: e for e in facts.evidence}
    found = [_term(f, facts, quotes) for f in facts.findings if component is None or f.applies_to is component]
    order = {base.id: number for number, base in enumerate(facts.lineage.bases)}
    return tuple(sorted(found, key=lambda t: -1 if t.ancestor is None else order.get(t.path[0], len(order))))


def _term(finding: ClauseFinding, facts: Facts, quotes: dict[str, Evidence]) -> EffectiveTerm:
    shown = next((quotes[i] for i in finding.evidence if i in quotes), None)
    return EffectiveTerm(
        component=finding.applies_to,
        clause=finding.clause,
        license=finding.license,
        ancestor=finding.inherited_from,
        path=_path(facts, finding.inherited_from),
        quote=shown.span.quote if shown is not None else (finding.summary or ""),
        section=finding.section,
        evidence=finding.evidence,
    )


def _path(facts: Facts, ancestor: str | None) -> tuple[str, ...]:
    """How an ancestor is reached: through which bases."""
    if ancestor is None:
        return ()
    waiting: list[tuple[Facts, tuple[str, ...]]] = [(facts, ())]
    seen: set[str] = set()
    while waiting:
        current, path = waiting.pop(0)
        for base in current.lineage.bases:
            if base.id == ancestor:
                return (*path, base.id)
            if base.id not in seen and base.id in current.ancestors:
                seen.add(base.id)
                waiting.append((current.ancestors[base.id], (*path, base.id)))
    return (ancestor,)


_KEPT = {True: "the same license", False: "at least the same restrictions"}


def demands(facts: Facts, kb: "KnowledgeBase") -> tuple[Demand, ...]:
    """What the licenses of the ancestors demand of the subject as a derivative."""
    found: list[Demand] = []
    for base in facts.lineage.bases:
        for match in inherited(facts, base.id):
            record = kb.license(match.id)
            if record is None:
                continue
            if base.weights and record.derivative_license in ("same", "same-restrictions"):
                same = record.derivative_license == "same"
                found.append(
                    Demand(
                        ancestor=base.id,
                        license=record.id,
                        what="same-license" if same else "same-restrictions",
                        summary=f"{record.name}: a derivative stands under {_KEPT[same]}.",
                        notice=None,
                        section=None,
                    )
                )
            wanted = ("modify", "redistribute", "always") if base.weights else ("train-on-outputs",)
            found += (
                Demand(
                    ancestor=base.id, license=record.id, what=duty.id, summary=duty.summary, notice=duty.notice,
                    section=duty.section,
                )
                for duty in record.obligations
                if duty.when in wanted
            )  # fmt: skip
    return _distinct(found)


def _distinct(found: Iterable[Demand]) -> tuple[Demand, ...]:
    return tuple(dict.fromkeys(found))
