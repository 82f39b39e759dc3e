"""Evidence of descent → one link for each ancestor, declared or inferred, with every quote that names it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from openness.evidence.families import Name, load_names, signature
from openness.evidence.mentions import squeeze
from openness.model import BaseLink, Evidence

RELATIONS = frozenset(
    {"finetune", "adapter", "merge", "quantized", "conversion", "component", "distilled", "derivative-by-output"}
)
_DECLARED = ("base-declared", "base-tag", "base-header")
_INFERRED = ("base-config", "base-prose", "base-gate", "base-registry")
_RANK = {kind: rank for rank, kind in enumerate((*_DECLARED, *_INFERRED, "base-name", "distilled-prose"))}
_NO_WEIGHTS = frozenset({"distilled", "derivative-by-output"})
MAX_BASES = 256


@dataclass
class _Candidate:
    """An ancestor while evidence for it is gathered."""

    id: str
    relation: str | None
    declared: bool
    evidence: list[str] = field(default_factory=list)


def bases(evidence: Iterable[Evidence]) -> tuple[BaseLink, ...]:
    """The ancestors, declared ones first; what only the name implies counts when nothing else is said.

    Links with `weights=False` are models whose outputs were training data: their weights are not contained.
    """
    items = sorted((e for e in evidence if e.kind in _RANK and e.value), key=lambda e: _RANK[e.kind])
    found: list[_Candidate] = []
    outputs: list[_Candidate] = []
    for item in items:
        relation, base = split_relation(item.value or "")
        if item.kind == "distilled-prose":
            relation = relation or "distilled"
        declared = item.kind in _DECLARED or (item.kind == "base-config" and relation in ("adapter", "merge"))
        target = outputs if relation in _NO_WEIGHTS else found
        other = next((c for c in target if _same(c.id, base, c.declared or declared)), None)
        if other is None and item.kind == "base-name" and target:
            continue
        if other is not None:
            _join(other, base, relation, item, declared)
            continue
        if len(target) < MAX_BASES:
            target.append(_Candidate(base, relation, declared, [item.id]))
    found = _drop_loose(found)
    links = [_link(c) for c in sorted(found, key=lambda c: not c.declared)]
    named = {squeeze(link.id) for link in links}
    links += [_link(c) for c in outputs if squeeze(c.id) not in named]
    return tuple(links)


def split_relation(value: str) -> tuple[str | None, str]:
    """`merge:org/name` → ("merge", "org/name"); a value without a relation gives None."""
    head, colon, rest = value.partition(":")
    return (head, rest) if colon and head in RELATIONS else (None, value)


def _join(candidate: _Candidate, base: str, relation: str | None, item: Evidence, declared: bool) -> None:
    if "/" in base and "/" not in candidate.id and not candidate.declared:
        candidate.id = base
    elif not candidate.declared and _more_specific(base, candidate.id):
        candidate.id = base
    if candidate.relation in (None, "finetune") and relation is not None:
        candidate.relation = relation
    candidate.declared = candidate.declared or declared
    if item.id not in candidate.evidence:
        candidate.evidence.append(item.id)


def _link(candidate: _Candidate) -> BaseLink:
    relation = candidate.relation or "finetune"
    return BaseLink(
        id=candidate.id,
        relation=relation,
        basis="declared" if candidate.declared else "inferred",
        evidence=tuple(candidate.evidence),
        path=(candidate.id,),
        weights=relation not in _NO_WEIGHTS,
    )


_PACKAGED = re.compile(r"(?i)[-_.](?:fp16|bf16|fp32|hf|gguf|ggml|awq|gptq|safetensors|sharded|4bit|8bit|bnb|base|pt)$")


def _plain(model_id: str) -> str:
    """The last path segment without suffixes that say how the weights are packed."""
    tail = model_id.rsplit("/", 1)[-1]
    while _PACKAGED.search(tail):
        tail = _PACKAGED.sub("", tail)
    return tail


def _name(model_id: str) -> Name | None:
    found = signature(_plain(model_id))
    return found if found is not None and found.whole else None


def _same(known: str, new: str, lenient: bool) -> bool:
    """Do two names mean the same release?"""
    if squeeze(known) == squeeze(new):
        return True
    if "/" in known and "/" in new:
        return False
    left, right = _name(known), _name(new)
    if left is not None and right is not None and left.family.id == right.family.id:
        sizes = left.size == right.size or None in (left.size, right.size)
        variants = left.variant == right.variant or "" in (left.variant, right.variant)
        return sizes and variants and (lenient or left.variant == right.variant or "/" in known)
    shorter, longer = sorted((squeeze(known), squeeze(new)), key=len)
    short_id = known if squeeze(known) == shorter else new
    return len(shorter) >= 5 and longer.startswith(shorter) and "/" not in short_id and not re.search(r"\d[bm]$", shorter)


def _more_specific(new: str, known: str) -> bool:
    right, left = _name(new), _name(known)
    return right is not None and left is not None and left.size is None and right.size is not None


def _drop_loose(found: list[_Candidate]) -> list[_Candidate]:
    """Without names that may stand for a family of which a member is named ("LLaMA" beside Llama 2)."""
    kept = []
    for candidate in found:
        name = _name(candidate.id)
        root = name.family.id.split("-")[0].rstrip("0123456789.") if name is not None else ""
        others = [c for c in found if c is not candidate]
        stands_for = (
            next((c for c in others if _rooted(c.id, root, name.size)), None)
            if name is not None and name.family.loose and not candidate.declared and "/" not in candidate.id
            else None
        )
        if stands_for is None:
            kept.append(candidate)
        else:
            stands_for.evidence += [e for e in candidate.evidence if e not in stands_for.evidence]
    return kept


def _rooted(model_id: str, root: str, size: str | None) -> bool:
    other = signature(_plain(model_id))
    return other is not None and other.family.id.startswith(root) and (size is None or other.size in (size, None))


def packaging_words() -> frozenset[str]:
    """Suffixes of repackaged weights, for callers that compare names."""
    return frozenset(word for words in load_names()["repackaged"].values() for word in words)
