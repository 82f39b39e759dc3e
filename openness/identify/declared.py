"""Evidence about licenses → `LicenseMatch`: what applies to what, on which basis, with which grade of proof."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from openness.identify.names import NON_NAMES, NameMatch, resolve
from openness.kb.license_names import normalize_name
from openness.model import Basis, Deviation, Evidence, LicenseMatch, Snapshot, TextMatch
from openness.model.ledger import Ledger

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase

TextReader = Callable[[str], tuple[TextMatch, ...]]

_BASIS = {
    "license-declared": Basis.DECLARED,
    "license-tag": Basis.DECLARED,
    "license-name": Basis.DECLARED,
    "license-link": Basis.DECLARED,
    "license-prose": Basis.PROSE,
    "license-header": Basis.DECLARED,
    "license-registry": Basis.REGISTRY,
}
_GRADE = {Basis.DECLARED: "B", Basis.PROSE: "C", Basis.REGISTRY: "B", Basis.TEXT: "A", Basis.NOTICE: "A"}
_SLUG = re.compile(r"[^a-z0-9.+]+")


def named(evidence: Iterable[Evidence], kb: "KnowledgeBase") -> tuple[LicenseMatch, ...]:
    """Matches for every license that metadata, prose, headers or the registry name."""
    found: list[LicenseMatch] = []
    items = [e for e in evidence if e.kind in _BASIS and e.value]
    declared = [e for e in items if e.kind == "license-declared"]
    bare_list = len({e.value for e in declared}) > 1
    for item in items:
        value = item.value or ""
        if normalize_name(value) in NON_NAMES and item.kind != "license-name":
            continue
        if item.kind == "license-link":
            record = kb.license_by_url(value)
            if record:
                found.extend(_matches(item, NameMatch((record,)), kb))
            continue
        match = resolve(value, kb)
        for license_match in _matches(item, match, kb):
            found.append(
                replace(license_match, unclear_list=True)
                if bare_list and item.kind == "license-declared"
                else license_match
            )
    return tuple(found)


def _matches(item: Evidence, match: NameMatch, kb: "KnowledgeBase") -> list[LicenseMatch]:
    basis = _BASIS[item.kind]
    choice = item.id if match.operator == "OR" else None
    result = []
    for record_id in match.ids:
        record = kb.license(record_id)
        if record is None:
            continue
        result.append(
            LicenseMatch(
                id=record.id,
                name=record.name,
                spdx=record.spdx,
                applies_to=item.component,
                basis=basis,
                from_=item.span.path,
                grade=_GRADE[basis],
                confidence=0.95 if basis is Basis.DECLARED else 0.8,
                evidence=(item.id,),
                family=bool(record.members),
                candidates=tuple(record.members),
                choice=choice,
            )
        )
    for unknown in match.unknown:
        # In prose only a known name is a name; metadata that names something unknown is a named, unread license.
        if basis is Basis.PROSE:
            continue
        result.append(unknown_license(unknown, item, basis))
    return result


def unknown_license(name: str, item: Evidence, basis: Basis) -> LicenseMatch:
    """A license that is named but that no record and no text explains."""
    slug = _SLUG.sub("-", name.casefold()).strip("-")[:60] or "unnamed"
    return LicenseMatch(
        id=f"LicenseRef-{slug}",
        name=name[:120],
        spdx=None,
        applies_to=item.component,
        basis=basis,
        from_=item.span.path,
        grade=_GRADE[basis],
        confidence=0.5,
        evidence=(item.id,),
        known=False,
    )


def read(snapshot: Snapshot, ledger: Ledger, kb: "KnowledgeBase", reader: TextReader) -> tuple[LicenseMatch, ...]:
    """Matches for every license text, notice or tag in the license files that were read."""
    found: list[LicenseMatch] = []
    for item in ledger.frozen():
        if item.kind != "license-file":
            continue
        text = snapshot.text(item.span.path)
        if text is None:
            continue
        for match in reader(text.text):
            start, end = match.start, match.end
            basis = Basis.TEXT if match.kind == "text" else Basis.NOTICE
            proof = ledger.quote(
                text,
                start,
                min(end, start + 300),
                kind="license-text",
                component=item.component,
                basis=basis,
                value=match.license,
            )
            deviations = tuple(replace(d, path=text.path) for d in match.deviations)
            found.append(_text_match(match, item, proof, deviations, kb))
    return tuple(found)


def _text_match(
    match: TextMatch, item: Evidence, proof: Evidence, deviations: tuple[Deviation, ...], kb: "KnowledgeBase"
) -> LicenseMatch:
    record_id = kb.license_by_name(match.license) if match.license else None
    record = kb.license(record_id) if record_id else None
    candidates = tuple(c for c in (kb.license_by_name(x) for x in match.candidates) if c)
    return LicenseMatch(
        id=record.id if record else (match.license or f"LicenseRef-{match.family or 'unknown'}"),
        name=record.name if record else (match.license or f"{match.family or 'unknown'} (family)"),
        spdx=record.spdx if record else None,
        applies_to=item.component,
        basis=proof.basis,
        from_=item.span.path,
        grade="A",
        confidence=match.score,
        deviations=deviations,
        evidence=(proof.id,),
        known=record is not None,
        family=match.license is None and bool(candidates),
        candidates=candidates,
    )
