"""Words of a notice without which it names another license: the license's own name and first version number."""

import re
from dataclasses import replace
from functools import cache
from typing import Any

from openness.identify.text.tokens import Words
from openness.identify.text.vocabulary import word_list
from tools.build_index.documents import Document
from tools.build_index.fields import free_spans

_COMMON = frozenset(word_list("common-name-words"))


@cache
def _names(said: tuple[str, ...]) -> frozenset[str]:
    found = re.findall(r"[a-z]+|\d+", " ".join(said).lower())
    return frozenset(w for w in found if w not in _COMMON and not w.isdigit() and len(w) > 1)


def _ids(document: Document) -> list[str]:
    return [w.strip("()") for w in document.expression.split() if w not in ("AND", "OR", "WITH")]


def _said(ids: list[str], metadata: dict[str, dict[str, Any]]) -> tuple[str, ...]:
    return tuple(t for i in ids for t in (i, metadata.get(i, {}).get("name", ""), metadata.get(i, {}).get("short", "")))


def names(expression: str, metadata: dict[str, dict[str, Any]]) -> list[str]:
    """The words of a license's own name."""
    if " " in expression or not expression:
        return []
    meta = metadata.get(expression, {})
    return sorted(_names((expression, meta.get("name", ""), meta.get("short", ""))))


def identity(document: Document, parsed: Words, metadata: dict[str, dict[str, Any]]) -> list[tuple[int, int]]:
    """Where a license text says its own name (characters)."""
    if not document.canonical:
        return []
    names = _names(_said(_ids(document), metadata))
    free = free_spans(document.text, canonical=True)
    spans = zip(parsed.starts.tolist(), parsed.ends.tolist(), strict=True)
    own = [(start, end) for start, end in spans if document.text[start:end].lower() in names]
    return [(start, end) for start, end in own if not any(a <= start < b for a, b in free)][:200]


def with_keys(document: Document, parsed: Words, metadata: dict[str, dict[str, Any]]) -> Document:
    """The document with its key words as phrases, if it is a notice that marks none itself."""
    if document.kind in ("text", "false-positive") or document.phrases or not document.expression:
        return document
    ids = _ids(document)
    names = _names(_said(ids, metadata))
    version = next((m.group() for i in ids if (m := re.search(r"\d+", i))), None)
    spans: dict[str, tuple[int, int]] = {}
    for start, end in zip(parsed.starts.tolist(), parsed.ends.tolist(), strict=True):
        word = document.text[start:end].lower()
        if (word in names or word == version) and word not in spans:
            spans[word] = (start, end)
    return replace(document, phrases=tuple(sorted(spans.values())))
