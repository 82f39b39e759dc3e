"""Lists of ancestors: what announces one, and what its entries name."""

import re
from functools import lru_cache

from openness.evidence.lineage_descent import Descent, descent_from, is_service
from openness.evidence.lineage_phrases import Phrases, load_phrases, relation_of
from openness.evidence.lineage_plain import one_name
from openness.evidence.mentions import Marked, mark
from openness.evidence.own_name import Own
from openness.evidence.prose import Sentence

_TAIL = 160  # last characters of a line that may announce a list
_LONGEST = 300  # characters of an entry
_ENTRY = re.compile(r"[-*+•>|\[( \t0-9.)]*(?:(?:base|models?|the|slot \w+) ?[:|]? ?){0,2}@(\d+)@")
_ALONE = re.compile(r"[-*+•\s]*([a-z0-9][\w.-]+)")  # an entry that is one name and nothing else
_ONE = re.compile(r"\b(?:base|parent|source)|基座|ベース")  # headings below which one model stands
_GAP = 2  # blocks from the announcement to a table, with one line between


class Announced:
    """Follows the sentences of a card and knows which of them are entries of a list of ancestors."""

    def __init__(self, own: Own) -> None:
        self._own = own
        self._words = ""  # of the announcement; they tell the relation
        self._block = -1  # last block of the list, or of the line that announced it
        self._kind = ""  # of its entries, once there was one

    def words(self, sentence: Sentence) -> str | None:
        """The announcement of the list that `sentence` is an entry of; None for other sentences."""
        if sentence.kind == "heading":
            self._kind, self._block = "", -1
            return None
        if len(sentence.text) < _LONGEST and _of_ingredients(sentence.section.title):
            return _about(sentence.section.title)
        if self._goes_on(sentence):
            self._block, self._kind = sentence.block, sentence.kind
            return self._words
        if self._block >= 0 and sentence.block > self._block + _GAP:
            self._block = -1
        if sentence.kind != "row" and _announces(sentence, self._own):
            self._words, self._block, self._kind = sentence.text.lower(), sentence.block, ""
        return None

    def _goes_on(self, sentence: Sentence) -> bool:
        if self._block < 0 or self._kind not in ("", sentence.kind) or len(sentence.text) >= _LONGEST:
            return False
        if sentence.kind == "row":
            return self._block < sentence.block <= self._block + (1 if self._kind else _GAP)
        if sentence.block != self._block + 1:
            return False
        return sentence.kind == "item" or _ENTRY.match(mark(sentence.text, self._own).text) is not None


def entry_of(sentence: Sentence, marked: Marked, words: str, own: Own, outputs: set[int]) -> list[Descent]:
    """The ancestor that an entry begins with; `words` announced the list."""
    match = _ENTRY.match(marked.text)
    if not marked.models and "merg" in words and (name := _ALONE.fullmatch(marked.text)):
        return one_name(name.group(1), "token", sentence, own)
    if match is None or int(match.group(1)) in outputs:
        return []
    mention = marked.models[int(match.group(1))]
    if is_service(mention):
        return []
    return [descent_from(mention, relation_of(f"{words} {marked.text}", load_phrases()), None, sentence, own)]


def _announces(sentence: Sentence, own: Own) -> bool:
    phrases: Phrases = load_phrases()
    if not phrases.announces_cue.search(sentence.text.lower()):
        return False
    text = mark(sentence.text, own).text[-_TAIL:]
    return phrases.announces.search(text) is not None and phrases.announces_block.search(text) is None


def _about(title: str) -> str:
    """The words of a heading; several models that were used are models that were merged."""
    lowered = title.lower()
    return lowered if _ONE.search(lowered) else f"merged: {lowered}"


@lru_cache(maxsize=256)
def _of_ingredients(title: str) -> bool:
    """Whether a section of that title lists what was merged."""
    return load_phrases().headings.search(title.lower()) is not None
