"""Training data made by a model whose terms limit what its outputs may train."""

from typing import TYPE_CHECKING

from openness.lineage.by_output import CLAIMS, limits_on_outputs, terms_of_source
from openness.lineage.standing import foreign
from openness.model import Conflict, Facts

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase


def output_terms(facts: Facts, kb: "KnowledgeBase") -> tuple[Conflict, ...]:
    """A soft conflict for each such source; whether it binds those who only use the model is unsettled."""
    found = []
    for base in facts.lineage.bases:
        if base.weights:
            continue
        for match in terms_of_source(facts, base.id):
            limits = limits_on_outputs(match, kb)
            if not limits:
                continue
            effect = (
                "make such a model a derivative" if CLAIMS in limits else "limit which models its outputs may train"
            )
            found.append(
                Conflict(
                    kind="output-terms",
                    strength="soft",
                    explanation=f"Outputs of {base.id} are training data, and its terms ({match.name}) {effect}.",
                    remedy="The terms bind whoever made the data; let counsel decide whether they reach you.",
                    evidence=(*base.evidence, *foreign(base.id, match.evidence, facts)),
                )
            )
            break
    return tuple(found)
