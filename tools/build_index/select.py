"""Which documents go in: one for every sequence of words, and none that gives a known text another name."""

import re
from collections import Counter, defaultdict
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import LCSseq

from openness.identify.text.expression import VAGUE
from openness.identify.text.sequence import Sequence
from openness.identify.text.tokens import Words, words
from tools.build_index.documents import Document

_RANK = {"text": 0, "notice": 1, "reference": 2, "tag": 3, "false-positive": 4, "intro": 5, "clue": 6}
_NEAR, _NEARER = 0.965, 0.03
_SCANCODE = "LicenseRef-scancode-"
_SAID = 40  # words; a shorter rule says too little to tell two licenses apart
_OWN, _MOST, _TRIED = 0.6, 0.5, 6
_MODIFIED = re.compile(r"\s*modified\s+\S+(?:\s+\S+)?\s+licen[sc]e\s*\Z", re.I)


def select(documents: list[Document], notes: dict[str, Any]) -> list[Document]:
    """The documents to index, in a fixed order."""
    renamed: dict[str, str] = dict(notes["same"])
    parsed = {d.name: words(d.text) for d in documents}
    documents = [replace(d, expression=notes["relabelled"].get(d.name, d.expression)) for d in documents]
    kept: list[Document] = []
    for document in documents:
        if parsed[document.name].hashes.size == 0 or parsed[document.name].hashes.size > 65_000:
            continue
        if parsed[document.name].hashes.size < 3 and len(document.text.split()) > parsed[document.name].hashes.size + 2:
            continue  # NOTE: little is left once the copyright statement is blanked; it would be found everywhere
        if document.expression in VAGUE and document.kind == "reference" and _MODIFIED.match(document.text):
            continue  # NOTE: the title of a changed license says which one it is, not that it is proprietary
        kept.append(document)
    known = [d for d in kept if d.name.startswith("known/")]
    of_known = {parsed[d.name].hashes.tobytes(): d.expression for d in reversed(known)}
    for document in kept:
        if document.canonical and (same := of_known.get(parsed[document.name].hashes.tobytes())):
            renamed.setdefault(document.expression, same)
    kept = [_rename(d, renamed) for d in kept]
    mislabelled = Mislabelled(kept, parsed)
    kept = [mislabelled.listed(d) for d in kept if not mislabelled(d)]
    order = {d.name: n for n, d in enumerate(kept)}
    kept.sort(key=lambda d: (not d.canonical, d.expression in VAGUE, _RANK[d.kind], -d.relevance, order[d.name]))
    seen: set[bytes] = set()
    out = []
    for document in kept:
        key = parsed[document.name].hashes.tobytes()
        if key not in seen:
            seen.add(key)
            out.append(document)
    return out


def _rename(document: Document, renamed: dict[str, str]) -> Document:
    parts = document.expression.split(" ")
    if not any(p.strip("()") in renamed for p in parts):
        return document
    said = " ".join(p.replace(p.strip("()"), renamed.get(p.strip("()"), p.strip("()"))) for p in parts)
    return replace(document, expression=said)


class Mislabelled:
    """Rules that call (nearly) the text of one license by the name of another."""

    def __init__(self, documents: list[Document], parsed: dict[str, Words]) -> None:
        self._parsed = parsed
        self._own: dict[str, list[str]] = defaultdict(list)
        self._grams: dict[int, list[str]] = defaultdict(list)
        self._expression = {d.name: d.expression for d in documents}
        for document in documents:
            if document.canonical:
                self._own[document.expression].append(document.name)
                for gram in _grams(parsed[document.name]):
                    self._grams[gram].append(document.name)

    def __call__(self, document: Document) -> bool:
        """Is `document` such a rule?"""
        mine = self._parsed[document.name]
        if (
            document.canonical
            or document.kind not in ("text", "notice")
            or mine.hashes.size < 60
            or " " in document.expression
        ):
            return False
        shared: Counter[str] = Counter()
        for gram in _grams(mine):
            names = self._grams.get(gram, ())
            if len(names) < 60:
                shared.update(names)
        best, other = 0.0, 0.0
        for name in [*self._own.get(document.expression, ()), *(n for n, _ in shared.most_common(6))]:
            theirs = self._parsed[name]
            alike = (
                2
                * LCSseq.similarity(mine.hashes.tolist(), theirs.hashes.tolist())
                / (mine.hashes.size + theirs.hashes.size)
            )
            if self._expression[name] == document.expression:
                best = max(best, alike)
            else:
                other = max(other, alike)
        return other > _NEAR and other > best + _NEARER

    def listed(self, document: Document) -> Document:
        """`document`, by the name of the SPDX license that has all of its words, where its own does not have them."""
        mine = self._parsed[document.name].hashes
        if (
            document.canonical
            or document.kind not in ("text", "notice")
            or mine.size < _SAID
            or not document.expression.startswith(_SCANCODE)
            or document.expression in VAGUE
            or " " in document.expression
        ):
            return document
        own = max((self._held(mine, name) for name in self._own.get(document.expression, ())), default=0.0)
        if not _OWN < own < 1:
            return document
        shared: Counter[str] = Counter()
        for gram in _grams(self._parsed[document.name]):
            shared.update(n for n in self._grams.get(gram, ()) if n.startswith("spdx/"))
        for name, _ in shared.most_common(_TRIED):
            if self._held(mine, name) == 1 and mine.size >= _MOST * self._parsed[name].hashes.size:
                return replace(document, expression=self._expression[name])
        return document

    def _held(self, words_: npt.NDArray[np.uint64], name: str) -> float:
        """The share of the words that stand, in order, in the document of that name."""
        theirs = self._parsed[name].hashes
        return float(LCSseq.similarity(words_.tolist(), theirs.tolist())) / words_.size


def _grams(parsed: Words) -> set[int]:
    """A fixed sample of the runs of four words."""
    grams = Sequence.of((parsed.hashes >> np.uint64(48)).astype(np.uint16)).grams(4)
    return set(grams[grams % np.uint64(4) == 0].tolist())
