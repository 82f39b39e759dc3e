"""Whom a statement of descent is about: the card's own model, or another one that the sentence names."""

import re
from difflib import SequenceMatcher

from openness.evidence.families import name_at, size_in
from openness.evidence.lineage_descent import is_service
from openness.evidence.mentions import Marked, Mention
from openness.evidence.own_name import Own, is_teacher, is_titled, squeeze

_SUBJECT = re.compile(
    r"@(\d+)@[ ,]*(?:\([^()@]{0,20}\) ?)?(?:\(|[–—:-] ?)?(?:(?:models?|weights|itself|also|both|all|series|family|"
    r"which|that|who|is|was|are|were|has|have|been|being|trained|tuned|built|made|developed|created|a|an|the|our|"
    r"\w+ly|\w+-\w+|language|large|instruct|chat) ?|[,(] ?){0,8}$"
)
_LABELLED = re.compile(r"[-*•>\d. ]*@(\d+)@ ?:")
_ROW = re.compile(r"\|? ?@(\d+)@ ?\|")
# "an experimental X model based on Y": X is what the subject is, not whom it speaks of
_PREDICATE = re.compile(
    r"\b(?:is|are|was|were|as) (?:an? |the |our )?(?:[\w-]+ ){0,4}$|^(?:an? |the )(?:[\w-]+ ){1,4}$"
)
_ROOM = 120  # characters before the statement
_ALIKE = 0.9  # of two names that differ by a slip


def subject_of(text: str, start: int, kept: list[int], row: bool) -> int:
    """The mention that the statement at `start` is said of, -1 for none: the card's own model."""
    labelled = _LABELLED.match(text)
    if labelled is not None and int(labelled.group(1)) not in kept and labelled.end() <= start:
        return int(labelled.group(1))
    place = max(0, start - _ROOM)
    match = _SUBJECT.search(text[place:start])
    if match is not None and not _PREDICATE.search(text[: place + match.start()]):
        index = int(match.group(1))
        if index not in kept:
            return index
    first = _ROW.match(text) if row else None
    return int(first.group(1)) if first is not None and int(first.group(1)) not in kept else -1


def subject_id(index: int, marked: Marked, own: Own) -> str | None:
    """Whom the statement is about: None for the card's own model, "" for nobody that matters."""
    if index < 0 or not own.tail:
        return None
    mention = marked.models[index]
    if is_service(mention):
        return ""
    return None if _same_line(mention.id, own) else mention.id


def spelt_by(short: Mention, mention: Mention) -> bool:
    """Is `mention` the id of what `short` calls by its family's name ("Whisper large-v3, … (org/whisper-large-v3)")?"""
    if short.kind not in ("family", "name") or short.name is None or mention.kind not in ("hub", "path"):
        return False
    name = name_at(mention.id.rsplit("/", 1)[-1])
    return name is not None and name.family.id.split("-")[0] == short.name.family.id.split("-")[0]


def _same_line(model_id: str, own: Own) -> bool:
    """Is one of the names the other one shortened (a series' name standing for its member)?"""
    if is_teacher(model_id, own):
        return False
    squeezed = squeeze(model_id)
    if is_titled(model_id, own) or own.tail.startswith(squeezed) or squeezed in own.tail:
        return True
    if squeezed.startswith(own.tail):
        return False  # the subject's name with something behind it: a sibling
    return (
        len(squeezed) > 6
        and size_in(model_id) == own.size
        and SequenceMatcher(None, squeezed, own.tail).ratio() > _ALIKE
    )
