"""A license that lies behind a link that leads nowhere, or somewhere that moves."""

import re
from typing import TYPE_CHECKING

from openness.model import Conflict, Facts

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase

_MOVES = re.compile(r"/(?:blob|raw|resolve|tree)/(?:main|master|HEAD|latest)(?:/|$)")


def dead_license_link(facts: Facts, _kb: "KnowledgeBase") -> tuple[Conflict, ...]:
    """A hard conflict for each link that is gone, a soft one for each that points at a moving branch."""
    found = []
    for link in facts.of_kind("license-link"):
        target = link.value or ""
        if facts.snapshot.link_states.get(target) == "missing":
            found.append(
                Conflict(
                    kind="dead-license-link",
                    strength="hard",
                    explanation=f"The license is said to be at {target}, and nothing is there.",
                    remedy="Ask the publisher for the text; without it the terms are unknown.",
                    evidence=(link.id,),
                )
            )
        elif _MOVES.search(target):
            found.append(
                Conflict(
                    kind="moving-license-link",
                    strength="soft",
                    explanation=f"The license link {target} points at a branch: the text can change without notice.",
                    remedy="Keep a copy of the text as it is now, or lock it.",
                    evidence=(link.id,),
                )
            )
    return tuple(found)
