"""Which clauses bear on a subject: records for known licenses, the detector for everything else that was read."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from openness.clauses.analyze import locate, not_analyzed
from openness.clauses.detect import detect
from openness.kb.records import LicenseRecord, RecordClause, terms_of
from openness.model import (
    Basis,
    Clause,
    ClauseFinding,
    Component,
    Evidence,
    Gap,
    LicenseMatch,
    Snapshot,
    TextFile,
)
from openness.model.ledger import Ledger

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase

MIN_WORDS = 4  # of an added passage; shorter ones are names, dates and punctuation


def find(
    snapshot: Snapshot, licenses: Iterable[LicenseMatch], kb: "KnowledgeBase", ledger: Ledger
) -> tuple[tuple[ClauseFinding, ...], tuple[Gap, ...]]:
    """Findings of every license that applies, then of terms in prose; and gaps for texts that could not be analyzed."""
    findings: list[ClauseFinding] = []
    gaps: list[Gap] = []
    for match in licenses:
        record = kb.license(match.id)
        if record is not None and record.known:
            findings += _from_record(record, match, snapshot, kb, ledger)
            findings += _from_deviations(match, snapshot, kb, ledger)
            gaps += _from_memory(record, match)
        elif match.family:
            findings += _from_family(match, kb, ledger)
        elif match.derived_from and (base := kb.license(match.derived_from)) is not None and base.known:
            findings += _from_record(base, match, snapshot, kb, ledger)
            added, unread = _from_additions(match, snapshot, kb, ledger)
            findings += added
            gaps += unread
        else:
            found, missing = _from_unknown(match, snapshot, kb, ledger)
            findings += found
            gaps += missing
    findings += _from_prose(snapshot, kb, ledger)
    return _distinct(findings), tuple(dict.fromkeys(gaps))


def _from_record(
    record: LicenseRecord, match: LicenseMatch, snapshot: Snapshot, kb: "KnowledgeBase", ledger: Ledger
) -> list[ClauseFinding]:
    text = snapshot.text(match.from_) if match.basis in (Basis.TEXT, Basis.NOTICE) else None
    spans = locate(text.text, record.clauses) if text and match.basis is Basis.TEXT else {}
    findings = []
    for owner, clause in terms_of(record, kb.license):
        span = spans.get(clause.clause) if owner is record else None
        if text is not None and span is not None:
            proof = ledger.quote(
                text, span[0], span[1], kind="clause", component=match.applies_to, basis=Basis.TEXT, value=clause.clause
            )
        else:
            proof = _record_note(owner, clause, match.applies_to, ledger)
        findings.append(_finding(clause, match, kb, (proof,), owner, Basis.TEXT if span else Basis.RECORD))
    return findings


def _from_memory(record: LicenseRecord, match: LicenseMatch) -> list[Gap]:
    """A gap where the record was written without its text, and the text is not at hand either."""
    if record.reading != "knowledge" or match.basis is Basis.TEXT:
        return []
    doubts = f"; not certain: {', '.join(record.uncertain)}" if record.uncertain else ""
    why = f"its record rests on the maintainers' knowledge, nobody here has read the text{doubts}"
    return [Gap(what=f"the text of {record.name}", why=why)]


def _record_note(owner: LicenseRecord, clause: RecordClause, component: Component, ledger: Ledger) -> Evidence:
    """The proof that a record gives when its text is not at hand: section and our summary, marked as not quoted."""
    section = f"section {clause.section}: " if clause.section else ""
    source = owner.sources[0] if owner.sources else None
    return ledger.note(
        f"licenses/{owner.id}.yaml",
        f"{section}{clause.summary}",
        kind="record-clause",
        component=component,
        basis=Basis.RECORD,
        value=clause.clause,
        url=owner.url,
        source=owner.name,
        as_of=source.as_of if source else None,
    )


def _finding(
    clause: RecordClause,
    match: LicenseMatch,
    kb: "KnowledgeBase",
    evidence: tuple[Evidence, ...],
    owner: LicenseRecord,
    basis: Basis,
) -> ClauseFinding:
    kind = kb.clause(clause.clause)
    return ClauseFinding(
        clause=clause.clause,
        polarity=kind.polarity if kind else "condition",
        applies_to=match.applies_to,
        license=match.id,
        basis=basis,
        params=_plain(clause.params),
        confidence=match.confidence,
        evidence=tuple(e.id for e in evidence),
        section=clause.section,
        summary=clause.summary if owner.id == match.id else f"{clause.summary} ({owner.name})",
        contested=clause.contested or bool(kind and kind.contested),
    )


def _from_deviations(
    match: LicenseMatch, snapshot: Snapshot, kb: "KnowledgeBase", ledger: Ledger
) -> list[ClauseFinding]:
    """What passages added to or changed in a known text say."""
    text = snapshot.text(match.from_)
    if text is None:
        return []
    findings: list[ClauseFinding] = []
    for deviation in match.deviations:
        if deviation.kind == "removed":
            continue
        passage = text.text[deviation.start : deviation.end]
        findings += [
            _detected(c, deviation.start, text, match.applies_to, match.id, Basis.TEXT, kb, ledger)
            for c in detect(passage)
        ]
    return findings


def _from_additions(
    match: LicenseMatch, snapshot: Snapshot, kb: "KnowledgeBase", ledger: Ledger
) -> tuple[list[ClauseFinding], list[Gap]]:
    """What a modified text says beyond its base; a passage without a known clause is a gap, never nothing."""
    text = snapshot.text(match.from_)
    if text is None:
        return [], []
    findings = _from_deviations(match, snapshot, kb, ledger)
    gaps = []
    for deviation in match.deviations:
        passage = text.text[deviation.start : deviation.end]
        if deviation.kind != "removed" and len(passage.split()) >= MIN_WORDS and not detect(passage):
            line = text.text.count("\n", 0, deviation.start) + 1
            gaps.append(
                Gap(what=unread_passage(match, line), why=f"{deviation.kind} in {text.path}, no known clause in it")
            )
    return findings, gaps


def unread_passage(match: LicenseMatch, line: int) -> str:
    """The gap's name for a passage of a modified license that nobody could interpret."""
    return f"a passage of {match.id} at line {line}"


def _from_family(match: LicenseMatch, kb: "KnowledgeBase", ledger: Ledger) -> list[ClauseFinding]:
    """The clauses that every license of the set has: true whichever of them is meant."""
    records = [r for r in (kb.license(c) for c in match.candidates) if r is not None and r.known]
    if not records:
        return []
    shared = set.intersection(*({c.clause for _, c in terms_of(r, kb.license)} for r in records))
    findings = []
    for clause in records[-1].clauses:
        if clause.clause in shared:
            proof = _record_note(records[-1], clause, match.applies_to, ledger)
            findings.append(_finding(clause, match, kb, (proof,), records[-1], Basis.RECORD))
    return findings


def _from_unknown(
    match: LicenseMatch, snapshot: Snapshot, kb: "KnowledgeBase", ledger: Ledger
) -> tuple[list[ClauseFinding], list[Gap]]:
    """What the detector reads in a text that no record knows; a name without a text is a gap."""
    text = snapshot.text(match.from_) if match.basis in (Basis.TEXT, Basis.NOTICE) else None
    if text is None:
        record = kb.license(match.id)
        why = "it is named, but its text was not found and no record knows it"
        return [], [Gap(what=f"terms of {record.name if record else match.name}", why=why)]
    reason = not_analyzed(text.text)
    if reason:
        return [], [Gap(what=text.path, why=reason)]
    return [_detected(c, 0, text, match.applies_to, match.id, Basis.TEXT, kb, ledger) for c in detect(text.text)], []


def _from_prose(snapshot: Snapshot, kb: "KnowledgeBase", ledger: Ledger) -> list[ClauseFinding]:
    """Clauses in sentences of the card, and of the gate prompt, that state terms of this model."""
    findings = []
    for item in ledger.frozen():
        if item.kind not in ("terms-prose", "gate-prompt"):
            continue
        text = snapshot.text(item.span.path)
        if text is None:
            continue
        context = "gate" if item.kind == "gate-prompt" else "prose"
        passage = text.text[item.span.start : item.span.end]
        found = detect(passage, context=context)
        findings += [_detected(c, item.span.start, text, item.component, None, Basis.PROSE, kb, ledger) for c in found]
        # The reader of the card names the clause in every language; the detector knows English.
        for name in _stated(item.value, kb) - {c.clause for c in found}:
            whole = Clause(clause=name, start=0, end=len(passage), quote=passage, confidence=0.8)
            findings.append(_detected(whole, item.span.start, text, item.component, None, Basis.PROSE, kb, ledger))
    return findings


def _stated(value: str | None, kb: "KnowledgeBase") -> set[str]:
    """Clause ids of a value like "binding: non-commercial"."""
    names = (value or "").partition(":")[2].split(",")
    return {name.strip() for name in names if kb.clause(name.strip()) is not None}


def _detected(
    clause: Clause,
    offset: int,
    text: TextFile,
    component: Component,
    license_id: str | None,
    basis: Basis,
    kb: "KnowledgeBase",
    ledger: Ledger,
) -> ClauseFinding:
    kind = kb.clause(clause.clause)
    proof = ledger.quote(
        text,
        offset + clause.start,
        offset + clause.end,
        kind="clause",
        component=component,
        basis=basis,
        value=clause.clause,
    )
    return ClauseFinding(
        clause=clause.clause,
        polarity=kind.polarity if kind else "condition",
        applies_to=component,
        license=license_id,
        basis=basis,
        params=_plain(clause.params),
        confidence=clause.confidence,
        evidence=(proof.id,),
        contested=bool(kind and kind.contested),
    )


def _plain(params: Mapping[str, Any]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in params.items()}


def _distinct(findings: Iterable[ClauseFinding]) -> tuple[ClauseFinding, ...]:
    """One finding per clause, license and component, with all its proof; the license's record speaks first."""
    by_key: dict[tuple[str, str | None, Component], ClauseFinding] = {}
    for finding in findings:
        key = (finding.clause, finding.license, finding.applies_to)
        if key not in by_key:
            by_key[key] = finding
            continue
        first = by_key[key]
        by_key[key] = replace(
            first,
            params={**finding.params, **first.params},
            evidence=tuple(dict.fromkeys((*first.evidence, *finding.evidence)))[:6],
        )
    return tuple(by_key.values())
