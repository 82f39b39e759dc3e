"""Documents that a text resembles, with the part of the text where each may stand."""

import math
from dataclasses import dataclass

import numpy as np

from openness.identify.text.index import Array, Index
from openness.identify.text.sequence import Sequence

_GRAM = 4
_LIMIT = 300_000
_LEAST = 0.34  # share of a document's segments that must be seen
_MOST = 48
_PLACES = 4  # of one document


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document and the window of the text to align it with."""

    document: int
    start: int
    end: int
    seen: float  # share of the document's segments found there


def resembling(index: Index, sequence: Sequence, explained: Array) -> list[Candidate]:
    """Candidates, the best supported first.

    `explained`: for every word, how long a passage around it is known word for word; a document that is no longer than
    that cannot explain more.
    """
    query, document, position = index.segments.lookup(sequence.grams(_GRAM), _LIMIT)
    longer = index.lengths[document] > explained[query]
    query, document, position = query[longer], document[longer], position[longer]
    if not query.size:
        return []
    segments = index.arrays["segments"]
    hits = np.bincount(document, minlength=index.size)
    enough = np.flatnonzero((hits >= 2) & (hits >= _LEAST * segments))
    if not enough.size:
        return []
    if np.any(hits[enough] > segments[enough]):  # the text says some things more than once
        hits = _distinct(document, position, index.size)
        enough = enough[hits[enough] >= _LEAST * segments[enough]]
        if not enough.size:
            return []
    support = np.minimum(hits[enough] / segments[enough], 1.0) * np.sqrt(np.minimum(hits[enough], segments[enough]))
    enough = enough[np.argsort(-support, kind="stable")[:_MOST]]
    chosen = np.zeros(index.size, np.bool_)
    chosen[enough] = True
    mine = chosen[document]
    return _placed(index, query[mine], document[mine], position[mine], sequence.ids.size)


def _placed(index: Index, query: Array, document: Array, position: Array, size: int) -> list[Candidate]:
    """Every document at the place, or the places, where its segments were seen."""
    before = query - position
    order = np.lexsort((before, document))
    query, document, position, before = query[order], document[order], position[order], before[order]
    first = np.concatenate(([0], np.flatnonzero(np.diff(document)) + 1))
    numbers = document[first]
    length = index.lengths[numbers]
    low, high = before[first], np.maximum.reduceat(before, first)
    seen = _distinct(document, position, index.size)[numbers]
    share = seen / np.maximum(index.arrays["segments"][numbers], 1)
    margin = 12 + length // 30
    starts = np.maximum(0, low - margin).tolist()
    ends = np.minimum(size, high + length + margin).tolist()
    scattered = (high - low > _slack(length)).tolist()
    last = [*first[1:].tolist(), query.size]
    out: list[Candidate] = []
    for n, (number, begin, end) in enumerate(zip(numbers.tolist(), first.tolist(), last, strict=True)):
        if scattered[n]:
            out += _windows(index, number, query[begin:end].tolist(), position[begin:end].tolist(), size)
        elif share[n] >= _LEAST:
            out.append(Candidate(number, starts[n], ends[n], float(share[n])))
    return sorted(out, key=lambda c: (-c.seen * math.sqrt(index.length(c.document)), c.document))


def _distinct(document: Array, position: Array, size: int) -> Array:
    """How many different segments of each document there are."""
    # NOTE: not np.unique, which imports numpy.ma: a fifth of a cold start.
    places = np.sort(document * 65536 + position)
    places = places[np.concatenate(([True], places[1:] != places[:-1]))]
    return np.bincount(places >> 16, minlength=size)


def _slack(length: Array) -> Array:
    """How far the distances of segments from a document's start may differ in one place."""
    return length // 5 + 24


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
            margin = 12 + length // 30
            start, last = query[first] - position[first], query[at - 1] - position[at - 1] + length
            out.append(Candidate(document, max(0, start - margin), min(size, last + margin), seen))
        first = at
    return sorted(out, key=lambda c: -c.seen)[:_PLACES]
