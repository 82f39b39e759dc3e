"""Reads nested brackets with keys: JSON, and the flow parts of YAML and TOML, however broken."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import re2

from openness.scan.literal import Literal

_BLOCK_COMMENT = re2.compile(r"(?s)/\*.*?\*/")
# Every alternative begins with a character of its own and repeats one class: linear on any engine, and Python's own
# is the faster one where matches are many and short.
_TOKEN = re.compile(
    r"(?P<comment>//[^\n]*|#[^\n]*)"
    r"|(?P<string>\"(?:[^\\\"\n]|\\.)*\"|'(?:[^\\'\n]|\\.)*')"
    r"|(?P<sign>[\[\]{},:=])"
    r"|(?P<plain>(?:[^\s\"'\[\]{},:=#]|:[^\s,\]}])(?:[^\n\[\]{},:=#]|[:=][^\s,\]}\[{])*)"
)
_MAX_DEPTH = 64


class Entry(NamedTuple):
    """One scalar of a configuration file; `path` holds keys and, for items of lists, their numbers."""

    path: tuple[str | int, ...]
    literal: Literal

    @property
    def key(self) -> str:
        """The nearest key, without list positions."""
        return next((part for part in reversed(self.path) if isinstance(part, str)), "")

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys, outermost first."""
        return tuple(part for part in self.path if isinstance(part, str))


def entries(text: str, start: int = 0, end: int | None = None, path: tuple[str | int, ...] = ()) -> Iterator[Entry]:
    """The scalars of a bracketed text; what is nested too deeply is left out."""
    stack: list[tuple[str, tuple[str | int, ...], int]] = [("", path, 0)]
    pending: Literal | None = None
    key: str | None = None
    limit = len(text) if end is None else end
    piece = text[start:limit]
    if "/*" in piece:
        piece = _BLOCK_COMMENT.sub(lambda match: " " * len(match.group()), piece)
    for match in _TOKEN.finditer(piece):
        kind = match.lastgroup
        if kind == "comment":
            continue
        if kind == "sign":
            sign = match.group()
            opener, here, count = stack[-1]
            if sign in ":=":
                if pending is not None and opener != "[":
                    key, pending = pending.text, None
                continue
            if pending is not None:
                yield Entry(_at(opener, here, count, key), pending)
                pending = None
            if sign in "[{":
                if len(stack) > _MAX_DEPTH:
                    return
                stack.append((sign, _at(opener, here, count, key), 0))
                key = None
            elif sign in "]}":
                if len(stack) > 1:
                    stack.pop()
                key = None
            else:
                key = None
                stack[-1] = (opener, here, count + 1)
            continue
        value: str = match.group()
        offset = start + match.start()
        if kind == "string":
            pending = Literal(value[1:-1].replace("\\/", "/"), offset + 1, offset + len(value) - 1)
        else:
            stripped = value.strip()
            pending = Literal(stripped, offset, offset + len(stripped))
    if pending is not None:
        opener, here, count = stack[-1]
        yield Entry(_at(opener, here, count, key), pending)


def _at(opener: str, path: tuple[str | int, ...], count: int, key: str | None) -> tuple[str | int, ...]:
    if opener == "[":
        return (*path, count)
    return (*path, key) if key is not None else path


def closing(text: str, start: int, limit: int = 20_000) -> int:
    """The offset behind the bracket that closes the one at `start`; the end of the line when none does."""
    depth = 0
    for match in _TOKEN.finditer(text[start : start + limit]):
        if match.lastgroup == "sign":
            sign = match.group()
            depth += (sign in "[{") - (sign in "]}")
            if depth == 0 and sign in "]}":
                return start + match.end()
    line: int = text.find("\n", start)
    return len(text) if line < 0 else line
