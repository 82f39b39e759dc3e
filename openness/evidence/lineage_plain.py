"""Names without organisation or size, where the wording leaves no doubt that names of models stand there."""

import re
from typing import Any

from openness.evidence.families import load_names
from openness.evidence.lineage_descent import Descent, descent_from
from openness.evidence.lineage_phrases import Phrase, load_phrases, relation_of
from openness.evidence.mentions import Marked
from openness.evidence.own_name import Own, squeeze
from openness.evidence.prose import Sentence

_INDEX = re.compile(r"@(\d+)@")
_NO_NAMES = ("-like", "-style", "-based", "-type", "-trained", "-pretrained", "-weights")
_NAME = re.compile(r"[\w][\w.+-]*(?: [\w][\w.+-]*){0,3}")
_COMPOUND = re.compile(r"\w[-_]\w")
_BETWEEN = re.compile(r",|;|\band\b|&|\+|/")


def plain_names(match: Any, phrase: Phrase, sentence: Sentence, marked: Marked, own: Own) -> list[Descent]:
    """The ancestors that the group `names` of a match lists; one name alone is no list."""
    spelt = match.group("names")
    if phrase.names != "list":
        return one_name(spelt, phrase.names or "", sentence, own)
    common = frozenset(load_names()["common_words"])
    found = []
    for part in _BETWEEN.split(spelt):
        name = part.strip(" .*_`-")
        if mention := _INDEX.fullmatch(name):
            found.append(descent_from(marked.models[int(mention.group(1))], "merge", None, sentence, own))
        elif name and _NAME.fullmatch(name) and not common & set(name.split()) and squeeze(name) != own.tail:
            found.append(Descent(name, "merge", None, sentence.start, sentence.end))
    return found if len(found) > 1 else []


def one_name(spelt: str, kind: str, sentence: Sentence, own: Own) -> list[Descent]:
    """One name, by its looks ("a SigLIP vision encoder", "fine-tuned from Nova-v2", "Base model: Nova 2.3")."""
    spelt = spelt.rstrip("._-")
    if spelt.endswith(_NO_NAMES):
        return []
    place = sentence.text.lower().find(spelt)
    name = sentence.text[place : place + len(spelt)] if place >= 0 else ""
    camel = sum(c.isupper() for c in name) >= 2 and any(c.islower() for c in name)
    if kind == "camel":
        return [Descent(name, "component", None, sentence.start, sentence.end)] if camel else []
    compound = _COMPOUND.search(name) is not None and (not name.islower() or any(c.isdigit() for c in name))
    capitals = kind == "token" and name.isupper() and name.isalpha() and len(name) >= 4
    versioned = kind == "label" and name[:1].isupper() and any(c.isdigit() for c in name)
    if (
        not (camel or compound or capitals or versioned)
        or squeeze(name) == own.tail
        or spelt in load_names()["not_ancestors"]
    ):
        return []
    relation = relation_of(sentence.text.lower(), load_phrases())
    return [Descent(name.replace(" ", "-"), relation, None, sentence.start, sentence.end)]
