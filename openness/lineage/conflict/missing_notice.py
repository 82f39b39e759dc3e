"""A derivative whose name lacks the prefix that its base's terms demand."""

from typing import TYPE_CHECKING

from openness.lineage.standing import foreign, inherited
from openness.model import Conflict, Facts

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase

_NAMING = "naming-prefix"


def missing_notice(facts: Facts, kb: "KnowledgeBase") -> tuple[Conflict, ...]:
    """A soft conflict for each base whose license wants its name in front and does not find it there."""
    name = facts.snapshot.id.rsplit("/", 1)[-1].lower()
    found = []
    for base in facts.lineage.bases:
        if not base.weights:
            continue
        for match in inherited(facts, base.id):
            record = kb.license(match.id)
            for duty in record.obligations if record is not None else ():
                prefix = (duty.notice or "").strip().strip("\"'").lower()
                if _NAMING in duty.id and duty.when != "train-on-outputs" and prefix and not name.startswith(prefix):
                    found.append(
                        Conflict(
                            kind="missing-name-prefix",
                            strength="soft",
                            explanation=f"{match.name} wants {duty.notice} at the beginning of a derivative's name.",
                            remedy="Whoever passes the model on must name it so; tell the publisher.",
                            evidence=(*base.evidence, *foreign(base.id, match.evidence, facts)),
                        )
                    )
    return tuple({c.explanation: c for c in found}.values())
