"""A draft of a registry record, from what was read live of a repository, for a person to check and commit."""

from collections.abc import Iterable, Iterator

from openness.model import Basis, Facts

_VALUE_LIMIT = 160  # characters: addresses and short words; passages of a card are not copied into the registry
_KINDS = (
    "adapter",
    "architecture",
    "inference-code",
    "training-code",
    "evaluation-code",
    "preprocessing-code",
    "tokenizer",
    "data",
    "data-described",
    "data-listed",
    "data-card",
    "technical-report",
    "research-paper",
    "peer-reviewed-paper",
    "intermediate-checkpoints",
)
_RELATIONS = ("finetune", "adapter", "merge", "quantized", "conversion", "component", "distilled")
_HEADER = """\
# Draft from {url} at commit {revision}, read on {date}.
# A person has to check it: open the page, read the license, and delete what you cannot confirm.
provider: {{id: {provider}, name: {provider}, orgs: [{org}]}}
sources:
  page: {{url: "{url}", as_of: {date}}}
records:
- id: {id}
  title: {title}
  source: page
  facts:
"""


def draft(facts: Facts, *, provider: str | None = None) -> str:
    """The YAML document of one provider with one record, ready for data/registry."""
    snapshot = facts.snapshot
    organisation = snapshot.id.split("/")[0]
    head = _HEADER.format(
        url=f"https://huggingface.co/{snapshot.id}",
        revision=snapshot.revision or "unknown",
        date=(snapshot.retrieved_at or "")[:10] or "1970-01-01",
        provider=_plain(provider or organisation.lower()),
        org=_plain(organisation),
        id=_plain(snapshot.id),
        title=_plain(snapshot.id.split("/")[-1]),
    )
    return head + "".join(f"  - {{{line}}}\n" for line in dict.fromkeys(_facts(facts)))


def _facts(facts: Facts) -> Iterator[str]:
    live = [item for item in facts.evidence if item.basis is not Basis.REGISTRY]
    if any(item.kind == "weights" for item in live):
        yield "fact: weights, value: hub"
    gated = facts.snapshot.hub.gated if facts.snapshot.hub else None
    if gated and gated != "none":
        yield f"fact: gated, value: {gated}"
    for match in facts.licenses:
        if match.basis is not Basis.REGISTRY:
            part = match.applies_to.value
            scope = "" if part in ("weights", "unclear") else f", applies_to: {part}"
            yield f"fact: license, value: {_plain(match.id)}{scope}"
    for base in facts.lineage.bases:
        if len(base.path) <= 1:
            relation = f", relation: {base.relation}" if base.relation in _RELATIONS else ""
            yield f"fact: base, value: {_plain(base.id)}{relation}"
    for dataset in facts.lineage.datasets:
        yield f"fact: dataset, value: {_plain(dataset.id)}"
    for item in live:
        if item.kind in _KINDS and item.value and len(item.value) <= _VALUE_LIMIT:
            yield f"fact: {item.kind}, value: {_plain(item.value)}"


def _plain(text: str) -> str:
    """`text` as a YAML scalar: bare where that is safe, else quoted."""
    safe = text and all(char.isalnum() or char in "-._/" for char in text) and text[0].isalpha()
    if safe and text.lower() not in ("null", "true", "false", "yes", "no", "on", "off"):
        return text
    cleaned = "".join(char for char in text if char.isprintable())
    return '"' + cleaned.replace("\\", "\\\\").replace('"', '\\"') + '"'


def joined(names: Iterable[str]) -> str:
    """Names for a sentence: `a, b`."""
    return ", ".join(sorted(names))
