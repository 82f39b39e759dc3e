"""A license file with another text than the metadata names."""

from typing import TYPE_CHECKING

from openness.lineage.standing import ceiling, family_of, own_licenses
from openness.model import Basis, Conflict, Facts

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase


def file_vs_metadata(facts: Facts, kb: "KnowledgeBase") -> tuple[Conflict, ...]:
    """One conflict for each license text of the weights that no declared name covers."""
    declared = [m for m in own_licenses(facts, Basis.DECLARED) if m.known]
    found = []
    for text in own_licenses(facts, Basis.TEXT):
        if not declared or not text.known or any(family_of(text, kb) & family_of(m, kb) for m in declared):
            continue
        levels = [ceiling(m, kb) for m in (*declared, text)]
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
