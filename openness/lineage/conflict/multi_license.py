"""Several licenses: a split by component, or a list that does not say how its entries combine."""

from typing import TYPE_CHECKING

from openness.lineage.standing import own_licenses, proofs
from openness.model import Basis, Component, Conflict, Facts

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase


def multi_license(facts: Facts, _kb: "KnowledgeBase") -> tuple[Conflict, ...]:
    """At most one entry: a bare list is unclear; a split that is stated is information. Both soft."""
    unclear = [m for m in own_licenses(facts, Basis.DECLARED) if m.unclear_list]
    if len({m.id for m in unclear}) > 1:
        return (
            Conflict(
                kind="multi-license",
                strength="soft",
                explanation=f"The metadata lists {', '.join(m.name for m in unclear)}; how they combine is not said.",
                remedy="Follow all of them until the publisher says whether one may choose.",
                evidence=proofs(unclear),
            ),
        )
    stated = [m for m in facts.licenses if m.basis in (Basis.DECLARED, Basis.TEXT, Basis.NOTICE, Basis.PROSE)]
    parts = {part: [m for m in stated if m.applies_to is part] for part in (Component.WEIGHTS, Component.CODE)}
    weights, code = ({m.id for m in parts[p]} for p in (Component.WEIGHTS, Component.CODE))
    if weights and code and weights.isdisjoint(code):
        names = f"{parts[Component.WEIGHTS][0].name} for the weights, {parts[Component.CODE][0].name} for the code"
        return (
            Conflict(
                kind="multi-license",
                strength="soft",
                explanation=f"Different parts carry different licenses: {names}.",
                remedy="Take for each part the license that is stated for it.",
                evidence=proofs([*parts[Component.WEIGHTS], *parts[Component.CODE]]),
            ),
        )
    return ()
