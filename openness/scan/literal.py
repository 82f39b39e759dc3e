"""A string of a source file, with the place where it is written."""

import re
from typing import NamedTuple


class Literal(NamedTuple):
    """One string value; `start` and `end` are offsets of its text (or of the expression that makes it)."""

    text: str
    start: int
    end: int

    def part(self, at: int, text: str) -> "Literal":
        """`text`, which stands at `at` in this literal; at the place of the whole when that is written otherwise."""
        if self.end - self.start != len(self.text):
            return Literal(text, self.start, self.end)
        return Literal(text, self.start + at, self.start + at + len(text))


UNKNOWN = "\x00"  # stands for a part of a value that the scan cannot know


_DEFAULT = re.compile(r"\\?\$\{([A-Za-z_][\w.-]*):[-=]?([^${}]+)\}\Z")


def default_of(literal: Literal) -> tuple[str, Literal] | None:
    """The name and the default of `${name:default}` or `${NAME:-default}`, as Spring and the shell read it."""
    match = _DEFAULT.match(literal.text) if "${" in literal.text else None
    if match is None:
        return None
    return match.group(1), literal.part(match.start(2), match.group(2).strip("\"'"))


class Lines:
    """Offsets of the lines of a text, to turn offsets into positions and back."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0]
        position = text.find("\n")
        while position >= 0:
            self.starts.append(position + 1)
            position = text.find("\n", position + 1)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both 1-based."""
        from bisect import bisect_right

        index = bisect_right(self.starts, offset) - 1
        return index + 1, offset - self.starts[index] + 1

    def offset(self, line: int, byte_column: int) -> int:
        """Offset of a 1-based line and a 0-based column in UTF-8 bytes, as `ast` counts them."""
        if line > len(self.starts):
            return len(self.text)
        start = self.starts[line - 1]
        end = self.starts[line] if line < len(self.starts) else len(self.text)
        content = self.text[start:end]
        if content.isascii():
            return start + byte_column
        return start + len(content.encode("utf-8", "replace")[:byte_column].decode("utf-8", "ignore"))
