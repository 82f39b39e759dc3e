"""A license of the code, and none of the weights."""

from typing import TYPE_CHECKING

from openness.lineage.standing import own_licenses, proofs
from openness.model import Basis, Component, Conflict, Facts

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase


def code_for_weights(facts: Facts, _kb: "KnowledgeBase") -> tuple[Conflict, ...]:
    """A conflict where only the code is licensed, so that nobody takes its license for the weights'."""
    code = [m for m in facts.licenses if m.applies_to is Component.CODE and m.basis is not Basis.INHERITED]
    if not code or own_licenses(facts) or facts.of_kind("license-registry"):
        return ()
    return (
        Conflict(
            kind="code-license-only",
            strength="soft",
            explanation=f"{code[0].name} is stated for the code; nothing that was read licenses the weights.",
            remedy="Do not take the code's license for the weights'; ask the publisher for theirs.",
            evidence=proofs(code),
        ),
    )
