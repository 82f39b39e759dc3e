"""What an extractor is given: the match, its sentence, the sentences around it, the original text."""

from dataclasses import dataclass

from openness.clauses.patterns import compiled
from openness.clauses.segment import Sentence

AT = "@"  # key under which an extractor says where its value stands in the sentence; never shown
REACH = 700  # folded characters after the match in which a quoted notice or an address may stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A match in its surroundings."""

    sentence: Sentence
    start: int  # of the match, within sentence.text
    end: int
    sentences: tuple[Sentence, ...]
    index: int  # of `sentence` in `sentences`
    original: str

    @property
    def text(self) -> str:
        """The folded sentence."""
        return self.sentence.text

    @property
    def with_stem(self) -> str:
        """The folded sentence after its list introduction."""
        return f"{self.sentence.stem} {self.sentence.text}" if self.sentence.stem else self.sentence.text

    @property
    def with_next(self) -> str:
        """The folded sentence and the two after it."""
        return " ".join(s.text for s in self.sentences[self.index : self.index + 3])

    def words(self, start: int, end: int) -> str:
        """The original words of `sentence.folded.text[start:end]`, on one line."""
        first, last = self.sentence.folded.span(start, end)
        return " ".join(self.original[first:last].split())

    def holds(self, pattern: str) -> bool:
        """Does the sentence contain the pattern?"""
        return compiled(pattern).search(self.text) is not None
