"""Exact strings that terms demand: notices, name prefixes, policies and their addresses."""

import re
from typing import Any

from openness.clauses.params.passage import REACH, Passage
from openness.clauses.patterns import compiled

_QUOTED = r'"([^"]{2,400})"'
_URL = re.compile(
    r"https?://[^\s<>()\[\]\"'“”’]{4,300}|\bwww\.[^\s<>()\[\]\"'“”’]{4,200}"
    r"|\b[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,40}){0,3}\.(?:com|org|ai|dev|io|net|cn)/[^\s<>()\[\]\"'“”’]{2,200}",
    re.IGNORECASE,
)
# Capitalised words that end like the name of a policy; run on words with single spaces, so that it stays linear.
_POLICY = re.compile(
    r"(?:[A-Z][\w.&-]{0,30}(?:['’]s)? (?:of |for |the |and )?){0,7}"
    r"(?:Policy|Policies|Terms(?: of (?:Use|Service))?|Guidelines|AUP|Agreement|Code of Conduct|Principles)\b"
)
_PHRASE = (
    r"\b(?:built|powered|based|created|made|improved|generated|developed|trained|fine-?tuned|runs|licensed|copyright)\b"
)


def _quoted(passage: Passage, start: int) -> list[str]:
    """Quoted strings at and after `start` of the sentence, in original words."""
    folded = passage.sentence.folded.text
    origin = passage.sentence.start
    begin = origin + start
    _, right = passage.sentence.part(passage.start, passage.end)
    limit = origin + right if right < len(passage.text) else len(folded)  # another part of the list has its own words
    stretch = folded[begin : min(begin + REACH, limit)]
    found = []
    for match in compiled(_QUOTED).finditer(stretch):
        if stretch[max(match.start() - 1, 0)] == "(":
            continue  # a defined term
        words = passage.words(begin + match.start(1), begin + match.end(1)).strip()
        if words and not compiled(r"^(?:notice|you|your|license|agreement|mark|model|as is|materials?)$").search(
            words.lower()
        ):
            found.append(words.rstrip(","))
    return found


def notice(passage: Passage) -> dict[str, Any]:
    """The exact words that must be shown or kept, where the terms give any."""
    found = _quoted(passage, max(passage.start - 10, 0))
    if not found and passage.text.rstrip().endswith((":", ":-")):
        following = passage.sentences[passage.index + 1 : passage.index + 2]
        if following and not following[0].is_heading:
            quoted = compiled(_QUOTED).search(following[0].text)
            first, last = following[0].span(*(quoted.span(1) if quoted else (0, len(following[0].text))))
            found = [" ".join(passage.original[first:last].split())[:400]]
    likely = [words for words in found if compiled(_PHRASE).search(words.lower())] or found
    if not likely:
        return {}
    return {"notice": likely[0]} if len(likely) == 1 or len(likely[0]) > 80 else {"notice": " or ".join(likely[:2])}


def prefix(passage: Passage) -> dict[str, Any]:
    """The word that names must begin with or contain."""
    before = _quoted(passage, max(passage.start - 60, 0))
    if not before:
        return {}
    start = passage.holds(r"\b(?:begin|beginning|start|prefix|preceded)")
    result: dict[str, Any] = {"prefix": before[0], "position": "beginning" if start else "anywhere"}
    if passage.holds(r"\b(?:outputs?|results)\b"):
        result["outputs_trigger"] = True
    return result


def policy(passage: Passage) -> dict[str, Any]:
    """Name and address of the policy that becomes part of the terms."""
    first, last = passage.sentence.span(0, len(passage.text))
    words = " ".join(passage.original[first:last].split())
    result: dict[str, Any] = {}
    name = max((match.group() for match in _POLICY.finditer(words)), key=len, default="")
    if name:
        result["policy_name"] = re.sub(r"^(?:The|Our|This|Your|You)\s+", "", name)
    address = _URL.search(passage.original[first : last + 200])
    if address:
        result["url"] = address.group().rstrip(".,;:*_")
    return result
