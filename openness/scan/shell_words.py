"""Cuts shell text into commands and words: comments left out, quotes removed."""

from collections.abc import Iterator

from openness.scan.literal import Literal

_OPERATORS = frozenset({";", "&", "|", "(", ")", "\n"})


def statements(text: str) -> Iterator[list[Literal]]:
    """The words of each simple command; comments are left out, quotes removed."""
    words: list[Literal] = []
    position, size = 0, len(text)
    while position < size:
        char = text[position]
        if char == "\\" and text.startswith("\\\n", position):
            position += 2
        elif char in " \t":
            position += 1
        elif char == "#" and (position == 0 or text[position - 1] in " \t\n;"):
            end = text.find("\n", position)
            position = size if end < 0 else end
        elif char == "(" and words and words[-1].end == position and words[-1].text.endswith("="):
            end = _array_end(text, position)
            yield [*words, *(word for line in statements_between(text, position + 1, end) for word in line)]
            words = []
            position = end + 1
        elif char in _OPERATORS:
            if words:
                yield words
                words = []
            position += 1
        else:
            literal, position = _word(text, position)
            words.append(literal)
    if words:
        yield words


def statements_between(text: str, start: int, end: int) -> Iterator[list[Literal]]:
    """The words of a part of a text, at their places in the whole."""
    for line in statements(text[start:end]):
        yield [word._replace(start=word.start + start, end=word.end + start) for word in line]


def _array_end(text: str, position: int) -> int:
    end = text.find(")", position)
    return len(text) if end < 0 else end


def _word(text: str, position: int) -> tuple[Literal, int]:
    """The word that begins at a position, and where it ends."""
    start, size = position, len(text)
    pieces: list[str] = []
    quoted_start: int | None = None
    while position < size:
        char = text[position]
        if char in " \t" or char in _OPERATORS:
            break
        if char == "$" and text[position + 1 : position + 2] in {"{", "("}:
            closing = {"{": "}", "(": ")"}[text[position + 1]]
            end = _closing(text, position + 1, closing)
            pieces.append(text[position:end])
            position = end
        elif char in "'\"":
            end = _quote_end(text, position, char)
            content = text[position + 1 : end]
            if position == start and (end + 1 >= size or text[end + 1] in " \t\n;&|)"):
                quoted_start = position + 1
            pieces.append(content if char == "'" else content.replace("\\\n", "  ").replace('\\"', '"'))
            position = end + 1
        elif char == "\\" and position + 1 < size:
            if text[position + 1] != "\n":
                pieces.append(text[position + 1])
            position += 2
        else:
            pieces.append(char)
            position += 1
    joined = "".join(pieces)
    if quoted_start is not None:
        return Literal(joined, quoted_start, position - 1), position
    return Literal(joined, start, position), position


def _closing(text: str, position: int, closing: str) -> int:
    end = text.find(closing, position)
    line = text.find("\n", position)
    if end < 0 or (0 <= line < end):
        return position + 1
    return end + 1


def _quote_end(text: str, position: int, quote: str) -> int:
    end = position + 1
    while end < len(text):
        if text[end] == "\\" and quote == '"':
            end += 2
            continue
        if text[end] == quote:
            return end
        end += 1
    line = text.find("\n", position)
    return len(text) if line < 0 else line
