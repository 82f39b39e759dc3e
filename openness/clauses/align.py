"""Where a known text says what its record says: spans for recorded clauses."""

import re
from collections.abc import Iterable, Mapping
from typing import Protocol

from openness.clauses.detect import detect
from openness.clauses.fold import flatten
from openness.clauses.patterns import compiled, pattern_set
from openness.clauses.quote import quoted_part
from openness.clauses.segment import Sentence, segment
from openness.model.clause import Clause

Span = tuple[int, int]
_LEADING = re.compile(
    r"(?:section|article|attachment|exhibit|annex|appendix|schedule|part)?\s*([a-z0-9]{1,12})", re.IGNORECASE
)


class Recorded(Protocol):
    """What a record says about one clause."""

    @property
    def clause(self) -> str:
        """Id of the clause."""

    @property
    def section(self) -> str | None:
        """Section of the text that has it."""


def section_range(text: str, section: str | None) -> Span | None:
    """Offsets of the top-level section that a reference like "2", "1.b.i" or "Attachment A" begins with."""
    if not section:
        return None
    first = _LEADING.match(section.strip())
    if first is None:
        return None
    name, flat = first.group(1).lower(), flatten(text)
    named = not section.strip()[:1].isdigit() and " " in section.strip()
    mark = (
        rf"(?:{re.escape(section.strip().lower())})"
        if named
        else rf"(?:section |article )?{re.escape(name)}(?:[.):]| [a-z])"
    )
    head = re.search(rf"(?:^|\n)[ #*>|\"-]{{0,12}}{mark}", flat)
    if head is None:
        return None
    stop = None
    if name.isdigit():
        following = rf"(?:^|\n)[ #*>|\"-]{{0,12}}(?:section |article )?{int(name) + 1}(?:[.):]| [a-z])"
        stop = re.search(following, flat[head.end() :])
    return head.start(), head.end() + stop.start() if stop else len(text)


def locate(text: str, clauses: Iterable[Recorded]) -> Mapping[str, Span]:
    """Offsets of the words behind each recorded clause that can be found; the detector's own spans come first."""
    found = detect(text)
    sentences = segment(text)
    spans: dict[str, Span] = {}
    for clause in clauses:
        if clause.clause in spans:
            continue
        span = place(text, clause, found, sentences)
        if span is not None:
            spans[clause.clause] = span
    return spans


def place(text: str, clause: Recorded, found: tuple[Clause, ...], sentences: tuple[Sentence, ...]) -> Span | None:
    """The best span for one recorded clause: a finding in its section, any finding, a likely sentence."""
    section = section_range(text, clause.section)
    same = [f for f in found if f.clause == clause.clause]
    inside = [f for f in same if section is not None and section[0] <= f.start < section[1]]
    best = max(inside or same, key=lambda f: (f.confidence, -f.start), default=None)
    if best is not None:
        return best.start, best.end
    return _likely(clause.clause, sentences, section) or (_likely(clause.clause, sentences, None) if section else None)


def _likely(clause: str, sentences: tuple[Sentence, ...], section: Span | None) -> Span | None:
    """The first sentence that names the subject of the clause, whatever it says about it."""
    patterns = [pattern for rule in pattern_set().rules if rule.clause == clause for pattern in rule.match]
    for sentence in sentences:
        if sentence.is_heading:
            continue
        start, _end = sentence.span(0, len(sentence.text))
        if section is not None and not section[0] <= start < section[1]:
            continue
        for pattern in patterns:
            match = compiled(pattern).search(sentence.text)
            if match is not None:
                return sentence.span(*quoted_part(sentence, *match.span()))
    return None
