"""Differences of words as places in the text at hand."""

import re
from functools import lru_cache

from openness.identify.text.align import Difference
from openness.identify.text.compare import Change, Comparison, Passage, numbers, years
from openness.identify.text.index import Index
from openness.identify.text.tokens import words
from openness.identify.text.vocabulary import word_list
from openness.model import Deviation

_RARE = 6  # documents; a word in fewer is misspelt or a name
_SENTENCE = 14  # words; a passage this long says something, whatever its words
_GONE = 10  # words; a removed passage this long is a sentence
_SLIDE = 40
_CLOSERS = ".,;:!?)]\"'”’"
_OPENERS = "([\"'“‘"


def deviations(index: Index, passage: Passage, comparison: Comparison, path: str) -> tuple[Deviation, ...]:
    """Every difference that means something, with exact offsets."""
    out = []
    for change in comparison.differences:
        placed = _slide(index, passage, comparison.alignment.document, change.place)
        start, end = _place(passage, placed)
        kind = "removed" if placed.q0 == placed.q1 else "added" if placed.d0 == placed.d1 else "changed"
        section = None if kind == "added" else index.section(comparison.alignment.document, placed.d0)
        out.append(Deviation(kind=kind, path=path, start=start, end=end, canonical_section=section))
    return tuple(out)


def material(index: Index, comparison: Comparison) -> tuple[Change, ...]:
    """The differences that may change what the text says: operative words, changed numbers, whole sentences."""
    return tuple(change for change in comparison.differences if _is_material(index, change))


def _is_material(index: Index, change: Change) -> bool:
    removed, added = frozenset(change.lacking) - years(index), change.added
    known = sum(n > 0 for n in added)
    lacking = tuple(t for t in change.lacking if t in removed)
    if added and 2 * known <= len(added) and len(lacking) <= _SENTENCE:
        return False  # names, or noise: words that no license holds
    if len(lacking) == len(added) == 1 and min(_presence(index, lacking[0]), _presence(index, added[0])) < _RARE:
        return False  # a slip of the pen, here or in the known text
    operative, counted = numbers(index, "operative"), _counted(index)
    come = frozenset(added) - (numbers(index, "listing") - removed)
    if not years(index).isdisjoint((*change.lacking, *added)):
        operative -= numbers(index, "months")  # "May 2002" permits nothing
    if (removed & operative) ^ (come & operative):
        return True
    gone_numbers, come_numbers = removed & counted, come & counted
    if gone_numbers and come_numbers and gone_numbers != come_numbers and come.isdisjoint(numbers(index, "months")):
        return True
    if not added and len(lacking) >= _GONE:
        return True
    long = max(len(lacking), len(added)) >= _SENTENCE and abs(len(lacking) - len(added)) >= _SENTENCE // 2
    return long and (len(lacking) >= _SENTENCE or known >= 0.6 * len(added))


def _presence(index: Index, word: int) -> int:
    """In how many documents a word stands (255: that many or more)."""
    return int(index.arrays["presence"][word]) if word else 0


@lru_cache(maxsize=2)
def _counted(index: Index) -> frozenset[int]:
    """The numbers of the words for numbers, and of figures up to 999."""
    found = index.number(words(" ".join([*word_list("numbers"), *(str(n) for n in range(1000)), "000", "00"])))
    return frozenset(found[found > 0].tolist())


def _slide(index: Index, passage: Passage, document: int, diff: Difference) -> Difference:
    """A pure insertion or removal moved along equal words to where a sentence or paragraph begins.

    "a b | a b c" and "a | b a b | c" are the same difference; the first is how people see it.
    """
    if (diff.d0 == diff.d1) == (diff.q0 == diff.q1):
        return diff
    hashes, tokens = passage.words.hashes, index.tokens(document)
    added = diff.d0 == diff.d1

    def same(low: int, high: int) -> bool:
        if added:
            return low >= 0 and high < hashes.size and bool(hashes[low] == hashes[high])
        return low >= 0 and high < tokens.size and bool(tokens[low] == tokens[high])

    best, score = diff, _break(passage, diff.q0)
    for step in (-1, 1):
        moved = diff
        for _ in range(_SLIDE):
            low, high = (moved.q0, moved.q1) if added else (moved.d0, moved.d1)
            if not (same(low - 1, high - 1) if step < 0 else same(low, high)):
                break
            moved = Difference(moved.q0 + step, moved.q1 + step, moved.d0 + step, moved.d1 + step)
            if min(moved.q0, moved.d0) < 0 or moved.q1 > hashes.size or moved.d1 > tokens.size:
                break
            if (value := _break(passage, moved.q0)) > score:
                best, score = moved, value
    return best


def _break(passage: Passage, at: int) -> int:
    """How much the gap before word `at` looks like the start of something."""
    if at <= 0 or at >= passage.words.hashes.size:
        return 3
    gap = passage.text[int(passage.words.ends[at - 1]) : int(passage.words.starts[at])]
    if re.search(r"\n\s*\n", gap):
        return 3
    if re.search(r"[.;:!?]\s", gap):
        return 2
    return 1 if "\n" in gap else 0


def _place(passage: Passage, diff: Difference) -> tuple[int, int]:
    """Offsets of the words, with the punctuation that belongs to them."""
    starts, ends, text = passage.words.starts, passage.words.ends, passage.text
    if diff.q0 == diff.q1:
        at = int(ends[diff.q0 - 1]) if diff.q0 > 0 else int(starts[0])
        while at < len(text) and diff.q0 > 0 and text[at] in _CLOSERS:
            at += 1
        return at, at
    start, end = int(starts[diff.q0]), int(ends[diff.q1 - 1])
    while start > 0 and text[start - 1] in _OPENERS:
        start -= 1
    while end < len(text) and text[end] in _CLOSERS:
        end += 1
    return start, end
