"""Sentences of the card that say what the model descends from, and whose outputs it was trained on."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from openness.evidence.families import canonical, size_in
from openness.evidence.lineage_phrases import Phrase, Phrases, load_phrases
from openness.evidence.mentions import Marked, Mention, Own, mark, squeeze
from openness.evidence.prose import Sentence


class Descent(NamedTuple):
    """One sentence that names an ancestor."""

    id: str
    relation: str  # of BaseLink; "distilled" for outputs used as training data
    subject: str | None  # id of another model that the sentence is about; None: the card's own
    start: int
    end: int
    hint: bool = False  # counts only where nothing else is said


_INDEX = re.compile(r"@(\d+)@")
_SUBJECT = re.compile(
    r"@(\d+)@[ ,]*(?:\([^()@]{0,20}\) ?)?(?:\(|[–—:-] ?)?(?:(?:models?|weights|itself|also|both|all|"
    r"series|family|which|that|who|"
    r"is|was|are|were|has|have|been|being|a|an|the|our|\w+ly|\w+-\w+|language|large|instruct|chat) ?|[,(] ?){0,8}$"
)
_OTHERS = re.compile(
    r"(?:\bfrom|\bof|\bon) (?:this|our|the (?:present|above)) (?:model|checkpoint|base)|(?:from|of|on) @self@"
)
_ASIDE = re.compile(r" ?\([^()@]{0,80}\)")
_LABELLED = re.compile(r"[-*•>\d. ]*@(\d+)@ ?:")
_ROW_SUBJECT = re.compile(r"\|? ?@(\d+)@ ?\|")
_PREDICATE = re.compile(
    r"\b(?:is|are|was|were|as) (?:an? |the |our )?(?:[\w-]+ ){0,4}$|^(?:an? |the )(?:[\w-]+ ){1,4}$"
)
_MORE_ROOM = 60


def read_descent(sentences: Sequence[Sentence], own: Own) -> tuple[Descent, ...]:
    """Every descent that the sentences state, in document order, the subject's relatives included."""
    phrases = load_phrases()
    found: list[Descent] = []
    announced = -1  # block of the list that the last lead-in announced
    for sentence in sentences:
        lowered = sentence.text.lower()
        listed = _listed(sentence, phrases) or (sentence.kind == "item" and sentence.block == announced + 1)
        if listed and sentence.block == announced + 1:
            announced += 1
        elif sentence.kind == "text" and phrases.announces.search(mark(sentence.text, own).text):
            announced = sentence.block
        if not listed and phrases.cue.search(lowered) is None:
            continue
        marked = mark(sentence.text, own)
        if not marked.models and not any(word in lowered for word in ("merg", "encoder", "tower")):
            continue
        outputs = _outputs(marked, phrases)
        for index in outputs:
            found.append(_descent(marked.models[index], "distilled", None, sentence, own))
        found += _descents(sentence, marked, phrases, own, set(outputs))
        if listed:
            found += _listed_bases(sentence, marked, own, set(outputs))
    return tuple(found)


def relation_of(text: str, phrases: Phrases) -> str:
    """The relation that the words of a sentence speak of."""
    return next((name for name, words in phrases.relations if words.search(text)), "finetune")


def _outputs(marked: Marked, phrases: Phrases) -> list[int]:
    text = marked.text
    if not marked.models or not phrases.outputs_need.search(text) or phrases.outputs_block.search(text):
        return []
    found: list[int] = []
    for pattern in phrases.outputs:
        for match in pattern.finditer(text):
            found += [int(i) for i in _INDEX.findall(match.group()) if int(i) not in found]
    return found


def _descents(sentence: Sentence, marked: Marked, phrases: Phrases, own: Own, outputs: set[int]) -> list[Descent]:
    found: list[tuple[int, Descent]] = []
    spoken_of: set[int] = set()  # mentions that the sentence says the descent of: no bases by their own verb
    text = _ASIDE.sub("", marked.text)
    row = _ROW_SUBJECT.match(text) if sentence.kind == "row" else None
    fallback = ""
    for phrase in phrases.descent:
        if phrase.needs is not None and not phrase.needs.search(text):
            continue
        for match in phrase.pattern.finditer(text):
            if phrase.names is not None:
                found += ((-1, d) for d in _plain_names(match, phrase, sentence, marked, own))
                continue
            indexes = [int(i) for i in _INDEX.findall(match.group())]
            kept = _allowed(text, match, phrase, phrases, indexes)
            about = -1 if phrase.label else _subject(text, match.start(), marked, kept)
            if about < 0 and row is not None and int(row.group(1)) not in kept:
                about = int(row.group(1))
            subject = _subject_id(about, marked, own)
            if subject == "":
                continue
            if about >= 0 and kept:
                spoken_of.add(about)
            for index in kept:
                mention = marked.models[index]
                if index in outputs or (mention.name is not None and mention.name.family.service):
                    continue
                if mention.name is not None and mention.name.family.weak and mention.kind in ("family", "name"):
                    continue
                if phrase.not_own_owner and "/" in mention.id and own.owner == mention.id.split("/")[0].lower():
                    continue
                if (
                    phrase.sized
                    and mention.kind == "family"
                    and not (mention.name and (mention.name.size or mention.name.variant))
                ):
                    continue
                fallback = fallback or relation_of(text, phrases)
                descent = _descent(mention, phrase.relation or fallback, subject, sentence, own)
                found.append((index, descent._replace(hint=phrase.architecture)))
    return [d for index, d in found if index not in spoken_of]


def _allowed(text: str, match: Any, phrase: Phrase, phrases: Phrases, indexes: list[int]) -> list[int]:
    """The mentions of a match that nothing around them takes away."""
    whole = match.group()
    first = whole.find("@")
    last = whole.rfind("@")
    lead = whole[:first]
    before = text[max(0, match.start() - _MORE_ROOM) : match.start()]
    after = text[match.end() : match.end() + _MORE_ROOM]
    if not phrase.label and phrases.before.search(before):
        return []
    if not phrase.label and (
        phrases.blocker.search(lead) or (phrase.lang != "en" and phrases.blocker.search(whole[last:]))
    ):
        return []
    if not phrase.architecture and phrases.behind.search(whole[last + 1 :] + after):
        return []
    if _OTHERS.search(after):
        return []
    return indexes


def _subject(text: str, start: int, marked: Marked, kept: list[int]) -> int:
    """The mention that the phrase is said of, -1 for none: the card's own model."""
    labelled = _LABELLED.match(text)
    if labelled is not None and int(labelled.group(1)) not in kept and labelled.end() <= start:
        return int(labelled.group(1))
    match = _SUBJECT.search(text[max(0, start - 120) : start])
    if match is None:
        return -1
    index = int(match.group(1))
    place = max(0, start - 120) + match.start()
    if _PREDICATE.search(text[:place]):
        return -1  # "an experimental X model based on Y": X is what the subject is, not whom it speaks of
    return -1 if index in kept or index >= len(marked.models) else index


def _subject_id(index: int, marked: Marked, own: Own) -> str | None:
    """Whom the sentence is about: None for the card's own model, "" for nobody that matters."""
    if index < 0 or not own.tail:
        return None
    mention = marked.models[index]
    if mention.name is not None and mention.name.family.service:
        return ""
    return None if _same_line(mention.id, own) else mention.id


def _same_line(model_id: str, own: Own) -> bool:
    """Is one of the names the other one shortened (a series' name standing for its member)?"""
    squeezed = squeeze(model_id)
    if own.tail.startswith(squeezed) or squeezed in own.tail:
        return True
    if squeezed.startswith(own.tail):
        return False  # the subject's name with something behind it: a sibling
    return (
        len(squeezed) > 6 and size_in(model_id) == own.size and SequenceMatcher(None, squeezed, own.tail).ratio() > 0.9
    )


def _descent(mention: Mention, relation: str, subject: str | None, sentence: Sentence, own: Own) -> Descent:
    return Descent(meant(mention, own), relation, subject, sentence.start, sentence.end)


def meant(mention: Mention, own: Own) -> str:
    """The id of the mentioned model; a size that the sentence leaves open is the subject's own."""
    name = mention.name
    if mention.kind != "family" or name is None:
        return mention.id
    size = name.size
    if own.size is not None and ((size is None and not name.family.sizeless) or own.size in mention.sizes):
        return canonical(name.family, own.size, name.variant, name.version, mention.id)
    return mention.id


_NAME_WORD = re.compile(r"[\w][\w.+-]*(?: [\w][\w.+-]*){0,3}")
_COMMON = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "of",
        "model",
        "models",
        "other",
        "various",
        "some",
        "several",
        "many",
        "these",
        "this",
        "following",
        "more",
        "different",
        "two",
        "three",
        "all",
        "our",
        "own",
        "lol",
        "many",
        "weights",
        "original",
        "below",
        "above",
        "see",
        "list",
        "dataset",
        "datasets",
        "it",
        "them",
        "my",
        "its",
        "both",
        "each",
        "vision",
        "image",
        "text",
        "audio",
        "visual",
        "frozen",
    ]
)


def _plain_names(match: Any, phrase: Phrase, sentence: Sentence, marked: Marked, own: Own) -> list[Descent]:
    """Names that carry neither organisation nor size, where the wording leaves no doubt that names stand there."""
    spelt = match.group("names")
    found = []
    if phrase.names == "camel":
        place = sentence.text.lower().find(spelt)
        original = sentence.text[place : place + len(spelt)] if place >= 0 else ""
        if sum(c.isupper() for c in original) >= 2 and any(c.islower() for c in original) and spelt not in _COMMON:
            found.append(Descent(original, "component", None, sentence.start, sentence.end))
        return found
    for part in re.split(r",|;|\band\b|&|\+|/", spelt):
        name = part.strip(" .*_`-")
        if mention := _INDEX.fullmatch(name):
            found.append(_descent(marked.models[int(mention.group(1))], "merge", None, sentence, own))
            continue
        if not name or not _NAME_WORD.fullmatch(name) or _COMMON & set(name.split()) or squeeze(name) == own.tail:
            continue
        found.append(Descent(name, "merge", None, sentence.start, sentence.end))
    return found if len(found) > 1 else []


def _listed(sentence: Sentence, phrases: Phrases) -> bool:
    """Is this an entry of a list of ingredients ("Models merged")?"""
    return (
        sentence.kind in ("item", "row", "text")
        and len(sentence.text) < 300
        and phrases.headings.search(sentence.section.title.lower()) is not None
    )


def _listed_bases(sentence: Sentence, marked: Marked, own: Own, outputs: set[int]) -> list[Descent]:
    text = marked.text.lstrip("-*+•>|[( \t0123456789.)")
    match = re.match(r"(?:(?:base|models?|the|slot \w+) ?[:|]? ?){0,2}@(\d+)@", text)
    if match is None or int(match.group(1)) in outputs:
        return []
    phrases = load_phrases()
    relation = relation_of(sentence.section.title.lower() + " " + text, phrases)
    mention = marked.models[int(match.group(1))]
    if mention.name is not None and mention.name.family.service:
        return []
    return [_descent(mention, relation, None, sentence, own)]
