"""What a sentence does with the thing a pattern found in it: forbid, allow, ask for, recommend, or deny a rule.

The nearest cue before the trigger governs it ("you may not … train"), unless a passive verb follows close behind
("commercial use is prohibited"). Without a cue of its own, a list item takes that of its introduction, and failing
that, of its heading. `except` turns permission and prohibition around.
"""

from functools import lru_cache

from openness.clauses.patterns import UNBOUNDED, PatternSet, compiled
from openness.clauses.segment import Sentence

PROHIBIT, PERMIT, OBLIGE, ENCOURAGE, NEGATE, NONE = "prohibit", "permit", "oblige", "encourage", "negate", "none"
# Where two cues overlap, the one named first is meant.
_PRIORITY = (NEGATE, "ignore", PROHIBIT, PERMIT, ENCOURAGE, OBLIGE, "except", "define")
_SKIPPED = ("ignore", "define")
_OWN_VOICE = (PERMIT, OBLIGE, ENCOURAGE)  # a sentence with one of these does not take the cue of what stands above it
NEAR = 40  # a duty that stands this close before the match is about the match
_FLIPPED = {PROHIBIT: PERMIT, PERMIT: PROHIBIT}


class Scope:
    """Finds what governs a match; remembers the cues of recent passages."""

    def __init__(self, patterns: PatternSet) -> None:
        self._patterns = patterns
        self._cues = lru_cache(maxsize=512)(self._find_cues)

    def _find_cues(self, text: str) -> tuple[tuple[int, int, str], ...]:
        taken: list[tuple[int, int, str]] = []
        for name in _PRIORITY:
            for match in compiled(self._patterns.cues[name]).finditer(text):
                start, end = match.span()
                if all(end <= other[0] or start >= other[1] for other in taken):
                    taken.append((start, end, name))
        taken.sort()
        return tuple(cue for cue in taken if cue[2] not in _SKIPPED)

    def _last(self, text: str, before: int) -> tuple[str, int]:
        """The cue that holds at `before`, and where it ends."""
        flip = False
        for start, end, name in reversed(self._cues(text)):
            if end > before and start >= before:
                continue
            if name == "except":
                flip = not flip
                continue
            return (_FLIPPED.get(name, name) if flip else name), end
        return NONE, 0

    def _passive(self, after: str) -> str | None:
        for name in (PROHIBIT, PERMIT):
            if compiled(self._patterns.passive[name]).search(after):
                return name
        return None

    def governs(self, sentence: Sentence, start: int, end: int, *, reach: int = UNBOUNDED) -> str:
        """The name of the cue that governs `sentence.text[start:end]`, or "none".

        With `reach`, a cue further than that before the match, counted from the start of the sentence for inherited
        ones, does not govern it.
        """
        text = sentence.text
        own, at = self._last(text, start)
        if own == NONE or (own == OBLIGE and start - at > NEAR):
            passive = self._passive(text[end : end + 120])
            if passive is not None:
                return passive
        if own != NONE:
            return own if start - at <= reach else NONE
        left, right = sentence.part(start, end)
        voices = (name for begin, _, name in self._cues(text) if left <= begin < right)
        if start - left > reach or any(name in _OWN_VOICE for name in voices):
            return NONE
        if sentence.stem:
            inherited, _ = self._last(sentence.stem, len(sentence.stem))
            if inherited != NONE:
                return inherited
        if sentence.heading and compiled(self._patterns.headings[PROHIBIT]).search(sentence.heading):
            return PROHIBIT
        return NONE
