"""Finds where string literals and comments end, in linear time whatever the text."""

import re

# A quoted string on one line, from behind its opening quote. One class and one escape, so that nothing backtracks.
_ENDS = {
    quote: re.compile(rf"[^\\{quote}\n]*(?:\\(?:.|\n)[^\\{quote}\n]*)*{quote}") for quote in ("'", '"')
}  # fmt: skip


class Closings:
    """Closing marks of one text; remembers which marks do not come any more."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.gone: dict[str, int] = {}  # mark -> offset from which on it does not occur

    def line(self, position: int, quote: str) -> int:
        """The offset behind the quote that closes a string begun before `position`; -1 when its line has none."""
        match = _ENDS[quote].match(self.text, position)
        return match.end() if match else -1

    def mark(self, position: int, mark: str, *, escapes: bool = False) -> int:
        """The offset behind the next `mark`; -1 when there is none. With `escapes`, a backslash before it hides it."""
        if position >= self.gone.get(mark, len(self.text) + 1):
            return -1
        at = self.text.find(mark, position)
        while escapes and at > 0 and _is_escaped(self.text, at, position):
            at = self.text.find(mark, at + 1)
        if at < 0:
            self.gone[mark] = position
            return -1
        return at + len(mark)


def _is_escaped(text: str, at: int, start: int) -> bool:
    count = 0
    while at - count - 1 >= start and text[at - count - 1] == "\\":
        count += 1
    return count % 2 == 1
