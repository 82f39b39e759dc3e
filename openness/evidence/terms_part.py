"""Which part of a release a sentence about terms speaks of, and whose: the subject's own or another model's."""

import re
from collections.abc import Sequence
from itertools import pairwise

from openness.evidence.own_name import Own, is_self, is_titled, squeeze
from openness.evidence.terms_words import TermsWords
from openness.model import Component

_MODEL = re.compile(r"@(\d+)@")
_NEAR = 60


def part_of(before: str, after: str, title: str, words: TermsWords, first: bool = False) -> Component:
    """The part that is spoken of: the nearest noun before the license, else behind it, else the heading's."""
    for text, last in (
        (_without_places(before, words), not first),
        (before, not first),
        (_without_places(after, words), False),
        (title, False),
    ):
        nouns = _nouns(text, words)
        if nouns:
            start, end, component = nouns[-1 if last else 0]
            joined = any(
                _joined(text[min(end, stop) : max(start, begin)], words)
                for begin, stop, other in nouns
                if other is Component.WEIGHTS
            )
            return Component.WEIGHTS if joined else component
    return Component.WEIGHTS


def _nouns(text: str, words: TermsWords) -> list[tuple[int, int, Component]]:
    """Start, end and part of every noun for a part of a release; of "model card", the whole and not its "model"."""
    spots = sorted(
        (match.start(), -match.end(), component)
        for component in (Component.WEIGHTS, Component.CODE, Component.DATA, Component.DOCS)
        for match in words.words[component.value].finditer(text)
    )
    nouns: list[tuple[int, int, Component]] = []
    for start, end, component in spots:
        if not nouns or -end > nouns[-1][1]:
            nouns.append((start, -end, component))
    return nouns


def names_part(text: str, words: TermsWords) -> bool:
    """Does the text name a part of a release at all?"""
    return bool(_nouns(text, words))


def limited_part(low: str, title: str, words: TermsWords) -> Component:
    """The part that a sentence limits: the weights, if any of its limiting clauses speaks of them."""
    turns = [0, *(match.start() for match in words.words["turn"].finditer(low)), len(low)]
    spoken = {
        part_of(clause, "", "", words, first=True)
        for clause in (low[start:end] for start, end in pairwise(turns))
        if _nouns(clause, words) and any(limit.search(clause) for limit in words.limits.values())
    }
    if Component.WEIGHTS in spoken:
        return Component.WEIGHTS
    return part_of(low, "", title if not words.has("weights", low) else "", words, first=True)


def _joined(between: str, words: TermsWords) -> bool:
    """Do these words between two nouns make one subject of them ("the model and its code")?"""
    return len(between) < _NEAR and words.has("joint", between) and not words.has("apart", between)


def _without_places(text: str, words: TermsWords) -> str:
    """The text less the places where a part lies: in "the weights in this repository" it is the weights."""
    return str(words.words["place"].sub(" ", text))


def owner(
    before: str, clause: str, component: Component, own: Own, words: TermsWords, models: Sequence[object]
) -> tuple[bool, str]:
    """Is it the subject's own part, and if not, whose?"""
    if component is Component.DATA:
        return False, ""
    said_own = [m.start() for m in words.words["own"].finditer(before)]
    others = [m.start() for m in words.words["others"].finditer(clause)]
    named = [(m.start(), int(m.group(1))) for m in _MODEL.finditer(before)]
    foreign = [(place, index) for place, index in named if index < len(models) and not _series(models[index], own)]
    if foreign and _NEW_CLAUSE.search(before[foreign[-1][0] :]):
        foreign = []  # "bound by the license of X, the weights may …"
    if foreign and not said_own and _DESCENT.search(before[: foreign[-1][0]]):
        return True, ""  # "built on X and therefore under the license of X"
    if foreign and (not said_own or (said_own[-1] < foreign[-1][0] and not _between(before, foreign[-1][0]))):
        return False, str(getattr(models[foreign[-1][1]], "id", ""))
    if others and not said_own:
        return False, ""
    return True, ""


_DESCENT = re.compile(
    r"(?:based (?:up)?on|built (?:up)?on|derived from|(?:fine-?)?tuned (?:from|on)) (?:the |its |meta.s )?$"
)
_NEW_CLAUSE = re.compile(
    r"[，；,;] ?(?:(?:the|our|these|all) )?(?:model )?(?:weights?|checkpoints?|parameters)\b"
    r"|[，；,;] ?(?:本|该|其)?(?:模型|权重|權重|参数)|、(?:本)?(?:モデル|重み)"
)


def _between(before: str, place: int) -> bool:
    """Is the model named inside a phrase about the subject ("a fine-tune of X, is released under")?"""
    return (
        re.search(
            r"(?:of|from|on|in|with|to|by|like|unlike|using|and|der|de|du|von) (?:the |its |our )?(?:[a-z-]+ ){0,3}$"
            r"|[和与與及、と및,/&] ?$",
            before[:place],
        )
        is not None
    )


def _series(mention: object, own: Own) -> bool:
    """Is the mentioned model the subject, or the series that it belongs to?"""
    identifier = str(getattr(mention, "id", ""))
    if is_self(identifier, own) or is_titled(identifier, own):
        return True
    squeezed = squeeze(identifier)
    return bool(own.tail) and len(squeezed) > 2 and own.tail.startswith(squeezed) and "/" not in identifier
