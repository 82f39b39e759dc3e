"""`SPDX-License-Identifier:` tags and other places where an SPDX expression is written out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

_TAG = re.compile(r"SPDX-License-Identifier[ \t]*:[ \t]*([^\n\r]{1,300})", re.I)
_PART = re.compile(r"\(|\)|[A-Za-z0-9][A-Za-z0-9.:+-]*")
_OPERATORS = {"and": "AND", "or": "OR", "with": "WITH"}
# A badge of shields.io: "label-message-color", where "--" is a dash, "__" an underscore and "_" a space.
_BADGE = re.compile(
    r"shields\.io/badge/(?:[^-/\s)\"'<>]|--){0,40}licen[sc]e-((?:[^-/\s)\"'<>]|--){2,80})-[\w%]{3,20}", re.I
)
_MOST = 64  # tags read in one file
_DEPTH = 16  # nested parentheses


@dataclass(frozen=True, slots=True)
class Tag:
    """An expression and the characters that state it."""

    expression: str
    start: int
    end: int


def tags(text: str, known: Mapping[str, str]) -> list[Tag]:
    """The tags of `text` whose ids are all known (`known`: id in lower case to id)."""
    out = []
    for match in _TAG.finditer(text):
        parsed = parse(match.group(1), known)
        if parsed:
            expression, size = parsed
            out.append(Tag(expression, match.start(), match.start(1) + size))
        if len(out) == _MOST:
            break
    return out


def badges(text: str, known: Mapping[str, str]) -> list[Tag]:
    """The license badges of `text` whose message is an expression, or an id with spaces in it."""
    out = []
    for match in _BADGE.finditer(text):
        said = match.group(1).replace("--", "-").replace("__", "\0").replace("_", " ").replace("\0", "_")
        said = unquote(said).strip()
        for spelled in (said, re.sub(r"\s+", "-", said)):
            parsed = parse(spelled, known)
            if parsed and parsed[1] == len(spelled):
                out.append(Tag(parsed[0], match.start(), match.end()))
                break
        if len(out) == _MOST:
            break
    return out


def parse(said: str, known: Mapping[str, str]) -> tuple[str, int] | None:
    """The longest valid expression at the start of `said`, as SPDX spells it, and its length; else None."""
    reader = _Reader(said, known)
    expression = reader.choice(0)
    return (expression, reader.end) if expression else None


class _Reader:
    """Recursive descent over ids, AND, OR, WITH and parentheses; stops at the first word that does not fit."""

    def __init__(self, said: str, known: Mapping[str, str]) -> None:
        self.parts = [(m.group(), m.start(), m.end()) for m in _PART.finditer(said)]
        self.known = known
        self.at = 0
        self.end = 0

    def choice(self, depth: int) -> str | None:
        """a OR b …"""
        return self._chain("or", depth)

    def _chain(self, operator: str, depth: int) -> str | None:
        step = self._all if operator == "or" else self._single
        left = step(depth)
        if left is None:
            return None
        said = [left]
        while self._word(self.at) == operator:
            mark = self.at, self.end
            self.at += 1
            right = step(depth)
            if right is None:
                self.at, self.end = mark
                break
            if right not in said:
                said.append(right)
        if len(said) == 1:
            return left
        grouped = [f"({s})" if operator == "and" and " OR " in s else s for s in said]
        return f" {_OPERATORS[operator]} ".join(grouped)

    def _all(self, depth: int) -> str | None:
        return self._chain("and", depth)

    def _single(self, depth: int) -> str | None:
        if self._word(self.at) == "(" and depth < _DEPTH:
            mark = self.at, self.end
            self.at += 1
            inner = self.choice(depth + 1)
            if inner and self._word(self.at) == ")":
                self.end = self.parts[self.at][2]
                self.at += 1
                return inner
            self.at, self.end = mark
            return None
        first = self._id()
        if first is None:
            return None
        if self._word(self.at) == "with":
            mark = self.at, self.end
            self.at += 1
            exception = self._id()
            if exception:
                return f"{first} WITH {exception}"
            self.at, self.end = mark
        return first

    def _id(self) -> str | None:
        word = self._word(self.at)
        found = self.known.get(word) or self.known.get(word.rstrip(".")) if word and word not in _OPERATORS else None
        if found is None and word.endswith("+"):
            base = self.known.get(word[:-1], "")
            found = self.known.get(base.lower().removesuffix("-only") + "-or-later") or None
        if found is not None:
            self.end = self.parts[self.at][2]
            self.at += 1
        return found

    def _word(self, at: int) -> str:
        return self.parts[at][0].lower() if at < len(self.parts) else ""
