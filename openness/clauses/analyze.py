"""What a license text says: by its record where one exists, else by the detector."""

import re
from collections.abc import Iterator

from openness.clauses.align import Recorded, Span, locate, place
from openness.clauses.detect import MAX_TEXT, detect
from openness.clauses.fold import flatten
from openness.clauses.segment import segment
from openness.model.clause import Clause
from openness.model.license import TextMatch

__all__ = ["analyze_text", "locate", "not_analyzed"]

SURE = 0.9  # score from which on a text is taken to be the license that it resembles
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[a-z']{1,20}")
_COMMON = frozenset(
    {
        "the",
        "of",
        "and",
        "to",
        "or",
        "in",
        "any",
        "this",
        "that",
        "you",
        "for",
        "is",
        "by",
        "with",
        "be",
        "as",
        "not",
        "are",
    }
    | {"your", "use", "may", "will", "shall", "if", "it", "on", "from", "such", "an", "all"}
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x7f]")


def not_analyzed(text: str) -> str | None:
    """Why `text` could not be analyzed, as one sentence, or None when it could."""
    if not text.strip():
        return "the text is empty"
    sample = text[:200_000]
    if len(_CONTROL.findall(sample)) > len(sample) // 50:
        return "the file is binary, not text"
    if len(text) > MAX_TEXT:
        return f"the text has {len(text)} characters; only the first {MAX_TEXT} were read"
    words = _WORD.findall(flatten(sample))
    if not words and not _LETTER.search(sample):
        return "the text has no words"
    common = sum(word in _COMMON for word in words)
    cjk = len(_CJK.findall(sample))
    letters = len(_LETTER.findall(sample))
    if cjk > 20 and common < max(25, cjk // 40):
        return "the text is in Chinese, Japanese or Korean, without an English version; only English is analyzed"
    latin = sum(letter < "\x80" for letter in _LETTER.findall(sample))
    if letters > 200 and (common * 12 < len(words) or (latin * 3 < letters and common < 25)):
        return "the text is not in English; only English is analyzed"
    if len(words) < 3 and letters > 40:
        return "the text is not in English; only English is analyzed"
    return None


def analyze_text(text: str, matches: tuple[TextMatch, ...], *, use_records: bool) -> tuple[Clause, ...]:
    """The clauses of a text: those of its record with spans found in it, and what the detector reads elsewhere."""
    found = detect(text)
    if not use_records:
        return found
    known = [(match, clauses) for match in matches for clauses in _recorded(match)]
    if not known:
        return found
    sentences = segment(text[:MAX_TEXT])
    result: list[Clause] = []
    covered: list[Span] = []
    for match, clauses in known:
        region = (match.start, match.end)
        covered += _covered(match)
        inside = tuple(f for f in found if region[0] <= f.start < region[1])
        for clause in clauses:
            span = place(text, clause, inside, sentences) or _opening(text, match)
            same = next((f for f in inside if f.clause == clause.clause and f.start == span[0]), None)
            params = {**(same.params if same else {}), **getattr(clause, "params", {})}
            result.append(
                Clause(
                    clause=clause.clause,
                    start=span[0],
                    end=span[1],
                    quote=text[span[0] : span[1]],
                    params=params,
                    confidence=match.score,
                    applies_to=tuple(getattr(clause, "applies_to", ())),
                )
            )
    known_ids = {clause.clause for clause in result}
    for finding in found:
        outside = not any(start <= finding.start < end for start, end in covered)
        if outside or finding.clause in known_ids:
            result.append(finding)
    return tuple(sorted(set_of(result), key=lambda clause: (clause.start, clause.end, clause.clause)))


def set_of(clauses: list[Clause]) -> list[Clause]:
    """The clauses without repetitions of the same clause at the same place."""
    return list({(c.clause, c.start, c.end): c for c in reversed(clauses)}.values())


def _recorded(match: TextMatch) -> Iterator[tuple[Recorded, ...]]:
    """The clauses of the record behind a text match, when there is one that says what its license has."""
    if match.kind != "text" or match.license is None or match.score < SURE:
        return
    from openness.kb.load import KnowledgeBase

    kb = KnowledgeBase.load()
    name = kb.license_by_name(match.license)
    record = kb.license(name) if name is not None else None
    if record is not None and record.known:
        yield record.clauses


def _covered(match: TextMatch) -> Iterator[Span]:
    """The parts of the text that the record speaks for: the match without what was added or changed."""
    position = match.start
    for deviation in sorted(match.deviations, key=lambda d: d.start):
        if deviation.kind == "removed":
            continue
        if deviation.start > position:
            yield position, deviation.start
        position = max(position, deviation.end)
    if match.end > position:
        yield position, match.end


def _opening(text: str, match: TextMatch) -> Span:
    """The first line of the matched text: what is quoted when the words of a recorded clause cannot be found."""
    start = match.start
    while start < match.end and text[start].isspace():
        start += 1
    end = text.find("\n", start, match.end)
    return start, min(end if end > start else match.end, start + 200)
