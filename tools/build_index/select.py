"""Which documents go in: one for every sequence of words, and none that gives a known text another name."""

from typing import Any

from rapidfuzz.distance import LCSseq

from openness.identify.text.tokens import Words, words
from tools.build_index.documents import Document

_RANK = {"text": 0, "notice": 1, "reference": 2, "tag": 3, "false-positive": 4, "intro": 5, "clue": 6}
_NEAR = 0.965


def select(documents: list[Document], notes: dict[str, Any]) -> list[Document]:
    """The documents to index, in a fixed order."""
    generic = set(notes["generic"])
    renamed: dict[str, str] = dict(notes["same"])
    parsed = {d.name: words(d.text) for d in documents}
    kept: list[Document] = []
    for document in documents:
        if parsed[document.name].hashes.size == 0 or parsed[document.name].hashes.size > 65_000:
            continue
        if parsed[document.name].hashes.size < 3 and len(document.text.split()) > parsed[document.name].hashes.size + 2:
            continue  # NOTE: little is left once the copyright statement is blanked; it would be found everywhere
        kept.append(document)
    known = [d for d in kept if d.name.startswith("known/")]
    of_known = {parsed[d.name].hashes.tobytes(): d.expression for d in reversed(known)}
    for document in kept:
        if document.canonical and (same := of_known.get(parsed[document.name].hashes.tobytes())):
            renamed.setdefault(document.expression, same)
    kept = [_rename(d, renamed) for d in kept]
    private = [(d, parsed[d.name].hashes.tolist()) for d in known if d.expression.startswith("LicenseRef-")]
    kept = [d for d in kept if not _mislabelled(d, parsed[d.name], private)]
    kept.sort(key=lambda d: (not d.name.startswith("known/"), not d.canonical, d.expression in generic, _RANK[d.kind], -d.relevance, d.name))
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
    return Document(**{**{f: getattr(document, f) for f in document.__dataclass_fields__}, "expression": said})


def _mislabelled(document: Document, parsed: Words, private: list[tuple[Document, list[int]]]) -> bool:
    """Is this a rule that calls (nearly) the text of a known AI license something else?"""
    if document.kind != "text" or document.canonical or parsed.hashes.size < 150:
        return False
    mine = parsed.hashes.tolist()
    for other, theirs in private:
        if other.expression != document.expression and abs(len(mine) - len(theirs)) < 0.1 * len(mine):
            if len(set(mine) & set(theirs)) < 0.8 * len(set(mine)):
                continue
            if 2 * LCSseq.similarity(mine, theirs) / (len(mine) + len(theirs)) > _NEAR:
                return True
    return False
