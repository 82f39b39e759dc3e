"""A license file, or the header of a weight file, with another license than the metadata names."""

import re
from typing import TYPE_CHECKING

from openness.lineage.standing import ceiling, family_of, lowest, own_licenses
from openness.model import Basis, Component, Conflict, Facts, Level, LicenseMatch

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase

_OTHERS = re.compile(r"notice|third", re.IGNORECASE)  # files about the works of others
_METADATA = ("license-declared", "license-name", "license-tag")


def file_vs_metadata(facts: Facts, kb: "KnowledgeBase") -> tuple[Conflict, ...]:
    """One conflict for each license of a file that may be the weights' and that the metadata does not name."""
    headers = _headers(facts)
    stated = {e.id for e in facts.of_kind(*_METADATA)}
    declared = [
        m
        for m in own_licenses(facts)
        if m.known and m not in headers and (m.basis is Basis.DECLARED or not stated.isdisjoint(m.evidence))
    ]
    confirmed = any(m.basis is Basis.TEXT for m in declared)
    found = []
    for match in (*_texts(facts), *headers):
        if confirmed and match.applies_to is Component.UNCLEAR:
            continue  # the metadata has its text; this one may belong to anything
        if any(m.from_ == match.from_ for m in declared if m.basis is Basis.TEXT):
            continue  # one file holds both, and the metadata names the file's license by its own word
        if not declared or any(family_of(match, kb) & family_of(m, kb) for m in declared):
            continue
        levels = [ceiling(m, kb) for m in declared] + [_ceiling_of_text(match, facts, kb)]
        differ = len({lv for lv in levels if lv is not None}) > 1
        says, remedy = ("names", "Ask the publisher which of the two holds; until then follow the stricter one.")
        if match not in headers:
            says, remedy = ("is", "The text is the stronger evidence; ask the publisher to correct the metadata.")
        found.append(
            Conflict(
                kind="file-vs-metadata",
                strength="hard" if differ else "soft",
                explanation=f"The metadata says {declared[0].name}; {match.from_} {says} {match.name}.",
                remedy=remedy,
                evidence=(*declared[0].evidence, *match.evidence),
            )
        )
    return tuple(found)


def _headers(facts: Facts) -> tuple[LicenseMatch, ...]:
    """Licenses that only the headers of weight files name (GGUF `general.license`, safetensors metadata)."""
    named = {e.id for e in facts.of_kind("license-header")}
    return tuple(m for m in own_licenses(facts, Basis.DECLARED) if m.known and named and named.issuperset(m.evidence))


def _texts(facts: Facts) -> tuple[LicenseMatch, ...]:
    """License texts of the weights, and those that nothing ties to another part."""
    unclear = (
        m
        for m in facts.licenses
        if m.basis is Basis.TEXT and m.applies_to is Component.UNCLEAR and not _OTHERS.search(m.from_)
    )
    texts = (*own_licenses(facts, Basis.TEXT), *unclear)
    return tuple(m for m in texts if m.known or m.derived_from is not None)


def _ceiling_of_text(text: LicenseMatch, facts: Facts, kb: "KnowledgeBase") -> Level | None:
    """The highest rung under a text: by its record, else by the clauses that were found in it."""
    if text.known:
        return ceiling(text, kb)
    found = (f.clause for f in facts.findings if f.license == text.id and f.inherited_from is None)
    return lowest(found, kb)
