"""Sentences of the card that say what the model descends from, and whose outputs it was trained on."""

import re
from collections.abc import Sequence
from typing import Any

from openness.evidence.lineage_descent import Descent, descent_from, is_architecture, is_service
from openness.evidence.lineage_gist import gist
from openness.evidence.lineage_lists import Announced, entry_of
from openness.evidence.lineage_outputs import made_of_teacher, outputs_in
from openness.evidence.lineage_phrases import Phrase, Phrases, load_phrases, relation_of
from openness.evidence.lineage_plain import plain_names
from openness.evidence.lineage_subject import spelt_by, subject_id, subject_of
from openness.evidence.mentions import Marked, Mention, mark
from openness.evidence.own_name import Own
from openness.evidence.prose import Sentence

_INDEX = re.compile(r"@(\d+)@")
_OTHERS = re.compile(
    r"(?:\bfrom|\bof|\bon) (?:this|our|the (?:present|above)) (?:model|checkpoint|base)|(?:from|of|on) @self@"
)
_ASIDE = re.compile(r" ?\([^()@]{0,80}\)")
# "BERT (org/bert)"
_SPELT_OUT = re.compile(r"@(\d+)@ ((?:models?|weights|checkpoints?|architecture) )?\( ?@(\d+)@ ?\)")
_APPOSED = re.compile(r"\( ?(@\d+@) ?\)")
# What lets an architecture's bare name stand for a release: something was made from it, or the card's own model is.
_MADE_FROM = re.compile(
    r"\b(?:from|of|off)\b|:|tun(?:ed?|ing)\b|\b(?:this|our|the) (?:[a-z-]+ ){0,2}model\b|@self@ (?:is|was|has)\b"
)
_ROOM = 60  # characters around a statement that may take its meaning away
_OPENING = 24  # first sentences of a card, where it introduces itself
# Beside these, names count that are no marks.
_UNMARKED = ("merg", "encoder", "tower", " from ", " of ", "base", "parent", "backbone")


def read_descent(sentences: Sequence[Sentence], own: Own) -> tuple[Descent, ...]:
    """Every descent that the sentences state, in document order, the subject's relatives included."""
    phrases = load_phrases()
    found: list[Descent] = []
    hints: list[Descent] = []
    lists = Announced(own)
    for number, sentence in enumerate(sentences):
        lowered = sentence.text.lower()
        words = lists.words(sentence)
        introduces = number < _OPENING and "/" in lowered
        if words is None and not introduces and phrases.cue.search(lowered) is None:
            continue
        marked = mark(sentence.text, own)
        if not marked.models and words is None and not any(word in lowered for word in _UNMARKED):
            continue
        outputs = outputs_in(marked, phrases)
        for index in outputs:
            found.append(descent_from(marked.models[index], "distilled", None, sentence, own))
            if not is_service(marked.models[index]) and made_of_teacher(marked.text, phrases):
                hints.append(found[-1]._replace(relation="finetune", hint=True))
        text = _open_asides(marked)
        said = _statements(sentence, text, marked, phrases, own, set(outputs))
        if words is not None:
            said += entry_of(sentence, marked, words, own, set(outputs))
        found += said
        if not said and not outputs and number < _OPENING:
            hints += gist(sentence, text, marked, phrases, own)
    stated = any(d.subject is None and d.relation != "distilled" and not d.hint for d in found)
    return tuple(found if stated else [*found, *hints])


def _statements(
    sentence: Sentence, text: str, marked: Marked, phrases: Phrases, own: Own, outputs: set[int]
) -> list[Descent]:
    found: list[tuple[int, bool, Descent]] = []
    spoken_of: set[int] = set()  # mentions that the sentence says the descent of: no bases by their own verb
    spelt: set[int] = set()  # family names that an id in the same sentence spells out
    relation = ""
    for phrase in phrases.descent if marked.models else phrases.plain:
        if phrase.needs is not None and not phrase.needs.search(text):
            continue
        for match in phrase.pattern.finditer(text):
            if phrase.names is not None:
                found += ((-1, False, d) for d in plain_names(match, phrase, sentence, marked, own))
                continue
            kept = _allowed(text, match, phrase, phrases)
            about = -1 if phrase.label else subject_of(text, match.start(), kept, sentence.kind == "row")
            subject = subject_id(about, marked, own)
            if subject == "":
                continue
            if about >= 0 and kept:
                spoken_of.add(about)
            for index in kept:
                mention = marked.models[index]
                if index in outputs or not _counts(mention, phrase, text[: match.end()], own):
                    continue
                relation = relation or relation_of(text, phrases)
                whom = subject
                if about >= 0 and spelt_by(marked.models[about], mention):
                    whom = None
                    spelt.add(about)
                descent = descent_from(mention, phrase.relation or relation, whom, sentence, own)
                own_verb = not match.group().rstrip(" )").endswith(f"@{index}@")
                found.append((index, own_verb, descent._replace(hint=phrase.architecture)))
    return [d for index, own_verb, d in found if index not in (spoken_of if own_verb else spelt)]


def _counts(mention: Mention, phrase: Phrase, words: str, own: Own) -> bool:
    """May the mention be an ancestor by this wording?"""
    name = mention.name
    if is_service(mention) or (name is not None and name.family.weak and mention.kind in ("family", "name")):
        return False
    if is_architecture(mention) and not _MADE_FROM.search(words):
        return False
    if phrase.not_own_owner and "/" in mention.id and own.owner == mention.id.split("/")[0].lower():
        return False
    return not (phrase.sized and mention.kind == "family" and not (name and (name.size or name.variant)))


def _open_asides(marked: Marked) -> str:
    """The sentence without asides; an id in brackets behind a name stands in the name's place."""

    def spelt_out(match: re.Match[str]) -> str:
        name, spelt = marked.models[int(match.group(1))], marked.models[int(match.group(3))]
        return f"@{match.group(3)}@" if name.kind in ("family", "name") and "/" in spelt.id else match.group(0)

    text = _ASIDE.sub("", marked.text)
    return _APPOSED.sub(r"\1", _SPELT_OUT.sub(spelt_out, text)) if "( @" in text or "(@" in text else text


def _allowed(text: str, match: Any, phrase: Phrase, phrases: Phrases) -> list[int]:
    """The mentions of a match, unless something around them takes the meaning away."""
    whole = match.group()
    last = whole.rfind("@")
    before = text[max(0, match.start() - _ROOM) : match.start()]
    after = text[match.end() : match.end() + _ROOM]
    if not phrase.label:
        if phrases.before.search(before) or phrases.blocker.search(whole[: whole.find("@")]):
            return []
        if phrase.lang != "en" and phrases.blocker.search(whole[last:]):
            return []
    if not phrase.architecture and phrases.behind.search(whole[last + 1 :] + after):
        return []
    return [] if _OTHERS.search(after) else [int(i) for i in _INDEX.findall(whole)]
