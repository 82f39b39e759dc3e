"""A card that says "licensed like its base" and names a license that the base does not have."""

from typing import TYPE_CHECKING

from openness.identify.names import GISTS
from openness.kb.license_names import normalize_name
from openness.lineage.standing import family_of, foreign, inherited, own_licenses
from openness.model import Conflict, Facts

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase


def false_inheritance(facts: Facts, kb: "KnowledgeBase") -> tuple[Conflict, ...]:
    """One conflict for each such claim that the base's known license contradicts."""
    found = []
    for claim in facts.of_kind("license-inherited"):
        named = _named(claim.value, facts, kb)
        if not named:
            continue
        parts = [m for b in facts.lineage.bases if b.weights for m in inherited(facts, b.id) if m.known]
        if any(family_of(m, kb) & named for m in parts):
            continue  # one of the parts it is made of has that license
        for base in facts.lineage.bases:
            terms = [m for m in inherited(facts, base.id) if m.known]
            if not base.weights or not terms or any(family_of(m, kb) & named for m in terms):
                continue
            found.append(
                Conflict(
                    kind="false-inheritance",
                    strength="hard",
                    explanation=(
                        f"The card says that {claim.value or 'its license'} comes from the base model; "
                        f"{base.id} is under {terms[0].name}."
                    ),
                    remedy=f"Go by the terms of {base.id} ({terms[0].name}), not by the claim.",
                    evidence=(claim.id, *foreign(base.id, terms[0].evidence, facts)),
                )
            )
    return tuple(found)


def _named(value: str | None, facts: Facts, kb: "KnowledgeBase") -> frozenset[str]:
    if not value:
        own = [m for m in own_licenses(facts) if m.known and not m.family and m.id not in GISTS]
        return frozenset().union(*(family_of(m, kb) for m in own))
    record_id = kb.license_by_name(value) or kb.license_by_name(normalize_name(value))
    record = kb.license(record_id) if record_id else None
    return frozenset({record.id, record.family, *record.members}) if record is not None else frozenset()
