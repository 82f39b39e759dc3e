"""Cuts source text with braces into strings, names and signs; comments are dropped."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from openness.scan.strings import Closings

NAME, STRING, SIGN = "name", "string", "sign"

# language -> line comments, marks that open strings, whether /* */ is a comment
_LANGUAGES: dict[str, tuple[tuple[str, ...], tuple[str, ...], bool]] = {
    "javascript": (("//",), ('"', "'", "`"), True),
    "rust": (("//",), ('"',), True),
    "braces": (("//",), ('"""', '"', "'", "`"), True),
    "hash": (("#",), ('"', "'"), True),
}
_SIGNS = r"=>|===?|!==?|<=|>=|:=|::|\?\.|->|\?\?|\|\||\+=|[(){}\[\],;:=.$+?!&|<>-]"
_RUST = r"(?P<raw>b?r#+\")|(?P<skip>'[A-Za-z_]\w*(?!')|b?'(?:[^\\'\n]|\\[^\n]{1,10})')|"


class Token(NamedTuple):
    """One token; `text` of a string is what stands between its quotes."""

    kind: str
    text: str
    start: int
    end: int
    quote: str = ""


@cache
def _pattern(language: str) -> "re.Pattern[str]":
    """Starts of tokens: every alternative is one class or a fixed string, so that Python's engine is linear on it."""
    comments, quotes, _ = _LANGUAGES[language]
    starts = "|".join(re.escape(mark) for mark in (*comments, "/*"))
    opening = "|".join(re.escape(mark) for mark in quotes)
    extra = _RUST if language == "rust" else ""
    return re.compile(
        rf"(?P<comment>{starts})|{extra}(?P<string>{opening})|(?P<name>[A-Za-z_@][A-Za-z0-9_]*)|(?P<sign>{_SIGNS})"
    )


def tokens(text: str, language: str) -> list[Token]:
    """The tokens of a text in a language of this table: javascript, rust, braces, hash."""
    return list(_tokens(text, language))


def _tokens(text: str, language: str) -> Iterator[Token]:
    closings = Closings(text)
    search = _pattern(language).search
    position, size = 0, len(text)
    while position < size:
        match = search(text, position)
        if match is None:
            return
        kind, value, start = match.lastgroup, match.group(), match.start()
        position = match.end()
        if kind == "comment":
            position = _comment_end(closings, position, value)
        elif kind in {"string", "raw"}:
            end, width = _string_end(closings, position, value)
            if end < 0:
                continue
            yield Token(STRING, text[position : end - width], position, end - width, value[-1])
            position = end
        elif kind != "skip":
            yield Token(kind or SIGN, value, start, position)


def _comment_end(closings: Closings, position: int, opening: str) -> int:
    if opening == "/*":
        end = closings.mark(position, "*/")
        return end if end >= 0 else position
    end = closings.text.find("\n", position)
    return end if end >= 0 else len(closings.text)


def _string_end(closings: Closings, position: int, opening: str) -> tuple[int, int]:
    """The offset behind a string, and the width of its closing mark; -1 when it is not closed."""
    if opening.endswith('#"'):
        mark = '"' + "#" * opening.count("#")
        return closings.mark(position, mark), len(mark)
    if opening == '"""':
        return closings.mark(position, opening), 3
    if opening == "`":
        return closings.mark(position, opening, escapes=True), 1
    return closings.line(position, opening), 1
