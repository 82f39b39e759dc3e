"""How far licenses let a model rise: what conflicts compare."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from openness.model import Basis, Component, Evidence, Facts, Level, LicenseMatch

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase
    from openness.kb.records import LicenseRecord

_OWN = (Basis.DECLARED, Basis.TEXT, Basis.NOTICE, Basis.PROSE)
_MAX_POLICIES = 8


def own_licenses(facts: Facts, *bases: Basis) -> tuple[LicenseMatch, ...]:
    """Licenses that the subject itself states for its weights, on one of `bases` (default: any of its own)."""
    wanted = bases or _OWN
    return tuple(m for m in facts.licenses if m.applies_to is Component.WEIGHTS and m.basis in wanted)


def inherited(facts: Facts, base_id: str) -> tuple[LicenseMatch, ...]:
    """Licenses of one ancestor's weights, its own ancestors' included."""
    ancestor = facts.ancestors.get(base_id)
    if ancestor is None:
        return ()
    return tuple(m for m in ancestor.licenses if m.applies_to is Component.WEIGHTS)


def clauses_of(record: "LicenseRecord", kb: "KnowledgeBase") -> frozenset[str]:
    """Clause ids of a record and of the policies that are part of it."""
    found = set(record.clause_ids)
    for name in record.incorporates[:_MAX_POLICIES]:
        policy = kb.license(name)
        if policy is not None:
            found |= policy.clause_ids
    return frozenset(found)


def clauses_under(match: LicenseMatch, kb: "KnowledgeBase") -> frozenset[str]:
    """Clause ids of a license's record and of the policies that are part of it; none where it has no record."""
    record = kb.license(match.id)
    return clauses_of(record, kb) if record is not None else frozenset()


def ceiling(match: LicenseMatch, kb: "KnowledgeBase") -> Level | None:
    """The highest rung under this license, by its clauses; None when nothing is known of them."""
    record = kb.license(match.id)
    records = [record] if record is not None and record.known else []
    if not records and match.family:
        records = [r for r in (kb.license(c) for c in match.candidates) if r is not None and r.known]
    if not records:
        return None
    return lowest((clause for r in records for clause in clauses_of(r, kb)), kb)


def lowest(clauses: Iterable[str], kb: "KnowledgeBase") -> Level:
    """The highest rung under all of these clauses."""
    levels = (cap(clause, kb) for clause in clauses)
    return min((lv for lv in levels if lv is not None), key=lambda lv: lv.rank, default=Level.OPEN_WEIGHTS)


def granted(matches: Iterable[LicenseMatch], kb: "KnowledgeBase") -> Level:
    """The highest rung under all of these licenses together; at least one of them must be known."""
    return min((lv for m in matches if (lv := ceiling(m, kb)) is not None), key=lambda lv: lv.rank)


def cap(clause_id: str, kb: "KnowledgeBase") -> Level | None:
    """The highest rung under one clause; None when it lowers nothing."""
    clause = kb.clause(clause_id)
    return Level(clause.caps_at) if clause is not None and clause.caps_at else None


def family_of(match: LicenseMatch, kb: "KnowledgeBase") -> frozenset[str]:
    """Names under which the same terms may go: the id, its family, and the members of a set."""
    record = kb.license(match.id)
    names = {match.id, *match.candidates}
    if record is not None:
        names.add(record.family)
        names.update(record.members)
    return frozenset(names)


def clauses_stated(evidence: Evidence, facts: Facts) -> frozenset[str]:
    """Clauses that the detector found inside the quoted passage, and the one that its words plainly state."""
    by_id = {e.id: e for e in facts.evidence}
    head, _, plain = (evidence.value or "").partition(": ")
    found = {name for name in plain.split(", ") if name} if head == "binding" else set()
    for finding in facts.findings:
        if finding.license is not None or finding.inherited_from is not None:
            continue
        for item in (by_id.get(i) for i in finding.evidence):
            if item is None or item.span.path != evidence.span.path:
                continue
            if item.span.start < evidence.span.end and evidence.span.start < item.span.end:
                found.add(finding.clause)
    return frozenset(found)


def proofs(matches: tuple[LicenseMatch, ...] | list[LicenseMatch]) -> tuple[str, ...]:
    """Evidence ids of several matches, each once."""
    return tuple(dict.fromkeys(e for m in matches for e in m.evidence))


def foreign(base_id: str, ids: tuple[str, ...], facts: Facts) -> tuple[str, ...]:
    """Ids under which an ancestor's evidence stands in the subject's report, as far as it is there."""
    known = {e.id for e in facts.evidence}
    return tuple(f"{base_id}#{i}" for i in ids if f"{base_id}#{i}" in known)
