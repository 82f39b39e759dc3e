"""Cut a text into sentences that know which heading and which list introduction they stand under.

The words that make a list item a prohibition often stand far above it ("You agree not to use the Model:"). So every
sentence carries its `stem`, the open list introductions above it, and its `heading`. spaCy is not needed for this, and
its rule-based sentencizer knows neither list items nor hard-wrapped lines; see docs/clauses.md.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from openness.clauses.fold import FILLER, Folded, flatten, fold
from openness.clauses.layout import own_lines

MAX_SENTENCE = 2400  # folded characters; longer ones are cut so that every pattern runs on a bounded string
MAX_STEM = 600

_BULLET = re.compile(
    r"[ >|/#]{0,12}(?P<mark>\*{1,2}(?= )|[-+](?= )"
    r"|\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-z]|[ivx]{1,5}|\d{1,2}[a-z])[.):]{1,2}(?= |\*|\")"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}(?= )|\d{1,2}(?= [a-z])"
    r"|(?:section|article|attachment|exhibit|schedule|annex|appendix|part) (?:\d{1,2}|[ivx]{1,5}|[a-z])(?![a-z]))"
)
_ROMAN = frozenset({"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"})
_TITLE = re.compile(r"(?:section|article|attachment|exhibit|schedule|annex|appendix|part) (?:\d|[ivx]|[a-z](?![a-z]))")
_END = re.compile(r"[.!?][\"')\]]{0,2} |; (?=\(?[a-z0-9]{1,4}\) )")
_PART = re.compile(
    r";(?= )|(?<= )\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\) |, but (?=(?:you|licensee|recipients?) (?:may|can) )"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|inc|ltd|co|corp|u\.s|u\.k|e\.u|no|nos|art|sec|vs|v|cf|etc|al|mr|ms|dr|st|approx|para|fig|ver|llc|s\.a|n\.v|b\.v|pt"
    r"|[a-z]|\d{1,2}))\.[\"')\]]{0,2} $"
)
# A paragraph that begins like this stands on its own, whatever list came before it.
_INDEPENDENT = re.compile(
    r"(?:(?!to |for |in |as |by |that |any |use |using )(?:(?!that |which |who )[^ .:]+ ){1,5}"
    r"(?:may|shall|must|will|agrees?|is|are|means?|has|have|grants?|does|do|can|cannot|reserves?)\b"
    r"|(?:if|this|these|we|you|nothing|notwithstanding|subject|except|unless|provided|licensor|the licensor|by|please"
    r"|copyright) )"
)
_RUNS_ON = re.compile(
    r"\b(?:(?:sub)?sections?|paragraphs?|articles?|clauses?|under|version|of)(?: [0-9.()a-z]{1,8}(?:,| and| or))?$"
)
_DEPENDENT_START = re.compile(r"(?:to|for|in any|in a|as|by|or|and|that) ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence or list item."""

    folded: Folded
    start: int  # within `folded.text`
    end: int
    text: str  # folded.text[start:end]
    stem: str  # folded text of the open list introductions above it, outermost first
    heading: str  # folded text of the last headings above it
    is_heading: bool = False

    def part(self, start: int, end: int) -> tuple[int, int]:
        """The part of the sentence around `start:end`: between semicolons or the marks of an inline list."""
        left, right = 0, len(self.text)
        for match in _PART.finditer(self.text):
            if match.end() <= start:
                left = match.end()
            elif match.start() >= end:
                right = match.start()
                break
        return left, right

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Original offsets of `text[start:end]`."""
        return self.folded.span(self.start + start, self.start + end)


@dataclass(slots=True)
class _Block:
    start: int
    end: int
    style: str  # "" for a paragraph, else the kind of its bullet
    indent: int
    heading: int  # 0: no heading, else its depth
    number: int = 0  # of a numbered section or item; 0: none


def _style(mark: str) -> str:
    word = mark.strip("().: ")
    if not word or mark[0] in "*-+":
        return "bullet"
    if mark[0].isalpha() and " " in mark:
        return "part"
    shape = "(" if mark.startswith("(") else ""
    if word[0].isdigit():
        return shape + "n" + "." * word.count(".") + ("a" if word[-1].isalpha() else "")
    return shape + ("i" if word in _ROMAN else "a") + mark[-1]


def _breaks_off(line: str, mark: str) -> bool:
    """Does `mark` at the start of a line belong to the sentence above ("section" / "2.1", "Llama" / "3")?"""
    return _RUNS_ON.search(line) is not None or (mark.isdigit() and line[-1:] not in ".:;!?*_|")


def _number(mark: str) -> int:
    """The last number of a mark like "3." or "2.1"; 0 for other marks."""
    digits = mark.strip("().: ").rsplit(".", 1)[-1]
    return int(digits) if digits.isdigit() else 0


def _is_title(original: str, line: str, *, shouted: bool = False) -> bool:
    """Does a short line without final punctuation read like a heading?

    `shouted` says that the next line is in capitals too: a passage, not a heading, unless the line is very short.
    """
    words = original.split()
    if not words or len(original) > 90 or line.rstrip(" *_")[-1:] in ".;,:":
        return False
    if original.isupper():
        return len(words) <= 6 or (len(words) <= 12 and not shouted)
    capitals = sum(word[:1].isupper() for word in words)
    small = sum(word in ("of", "and", "the", "to", "for", "in", "on", "or", "a", "&", "with", "by") for word in words)
    return len(words) <= 9 and capitals + small >= len(words) and words[0][:1].isupper()


def _blocks(text: str, flat: str) -> Iterator[_Block]:
    """Paragraphs, list items and headings in order."""
    block: _Block | None = None
    position = 0
    size = len(flat)
    previous = ""
    while position < size:
        newline = flat.find("\n", position)
        stop = newline if newline >= 0 else size
        begin = position
        position = stop + 1
        line = flat[begin:stop]
        bare = line.strip(" \x01")
        if not bare.strip("-=*_#|>/ "):
            if block is not None:
                yield block
                block = None
            previous = ""
            continue
        indent = len(line) - len(line.lstrip(" \x01"))
        content = bare.lstrip("#>|/ \x01")
        bullet = _BULLET.match(bare)
        depth = len(bare) - len(bare.lstrip("#")) if bare.startswith("#") and bare.lstrip("#").startswith(" ") else 0
        body = text[begin:stop].strip(" \t\r#*_>|")
        if bullet is not None and block is not None and _breaks_off(previous, bullet.group("mark")):
            bullet = None
        if bullet is not None:
            body = text[begin + line.find(bare) + bullet.end() : stop].strip(" \t\r#*_")
        bold = bare.startswith(("**", "__")) and bare.rstrip(" :").endswith(("**", "__")) and len(bare) < 120
        title = depth or (6 if bold and not bullet else 0)
        ended = previous[-1:] in ".:;!?" or previous.endswith(('."', ".)", "; or", "; and", ";or", ";and"))
        fresh = block is None or ended or len(previous) > 200 or block.heading > 0
        if (
            not title
            and len(content) < 90
            and _is_title(body, bare, shouted=text[position : position + 60].strip().isupper())
            and (fresh or bullet)
            and _next_starts(text, position)
        ):
            title = 5 if bullet is None or bare[0].isdigit() or _TITLE.match(content) else 0
        starts = title or bullet is not None or block is None or block.heading or len(previous) > 200
        if not starts and ended and not content[:1].islower():
            starts = True
        if not starts and ended and body[:1].isupper():
            starts = True
        if starts:
            if block is not None:
                yield block
            style = _style(bullet.group("mark")) if bullet is not None else ""
            block = _Block(
                begin, stop, style, indent, title, _number(bullet.group("mark")) if bullet is not None else 0
            )
        elif block is not None:
            block.end = stop
        previous = bare
    if block is not None:
        yield block


def _next_starts(text: str, position: int) -> bool:
    """Does the next line begin a new unit (blank, capital letter, digit or bullet)?"""
    head = text[position : position + 60].lstrip(" \t")
    return not head or not head[:1].islower()


def _sentences(folded: Folded, text: str, start: int) -> Iterator[tuple[int, int]]:
    """Offsets of the sentences of one folded block, from `start` on."""
    body = folded.text
    for match in _END.finditer(body, start):
        end = match.end()
        if body[match.start()] != ";":
            following = text[folded.origin(end)] if end < len(body) else ""
            if following.islower() or _ABBREVIATION.search(body, max(start, end - 12), end):
                continue
            if end - start < 5:
                continue
        elif end - start < MAX_SENTENCE // 2:
            continue
        yield from _cut(body, start, end)
        start = end
    if start < len(body):
        yield from _cut(body, start, len(body))


def _cut(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pieces of at most MAX_SENTENCE characters, cut at white space where there is any."""
    while end - start > MAX_SENTENCE:
        at = body.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
        at = at + 1 if at > 0 else start + MAX_SENTENCE
        yield start, at
        start = at
    while end > start and body[end - 1] == " ":
        end -= 1
    if end > start:
        yield start, end


class _Scope:
    """The headings and list introductions that are open at a point of the text."""

    def __init__(self) -> None:
        self._open: list[
            tuple[str, int, int, str]
        ] = []  # mark, indent, number of the introducing block; its last sentence
        self._headings: list[tuple[int, str, str, int]] = []  # depth, text, kind of mark, number
        self._fresh = False  # the last block opened a list
        self._within: tuple[int, str] | None = None  # kind of the headings that divide the open list

    def enter(self, block: _Block, text: str) -> None:
        """Close what the block ends."""
        if block.heading:
            depth = block.heading
            kind = (depth, block.style)
            if self._fresh:
                self._within = kind  # a heading right after an introduction names a group of its items
            self._fresh = False
            if not (self._open and (depth == 6 or kind == self._within)):
                self._within = None
                self._open.clear()
                while self._headings and (self._headings[-1][0] >= depth or depth == 5):
                    self._headings.pop()
                self._headings.append((depth, text[:120], block.style, block.number))
            return
        if block.number and any((block.style, block.number) == (h[2], h[3] + 1) for h in self._headings):
            self._open.clear()  # a section whose title runs into its text
        elif block.style:
            for at, (style, indent, number, _) in enumerate(self._open):
                after = block.number > number or not block.number
                if style == block.style and block.indent <= indent + 1 and after:
                    del self._open[at:]
                    break
        elif self._fresh and len(text) < 240:
            return  # what follows an introduction belongs to it, however it begins
        elif not _DEPENDENT_START.match(text) and _INDEPENDENT.match(text):
            self._open.clear()

    def introduce(self, block: _Block, last: str) -> None:
        """Open a list when the block ends like an introduction."""
        tail = last.rstrip(" *_")
        self._fresh = False
        if tail.endswith((":", ": (", " to", "following", ":-")) and len(tail) > 8:
            self._open.append((block.style, block.indent, block.number, tail[-MAX_STEM:]))
            self._fresh = True

    @property
    def stem(self) -> str:
        """The open introductions, outermost first."""
        return " ".join(entry[3] for entry in self._open[-4:])

    @property
    def heading(self) -> str:
        """The open headings, outermost first."""
        return " / ".join(entry[1] for entry in self._headings[-3:])


def segment(text: str) -> tuple[Sentence, ...]:
    """All sentences of `text` in order; headings are marked as such."""
    flat = own_lines(flatten(text))
    found: list[Sentence] = []
    scope = _Scope()
    for block in _blocks(text, flat):
        folded = fold(flat, block.start, block.end)
        body = folded.text
        if not body.strip(FILLER + " "):
            continue
        bullet = _BULLET.match(body) if block.style else None
        lead = bullet.end() if bullet is not None and block.style != "part" else 0
        while lead < len(body) and body[lead] in " .:)":
            lead += 1
        inner = body[lead:]
        scope.enter(block, inner)
        last = ""
        for start, end in _sentences(folded, text, lead):
            piece = body[start:end]
            first, stop = folded.span(start, end)
            run_in = (
                start == lead
                and end < len(body)
                and len(piece) < 80
                and _is_title(text[first:stop].strip(" .:*_"), piece[:-1])
            )
            found.append(
                Sentence(
                    folded=folded,
                    start=start,
                    end=end,
                    text=piece,
                    stem=scope.stem,
                    heading=scope.heading,
                    is_heading=bool(block.heading) or run_in,
                )
            )
            last = piece
        if not block.heading:
            scope.introduce(block, last)
    return tuple(found)
