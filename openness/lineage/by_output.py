"""Models trained on another model's outputs: what that one's terms make of them."""

from dataclasses import replace
from typing import TYPE_CHECKING

from openness.lineage.standing import clauses_under
from openness.model import BaseLink, Facts, LicenseMatch

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase

CLAIMS = "derivative-by-output"
LIMITS = frozenset({CLAIMS, "no-train-other-models", "no-competing-product"})


def claimed_by_output(facts: Facts, kb: "KnowledgeBase") -> tuple[BaseLink, ...]:
    """The bases, those whose terms reach models trained on their outputs marked as `derivative-by-output`."""
    return tuple(
        replace(base, relation=CLAIMS)
        if base.relation == "distilled" and any(CLAIMS in clauses_under(m, kb) for m in terms_of_source(facts, base.id))
        else base
        for base in facts.lineage.bases
    )


def terms_of_source(facts: Facts, base_id: str) -> tuple[LicenseMatch, ...]:
    """Every license of the model whose outputs were used; of a service, its terms of use."""
    ancestor = facts.ancestors.get(base_id)
    return ancestor.licenses if ancestor is not None else ()


def limits_on_outputs(match: LicenseMatch, kb: "KnowledgeBase") -> frozenset[str]:
    """Clauses of a license that bear on training with outputs."""
    return clauses_under(match, kb) & LIMITS
