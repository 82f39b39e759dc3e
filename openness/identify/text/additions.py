"""Terms that stand beside a known text in a license file and that no known document explains.

MIT with one more paragraph below it is not MIT. What counts is prose that says what one must or may not do; a README
around a license, code below a header, an acknowledgment or a list of authors does not.
"""

import re
from dataclasses import dataclass

from openness.identify.text.compare import Passage

_FILE = re.compile(r"(?:licen[sc]e|copying|notice|terms|agreement|eula|legal)[^/\\]*$", re.I)
_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?![^\S\n]*[*#/;%-]*[^\S\n]*\n))*")
_DEMAND = re.compile(
    r"\b(?:must|shall|may not|may only|cannot|can not|prohibited|forbidden|not permitted|not allowed|only if"
    r"|provided that|subject to|required to|you agree|restricted to|unless(?! otherwise)"
    r"|without (?:the )?(?:prior )?(?:written )?(?:permission|consent)"
    r"|not be used|non-?commercial|commercial(?:ly)? |for research|academic use|personal use|evil|royalt(?:y|ies)"
    r"|attribution|credit|refrain)\b",
    re.I,
)
_SUBJECT = re.compile(
    r"\b(?:licen[sc]\w*|software|model|weights|materials?|works?|code|products?|outputs?|derivatives?"
    r"|us(?:e|ed|ing|ers?)"
    r"|distribut\w*|copies|copy|permission|train\w*|program|library|company|organi[sz]ation)\b",
    re.I,
)
_LICENSED = re.compile(r"\b(?:licen[sc]\w*|software|program|permission|redistribut\w*)\b", re.I)
_SOURCE = re.compile(
    r"\.(?:[chly]|cc|cpp|cxx|hpp|hh|cs|go|java|js|jsx|kt|lua|m|mjs|php|pl|pm|py|pyi|rb|rs|s|scala|sh|swift|tcl|ts|tsx)$",
    re.I,
)
_CODE = re.compile(r"[{}()=<>\[\]|\\$;]")
_OWN = re.compile(
    r"copyright|all rights reserved|contact|thanks|acknowledg|warrant|liab|bundled|third.party|includes|portions"
    r"|following (?:files|components)",
    re.I,
)
_SHARE = 0.5  # of a file's words that its text must have, unless the file is named as a license
_LEAST = 6  # words of a term


@dataclass(frozen=True, slots=True)
class Addition:
    """A paragraph of terms: characters [start, end) of the text."""

    start: int
    end: int


def additions(
    passage: Passage, covered: list[tuple[int, int]], own: tuple[int, int], path: str
) -> tuple[Addition, ...]:
    """Paragraphs of terms around the words `own`, outside all words `covered`."""
    size = int(passage.words.hashes.size)
    share = (own[1] - own[0]) / max(1, size)
    if share < _SHARE and not (_FILE.search(path) and share > _SHARE / 3):
        return ()
    source = _SOURCE.search(path)  # NOTE: a comment in code says what one must not do to the code
    out = []
    for start, end in _gaps(covered, size):
        if end - start < _LEAST:
            continue
        first = int(passage.words.starts[start])
        last = int(passage.words.ends[end - 1])
        while last < len(passage.text) and passage.text[last] in ".;:!?)\"'":
            last += 1
        for paragraph in _PARAGRAPH.finditer(passage.text, first, last):
            if _is_term(paragraph.group()) and (not source or _LICENSED.search(paragraph.group())):
                out.append(Addition(paragraph.start(), paragraph.end()))
    return tuple(out)


def _gaps(covered: list[tuple[int, int]], size: int) -> list[tuple[int, int]]:
    out, at = [], 0
    for start, end in sorted(covered):
        if start > at:
            out.append((at, start))
        at = max(at, end)
    if at < size:
        out.append((at, size))
    return out


def _is_term(paragraph: str) -> bool:
    """Does the paragraph demand or forbid something about the licensed thing, in prose?"""
    if len(paragraph.split()) < _LEAST or len(_CODE.findall(paragraph)) > len(paragraph) / 25:
        return False
    return bool(_DEMAND.search(paragraph) and _SUBJECT.search(paragraph) and not _OWN.search(paragraph))
