"""Whether a model takes more than text, as some terms ask."""

from openness.model import Facts

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
