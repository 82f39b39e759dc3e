"""Hashed word features of a passage: what the linear model sees."""

import re
from collections.abc import Iterator
from itertools import zip_longest
from zlib import crc32

SIZE = 4096  # columns
WINDOW = 26  # words; longer sentences are looked at in overlapping windows
STRIDE = 13
_WORD = re.compile(r"[a-z]{2,20}")
# Words that carry no meaning by themselves; they still take part in pairs.
_PLAIN = frozenset(
    {
        "the",
        "of",
        "to",
        "and",
        "or",
        "in",
        "an",
        "by",
        "for",
        "with",
        "on",
        "as",
        "is",
        "are",
        "be",
        "it",
        "its",
        "this",
    }
    | {"that", "any", "such", "from", "at", "their"}
)


def words(text: str) -> list[str]:
    """The words of folded text."""
    return _WORD.findall(text)


def windows(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Stretches of at most WINDOW words with their offsets in the text."""
    found = list(_WORD.finditer(text))
    for begin in range(0, max(len(found) - STRIDE, 1), STRIDE):
        part = found[begin : begin + WINDOW]
        if part:
            yield part[0].start(), part[-1].end(), [match.group() for match in part]


def columns(tokens: list[str]) -> dict[int, float]:
    """Feature columns of a stretch of words, scaled to length one."""
    counts: dict[int, float] = {}
    for first, second in zip_longest(tokens, tokens[1:], fillvalue=""):
        if first not in _PLAIN:
            column = crc32(first[:7].encode()) % SIZE  # words are cut so that "distribute" and "distribution" meet
            counts[column] = 1.0
        if second:
            column = crc32(f"{first} {second}".encode()) % SIZE
            counts[column] = counts.get(column, 0.0) or 0.6
    norm = sum(value * value for value in counts.values()) ** 0.5
    return {column: value / norm for column, value in counts.items()} if norm else {}
