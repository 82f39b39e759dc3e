"""Sentences of the card that name a license or state terms, each tied to weights, code, data or another model."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from openness.evidence.mentions import mark
from openness.evidence.own_name import Own
from openness.evidence.prose import Sentence
from openness.evidence.terms_force import BINDING, clauses_of, force_of
from openness.evidence.terms_part import limited_part, names_part, owner, part_of
from openness.evidence.terms_sentence import mask_names, plain
from openness.evidence.terms_words import TermsWords, load_terms
from openness.model import Component


class Statement(NamedTuple):
    """One thing that one sentence says about terms."""

    # "license" | "terms" | "gist": words that stand in for a license where the card names none | "offer": a gist only
    # where something is granted besides, since that trade needs permission is no license by itself | "free": such words
    kind: str
    component: Component
    own: bool  # False: about another model, or about data
    value: str  # license: id or name as spelt; terms: force
    inherits: bool  # said to be the terms of the base
    other: str  # id of the other model, where one is named
    start: int
    end: int


_MASK = re.compile(r"§(\d+)§")
_MODEL = re.compile(r"@(\d+)@")
_LEADING = re.compile(r"[-*•>\d. ]*@(\d+)@")
_SHORT = 300
_BRIEF = 3  # characters; a shorter name of data may be any word


def read_terms(sentences: Sequence[Sentence], own: Own, datasets: Sequence[str] = ()) -> tuple[Statement, ...]:
    """Every statement about terms, in document order; `datasets` are names that the card gives to data."""
    words = load_terms()
    named = [re.compile(rf"(?<!\w){re.escape(name.lower())}(?!\w)") for name in datasets if len(name) > _BRIEF]
    found: list[Statement] = []
    parents: list[tuple[int, str]] = []  # list items around the current one: indentation, whom they speak of
    for sentence in sentences:
        if sentence.kind == "item":
            parents = [p for p in parents if p[0] < sentence.indent]
        elif sentence.kind != "row":
            parents = []
        if sentence.kind != "heading" and words.has("cue", sentence.text.lower()):
            said = _read(sentence, own, words, named)
            if parents and parents[-1][1]:
                said = [
                    s._replace(own=False, other=s.other or parents[-1][1]) if s.component is Component.WEIGHTS else s
                    for s in said
                ]
            found += said
        if sentence.kind == "item":
            parents.append((sentence.indent, _item_subject(sentence, own)))
    return tuple(found)


def _item_subject(sentence: Sentence, own: Own) -> str:
    """The other model that a list item begins with, "" for none."""
    if len(sentence.text) > _SHORT:
        return ""
    marked = mark(sentence.text, own)
    match = _LEADING.match(marked.text)
    return marked.models[int(match.group(1))].id if match else ""


class _Reading(NamedTuple):
    """One sentence, prepared: lower-case, license names as §0§, models as @0@."""

    sentence: Sentence
    own: Own
    words: TermsWords
    low: str
    spelt: str  # lower-case too, with the names of licenses in it
    names: list[str]
    models: Sequence[object]
    title: str
    in_license: bool  # stands in a license section, or begins with the label of a license field
    labelled: bool

    def says(self, key: str) -> bool:
        """Does the pattern `key` of data/lineage/terms.yaml occur?"""
        return self.words.has(key, self.low)

    def statement(
        self, kind: str, component: Component, value: str, *, own: bool = True, inherits: bool = False, other: str = ""
    ) -> Statement:
        """A statement with the place of the sentence."""
        return Statement(kind, component, own, value, inherits, other, self.sentence.start, self.sentence.end)


def _read(sentence: Sentence, own: Own, words: TermsWords, datasets: Sequence[re.Pattern[str]]) -> list[Statement]:
    text = plain(sentence.text, words)
    masked, names = mask_names(text, words)
    title = sentence.section.title.lower()
    marked = mark(masked, own)
    labelled = words.has("label", text.lower())
    low = words.words["not_only"].sub(" ", marked.text)
    for name in datasets:
        low = name.sub("the data set", low)
    read = _Reading(
        sentence=sentence,
        own=own,
        words=words,
        low=low,
        spelt=text.lower(),
        names=names,
        models=marked.models,
        title=title,
        in_license=labelled
        or words.has("heading_license", title)
        or (words.has("heading_license", sentence.headings) and not title),
        labelled=labelled,
    )
    found = _licenses(read)
    if _inherits(read) and not any(s.component is Component.WEIGHTS for s in found) and _WHOSE.search(read.low):
        found.append(read.statement("license", Component.WEIGHTS, "", inherits=True))
    return [*found, *_license_of_base(read, found), *_limits(read, licensed=bool(found))]


def _licenses(read: _Reading) -> list[Statement]:
    """Each license that is said to apply, with what it applies to."""
    if not read.names or (read.says("not_terms") and not read.in_license) or not _states(read):
        return []
    found: list[Statement] = []
    low, words = read.low, read.words
    bounds = [m.span() for m in _MASK.finditer(low)]
    for index, (start, end) in enumerate(bounds):
        if words.has("formerly", low[:end]) and not words.has("formerly", low[:start]):
            continue  # "changed from Apache 2.0 to …"
        left = bounds[index - 1][1] if index else 0
        right = bounds[index + 1][0] if index + 1 < len(bounds) else len(low)
        component = part_of(low[left:start], _until_source(low[end:right], words), read.title, words)
        if found and not names_part(low[left:start], words):
            component = found[-1].component  # "data sets A (CC BY 4.0) and B (MIT)"
        mine, other = owner(low[:start], low[left:], component, read.own, words, read.models)
        weights = component is Component.WEIGHTS
        inherits = weights and _inherits(read)
        mine = mine or inherits or (read.labelled and weights)
        name = read.names[int(low[start + 1 : end - 1])]
        found.append(read.statement("license", component, name, own=mine, inherits=inherits, other=other))
        if mine and weights and not inherits and "-" not in name[:6] and words.has("limiting_name", name.lower()):
            clause = "non-commercial" if "commercial" in name.lower() else "research-only"
            found.append(read.statement("terms", component, f"{BINDING}: {clause}"))
    return found


def _states(read: _Reading) -> bool:
    """Is a license that the sentence names said to apply to anything?"""
    states = read.says("states") or read.words.has("states", read.spelt)
    return read.in_license or states or _inherits(read) or _SHORT_STATE.search(read.low) is not None


def _limits(read: _Reading, *, licensed: bool) -> list[Statement]:
    """What the sentence itself forbids or grants, and the gist that stands in for a license that the card names not."""
    low, words = read.low, read.words
    force = force_of(low, read.sentence, words, in_license=read.in_license, licensed=licensed)
    if force is None and not (read.in_license and read.says("freely")):
        return []
    component = limited_part(low, read.title, words)
    if force is None:
        return [read.statement("free", component, "")] if component is Component.WEIGHTS else []
    limit = min((m.end() for p in words.limits.values() if (m := p.search(low)) is not None), default=len(low))
    mine, other = owner(low[:limit], low, component, read.own, words, read.models)
    mine = mine or (read.labelled and component is Component.WEIGHTS)
    clauses = clauses_of(low, words) if force == BINDING else ()
    value = f"{force}: {', '.join(clauses)}" if clauses else force
    found = [read.statement("terms", component, value, own=mine, other=other)]
    if mine and component is Component.WEIGHTS and (read.in_license or read.says("gives")):
        if read.says("freely"):
            found.append(read.statement("free", component, ""))
        said = {kind for kind, pattern in words.limits.items() if pattern.search(low)}
        if read.in_license and force == BINDING and not clauses and said == {"research"}:
            clauses = ("research-only",)  # "the weights are for research use": that much is granted
        for clause in clauses:
            offers = clause == "commercial-permission" and not read.says("freely")
            if clause in _STANDS_IN:
                found.append(read.statement("offer" if offers else "gist", component, _STANDS_IN[clause]))
    return found


_STANDS_IN = {
    "non-commercial": "non-commercial",
    "research-only": "research only",
    "commercial-permission": "commercial use by permission",
}
_WHOSE = re.compile(r"licen|terms|restrict|许可|协议|ライセンス|라이선스|лиценз|lizenz")


def _inherits(read: _Reading) -> bool:
    """Does the sentence say that the license is the base's?

    Not where it comes from data, where another thing is alike, or where another model inherits ("Sparrow-8B inherits
    the Llama 3 license").
    """
    low, words = read.low, read.words
    match = words.words["inherits"].search(low)
    if match is None or words.has("of_data", low) or words.has("alike_else", low[: match.end()]):
        return False
    before = low[: match.start()]
    return "@" not in before or owner(before, before, Component.WEIGHTS, read.own, words, read.models)[0]


def _until_source(after: str, words: TermsWords) -> str:
    """What follows a license up to the words that say where it comes from ("…, inherited from the data set")."""
    match = words.words["of_data"].search(after)
    return after if match is None else after[: match.start()]


def _license_of_base(read: _Reading, said: Sequence[Statement]) -> list[Statement]:
    """That the weights stand under the license of a model that the sentence names ("follow the Model License of X")."""
    match = read.words.words["its_license"].search(read.low)
    if match is None or any(s.inherits or (s.own and s.component is Component.WEIGHTS) for s in said):
        return []
    before = read.low[: match.start()]
    component = part_of(before, "", read.title, read.words)
    mine, _ = owner(before, before, component, read.own, read.words, read.models)
    if not mine or component is not Component.WEIGHTS:
        return []
    return [read.statement("license", component, "", inherits=True)]


_SHORT_STATE = re.compile(
    r"(?:@\d+@|@self@|weights?|models?|checkpoints?|code|data ?sets?|[权权]重|代码|数据集?|モデル|コード)"
    r"\W{0,4}(?:[:：|=]|\b(?:is|are|was)\b) ?§|\b(?:is|are) §|§ ?-?licensed"
)
