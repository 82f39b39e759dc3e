"""A gate prompt that asks for terms that the license does not have."""

from typing import TYPE_CHECKING

from openness.lineage.standing import cap, ceiling, clauses_stated, clauses_under, granted, own_licenses, proofs
from openness.model import Basis, Conflict, Evidence, Facts

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase

_EU = "extra_gated_eu_disallowed"


def gate_vs_license(facts: Facts, kb: "KnowledgeBase") -> tuple[Conflict, ...]:
    """A conflict where what one must accept at the gate is stricter than the license."""
    grants = [m for m in own_licenses(facts, Basis.DECLARED, Basis.TEXT) if ceiling(m, kb) is not None and not m.family]
    if not grants:
        return ()
    rung = granted(grants, kb)
    found = []
    for prompt in facts.of_kind("gate-prompt"):
        limits = [lv for c in clauses_stated(prompt, facts) if (lv := cap(c, kb)) is not None]
        if limits and min(lv.rank for lv in limits) < rung.rank:
            found.append(
                Conflict(
                    kind="gate-vs-license",
                    strength="hard",
                    explanation=f"The license is given as {grants[0].name}; access comes only under stricter terms.",
                    remedy="Whoever passes the gate accepts its words: follow them, and keep a copy of the prompt.",
                    evidence=(*proofs(grants), prompt.id),
                )
            )
        elif _shuts_out_the_eu(prompt) and not any("geo-exclusion" in clauses_under(m, kb) for m in grants):
            found.append(
                Conflict(
                    kind="gate-vs-license",
                    strength="soft",
                    explanation=f"The Hub gives no access from the EU; {grants[0].name} has no such limit.",
                    remedy="Ask the publisher why: other terms may apply in the EU than the license that is named.",
                    evidence=(*proofs(grants), prompt.id),
                )
            )
    return tuple(found)


def _shuts_out_the_eu(prompt: Evidence) -> bool:
    """Does the card's metadata, or the gate as the Hub shows it, close the gate to the EU?"""
    return f"{_EU}: true" in f"{prompt.value} {prompt.span.quote}".lower()
