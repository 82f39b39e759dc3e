"""The body of a card → sentences with exact offsets, each with its section and the kind of block it stands in."""

import re
from typing import NamedTuple

from openness.evidence.card import Card, Section, code_ranges

MAX_BODY = 400_000  # characters of prose that are read
MAX_SENTENCE = 2_000


class Sentence(NamedTuple):
    """One sentence, list item or table row."""

    start: int
    end: int
    text: str
    kind: str  # "text" | "item" | "row" | "heading"
    section: Section
    headings: str  # titles of the section and of those it is in, lower-case, outermost first
    block: int  # number of the paragraph, list item or table
    indent: int = 0  # of a list item


_LINE = re.compile(r"[^\n]*\n?")
_ITEM = re.compile(r"[ \t]*(?:>[ \t]*)*(?:[-*+•]|\d{1,3}[.)])[ \t]+")
_QUOTE = re.compile(r"[ \t]*>[ \t]?")
_BREAK = re.compile(r"(?:<br\s*/?>|</p>|</li>|</h\d>|</td>|</tr>|</div>)[ \t\r]*", re.IGNORECASE)
_LABEL = re.compile(
    r"[ \t]*(?:\*\*|__)[^*_\n]{2,60}(?:\*\*|__)[ \t]*[:：]|[ \t]*(?:\*\*|__)[^*_\n]{2,60}[:：](?:\*\*|__)|"
    r"[ \t]*[A-Z][\w /\[\]-]{2,40}[:：][ \t]"
)
_STOP = re.compile(
    r"[.!?]+[\"')\]*_»”]*[ \t\r\n]+(?=[\"'(\[*_`<«“]*[^\Wa-zà-öø-ÿа-я_]|[*_`]*\[?\W*[A-Z])|[。！？]+[”」』）)]*"
)
_ABBREVIATION = re.compile(
    (
        r"(?:\b(?:e\.g|i\.e|etc|vs|cf|al|fig|no|nos|sec|approx|resp|dr|mr|mrs|st|inc|ltd|corp|co|z\.b|bzw|"
        r"u\.a|p\.ex|ver|v|jr|vol|pp?|eq|dept|univ)|\b[A-Z])\.$"
    ),
    re.IGNORECASE,
)


def sentences(card: Card) -> tuple[Sentence, ...]:
    """Every sentence of the body outside code, comments and front matter, in order."""
    text = card.text
    if len(text) > MAX_BODY:
        text = text[:MAX_BODY]
    skipped = sorted(
        [
            *code_ranges(text, card.body),
            *((b.outer_start, b.outer_end) for b in card.blocks),
            *_comments(text, card.body),
        ]
    )
    result: list[Sentence] = []
    path: list[Section] = []
    block = 0
    for section in card.sections():
        if section.level:
            path = [s for s in path if s.level < section.level]
            path.append(section)
        headings = " / ".join(s.title for s in path).lower()
        if section.level and section.title:
            result.append(
                Sentence(
                    section.start, section.body, text[section.start : section.body], "heading", section, headings, block
                )
            )
        for start, end, kind in _blocks(text, section.body, min(section.end, len(text)), skipped):
            block += 1
            if kind == "row":
                result.append(Sentence(start, end, text[start:end], kind, section, headings, block))
                continue
            for left, right in _split(text, start, end):
                indent = _indent(text, start) if kind == "item" else 0
                result.append(Sentence(left, right, text[left:right], kind, section, headings, block, indent))
    return tuple(result)


def passage(text: str, start: int, end: int, title: str) -> tuple[Sentence, ...]:
    """The sentences of one passage, read as if they stood under a heading of that name."""
    section = Section(title=title, level=1, start=start, body=start, end=end)
    return tuple(
        Sentence(left, right, text[left:right], "text", section, title.lower(), 0)
        for left, right in _split(text, start, min(end, start + MAX_BODY))
    )


def _comments(text: str, begin: int) -> list[tuple[int, int]]:
    """Offsets of HTML comments; one that is never closed is no comment."""
    found: list[tuple[int, int]] = []
    at = text.find("<!--", begin)
    while at >= 0:
        end = text.find("-->", at + 4)
        if end < 0:
            break
        found.append((at, end + 3))
        at = text.find("<!--", end + 3)
    return found


def _blocks(text: str, begin: int, end: int, skipped: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Paragraphs, list items and table rows between two offsets."""
    blocks: list[tuple[int, int, str]] = []
    start = -1
    kind = "text"
    at = begin
    index = 0
    while at < end:
        while index < len(skipped) and skipped[index][1] <= at:
            index += 1
        if index < len(skipped) and skipped[index][0] <= at:
            if start >= 0:
                blocks.append((start, at, kind))
                start = -1
            at = skipped[index][1]
            continue
        match = _LINE.match(text, at)
        stop = min(match.end() if match else end, end)
        if index < len(skipped) and at < skipped[index][0] < stop:
            stop = skipped[index][0]
        line = text[at:stop]
        stripped = line.strip()
        row = stripped.startswith("|") or (stripped.count("|") >= 2 and stripped.endswith("|"))
        bare = _QUOTE.sub("", line, count=1) if line.lstrip()[:1] == ">" else line
        item = bool(stripped) and _ITEM.match(bare) is not None
        if not stripped or row or item or _LABEL.match(bare):
            if start >= 0:
                blocks.append((start, at, kind))
                start = -1
            kind = "item" if item else "text"
            if row:
                blocks.append((at, stop, "row"))
            elif stripped:
                start = at
        elif start < 0:
            start, kind = at, "text"
        hard = line.endswith(("  \n", "  \r\n")) or _BREAK.search(line) is not None
        if hard and start >= 0:
            blocks.extend(_broken(text, start, stop, kind))
            start = -1
        at = max(stop, at + 1)
    if start >= 0:
        blocks.append((start, end, kind))
    return blocks


def _indent(text: str, start: int) -> int:
    """Width of the white space before a list item."""
    at = text.rfind("\n", 0, start) + 1
    stop = at
    while stop < len(text) and text[stop] in " \t>":
        stop += 1
    return stop - at


def _broken(text: str, start: int, end: int, kind: str) -> list[tuple[int, int, str]]:
    """The block cut at HTML line ends."""
    parts, at = [], start
    for match in _BREAK.finditer(text, start, end):
        parts.append((at, match.start(), kind))
        at = match.end()
    if text[at:end].strip():
        parts.append((at, end, kind))
    return [p for p in parts if text[p[0] : p[1]].strip()]


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentences of one block, without the space around them."""
    cuts, at = [], start
    for match in _STOP.finditer(text, start, end):
        head = text[at : match.start() + 1]
        if text[match.start()] == "." and _ABBREVIATION.search(head[-8:]):
            continue
        if _ITEM.fullmatch(text[at : match.end()].rstrip() + " "):
            continue
        cuts.append((at, match.end()))
        at = match.end()
    cuts.append((at, end))
    result: list[tuple[int, int]] = []
    for left, right in cuts:
        part = text[left:right]
        first = left + len(part) - len(part.lstrip())
        last = left + len(part.rstrip())
        result += ((at, min(at + MAX_SENTENCE, last)) for at in range(first, last, MAX_SENTENCE))
    return result
