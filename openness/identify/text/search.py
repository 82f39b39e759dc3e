"""From a text to the documents found in it: word for word first, then by resemblance."""

from dataclasses import dataclass

import numpy as np

from openness.identify.text import index as ix
from openness.identify.text.align import align, as_text
from openness.identify.text.anchors import word_for_word
from openness.identify.text.candidates import Candidate, resembling
from openness.identify.text.compare import Comparison, Passage, compare
from openness.identify.text.expression import named, wholly_named
from openness.identify.text.index import Array, Index
from openness.identify.text.sequence import Sequence
from openness.identify.text.tokens import words

_STRETCH = 64  # words; finds are compared with those of the same stretches of text
_SHARED = 0.4  # of the smaller of two finds, above which they are about the same words
_UNNAMED = 6  # words that it counts against a license when no word of its name is in the file
_PASSAGE = 8  # words; shorter finds explain nothing around them
_HOPELESS = 150  # words of difference beyond four times the least seen so far
_SAME_PLACE = 0.6  # of the longer of two windows that both must cover to be about the same passage
_VAGUE = 0.7  # worth of a find that names no license
_TEXT, _PIECES = 50, 0.9  # finds with so many words that, together, are this share of a find that fits badly
_WORTH = 25  # words explained that outweigh one that differs
_LOOSE = 3  # words beside a word-for-word find that cannot make it another text
_ALIGNED = 16  # alignments tried a place
_COMPARABLE = 0.88  # share of the most words explained, below which a smaller document is no match for a larger
_PRINTING = 0.75  # the same for another printing of the same license
_COVERED = 0.5  # of a document's words, below which it is not looked at further
_PERFECT = 0.85  # of a document's segments that must be seen, where another one fits without a difference
_NEAR = 0.7  # of the best candidate's support
_LENGTHY, _NEARER = 500, 0.8  # the same for documents of so many words, whose support is no matter of chance


@dataclass(frozen=True, slots=True)
class Found:
    """A document found at words [start, end)."""

    document: int
    start: int
    end: int
    comparison: Comparison | None = None  # None: word for word
    rivals: tuple["Found", ...] = ()

    @property
    def score(self) -> float:
        """Similarity, 0 to 1."""
        return 1.0 if self.comparison is None else self.comparison.score


def search(index: Index, text: str) -> tuple[Passage, list[Found]]:
    """What is found in `text`, by place; nothing lies inside anything else."""
    found_words = words(text)
    sequence = index.sequence(found_words)
    passage = Passage(text, found_words, tuple(sequence.ids.tolist()))
    runs = word_for_word(index, sequence)
    exact = [
        Found(d, s, e)
        for s, e, d in zip(runs.starts.tolist(), runs.ends.tolist(), runs.documents.tolist(), strict=True)
    ]
    size = sequence.ids.size
    if any(f.end - f.start >= size - _LOOSE for f in exact):
        return passage, exact
    near = _near(index, passage, sequence, exact)
    return passage, settle(index, [*exact, *near])


def _near(index: Index, passage: Passage, sequence: Sequence, exact: list[Found]) -> list[Found]:
    """Documents that the text resembles, the best for every place."""
    places: list[list[Candidate]] = []
    for candidate in resembling(index, sequence, _explained(exact, sequence.ids.size)):
        for place in places:
            if _overlap(candidate, place[0]) > _SAME_PLACE:
                place.append(candidate)
                break
        else:
            places.append([candidate])
    query = as_text(sequence.ids)
    spoken: frozenset[int] = frozenset()
    out = []
    for place in places[:24]:
        floor, near = _NEAR * place[0].seen, _NEARER * place[0].seen
        tried: list[Found] = []
        perfect = most = 0
        nearest = sequence.ids.size
        for candidate in place[:_ALIGNED]:
            length = index.length(candidate.document)
            if (
                candidate.seen < (near if length >= _LENGTHY else floor)
                or length <= perfect
                or length < _PRINTING * most
            ):
                continue
            if perfect and candidate.seen < _PERFECT:
                continue  # NOTE: it differs in more than it could explain besides
            alignment = align(index, query[candidate.start : candidate.end], candidate.start, candidate.document)
            raw = length + alignment.end - alignment.start - 2 * alignment.matched
            least = _COVERED / 2 if index.is_template(candidate.document) else _COVERED
            if alignment.coverage < least or alignment.matched < _PRINTING * most:
                continue
            if alignment.matched <= most and raw > 4 * nearest + _HOPELESS:
                continue
            comparison = compare(index, passage, alignment)
            if holds(index, comparison):
                tried.append(Found(candidate.document, alignment.start, alignment.end, comparison))
                most = max(most, alignment.matched)
                nearest = min(nearest, raw)
                if comparison.missing + comparison.extra == 0:
                    perfect = max(perfect, alignment.matched)  # nothing smaller can be nearer
        if tried:
            spoken = spoken or frozenset(passage.ids)
            out.append(_best(index, tried, spoken))
    return out


def _explained(exact: list[Found], size: int) -> Array:
    """For every word, the length of the longest word-for-word find that covers it."""
    out = np.zeros(size, np.int64)
    for f in exact:
        if f.end - f.start >= _PASSAGE:
            np.maximum(out[f.start : f.end], f.end - f.start, out=out[f.start : f.end])
    return out


def _best(index: Index, tried: list[Found], spoken: frozenset[int]) -> Found:
    """The one that explains most; of those that explain nearly as much, the one that differs least."""
    clear = [f for f in tried if wholly_named(index.expression(f.document))]
    if clear and (min(map(differing, clear)) == 0 or min(map(differing, tried)) > 0):
        tried = clear
    most = max(tried, key=lambda f: (weight(f), -f.document))
    own = index.expression_number(most.document)

    def too_small(f: Found) -> bool:
        same = index.expression_number(f.document) == own
        share = _PRINTING if same else _COMPARABLE
        return matched(f) < share * matched(most) and weight(f) < share * weight(most)

    def unnamed(f: Found) -> int:
        names = index.names(f.document) if index.identity(f.document) else ()
        return _UNNAMED if differing(f) and names and not spoken.intersection(names) else 0

    ranked = sorted(
        tried, key=lambda f: (too_small(f), differing(f) + unnamed(f) - matched(f) // _WORTH, -matched(f), f.document)
    )
    first = ranked[0]
    said = index.expression(first.document)
    for other in ranked[1:6]:
        base = index.expression(other.document)
        if (
            said.startswith(base + "-")
            and differing(other) <= differing(first)
            and matched(other) >= 0.95 * matched(first)
        ):
            ranked.remove(other)
            ranked.insert(0, other)
            first = other
            break
    return Found(first.document, first.start, first.end, first.comparison, tuple(ranked[1:]))


def matched(found: Found) -> int:
    """Words that the text and the document share."""
    return found.comparison.alignment.matched if found.comparison else found.end - found.start


def differing(found: Found) -> int:
    """Words that one of the two has and the other lacks."""
    return found.comparison.missing + found.comparison.extra if found.comparison else 0


def weight(found: Found) -> float:
    """How much a find explains: similar words, less what differs."""
    c = found.comparison
    if c is None:
        return float(found.end - found.start)
    return c.alignment.matched - 1.5 * c.missing - 1.0 * c.extra


def holds(index: Index, comparison: Comparison) -> bool:
    """Is the passage near enough to the document to say its name?"""
    document = comparison.alignment.document
    kind = index.kind(document)
    least = int(index.arrays["minimum_coverage"][document]) / 100
    if index.arrays["continuous"][document]:
        return False
    if kind == ix.TEXT:
        return comparison.coverage >= max(0.6, min(least, 0.8)) and comparison.score >= 0.55
    if kind == ix.FALSE_POSITIVE:
        return comparison.coverage >= 0.95 and comparison.score >= 0.9
    if comparison.coverage < max(least, 0.75) or comparison.score < 0.65:
        return False
    return _phrases_held(index, comparison)


def _phrases_held(index: Index, comparison: Comparison) -> bool:
    for start, end in index.phrases(comparison.alignment.document):
        if not any(b.document <= start and end <= b.document + b.size for b in comparison.alignment.blocks):
            return False
    return True


def _overlap(a: Candidate, b: Candidate) -> float:
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared / max(a.end - a.start, b.end - b.start) if shared > 0 else 0.0


def settle(index: Index, found: list[Found]) -> list[Found]:
    """The finds that stand: of two at one place, the one that explains more."""

    # NOTE: two texts that fit well explain more than one that fits badly over both.
    def explains(f: Found) -> float:
        known = 1.0 if named(index.expression(f.document)) else _VAGUE
        return known * matched(f) * f.score**4

    found = sorted(found, key=lambda f: (-explains(f), f.start, f.document))
    by_stretch: dict[int, list[Found]] = {}
    taken: list[Found] = []
    known = [
        f for f in found if f.comparison is None and f.end - f.start >= _TEXT and index.arrays["canonical"][f.document]
    ]
    for f in found:
        inside = [k.end - k.start for k in known if f.start <= k.start and k.end <= f.end]
        if differing(f) and len(inside) > 1 and sum(inside) >= _PIECES * (f.end - f.start):
            continue
        stretches = range(f.start // _STRETCH, f.end // _STRETCH + 1)
        if not any(_clash(f, other) for s in stretches for other in by_stretch.get(s, ())):
            taken.append(f)
            for s in stretches:
                by_stretch.setdefault(s, []).append(f)
    return sorted(taken, key=lambda f: (f.start, f.end))


def _clash(a: Found, b: Found) -> bool:
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared > 0 and shared > _SHARED * min(a.end - a.start, b.end - b.start)
