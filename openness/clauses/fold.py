"""Fold a text for matching, and find the way back to the original offsets.

License texts arrive hard-wrapped, in Markdown or HTML, with typographic quotes, odd hyphens, zero-width characters and
look-alike letters. Patterns should see none of that; quotes must show all of it. So folding happens in two passes: one
that replaces character by character and keeps every offset, and one that drops or merges characters and remembers
where each remaining run came from.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

# Look-alike letters of Greek and Cyrillic (and a few Latin extensions) -> Latin. Upper case first, lower case after it.
_LOOKALIKES = {
    "А": "a", "В": "b", "Е": "e", "К": "k", "М": "m", "Н": "h", "О": "o", "Р": "p", "С": "c", "Т": "t", "У": "y",
    "Х": "x", "І": "i", "Ј": "j", "Ѕ": "s", "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x",
    "і": "i", "ј": "j", "ѕ": "s", "ԁ": "d", "һ": "h", "ո": "n", "м": "m", "т": "t", "к": "k", "в": "b", "н": "h",
    "Α": "a", "Β": "b", "Ε": "e", "Ζ": "z", "Η": "h", "Ι": "i", "Κ": "k", "Μ": "m", "Ν": "n", "Ο": "o", "Ρ": "p",
    "Τ": "t", "Υ": "y", "Χ": "x", "α": "a", "ο": "o", "ν": "v", "ρ": "p", "ι": "i", "υ": "u", "κ": "k", "ı": "i",
    "ɑ": "a", "ɡ": "g", "ℓ": "l", "ß": "s", "æ": "a", "ø": "o", "đ": "d", "ł": "l",
}  # fmt: skip
_PUNCTUATION = {
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'", "´": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"', "「": '"', "」": '"', "『": '"', "』": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "﹘": "-", "﹣": "-", "－": "-", "⁃": "-",
    "。": ".", "，": ",", "；": ";", "：": ":", "（": "(", "）": ")", "、": ",", "…": ".",
    "•": "*", "●": "*", "○": "*", "▪": "*", "◦": "*", "‣": "*", "·": "*", "■": "*", "□": "*", "➢": "*", "": "*",
    "＄": "$", "€": "€", "£": "£", "¥": "¥", "©": "c", "™": " ", "®": " ", "\u2028": "\n", "\u2029": "\n", "\x85": "\n",
    "\x0b": "\n", "\x0c": "\n", "\r": " ", "\t": " ", "\x1c": " ", "\x1d": " ", "\x1e": " ", "\x1f": " ", "\x00": " ",
}  # fmt: skip
_KEEP = "€£¥"  # currency signs are the only characters outside ASCII that patterns know
_INVISIBLE = "\u0001"  # stands for a character that is dropped in the second pass
FILLER = "~"  # stands for any other character (Chinese, emoji…)
_ZERO_WIDTH = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067"
    "\u2068\u2069\ufeff\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u3164\uffa0"
)


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    """The one ASCII character that stands for `char`."""
    if char in _KEEP:
        return char
    known = _LOOKALIKES.get(char) or _PUNCTUATION.get(char)
    if known is not None:
        return known
    if char in _ZERO_WIDTH:
        return _INVISIBLE
    if char < "\x80":
        return char.lower()
    category = unicodedata.category(char)
    if category == "Zs":
        return " "
    if category in ("Mn", "Me", "Cf"):
        return _INVISIBLE
    base = unicodedata.normalize("NFKD", char)[:1].lower()
    return base if base and base < "\x80" else _LOOKALIKES.get(base, FILLER)


class _Table(dict[int, str]):
    """Translation table that computes missing entries once."""

    def __missing__(self, key: int) -> str:
        value = _fold_char(chr(key))
        self[key] = value
        return value


_TABLE = _Table()


def flatten(text: str) -> str:
    """A lower-case ASCII text of the same length: one character for each character of `text`."""
    return text.translate(_TABLE)


# What the second pass drops or merges. Linear: no alternative overlaps another at its first character except by length.
_MARKUP = re.compile(
    r"(?P<soft>(?<=[a-z])-\x01*[ ]*\n[ ]*(?=[a-z]))"
    r"|(?P<drop>\x01+)"
    r"|(?P<tag></?[a-z][a-z0-9]{0,15}(?: [^<>\n]{0,200})?/?>|<!--|-->)"
    r"|(?P<entity>&(?:amp|nbsp|quot|lt|gt|apos|ldquo|rdquo|lsquo|rsquo|ndash|mdash|#\d{1,5}|#x[0-9a-f]{1,4});)"
    r"|(?P<mark>\*{1,3}|(?<![a-z0-9])_{1,3}(?=[a-z0-9\"'(])|(?<=[a-z0-9.,;:)\"'])_{1,3}(?![a-z0-9])"
    r"|'{2,3}|\\(?=[^a-z0-9 ]))"
    r"|(?P<space>[ \n]+(?:(?:>|//|\||#{1,6}(?= ))[ ]*)*)"
)
_ENTITIES = {"&amp;": "&", "&quot;": '"', "&lt;": "<", "&gt;": ">", "&apos;": "'", "&ldquo;": '"', "&rdquo;": '"',
             "&lsquo;": "'", "&rsquo;": "'", "&ndash;": "-", "&mdash;": "-"}  # fmt: skip
# Prefixes after which a hyphen at the end of a line belongs to the word.
_HYPHENATED = frozenset(
    {
        "non",
        "sub",
        "re",
        "third",
        "royalty",
        "co",
        "self",
        "open",
        "cross",
        "no",
        "fine",
        "pre",
        "post",
        "machine",
        "ai",
    }
    | {"well", "use", "patent", "worldwide", "end", "in", "opt", "multi"}
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded passage: `text` is what patterns see, `span` leads back to the original."""

    text: str
    _starts: tuple[int, ...]  # offsets in `text` at which a run begins
    _origins: tuple[int, ...]  # offsets in the original at which that run begins
    _widths: tuple[int, ...]  # how many original characters the run covers

    def origin(self, offset: int) -> int:
        """The original offset of the character at `offset`."""
        run = max(bisect_right(self._starts, offset) - 1, 0)
        within = offset - self._starts[run]
        return self._origins[run] + min(within, max(self._widths[run] - 1, 0))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original offsets of `text[start:end]`, end exclusive."""
        if end <= start or not self._starts:
            return (0, 0)
        return self.origin(start), self.origin(end - 1) + 1


def fold(flat: str, start: int, end: int) -> Folded:
    """The folded form of `flat[start:end]`, with offsets into the text that `flat` was made from."""
    parts: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    widths: list[int] = []
    length = 0

    def emit(piece: str, origin: int, width: int) -> None:
        nonlocal length
        parts.append(piece)
        starts.append(length)
        origins.append(origin)
        widths.append(width)
        length += len(piece)

    position = start
    blank = True  # whether the last thing emitted was white space (also true at the beginning)
    for match in _MARKUP.finditer(flat, start, end):
        begin, stop = match.span()
        if begin > position:
            emit(flat[position:begin], position, begin - position)
            blank = False
        position = stop
        kind = match.lastgroup
        if kind in ("space", "tag"):
            if not blank:
                emit(" ", begin, 1)
                blank = True
        elif kind == "soft":
            word = re.split(r"[^a-z]", flat[max(start, begin - 12) : begin])[-1]
            if word in _HYPHENATED:
                emit("-", begin, 1)
        elif kind == "entity":
            piece = _ENTITIES.get(match.group(), " ")
            if piece != " " or not blank:
                emit(piece, begin, 1)
            blank = piece == " "
    if position < end:
        emit(flat[position:end], position, end - position)
    folded = "".join(parts).rstrip(" ")
    return Folded(folded, tuple(starts), tuple(origins), tuple(widths))
