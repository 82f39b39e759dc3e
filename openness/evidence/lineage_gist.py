"""The one model that a sentence of a card's opening names, in whatever wording: a hint for cards that say no more."""

import re

from openness.evidence.lineage_descent import Descent, descent_from, is_service, meant
from openness.evidence.lineage_phrases import Phrases, relation_of
from openness.evidence.mentions import Marked, Mention
from openness.evidence.own_name import Own
from openness.evidence.prose import Sentence

_INDEX = re.compile(r"@(\d+)@")
_ROOM = 60  # characters around the name that may take the meaning away


def gist(sentence: Sentence, text: str, marked: Marked, phrases: Phrases, own: Own) -> list[Descent]:
    """What the sentence is taken to say of the ancestor; `text` is the marked sentence without asides."""
    if (
        sentence.kind not in ("text", "item")
        or phrases.gist_headings.search(sentence.section.title.lower())
        or phrases.gist_block.search(text)
    ):
        return []
    mention = _only(marked)
    if mention is None or not _definite(mention, own):
        return []
    linked = mention.kind in ("hub", "path")
    if not phrases.making.search(text) and (not linked or marked.datasets or phrases.gist_other.search(text)):
        return []
    match = _INDEX.search(text)
    if match is None or phrases.before.search(text[max(0, match.start() - _ROOM) : match.start()]):
        return []
    if phrases.behind.search(text[match.end() : match.end() + _ROOM]):
        return []
    return [descent_from(mention, relation_of(text, phrases), None, sentence, own)._replace(hint=True)]


def _only(marked: Marked) -> Mention | None:
    """The one model that is named; a family's name beside an id of that family is the same one."""
    spelt = {m.name.family.id for m in marked.models if m.kind in ("hub", "path") and m.name is not None}
    named = {
        m.id: m for m in marked.models if m.kind in ("hub", "path") or m.name is None or m.name.family.id not in spelt
    }
    return next(iter(named.values())) if len(named) == 1 else None


def _definite(mention: Mention, own: Own) -> bool:
    """Is it one release of somebody else's, and not a service or a mere family?"""
    if "/" in mention.id and own.owner == mention.id.split("/")[0].lower():
        return False
    name = mention.name
    if is_service(mention) or (name is not None and name.family.weak):
        return False
    return mention.kind in ("hub", "path") or (
        mention.kind == "family" and ("/" in meant(mention, own) or (name is not None and name.size is not None))
    )
