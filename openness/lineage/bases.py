"""Evidence of descent → one link for each ancestor, declared or inferred, with every quote that names it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from openness.evidence.families import Name, signature
from openness.evidence.lineage_names import implied_base
from openness.evidence.own_name import squeeze
from openness.model import BaseLink, Evidence

RELATIONS = frozenset(
    {"finetune", "adapter", "merge", "quantized", "conversion", "component", "distilled", "derivative-by-output"}
)
_DECLARED = ("base-declared", "base-tag", "base-header")
_INFERRED = ("base-config", "base-prose", "base-gate", "base-registry")
_RANK = {kind: rank for rank, kind in enumerate((*_DECLARED, *_INFERRED, "base-name", "distilled-prose"))}
_PACKAGING = ("quantized", "conversion")
_NO_WEIGHTS = frozenset({"distilled", "derivative-by-output"})
MAX_BASES = 256


@dataclass
class _Candidate:
    """An ancestor while evidence for it is gathered."""

    id: str
    relation: str | None
    declared: bool
    exact: bool  # the id stands like this in the quote; else it is what a family's name usually means
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
        exact = item.kind != "base-name" and (declared or _spelt(base, item.span.quote))
        other = next((c for c in target if _same(c, base, exact)), None)
        if other is None and item.kind == "base-name" and _overruled(target, base, relation):
            continue
        if other is not None:
            _join(other, base, relation, item, declared, exact)
            continue
        if len(target) < MAX_BASES:
            target.append(_Candidate(base, relation, declared, exact, [item.id]))
    found = _drop_loose(found)
    links = [_link(c) for c in sorted(found, key=lambda c: not c.declared)]
    named = {squeeze(link.id) for link in links}
    links += [_link(c) for c in outputs if squeeze(c.id) not in named]
    return tuple(links)


def split_relation(value: str) -> tuple[str | None, str]:
    """`merge:org/name` → ("merge", "org/name"); a value without a relation gives None."""
    head, colon, rest = value.partition(":")
    return (head, rest) if colon and head in RELATIONS else (None, value)


def _spelt(base: str, quote: str) -> bool:
    """Does the quote give the id itself, and not only a family's name?"""
    return base.lower() in quote.lower() and ("/" in base or re.search(r"\d[bBmM]\b|\d[bBmM][-_]", base) is not None)


def _overruled(found: list[_Candidate], base: str, relation: str | None) -> bool:
    """Does what is said leave no room for what the name implies?"""
    if relation not in _PACKAGING or "/" not in base:
        return any(not _member_of(base, c) for c in found)
    return any(c.declared or c.relation in _PACKAGING for c in found)


def _join(candidate: _Candidate, base: str, relation: str | None, item: Evidence, declared: bool, exact: bool) -> None:
    if (
        not candidate.declared
        and item.kind != "base-name"
        and ((exact and not candidate.exact) or (exact == candidate.exact and _more_specific(base, candidate.id)))
    ):
        candidate.id = base
    if candidate.relation in (None, "finetune") and relation is not None and item.kind != "base-name":
        candidate.relation = relation
    candidate.declared = candidate.declared or declared
    candidate.exact = candidate.exact or exact
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


_PACKAGED = re.compile(
    r"(?i)[-_.](?:fp16|bf16|fp32|hf|gguf|ggml|awq|gptq|safetensors|sharded|4bit|8bit|bnb|base|pt|original)$"
)


def _plain(model_id: str) -> str:
    """The last path segment without suffixes that say how the weights are packed."""
    tail = model_id.rsplit("/", 1)[-1]
    while _PACKAGED.search(tail):
        tail = _PACKAGED.sub("", tail)
    return tail


def _name(model_id: str) -> Name | None:
    found = signature(_plain(model_id))
    return found if found is not None and found.whole else None


def _same(candidate: _Candidate, new: str, exact: bool) -> bool:
    """Do two names mean the same release?"""
    known = candidate.id
    if squeeze(known) == squeeze(new):
        return True
    if candidate.declared and not exact and _shortened(new, known):
        return True
    if candidate.exact and exact and "/" in known and "/" in new:
        return False
    left, right = _name(known), _name(new)
    if left is not None and right is not None and left.family.id == right.family.id:
        if left.family.sizeless and not left.family.loose:
            return left.id.lower() == right.id.lower()
        sizes = (
            left.size == right.size or (left.size is None and not candidate.exact) or (right.size is None and not exact)
        )
        variants = (
            left.variant == right.variant
            or (not left.variant and not candidate.exact)
            or (not right.variant and not exact)
        )
        return sizes and variants
    if candidate.exact == exact:
        return False
    shorter, longer = (known, new) if not candidate.exact else (new, known)
    return (
        len(squeeze(shorter)) >= 4
        and squeeze(longer).startswith(squeeze(shorter))
        and not re.search(r"\d[bm]$", squeeze(shorter))
    )


def _shortened(new: str, declared: str) -> bool:
    """Is `new` what prose calls the family that the declared id belongs to ("Mistral Small 24B", "TinyLlama")?"""
    short, full = _name(new), signature(_plain(declared))
    if short is None or full is None or short.family.id != full.family.id or full.whole:
        return False
    return short.family.alone == new or short.size in (None, full.size)


def _more_specific(new: str, known: str) -> bool:
    right, left = _name(new), _name(known)
    if right is None or left is None:
        return False
    return (left.size is None and right.size is not None) or (
        not left.variant and bool(right.variant) and right.size == left.size
    )


def _drop_loose(found: list[_Candidate]) -> list[_Candidate]:
    """Without names that may stand for a family of which a member is named ("LLaMA" beside Llama 2)."""
    kept = []
    for candidate in found:
        name = _name(candidate.id)
        root = _root(name) if name is not None else ""
        others = [c for c in found if c is not candidate]
        stands_for = (
            next((c for c in others if _rooted(c.id, root)), None)
            if name is not None and _loose(name, candidate)
            else None
        )
        if stands_for is None:
            kept.append(candidate)
        else:
            stands_for.evidence += [e for e in candidate.evidence if e not in stands_for.evidence]
    return kept


def _member_of(base: str, candidate: _Candidate) -> bool:
    """Is `base` a member of the family that the candidate's loose name stands for?"""
    name = _name(candidate.id)
    if name is None or not _loose(name, candidate) or squeeze(candidate.id) == squeeze(base):
        return False
    return _rooted(base, _root(name))


def _loose(name: Name, candidate: _Candidate) -> bool:
    """May the name stand for a member of its family that is not spelt out?"""
    bare = name.family.architecture and name.family.head.fullmatch(candidate.id) is not None
    return (name.family.loose or bare) and not candidate.exact


def _root(name: Name) -> str:
    return name.family.id.split("-")[0].rstrip("0123456789.")


def _rooted(model_id: str, root: str) -> bool:
    other = signature(_plain(model_id))
    return other is not None and other.family.id.startswith(root)


def implied(model_id: str) -> BaseLink | None:
    """What the name of an ancestor implies that could not be read itself ("MythoLogic-L2-13b": Llama 2); a hint."""
    found = implied_base(model_id)
    if found is None:
        return None
    relation, base = found
    return BaseLink(id=base, relation=relation, basis="inferred", path=(model_id, base))
