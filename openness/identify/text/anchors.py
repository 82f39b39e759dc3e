"""Known passages that stand in a text word for word, all at once: one rare run of words leads to each."""

from dataclasses import dataclass

import numpy as np

from openness.identify.text.index import Array, Index
from openness.identify.text.sequence import Sequence

_GRAM = 4
_LIMIT = 400_000  # rows looked at; a text that repeats one phrase endlessly is cut off there


@dataclass(frozen=True, slots=True)
class Runs:
    """Word-for-word occurrences of documents, none inside another."""

    starts: Array
    ends: Array
    documents: Array


def word_for_word(index: Index, sequence: Sequence) -> Runs:
    """The longest documents that occur in the sequence, in order."""
    size = sequence.ids.size
    starts, documents = [], []
    lengths = np.diff(index.arrays["token_start"].astype(np.int64)) if size else np.zeros(0, np.int64)
    for length in range(1, _GRAM + 1):
        query, document, position = index.anchors.lookup(sequence.grams(length), _LIMIT)
        of_length = lengths[document]
        start = query - position
        fits = (np.minimum(of_length, _GRAM) == length) & (start >= 0) & (start + of_length <= size)
        start, document = start[fits], document[fits]
        same = sequence.windows(start, lengths[document]) == index.arrays["hash"][document]
        starts.append(start[same])
        documents.append(document[same])
    start, document = np.concatenate(starts), np.concatenate(documents)
    end = start + lengths[document]
    order = np.lexsort((document, -end, start))
    start, end, document = start[order], end[order], document[order]
    if start.size:
        reach = np.maximum.accumulate(end)
        outer = np.ones(start.size, np.bool_)
        outer[1:] = end[1:] > reach[:-1]
        start, end, document = start[outer], end[outer], document[outer]
    return Runs(start, end, document)
