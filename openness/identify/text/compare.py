"""Which differences between a passage and a document mean something."""

from dataclasses import dataclass, field
from functools import lru_cache

from openness.identify.text.align import Alignment, Difference
from openness.identify.text.index import FIELD_WORD, Index
from openness.identify.text.tokens import Words, words
from openness.identify.text.vocabulary import word_list

_BEFORE_ITEM = " \t*#/>;-|.0123456789"  # what may stand before an item's number on its line
_FIELD = 14  # words that a holder's name may have
_TORN = 2  # words; when more of an optional passage is gone, it is the passage that is
_FIELDS = 3  # fields in a row that may all be filled in
_STATEMENT = 24  # words that a copyright statement or an address may have
_MOST = 400  # words of an insertion that are looked at


@dataclass(frozen=True, slots=True)
class Change:
    """A difference that is neither a template field nor a list marker."""

    place: Difference
    lacking: tuple[int, ...]  # numbers of the document's words that are not there
    added: tuple[int, ...]  # numbers of the words that are there instead, or besides; 0: no document holds it


@dataclass(frozen=True, slots=True)
class Comparison:
    """An alignment with its differences weighed."""

    alignment: Alignment
    differences: tuple[Change, ...]
    missing: int  # words of the document that the passage lacks
    extra: int  # words of the passage that the document lacks

    @property
    def score(self) -> float:
        """1 for a text that differs in nothing that means something."""
        matched = self.alignment.matched
        return matched / (matched + self.missing + self.extra) if matched else 0.0

    @property
    def coverage(self) -> float:
        """Share of the document's own words that are there."""
        matched = self.alignment.matched
        return matched / (matched + self.missing) if matched else 0.0


@dataclass(frozen=True, slots=True)
class Passage:
    """The text at hand, as the comparison needs it."""

    text: str
    words: Words
    ids: tuple[int, ...]  # the words as numbers
    _markers: dict[int, bool] = field(default_factory=dict, compare=False, repr=False)

    def added(self, start: int, end: int) -> list[int]:
        """Numbers of the words [start, end) that are not the number or letter of a list item."""
        markers, out = self._markers, []
        for at in range(start, end):
            if (marker := markers.get(at)) is None:
                marker = markers[at] = self.is_marker(at)
            if not marker:
                out.append(self.ids[at])
        return out

    def is_marker(self, at: int) -> bool:
        """Is this word the number or letter of a list item?"""
        start, end = int(self.words.starts[at]), int(self.words.ends[at])
        if end - start > 4:
            return False
        word = self.text[start:end]
        if not (word.isdigit() or _roman_or_letter(word)):
            return False
        before, after = self.text[max(0, start - 12) : start], self.text[end : end + 3]
        if before[-1:] == "(":
            return after[:1] == ")"
        if after[:1] not in (".", ")", ":") and before[-1:] != ".":
            return False
        line = before.rsplit("\n", 1)
        if (len(line) > 1 or start < 12) and not line[-1].strip(_BEFORE_ITEM):
            return True
        # NOTE: re-wrapped text has its items in the middle of lines: "… are met: 1. Redistributions …"
        return after[:2] in (". ", ".\n", ") ") and after[2:].isupper() and before.rstrip()[-1:] in (".", ":", ";", ",")


def _roman_or_letter(word: str) -> bool:
    return (len(word) == 1 and word.isalpha()) or not word.lower().strip("ivx")


@lru_cache(maxsize=16)
def numbers(index: Index, which: str) -> frozenset[int]:
    """The numbers of the words of a list; "field" is the word for a template's field."""
    chosen = (FIELD_WORD,) if which == "field" else word_list(which)
    return frozenset(int(n) for n in index.number(words(" ".join(chosen))) if n)


@lru_cache(maxsize=2)
def years(index: Index) -> frozenset[int]:
    """The numbers of the words that are years of copyright."""
    found = index.number(words(" ".join(str(n) for n in range(1970, 2040))))
    return frozenset(found[found > 0].tolist())


def compare(index: Index, passage: Passage, alignment: Alignment) -> Comparison:
    """Weigh the differences of an alignment."""
    document = alignment.document
    free = bytearray(alignment.length)
    spans = index.free(document)
    for start, end in spans:
        free[start:end] = b"\1" * (end - start)
    tokens = index.tokens(document).tolist()
    operative, copyrighted = numbers(index, "operative"), years(index)
    template = index.is_template(document)
    kept, missing, extra = [], 0, 0
    for diff in alignment.differences():
        lacking = [tokens[k] for k in range(diff.d0, diff.d1) if not free[k]]
        added = passage.added(diff.q0, min(diff.q1, diff.q0 + _MOST))
        filled = len(lacking) < diff.d1 - diff.d0
        room = _FIELD
        if template and filled:
            lacking += _torn(diff, spans, tokens, numbers(index, "modal"))
            room *= _fields(index, tokens[diff.d0 : diff.d1])
            room *= not _is_said(added, operative)
        if not lacking and (not added or (filled and len(added) <= room)):
            continue
        if (diff.d1 > diff.d0 and _is_holder(index, lacking, added)) or _is_statement(index, lacking, added):
            continue
        if copyrighted.issuperset(lacking) and copyrighted.issuperset(added):
            continue
        missing += len(lacking)
        extra += len(added) + max(0, diff.q1 - diff.q0 - _MOST)
        kept.append(Change(diff, tuple(lacking), tuple(added)))
    return Comparison(alignment, tuple(kept), missing, extra)


def _fields(index: Index, tokens: list[int]) -> int:
    """How many fields of a template stand in the words, at least one."""
    (number,) = numbers(index, "field") or (0,)
    return min(_FIELDS, max(1, tokens.count(number)))


def _torn(diff: Difference, spans: list[tuple[int, int]], tokens: list[int], modal: frozenset[int]) -> list[int]:
    """A "not" or the like that lacks from an optional passage of which the rest is there."""
    if diff.d1 - diff.d0 > _TORN:
        return []
    return [
        tokens[k]
        for start, end in spans
        if start < diff.d1 and diff.d0 < end and not (diff.d0 <= start and end <= diff.d1)
        for k in range(max(start, diff.d0), min(end, diff.d1))
        if tokens[k] in modal
    ]


def _is_said(added: list[int], operative: frozenset[int]) -> bool:
    """Do the words demand or forbid something, rather than fill in a name?"""
    return not operative.isdisjoint(added) and 10 * sum(n > 0 for n in added) >= 7 * len(added)


def _is_holder(index: Index, lacking: list[int], added: list[int]) -> bool:
    """A holder's name where the document has another holder's or a word for one."""
    return (
        0 < len(added) <= _FIELD
        and numbers(index, "holder").issuperset(lacking)
        and numbers(index, "operative").isdisjoint(added)
    )


def _is_statement(index: Index, lacking: list[int], added: list[int]) -> bool:
    """A copyright statement or a postal address, on one side or both."""
    if len(lacking) > _STATEMENT or len(added) > _STATEMENT:
        return False
    statement, operative = numbers(index, "statement"), numbers(index, "operative")
    said = not (statement.isdisjoint(lacking) and statement.isdisjoint(added))
    return said and operative.isdisjoint(lacking) and operative.isdisjoint(added)
