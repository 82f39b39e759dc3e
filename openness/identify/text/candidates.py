"""Documents that a text resembles, with the part of the text where each may stand."""

from dataclasses import dataclass

import numpy as np

from openness.identify.text.index import Index
from openness.identify.text.sequence import Sequence

_GRAM = 4
_LIMIT = 300_000
_LEAST = 0.34  # share of a document's segments that must be seen
_MOST = 48


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document and the window of the text to align it with."""

    document: int
    start: int
    end: int
    seen: float  # share of the document's segments found there


def resembling(index: Index, sequence: Sequence) -> list[Candidate]:
    """Candidates, the best supported first."""
    query, document, position = index.segments.lookup(sequence.grams(_GRAM), _LIMIT)
    if not query.size:
        return []
    segments = index.arrays["segments"]
    hits = np.bincount(document, minlength=index.size)
    enough = np.flatnonzero((hits >= 2) & (hits >= _LEAST * segments))
    if not enough.size:
        return []
    support = np.minimum(hits[enough] / segments[enough], 1.0) * np.sqrt(np.minimum(hits[enough], segments[enough]))
    enough = enough[np.argsort(-support, kind="stable")[:_MOST]]
    out: list[Candidate] = []
    chosen = np.zeros(index.size, np.bool_)
    chosen[enough] = True
    mine = chosen[document]
    query, document, position = query[mine], document[mine], position[mine]
    order = np.lexsort((query - position, document))
    query, document, position = query[order], document[order], position[order]
    bounds = np.flatnonzero(np.diff(document)) + 1
    for q, d, p in zip(np.split(query, bounds), np.split(document, bounds), np.split(position, bounds), strict=True):
        out += _windows(index, int(d[0]), q.tolist(), p.tolist(), sequence.ids.size)
    return sorted(out, key=lambda c: (-c.seen * np.sqrt(index.length(c.document)), c.document))


def _windows(index: Index, document: int, query: list[int], position: list[int], size: int) -> list[Candidate]:
    """Places of one document: hits whose distance from its start agrees form one place."""
    length = index.length(document)
    slack = length // 5 + 24
    total = max(1, int(index.arrays["segments"][document]))
    out, first = [], 0
    for at in range(1, len(query) + 1):
        if at < len(query) and (query[at] - position[at]) - (query[at - 1] - position[at - 1]) <= slack:
            continue
        seen = len(set(position[first:at])) / total
        if seen >= _LEAST:
            start = min(q - p for q, p in zip(query[first:at], position[first:at], strict=True))
            last = max(q + length - p for q, p in zip(query[first:at], position[first:at], strict=True))
            margin = 12 + length // 30
            out.append(Candidate(document, max(0, start - margin), min(size, last + margin), seen))
        first = at
    return sorted(out, key=lambda c: -c.seen)[:4]
