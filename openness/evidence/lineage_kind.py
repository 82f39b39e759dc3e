"""What a repository is as a whole, by its metadata and its name: an adapter, a merge, a quantization, a conversion."""

import re

from openness.evidence.card import scalars
from openness.evidence.lineage_names import implied_base
from openness.evidence.own_name import squeeze
from openness.evidence.subject import Subject

_TAGS = {
    "lora": "adapter", "peft": "adapter", "adapter": "adapter",
    "merge": "merge", "mergekit": "merge",
}  # fmt: skip
_ADAPTER = re.compile(r"(?<![a-z])(?:q?lora|lycoris|adapter)s?(?![a-z])")  # in a name or a title
_FUSED = re.compile(r"merge|fused")


def relation_to(base: str, subject: Subject) -> str | None:
    """The relation that the subject has to `base`, where a statement leaves it open."""
    implied = implied_base(subject.own.id)
    if implied is not None and implied[0] in ("quantized", "conversion") and squeeze(implied[1]) == squeeze(base):
        return implied[0]
    card = subject.card
    if card is None or "merged" in subject.own.tail:
        return None
    title = next((section.title for section in card.sections() if section.title), "")
    named = f"{subject.own.id.rsplit('/', 1)[-1]} {title}".lower()
    if _ADAPTER.search(named) and not _FUSED.search(named):
        return "adapter"
    said = {(s.text or "").lower() for f in card.all("library_name", "tags") for s in scalars(f.node)}
    return next((relation for tag, relation in _TAGS.items() if tag in said), None)
