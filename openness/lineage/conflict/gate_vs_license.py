"""A gate prompt that asks for terms that the license does not have."""

from typing import TYPE_CHECKING

from openness.lineage.standing import cap, ceiling, clauses_stated, own_licenses, proofs
from openness.model import Basis, Conflict, Facts

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase


def gate_vs_license(facts: Facts, kb: "KnowledgeBase") -> tuple[Conflict, ...]:
    """A conflict where what one must accept at the gate is stricter than the license."""
    grants = [m for m in own_licenses(facts, Basis.DECLARED, Basis.TEXT) if ceiling(m, kb) is not None and not m.family]
    if not grants:
        return ()
    granted = min((lv for m in grants if (lv := ceiling(m, kb)) is not None), key=lambda lv: lv.rank)
    found = []
    for prompt in facts.of_kind("gate-prompt"):
        limits = [lv for c in clauses_stated(prompt, facts) if (lv := cap(c, kb)) is not None]
        if limits and min(lv.rank for lv in limits) < granted.rank:
            found.append(
                Conflict(
                    kind="gate-vs-license",
                    strength="hard",
                    explanation=f"The license is given as {grants[0].name}; access comes only under stricter terms.",
                    remedy="Whoever passes the gate accepts its words: follow them, and keep a copy of the prompt.",
                    evidence=(*proofs(grants), prompt.id),
                )
            )
    return tuple(found)
