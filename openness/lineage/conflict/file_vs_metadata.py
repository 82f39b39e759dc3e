"""A license file with another text than the metadata names."""

import re
from typing import TYPE_CHECKING

from openness.lineage.standing import cap, ceiling, family_of, own_licenses
from openness.model import Basis, Component, Conflict, Facts, Level, LicenseMatch

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase

_OTHERS = re.compile(r"notice|third", re.IGNORECASE)  # files about the works of others


def file_vs_metadata(facts: Facts, kb: "KnowledgeBase") -> tuple[Conflict, ...]:
    """One conflict for each license text that may be the weights' and that no declared name covers."""
    stated = {e.id for e in facts.of_kind("license-declared", "license-name", "license-tag")}
    declared = [
        m for m in own_licenses(facts) if m.known and (m.basis is Basis.DECLARED or not stated.isdisjoint(m.evidence))
    ]
    confirmed = any(m.basis is Basis.TEXT for m in declared)
    found = []
    for text in _texts(facts):
        if confirmed and text.applies_to is Component.UNCLEAR:
            continue  # the metadata has its text; this one may belong to anything
        if not declared or any(family_of(text, kb) & family_of(m, kb) for m in declared):
            continue
        levels = [ceiling(m, kb) for m in declared] + [_ceiling_of_text(text, facts, kb)]
        differ = len({lv for lv in levels if lv is not None}) > 1
        found.append(
            Conflict(
                kind="file-vs-metadata",
                strength="hard" if differ else "soft",
                explanation=f"The metadata says {declared[0].name}; {text.from_} is {text.name}.",
                remedy="The text is the stronger evidence; ask the publisher to correct the metadata.",
                evidence=(*declared[0].evidence, *text.evidence),
            )
        )
    return tuple(found)


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
    levels = [cap(f.clause, kb) for f in facts.findings if f.license == text.id and f.inherited_from is None]
    return min((lv for lv in levels if lv is not None), key=lambda lv: lv.rank, default=Level.OPEN_WEIGHTS)
