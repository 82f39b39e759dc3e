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
    lengths = index.lengths
    grams = [sequence.grams(length) for length in range(1, _GRAM + 1)]
    counts = [g.size for g in grams]
    row, document, position = index.anchors.lookup(np.concatenate(grams), _LIMIT)
    gram = np.searchsorted(np.cumsum(counts), row, "right")  # 0: one word, …
    start = row - (np.cumsum(counts) - counts)[gram] - position
    of_length = lengths[document]
    fits = (np.minimum(of_length, _GRAM) == gram + 1) & (start >= 0) & (start + of_length <= size)
    start, document = start[fits], document[fits]
    same = sequence.windows(start, lengths[document]) == index.arrays["hash"][document]
    start, document = start[same], document[same]
    end = start + lengths[document]
    order = np.lexsort((document, -end, start))
    start, end, document = start[order], end[order], document[order]
    if start.size:
        reach = np.maximum.accumulate(end)
        outer = np.ones(start.size, np.bool_)
        outer[1:] = end[1:] > reach[:-1]
        start, end, document = start[outer], end[outer], document[outer]
    return Runs(start, end, document)
