"""All license matches of a subject → one list in which each license stands once per component."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from openness.identify.declared import TextReader, named, read, unknown_license
from openness.identify.names import GISTS, NON_NAMES
from openness.kb.license_names import normalize_name
from openness.model import Basis, Component, Kind, LicenseMatch, Snapshot
from openness.model.ledger import Ledger

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase

_BESIDE = re.compile(r"policy|acceptable|notice|third", re.IGNORECASE)  # files that come with a license
_GRADES = "ABC"
_BASIS_ORDER = (Basis.TEXT, Basis.NOTICE, Basis.DECLARED, Basis.PROSE, Basis.REGISTRY, Basis.INHERITED)


def identify(snapshot: Snapshot, ledger: Ledger, kb: "KnowledgeBase", reader: TextReader) -> tuple[LicenseMatch, ...]:
    """The licenses of one subject, each with what it applies to, its basis and its grade.

    Declared names and texts at hand confirm each other; where they differ both stay, and the difference is a
    conflict for a later stage. A text or a live declaration replaces what only the registry says.
    """
    texts = read(snapshot, ledger, kb, reader)
    names = named(ledger.frozen(), kb)
    live = [m for m in (*texts, *names) if m.basis is not Basis.REGISTRY]
    main = Component.DATA if snapshot.kind is Kind.DATASET else Component.WEIGHTS
    registry = [m for m in names if m.basis is Basis.REGISTRY]
    if any(m.applies_to in (main, Component.UNCLEAR) for m in live):
        registry = [m for m in registry if m.applies_to is not main]
    merged = _merge(_settle_gists([*live, *registry]))
    merged = _settle_families(merged)
    merged = _settle_unknown(merged)
    merged = _place_unclear(merged, main)
    spoken = any(m.applies_to in (main, Component.UNCLEAR) for m in merged)
    return merged if spoken else (*merged, *_unread(ledger))


def _merge(matches: Iterable[LicenseMatch]) -> tuple[LicenseMatch, ...]:
    by_key: dict[tuple[str, Component], LicenseMatch] = {}
    for match in matches:
        key = (match.id, match.applies_to)
        other = by_key.get(key)
        by_key[key] = match if other is None else _union(other, match)
    return tuple(by_key.values())


def _union(a: LicenseMatch, b: LicenseMatch) -> LicenseMatch:
    best, rest = sorted((a, b), key=lambda m: _BASIS_ORDER.index(m.basis))
    return replace(
        best,
        grade=min(a.grade, b.grade, key=_GRADES.index),
        confidence=max(a.confidence, b.confidence),
        deviations=best.deviations or rest.deviations,
        evidence=tuple(dict.fromkeys((*a.evidence, *b.evidence))),
        choice=a.choice if a.choice == b.choice else None,
        unclear_list=a.unclear_list and b.unclear_list,
    )


def _settle_gists(matches: list[LicenseMatch]) -> list[LicenseMatch]:
    """What a card says of its license without naming it counts where no known license is named; the strictest once."""
    named = [m for m in matches if m.id not in GISTS or m.basis is not Basis.PROSE]
    if any(m.known and m.applies_to in (Component.WEIGHTS, Component.UNCLEAR) for m in named):
        return named
    told = [m for m in matches if m not in named]
    strictest = min((m.id for m in told), key=GISTS.index, default=None)
    return [*named, *(m for m in told if m.id == strictest)]


def _settle_families(matches: Sequence[LicenseMatch]) -> tuple[LicenseMatch, ...]:
    """A name that denotes a set gives way to a member that is named or read for the same component."""
    kept = []
    for match in matches:
        members = set(match.candidates)
        shown = [
            m
            for m in matches
            if m is not match
            and not m.family
            and (m.id in members)
            and (m.applies_to is match.applies_to or Component.UNCLEAR in (m.applies_to, match.applies_to))
        ]
        if match.family and shown:
            continue
        kept.append(match)
    return tuple(kept)


def _settle_unknown(matches: Sequence[LicenseMatch]) -> tuple[LicenseMatch, ...]:
    """A declared name that no record knows is explained by the license file, else by the only license in prose."""
    parts = (Component.WEIGHTS, Component.UNCLEAR)
    for basis in (Basis.TEXT, Basis.NOTICE, Basis.PROSE):
        known = [
            m
            for m in matches
            if m.basis is basis
            and m.applies_to in parts
            and (m.known or basis is Basis.TEXT)
            and m.of_whole
            and not _BESIDE.search(m.from_)
        ]
        if len({m.id for m in known}) == 1 or (basis is Basis.TEXT and len({m.from_ for m in known}) == 1):
            break
    else:
        return tuple(matches)
    explained = [m for m in matches if not m.known and m.basis is Basis.DECLARED]
    more = tuple(e for m in explained for e in m.evidence)
    return tuple(
        replace(m, evidence=tuple(dict.fromkeys((*m.evidence, *more)))) if m is known[0] else m
        for m in matches
        if m not in explained
    )


def _place_unclear(matches: Sequence[LicenseMatch], main: Component) -> tuple[LicenseMatch, ...]:
    """A license that nobody tied to a component is the main component's when nothing else is said of that one."""
    spoken = any(m.applies_to is main for m in matches)
    result = []
    for match in matches:
        told = [m for m in matches if m.id == match.id and m.applies_to in (Component.CODE, Component.DATA)]
        if match.applies_to is Component.UNCLEAR and told:
            result.append(replace(match, applies_to=told[0].applies_to))  # prose says what the file is for
            continue
        same = any(m.id == match.id and m.applies_to is main for m in matches)
        moved = match.applies_to is Component.UNCLEAR and (same or (not spoken and match.of_whole))
        result.append(replace(match, applies_to=main) if moved else match)
    return _merge(result)


def _unread(ledger: Ledger) -> tuple[LicenseMatch, ...]:
    """`license: other` and nothing more: a license exists, and nobody here has read it."""
    for item in ledger.frozen():
        if item.kind in ("license-declared", "license-tag") and item.value:
            key = normalize_name(item.value)
            if key in NON_NAMES and key not in {"none", "null", "no", "unknown", "n-a", "na", "tbd"}:
                return (unknown_license(item.value, item, Basis.DECLARED),)
    return ()
