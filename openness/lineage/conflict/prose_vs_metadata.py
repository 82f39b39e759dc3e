"""Sentences of the card that take away what its metadata grants."""

from typing import TYPE_CHECKING

from openness.lineage.standing import cap, ceiling, clauses_stated, granted, own_licenses, proofs
from openness.model import Basis, Conflict, Evidence, Facts, Level, LicenseMatch

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase


def prose_vs_metadata(facts: Facts, kb: "KnowledgeBase") -> tuple[Conflict, ...]:
    """Prose terms stricter than the license: hard where they are stated as terms, soft where the author asks."""
    declared = own_licenses(facts, Basis.DECLARED, Basis.TEXT)
    stated = own_licenses(facts, Basis.PROSE)
    grants = [m for m in declared if ceiling(m, kb) is not None and not m.family]
    found = []
    if grants:
        found += _other_license(grants, stated, kb)
        found += _limits(grants, facts, kb, "prose-vs-metadata")
    else:
        spoken = [m for m in stated if ceiling(m, kb) is not None and not m.family and _standard(m, kb)]
        if spoken and not declared:
            found += _limits(spoken, facts, kb, "internal-contradiction")
    return tuple(found)


def _limits(grants: list[LicenseMatch], facts: Facts, kb: "KnowledgeBase", kind: str) -> list[Conflict]:
    """Sentences whose clauses lie below the rung that the license allows."""
    rung = granted(grants, kb)
    hard: list[Evidence] = []
    soft: list[Evidence] = []
    standard = all(_standard(m, kb) for m in grants)  # of a text written for this model the card may give the gist
    for item in facts.of_kind("terms-prose", "terms-statement"):
        limits = [lv for c in clauses_stated(item, facts) if (lv := cap(c, kb)) is not None]
        known = {c for m in grants for c in _clause_ids(m, kb)}
        extra = [c for c in clauses_stated(item, facts) if c not in known and cap(c, kb) is not None]
        if rung.rank <= Level.RESEARCH_WEIGHTS.rank:
            # An offer to sell what the license withholds, or another word for what it grants, takes nothing away.
            extra = [c for c in extra if c not in _TRADE | _PURPOSES]
        if item.kind == "terms-statement":
            soft.append(item)
        elif limits and min(lv.rank for lv in limits) < rung.rank:
            (hard if standard else soft).append(item)
        elif standard and "commercial-permission" in clauses_stated(item, facts) and _all_free_to_trade(grants, kb):
            hard.append(item)
        elif extra and rung.rank <= Level.RESTRICTED_WEIGHTS.rank:
            (hard if standard and _takes_away(extra) else soft).append(item)
    conflicts = []
    for strength, items in (("hard", hard), ("soft", soft)):
        if items and not (strength == "soft" and hard):
            conflicts.append(
                Conflict(
                    kind=kind,
                    strength=strength,
                    explanation=(
                        f"The license is given as {grants[0].name}, and the card's own words limit use further."
                        if strength == "hard"
                        else f"The license is given as {grants[0].name}, and the card asks for more than it demands."
                    ),
                    remedy="Ask the publisher which of the two holds; until then follow the stricter words.",
                    evidence=(*proofs(grants), *(e.id for e in items[:6])),
                )
            )
    return conflicts


_COPYLEFT = "copyleft"
_PURPOSES = frozenset({"non-commercial", "research-only"})
_TRADE = frozenset({"commercial-permission", "user-threshold", "revenue-threshold"})
_RIGHTS = frozenset(
    {
        "non-commercial",
        "research-only",
        "commercial-permission",
        "user-threshold",
        "revenue-threshold",
        "no-redistribution",
        "output-restricted",
        "hosting-limit",
        "no-modification",
        "geo-exclusion",
    }
)


def _takes_away(clauses: list[str]) -> bool:
    return bool(_RIGHTS & set(clauses))


def _standard(match: LicenseMatch, kb: "KnowledgeBase") -> bool:
    """Is it a text in common use? Of one written for this model the card's words may be a summary."""
    record = kb.license(match.id)
    return record is not None and (record.spdx is not None or bool(record.hub_ids))


def _all_free_to_trade(grants: list[LicenseMatch], kb: "KnowledgeBase") -> bool:
    records = [kb.license(m.id) for m in grants]
    return all(r is not None and r.commercial == "yes" for r in records)


def _clause_ids(match: LicenseMatch, kb: "KnowledgeBase") -> frozenset[str]:
    record = kb.license(match.id)
    return record.clause_ids if record is not None else frozenset()


def _other_license(grants: list[LicenseMatch], stated: tuple[LicenseMatch, ...], kb: "KnowledgeBase") -> list[Conflict]:
    """A license named in prose that the metadata does not name."""
    rung = granted(grants, kb)
    found = []
    for match in stated:
        if any(match.id == m.id or m.id in match.candidates for m in grants):
            continue
        level = ceiling(match, kb)
        if level is None or match.family:
            continue
        found.append(
            Conflict(
                kind="prose-vs-metadata",
                strength="hard" if level.rank < rung.rank or _closes(match, grants, kb) else "soft",
                explanation=f"The metadata says {grants[0].name}; a sentence of the card says {match.name}.",
                remedy="Ask the publisher which license holds; until then follow the stricter of the two.",
                evidence=(*proofs(grants), *match.evidence),
            )
        )
    return found


def _closes(match: LicenseMatch, grants: list[LicenseMatch], kb: "KnowledgeBase") -> bool:
    """Does copyleft take away what a license without it grants: to pass changes on under other terms?"""
    return _COPYLEFT in _clause_ids(match, kb) and not any(_COPYLEFT in _clause_ids(m, kb) for m in grants)
