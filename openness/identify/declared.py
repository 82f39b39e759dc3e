"""Evidence about licenses → `LicenseMatch`: what applies to what, on which basis, with which grade of proof."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from openness.identify.names import NON_NAMES, NameMatch, gist, resolve
from openness.kb.license_names import normalize_name
from openness.model import Basis, Deviation, Evidence, LicenseMatch, Snapshot, TextFile, TextMatch
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
    "license-gist": Basis.PROSE,
    "license-header": Basis.DECLARED,
    "license-registry": Basis.REGISTRY,
    "terms-registry": Basis.REGISTRY,
}
_GRADE = {Basis.DECLARED: "B", Basis.PROSE: "C", Basis.REGISTRY: "B", Basis.TEXT: "A", Basis.NOTICE: "A"}
PROOF_LIMIT = 300  # characters of the words that prove a license text
MIN_TERMS = 200  # characters; a shorter file is a pointer, unless it says what one may or may not do
_OPERATIVE = re.compile(
    r"\b(?:not|only|prohibit\w*|forbid\w*|restrict\w*|non-?commercial|research|reserved)\b|禁止|不得|仅|僅|のみ|금지",
    re.IGNORECASE,
)
_MODIFIED = "LicenseRef-modified-"
_URL = re.compile(r"https?://[^\s)\]>\"']{4,300}")
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
        described = gist(value, kb) if _BASIS[item.kind] is Basis.PROSE and not match.ids else None
        if described is not None:
            match = NameMatch((described,))
        linked = _linked(item, match, kb)
        if linked is not None:
            match = NameMatch((linked,))
        for license_match in _matches(item, match, kb):
            found.append(
                replace(license_match, unclear_list=True)
                if bare_list and item.kind == "license-declared"
                else license_match
            )
    return tuple(found)


def _linked(item: Evidence, match: NameMatch, kb: "KnowledgeBase") -> str | None:
    """The member of a family ("Modified MIT") that a link in the same sentence points at, or None."""
    record = kb.license(match.ids[0]) if len(match.ids) == 1 else None
    if record is None or not record.members:
        return None
    found = (kb.license_by_url(url) for url in _URL.findall(item.span.quote))
    return next((name for name in found if name in record.members), None)


def _matches(item: Evidence, match: NameMatch, kb: "KnowledgeBase") -> list[LicenseMatch]:
    basis = _BASIS[item.kind]
    choice = item.id if match.operator == "OR" else None
    result = []
    for record_id in match.ids:
        record = kb.license(record_id)
        if record is None:
            continue
        if record.kind == "unknown":  # "custom", "see license": a name for having none
            result.append(unknown_license(item.value or record.name, item, basis))
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
    """Matches for every license text, notice or tag in the license files that were read.

    Beside a full text, the names that the file mentions are no grants of their own. A license file that nothing in
    the index resembles is a license all the same: its terms are what the detector reads in it.
    """
    found: list[LicenseMatch] = []
    for item in ledger.frozen():
        text = snapshot.text(item.span.path) if item.kind == "license-file" else None
        if text is None:
            continue
        matches = reader(text.text)
        if _only_hints(matches, kb) and _is_license_file(text.path) and _states_terms(text.text):
            matches = ()  # "see the license agreement" inside a license that no record knows
        full = tuple(m for m in matches if m.kind in ("text", "tag"))
        for match in full or matches:
            basis = Basis.TEXT if match.kind == "text" else Basis.NOTICE
            proof = ledger.quote(
                text,
                match.start,
                min(match.end, match.start + PROOF_LIMIT),
                kind="license-text",
                component=item.component,
                basis=basis,
                value=match.license,
            )
            deviations = tuple(replace(d, path=text.path) for d in match.deviations)
            found += _text_matches(match, item, proof, deviations, kb)
        if not matches and _is_license_file(text.path) and _states_terms(text.text):
            found.append(_unlisted(text, item, ledger))
    return tuple(found)


def _states_terms(text: str) -> bool:
    """Is it more than a pointer ("see https://…")? Long enough, or with a word that grants or forbids."""
    stripped = text.strip()
    return len(stripped) >= MIN_TERMS or _OPERATIVE.search(stripped) is not None


def _only_hints(matches: tuple[TextMatch, ...], kb: "KnowledgeBase") -> bool:
    return bool(matches) and not any(
        m.kind in ("text", "tag") or m.license is None or m.license.startswith(_MODIFIED) or resolve(m.license, kb).ids
        for m in matches
    )


def _text_matches(
    match: TextMatch, item: Evidence, proof: Evidence, deviations: tuple[Deviation, ...], kb: "KnowledgeBase"
) -> list[LicenseMatch]:
    """One match, or the parts of an expression."""
    name = match.license
    if name is not None and not name.startswith(_MODIFIED):
        parts = resolve(name, kb)
        if len(parts.ids) > 1:
            return [
                replace(m, basis=proof.basis, grade="A", evidence=(proof.id,), from_=item.span.path)
                for m in _matches(replace(item, kind="license-declared"), parts, kb)
            ]
        record = kb.license(parts.ids[0]) if parts.ids else None
    else:
        record = None
    candidates = tuple(c for c in (kb.license_by_name(x) for x in match.candidates) if c) if name is None else ()
    base = kb.license_by_name(match.derived_from) if match.derived_from and record is None else None
    shown = name or f"LicenseRef-{match.family or 'unknown'}"
    return [
        LicenseMatch(
            id=record.id if record else shown,
            name=record.name if record else shown.removeprefix("LicenseRef-").replace("-", " "),
            spdx=record.spdx if record else None,
            applies_to=item.component,
            basis=proof.basis,
            from_=item.span.path,
            grade="A",
            confidence=match.score,
            deviations=deviations,
            evidence=(proof.id,),
            known=record is not None,
            family=name is None and bool(candidates),
            candidates=candidates,
            derived_from=base,
        )
    ]


def _is_license_file(path: str) -> bool:
    name = path.rsplit("/", 1)[-1].casefold()
    return any(word in name for word in ("license", "licence", "copying", "terms", "agreement", "policy"))


def _unlisted(text: TextFile, item: Evidence, ledger: Ledger) -> LicenseMatch:
    """A license text that the index does not know."""
    start = len(text.text) - len(text.text.lstrip())
    end = text.text.find("\n", start)
    end = min(end if end > 0 else len(text.text), start + PROOF_LIMIT)
    proof = ledger.quote(text, start, end, kind="license-text", component=item.component, basis=Basis.TEXT)
    return LicenseMatch(
        id="LicenseRef-unlisted",
        name=f"a license that no record knows ({text.path})",
        spdx=None,
        applies_to=item.component,
        basis=Basis.TEXT,
        from_=text.path,
        grade="A",
        confidence=0.5,
        evidence=(proof.id,),
        known=False,
    )
