"""Names without organisation or size, where the wording leaves no doubt that names of models stand there."""

import re
from typing import Any

from openness.evidence.families import load_names
from openness.evidence.lineage_descent import Descent, descent_from
from openness.evidence.lineage_phrases import Phrase
from openness.evidence.mentions import Marked
from openness.evidence.own_name import Own, squeeze
from openness.evidence.prose import Sentence

_INDEX = re.compile(r"@(\d+)@")
_NAME = re.compile(r"[\w][\w.+-]*(?: [\w][\w.+-]*){0,3}")
_BETWEEN = re.compile(r",|;|\band\b|&|\+|/")


def plain_names(match: Any, phrase: Phrase, sentence: Sentence, marked: Marked, own: Own) -> list[Descent]:
    """The ancestors that the group `names` of a match lists; one name alone is no list."""
    spelt = match.group("names")
    if phrase.names == "camel":
        return _camel(spelt, sentence)
    common = frozenset(load_names()["common_words"])
    found = []
    for part in _BETWEEN.split(spelt):
        name = part.strip(" .*_`-")
        if mention := _INDEX.fullmatch(name):
            found.append(descent_from(marked.models[int(mention.group(1))], "merge", None, sentence, own))
        elif name and _NAME.fullmatch(name) and not common & set(name.split()) and squeeze(name) != own.tail:
            found.append(Descent(name, "merge", None, sentence.start, sentence.end))
    return found if len(found) > 1 else []


def _camel(spelt: str, sentence: Sentence) -> list[Descent]:
    """One word with several capitals ("a SigLIP vision encoder")."""
    place = sentence.text.lower().find(spelt)
    name = sentence.text[place : place + len(spelt)] if place >= 0 else ""
    if sum(c.isupper() for c in name) < 2 or not any(c.islower() for c in name):
        return []
    return [Descent(name, "component", None, sentence.start, sentence.end)]
