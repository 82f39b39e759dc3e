"""Training data closed to trade in a model that is open to it: a finding, never a verdict on the weights."""

from typing import TYPE_CHECKING

from openness.lineage.standing import ceiling, own_licenses
from openness.model import Component, Conflict, Facts, Level, LicenseMatch

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase

_NC = ("non-commercial", "research-only")


def data_terms(facts: Facts, kb: "KnowledgeBase") -> tuple[Conflict, ...]:
    """A soft conflict that names the data sets whose known license keeps commercial use out."""
    levels = [lv for m in own_licenses(facts) if (lv := ceiling(m, kb)) is not None]
    if not levels or min(lv.rank for lv in levels) <= Level.RESEARCH_WEIGHTS.rank:
        return ()
    closed = [d for d in facts.lineage.datasets if any(_closed(name, kb) for name in d.licenses)]
    said = [m for m in facts.licenses if m.applies_to is Component.DATA and _closed_match(m, kb)]
    if not closed and not said:
        return ()
    names = ", ".join([d.id for d in closed] or [m.name for m in said])
    return (
        Conflict(
            kind="data-terms",
            strength="soft",
            explanation=(
                f"The model may be used commercially; the terms of training data ({names}) keep commercial use out."
            ),
            remedy="Whether terms of data reach a model trained on it is unsettled: let counsel decide.",
            evidence=tuple(e for d in closed for e in d.evidence) + tuple(e for m in said for e in m.evidence),
        ),
    )


def _closed(name: str, kb: "KnowledgeBase") -> bool:
    record_id = kb.license_by_name(name)
    record = kb.license(record_id) if record_id else None
    return record is not None and bool(record.clause_ids & set(_NC))


def _closed_match(match: LicenseMatch, kb: "KnowledgeBase") -> bool:
    record = kb.license(match.id)
    return record is not None and bool(record.clause_ids & set(_NC))
