"""Which patterns can possibly match a sentence: one linear pass of google-re2 over it."""

from collections.abc import Iterable, Sequence

import re2


class Prefilter:
    """A set of literals, each standing for the patterns that need it."""

    def __init__(self, keys: Sequence[Iterable[str]]) -> None:
        """`keys[n]` holds literals of which pattern n needs at least one; empty: pattern n is always a candidate."""
        needed: dict[str, list[int]] = {}
        always: list[int] = []
        for number, literals in enumerate(keys):
            empty = True
            for literal in literals:
                needed.setdefault(literal, []).append(number)
                empty = False
            if empty:
                always.append(number)
        self._always = tuple(always)
        self._patterns = [tuple(numbers) for numbers in needed.values()]
        self._set = re2.Set.SearchSet()
        for literal in needed:
            self._set.Add(re2.escape(literal))
        self._set.Compile()

    def candidates(self, text: str) -> list[int]:
        """Numbers of the patterns worth running on `text`, ascending."""
        found = set(self._always)
        for hit in self._set.Match(text) or ():
            found.update(self._patterns[hit])
        return sorted(found)
