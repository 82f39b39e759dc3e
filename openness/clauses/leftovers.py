"""Passages of a license file that belong to no recognized text, where they limit what the recognized text grants.

A paragraph under an MIT text can take back what the text gives. Identification names the text; what stands around it
is read here, and a passage with a limiting clause becomes a deviation, so that nothing counts as the plain license.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from openness.clauses.detect import detect
from openness.model import Deviation, TextMatch

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase

Reader = Callable[[str], tuple[TextMatch, ...]]
MIN_WORDS = 5  # of a passage; names, years and headings are shorter


def reader_with_leftovers(reader: Reader, kb: "KnowledgeBase") -> Reader:
    """A reader that also looks at what `reader` leaves over."""
    return lambda text: with_leftovers(text, reader(text), kb)


def with_leftovers(text: str, matches: tuple[TextMatch, ...], kb: "KnowledgeBase") -> tuple[TextMatch, ...]:
    """The matches; a text (or a lone notice) gets a deviation for every passage beside it that limits use."""
    full = [m for m in matches if m.kind == "text"] or list(matches)  # without a text, what stands beside a notice
    if not full:
        return matches
    added: dict[int, list[Deviation]] = {}
    for start, end in _between(text, full):
        passage = text[start:end]
        if len(passage.split()) < MIN_WORDS or not any(_limits(c.clause, kb) for c in detect(passage)):
            continue
        owner = max(range(len(full)), key=lambda i: (full[i].end <= start, full[i].end))
        added.setdefault(owner, []).append(Deviation(kind="added", path="", start=start, end=end))
    changed = {
        id(full[number]): replace(full[number], deviations=(*full[number].deviations, *extra))
        for number, extra in added.items()
    }
    return tuple(changed.get(id(match), match) for match in matches)


def _between(text: str, full: list[TextMatch]) -> Iterator[tuple[int, int]]:
    """The stretches of the text that no full match covers."""
    position = 0
    for match in sorted(full, key=lambda m: m.start):
        if match.start > position:
            yield position, match.start
        position = max(position, match.end)
    if position < len(text):
        yield position, len(text)


def _limits(clause_id: str, kb: "KnowledgeBase") -> bool:
    clause = kb.clause(clause_id)
    return clause is not None and clause.caps_at is not None
