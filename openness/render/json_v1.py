"""Machine interface, version 1 (DESIGN.md section 10). Stable: fields are added, never renamed or removed."""

from collections.abc import Iterable
from typing import Any

from openness import __version__
from openness.model import (
    BaseLink,
    ClauseFinding,
    Conflict,
    Evidence,
    Facts,
    LicenseMatch,
    Report,
    RubricResult,
    TargetError,
)
from openness.render.decision_v1 import decision
from openness.render.phrases import phrases

SCHEMA = "openness.report/1"
CLAIMED = "derivative-by-output"  # relation of a model whose terms make what was trained on its outputs a derivative
CONTEXT = 120  # characters before and after a quote


def document(reports: Iterable[Report], errors: Iterable[TargetError], knowledge: str) -> dict[str, Any]:
    """The whole document, ready for `json.dumps`."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "openness", "version": __version__, "knowledge": knowledge},
        "notice": phrases()["notice"],
        "not_checked": phrases()["not_checked"],
        "reports": [report(r) for r in reports],
        "errors": [{"target": e.target, "kind": e.kind, "message": e.message, "hint": e.hint} for e in errors],
    }


def report(r: Report) -> dict[str, Any]:
    """One entry of `reports`."""
    snapshot = r.facts.snapshot
    return {
        "target": snapshot.target,
        "subject": {
            "id": snapshot.id,
            "kind": snapshot.kind.value,
            "revision": snapshot.revision,
            "source": snapshot.source,
            "retrieved_at": snapshot.retrieved_at,
        },
        "as_of": r.as_of,
        "spectrum": {
            "level": r.placement.level.value,
            "at_most": r.placement.at_most.value,
            "own_level": r.placement.own_level.value if r.placement.own_level else None,
            "missing_for_next": list(r.placement.missing_for_next),
            "because": list(r.placement.reasons),
            "evidence": list(r.placement.evidence),
        },
        "facets": dict(r.facts.facets),
        "assumptions": list(snapshot.assumptions),
        "rubrics": {name: _rubric(result) for name, result in r.rubrics.items()},
        "licenses": [_license(m) for m in r.facts.licenses],
        "findings": [_finding(f) for f in r.facts.findings],
        "uses": {
            name: {"answer": u.answer, "conditions": list(u.conditions), "because": list(u.because)}
            for name, u in r.uses.items()
        },
        "obligations": [
            {
                "id": o.id,
                "summary": o.summary,
                "when": o.when,
                "notice": o.notice,
                "license": o.license,
                "evidence": list(o.evidence),
            }
            for o in r.obligations
        ],
        "lineage": _lineage(r.facts),
        "conflicts": [_conflict(c) for c in r.facts.conflicts],
        "read": [
            {"path": t.path, "url": t.url, "sha256": t.sha256, "retrieved_at": t.retrieved_at, "truncated": t.truncated}
            for t in snapshot.texts
        ],
        "evidence": {e.id: _evidence(e, r.facts) for e in r.facts.evidence},
        "gaps": [{"what": g.what, "why": g.why} for g in r.facts.gaps],
        "decision": decision(r.decision),
    }


def _rubric(result: RubricResult) -> dict[str, Any]:
    return {
        "outcome": result.outcome.value,
        "version": result.version,
        **dict(result.extra),
        "criteria": [
            {
                "id": c.id,
                "outcome": c.outcome.value,
                "reason": c.reason,
                "missing": c.missing,
                "evidence": list(c.evidence),
            }
            for c in result.criteria
        ],
    }


def _license(m: LicenseMatch) -> dict[str, Any]:
    return {
        "id": m.id,
        "name": m.name,
        "spdx": m.spdx,
        "applies_to": m.applies_to.value,
        "basis": m.basis.value,
        "from": m.from_,
        "granted_by": m.granted_by,
        "grade": m.grade,
        "confidence": round(m.confidence, 3),
        "known": m.known,
        "candidates": list(m.candidates),
        "deviations": [
            {
                "kind": d.kind,
                "path": d.path,
                "start": d.start,
                "end": d.end,
                "canonical_section": d.canonical_section,
            }
            for d in m.deviations
        ],
        "evidence": list(m.evidence),
    }


def _finding(f: ClauseFinding) -> dict[str, Any]:
    return {
        "clause": f.clause,
        "polarity": f.polarity,
        "applies_to": f.applies_to.value,
        "license": f.license,
        "section": f.section,
        "summary": f.summary,
        "inherited_from": f.inherited_from,
        "contested": f.contested,
        "params": dict(f.params),
        "basis": f.basis.value,
        "confidence": round(f.confidence, 3),
        "evidence": list(f.evidence),
    }


def _base(b: BaseLink, facts: Facts | None) -> dict[str, Any]:
    return {
        "id": b.id,
        "relation": b.relation,
        "basis": b.basis,
        "weights": b.weights,
        "licenses": list(b.licenses),
        "level": b.level,
        "resolved_from": b.resolved_from,
        **_ancestors(facts),
        "evidence": list(b.evidence),
    }


def _ancestors(facts: Facts | None) -> dict[str, Any]:
    """What it is made of (also by terms that claim models trained on outputs), and whose outputs were training data."""
    bases: list[dict[str, Any]] = []
    outputs_of: list[dict[str, Any]] = []
    for link in facts.lineage.bases if facts else ():
        part = bases if link.weights or link.relation == CLAIMED else outputs_of
        part.append(_base(link, facts.ancestors.get(link.id) if facts else None))
    return {"bases": bases, "outputs_of": outputs_of}


def _lineage(facts: Facts) -> dict[str, Any]:
    return {
        **_ancestors(facts),
        "datasets": [
            {
                "id": d.id,
                "basis": d.basis,
                "licenses": list(d.licenses),
                "state": d.state,
                "evidence": list(d.evidence),
            }
            for d in facts.lineage.datasets
        ],
    }


def _conflict(c: Conflict) -> dict[str, Any]:
    return {
        "kind": c.kind,
        "strength": c.strength,
        "explanation": c.explanation,
        "remedy": c.remedy,
        "evidence": list(c.evidence),
    }


def _evidence(e: Evidence, facts: Facts) -> dict[str, Any]:
    before, after = _context(e, facts)
    return {
        "kind": e.kind,
        "component": e.component.value,
        "value": e.value,
        "basis": e.basis.value,
        "path": e.span.path,
        "start": e.span.start,
        "end": e.span.end,
        "line": e.span.line,
        "quote": e.span.quote,
        "before": before,
        "after": after,
        "url": e.span.url,
        "source": e.source,
        "as_of": e.as_of,
    }


def _context(e: Evidence, facts: Facts) -> tuple[str, str]:
    """Up to CONTEXT characters on either side of a quoted passage, for readers who want to see it in place."""
    path, snapshot = e.span.path, facts.snapshot
    if "#" in e.id:
        base = e.id.split("#", 1)[0]
        if base not in facts.ancestors:
            return "", ""
        snapshot, path = facts.ancestors[base].snapshot, path.removeprefix(f"{base}:")
    text = snapshot.text(path)
    if text is None or text.text[e.span.start : e.span.end] != e.span.quote:
        return "", ""
    return text.text[max(0, e.span.start - CONTEXT) : e.span.start], text.text[e.span.end : e.span.end + CONTEXT]
