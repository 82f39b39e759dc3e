"""Whether a model takes more than text, as some terms ask, and whether such terms reach it."""

import re
from collections.abc import Mapping
from typing import Any

from openness.model import ClauseFinding, Facts

_TASKS_WITH_IMAGES = ("image", "video", "any-to-any", "visual", "document-question", "audio", "speech")
_NAMES = ("vision", "multimodal", "-vl-", "-vlm", "omni")


def is_multimodal(facts: Facts) -> bool | None:
    """True or False where the Hub's task tag or the name says so; None where nothing does."""
    hub = facts.snapshot.hub
    tags = (hub.tags if hub is not None else ()) + ((hub.pipeline_tag,) if hub is not None and hub.pipeline_tag else ())
    name = f"{facts.snapshot.id.lower()}-"
    if any(word in name for word in _NAMES):
        return True
    for tag in tags:
        if any(word in tag.lower() for word in _TASKS_WITH_IMAGES) and "text" in tag.lower():
            return True
    if hub is not None and hub.pipeline_tag == "text-generation":
        return False
    return None


_SIZE = re.compile(r"(?<![a-z0-9.])\d+(?:\.\d+)?[bm](?![a-z0-9])")


def reaches(params: Mapping[str, Any], carrier: str, multimodal: bool | None) -> bool | None:
    """Does a clause that is about multimodal models alone reach the model `carrier`? None where nothing tells.

    Where the record names the sizes that are concerned (of Llama 3.2 11B and 90B, of 3.3 none), the size in the
    model's name tells.
    """
    if "multimodal" not in str(params.get("scope") or "").lower():
        return True
    named = set(_SIZE.findall(carrier.rsplit("/", 1)[-1].lower()))
    if "sizes" in params and named:
        return any(str(size).lower() in named for size in params["sizes"])
    return multimodal


def in_reach(facts: Facts) -> tuple[ClauseFinding, ...]:
    """The findings without clauses that are about multimodal models alone and do not reach this one."""
    multimodal = is_multimodal(facts)
    return tuple(
        f for f in facts.findings if reaches(f.params, f.inherited_from or facts.snapshot.id, multimodal) is not False
    )
