"""Sentences of the card that name a license or state terms, each tied to weights, code, data or another model."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from openness.evidence.mentions import mark
from openness.evidence.own_name import Own, is_self, squeeze
from openness.evidence.prose import Sentence
from openness.evidence.terms_words import TermsWords, load_terms
from openness.model import Component


class Statement(NamedTuple):
    """One thing that one sentence says about terms."""

    kind: str  # "license" | "terms" | "gist": words that stand in for a license where the card names none
    component: Component
    own: bool  # False: about another model, or about data
    value: str  # license: id or name as spelt; terms: force
    inherits: bool  # said to be the terms of the base
    other: str  # id of the other model, where one is named
    start: int
    end: int


# Forces of a terms sentence; `binding` is followed by ": " and a clause id where the words are plain enough to name it.
BINDING = "binding"  # states the terms: a prohibition, or anything in the license section
STATEMENT = "statement"  # the author's own sentence elsewhere
INTENDED = "intended-use"  # says what the model is for; limits nothing by itself
PERMISSION = "permission"  # grants

_LINK = re.compile(
    r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,500}(?:[ \t][^()]{0,100})?\)|<[^<>]{1,300}>|https?://[^\s)\]>|]{3,500}"
)
_MARKS = re.compile(r"[*`]+|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)")
_SPACE = re.compile(r"\s+")
_MASK = re.compile(r"§(\d+)§")
_MODEL = re.compile(r"@(\d+)@")
_LEADING = re.compile(r"[-*•>\d. ]*@(\d+)@")
_SHORT = 300
_NEAR = 60
_RESEARCH = re.compile(
    r"research|academ|scientific|educat|研究|学术|科研|學術|연구|forschung|recherche|investigaci|pesquisa|ricerca|исследов",
    re.IGNORECASE,
)
_TRADE = re.compile(
    r"commerc|kommerz|comerc|коммерч|商|상업|상용|profit|revenue|\b(?:personal|private) (?:use|purpose)|\bproducts?\b",
    re.IGNORECASE,
)


def read_terms(sentences: Sequence[Sentence], own: Own) -> tuple[Statement, ...]:
    """Every statement about terms, in document order."""
    words = load_terms()
    found: list[Statement] = []
    parents: list[tuple[int, str]] = []  # list items around the current one: indentation, whom they speak of
    for sentence in sentences:
        if sentence.kind == "item":
            parents = [p for p in parents if p[0] < sentence.indent]
        elif sentence.kind != "row":
            parents = []
        if sentence.kind != "heading" and words.has("cue", sentence.text.lower()):
            said = _read(sentence, own, words)
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


def plain(text: str) -> str:
    """The sentence without Markdown, links reduced to their text."""
    reduced = _LINK.sub(lambda m: f" {m.group(1)} " if m.group(1) else " ", text)
    return _SPACE.sub(" ", _MARKS.sub("", reduced)).strip()


def _read(sentence: Sentence, own: Own, words: TermsWords) -> list[Statement]:
    text = plain(sentence.text)
    masked, names = _mask_names(text, words)
    title = sentence.section.title.lower()
    in_license = words.has("heading_license", title) or (words.has("heading_license", sentence.headings) and not title)
    marked = mark(masked, own)
    low = marked.text
    labelled = words.has("label", text.lower())
    in_license = in_license or labelled
    found: list[Statement] = []
    off_topic = words.has("not_terms", low)
    stated = names and (
        in_license
        or _inherits(low, words)
        or _SHORT_STATE.search(low)
        or words.has("states", low)
        or words.has("states", text.lower())
    )
    if stated and not (off_topic and not in_license):
        bounds = [m.span() for m in _MASK.finditer(low)]
        for index, (start, end) in enumerate(bounds):
            left = bounds[index - 1][1] if index else 0
            right = bounds[index + 1][0] if index + 1 < len(bounds) else len(low)
            component = _component(low[left:start], _until_source(low[end:right], words), title, words)
            mine, other = _owner(low[:start], low[left:], component, own, words, marked.models)
            mine = mine or (labelled and component is Component.WEIGHTS)
            inherits = _inherits(low, words) and not _of_other(low, component, own, words, marked.models)
            number = int((_MASK.match(low[start:end]) or _MASK.search(low)).group(1))  # type: ignore[union-attr]
            found.append(
                Statement(
                    "license", component, mine or inherits, names[number], inherits, other, sentence.start, sentence.end
                )
            )
            if (
                mine
                and component is Component.WEIGHTS
                and "-" not in names[number][:6]
                and words.has("limiting_name", names[number].lower())
            ):
                found.append(Statement("terms", component, True, BINDING, False, "", sentence.start, sentence.end))
    elif (
        _inherits(low, words)
        and not _of_other(low, Component.WEIGHTS, own, words, marked.models)
        and words.has("cue", low)
        and re.search(r"licen|terms|restrict|许可|ライセンス|라이선스|лиценз|lizenz", low)
    ):
        found.append(Statement("license", Component.WEIGHTS, True, "", True, "", sentence.start, sentence.end))
    found += _license_of_base(low, found, own, title, words, marked.models, sentence)
    force = _force(low, sentence, in_license, off_topic, words)
    if force is not None:
        component = _limited_part(low, title, words)
        limit = min((m.end() for p in words.limits.values() if (m := p.search(low)) is not None), default=len(low))
        mine, other = _owner(low[:limit], low, component, own, words, marked.models)
        mine = mine or (labelled and component is Component.WEIGHTS)
        if force == BINDING and (clause := _clause(low, words)) is not None:
            force = f"{BINDING}: {clause}"
        found.append(Statement("terms", component, mine, force, False, other, sentence.start, sentence.end))
        stands_in = _STANDS_IN.get(force)
        if stands_in and mine and component is Component.WEIGHTS and (in_license or words.has("gives", low)):
            found.append(Statement("gist", component, True, stands_in, False, "", sentence.start, sentence.end))
    return found


_STANDS_IN = {f"{BINDING}: non-commercial": "non-commercial", f"{BINDING}: research-only": "research only"}


def _inherits(low: str, words: TermsWords) -> bool:
    """Does the sentence say that the license is the base's? Not where it comes from data, or another thing is alike."""
    match = words.words["inherits"].search(low)
    return match is not None and not words.has("of_data", low) and not words.has("alike_else", low[: match.end()])


def _until_source(after: str, words: TermsWords) -> str:
    """What follows a license up to the words that say where it comes from ("…, inherited from the data set")."""
    match = words.words["of_data"].search(after)
    return after if match is None else after[: match.start()]


def _of_other(low: str, component: Component, own: Own, words: TermsWords, models: Sequence[object]) -> bool:
    """Is it another model of which the sentence says that it inherits ("Sparrow-8B inherits the Llama 3 license")?"""
    match = words.words["inherits"].search(low)
    before = low[: match.start()] if match is not None else ""
    return "@" in before and not _owner(before, before, component, own, words, models)[0]


def _license_of_base(
    low: str,
    said: Sequence[Statement],
    own: Own,
    title: str,
    words: TermsWords,
    models: Sequence[object],
    sentence: Sentence,
) -> list[Statement]:
    """That the weights stand under the license of a model that the sentence names ("follow the Model License of X")."""
    match = words.words["its_license"].search(low)
    if match is None or any(s.inherits or (s.own and s.component is Component.WEIGHTS) for s in said):
        return []
    before = low[: match.start()]
    component = _component(before, "", title, words)
    mine, _ = _owner(before, before, component, own, words, models)
    if not mine or component is not Component.WEIGHTS:
        return []
    return [Statement("license", component, True, "", True, "", sentence.start, sentence.end)]


def _clause(low: str, words: TermsWords) -> str | None:
    """The clause that a binding sentence plainly states, in any of the languages: None where it takes a closer look."""
    trade, research = _TRADE.search(low) is not None, _RESEARCH.search(low) is not None
    prohibits = _prohibits(low, words)
    if words.has("study_only", low):
        return "non-commercial" if trade else "research-only"
    if prohibits and trade and _ASKS.search(low):
        return "commercial-permission"
    asks = words.has("needs_permission", low) and not words.has("no_need", low)
    if asks or (words.has("curbs_trade", low) and not prohibits):
        return "commercial-permission"
    if prohibits and trade:
        return "non-commercial"
    if research and _ONLY.search(low):
        return "research-only"
    return "commercial-permission" if words.has("curbs_trade", low) else None


def _mask_names(text: str, words: TermsWords) -> tuple[str, list[str]]:
    """The sentence with `§0§` in the place of license names, and the names."""
    spots: list[tuple[int, int, str]] = []
    low = text.lower()
    if len(low) != len(text):  # a letter whose lower-case form is longer
        low = text
    for identifier, pattern in words.names if words.any_name.search(low) else ():
        for match in pattern.finditer(low):
            if not any(start < match.end() and match.start() < end for start, end, _ in spots):
                spots.append((match.start(), match.end(), identifier))
    for match in words.named.finditer(text):
        start, end = match.span()
        overlap = [s for s in spots if s[0] < end and start < s[1]]
        name = match.group().strip()
        if overlap or words.named_stop.search(name):
            continue
        spots.append((start, end, name))
    spots.sort()
    parts: list[str] = []
    names: list[str] = []
    at = 0
    for start, end, identifier in spots:
        parts.append(f"{text[at:start]} §{len(names)}§ ")
        names.append(identifier)
        at = end
    parts.append(text[at:])
    return "".join(parts), names


def _component(before: str, after: str, title: str, words: TermsWords, first: bool = False) -> Component:
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


def _limited_part(low: str, title: str, words: TermsWords) -> Component:
    """The part that a sentence limits: the weights, if any of its limiting clauses speaks of them."""
    turns = [0, *(match.start() for match in words.words["turn"].finditer(low)), len(low)]
    spoken = {
        _component(clause, "", "", words, first=True)
        for clause in (low[start:end] for start, end in pairwise(turns))
        if _nouns(clause, words) and any(limit.search(clause) for limit in words.limits.values())
    }
    if Component.WEIGHTS in spoken:
        return Component.WEIGHTS
    return _component(low, "", title if not words.has("weights", low) else "", words, first=True)


def _joined(between: str, words: TermsWords) -> bool:
    """Do these words between two nouns make one subject of them ("the model and its code")?"""
    return len(between) < _NEAR and words.has("joint", between) and not words.has("apart", between)


def _without_places(text: str, words: TermsWords) -> str:
    """The text less the places where a part lies: in "the weights in this repository" it is the weights."""
    return str(words.words["place"].sub(" ", text))


def _owner(
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
    if foreign and (not said_own or (said_own[-1] < foreign[-1][0] and not _between(before, foreign[-1][0]))):
        return False, str(getattr(models[foreign[-1][1]], "id", ""))
    if others and not said_own:
        return False, ""
    return True, ""


_NEW_CLAUSE = re.compile(
    r"[，；,;] ?(?:(?:the|our|these|all) )?(?:model )?(?:weights?|checkpoints?|parameters)\b"
    r"|[，；,;] ?(?:本|该|其)?(?:模型|权重|權重|参数)|、(?:本)?(?:モデル|重み)"
)


def _between(before: str, place: int) -> bool:
    """Is the model named inside a phrase about the subject ("a fine-tune of X, is released under")?"""
    return (
        re.search(
            r"(?:of|from|on|in|with|to|by|like|unlike|using|and|der|de|du|von) (?:the |its |our )?(?:[a-z-]+ ){0,3}$",
            before[:place],
        )
        is not None
    )


def _series(mention: object, own: Own) -> bool:
    """Is the mentioned model the subject, or the series that it belongs to?"""
    identifier = str(getattr(mention, "id", ""))
    if is_self(identifier, own):
        return True
    squeezed = squeeze(identifier)
    return bool(own.tail) and len(squeezed) > 2 and own.tail.startswith(squeezed) and "/" not in identifier


def _force(low: str, sentence: Sentence, in_license: bool, off_topic: bool, words: TermsWords) -> str | None:
    """How strongly the sentence limits use; None when it states no terms of its own."""
    kinds = {kind for kind, pattern in words.limits.items() if kind != "prohibit" and pattern.search(low)}
    if _prohibits(low, words):
        kinds.add("prohibit")
    if not kinds or (off_topic and not in_license):
        return None
    if words.has("unlimited", low):
        kinds = {"permit"}
    if words.has("no_need", low):
        kinds -= {"restrict"}
    title = sentence.section.title.lower()
    aside = words.has("intended", low) or (words.has("heading_intended", title) and not in_license)
    research_only = _RESEARCH.search(low) is not None and _TRADE.search(low) is None
    if kinds == {"permit", "research"} and not _ONLY.search(low):
        kinds = {"permit"}
    if kinds == {"permit"}:
        return None if aside and not in_license else PERMISSION
    if "prohibit" in kinds and not research_only and "permit" in kinds and _EITHER.search(low):
        return None if aside and not in_license else PERMISSION
    if in_license or words.has("granted_only", low) or ("prohibit" in kinds and words.has("forbids", low)):
        return BINDING
    if aside:
        return INTENDED
    if "prohibit" in kinds and not research_only:
        return BINDING
    if "restrict" in kinds and _TRADE.search(low) is not None:
        return BINDING
    return BINDING if words.has("only_for", low) else STATEMENT


def _prohibits(low: str, words: TermsWords) -> bool:
    """Is a use forbidden, one side of a "but" at a time ("commercial use is free, but resale is prohibited")?"""
    return words.limits["prohibit"].search(words.words["contrast"].sub(";", low)) is not None


_ASKS = re.compile(r"\b(?:we |kindly |please |and so |so )?(?:ask|request|encourage|urge)s?\b")
_ONLY = re.compile(
    r"\bonly\b|solely|exclusively|strictly|restrict|limited|仅|僅|只|のみ|만|nur|seulement|uniquement|solo|"
    r"apenas|soltanto|только|ausschließlich|exclusiv|réserv|reserv|únicamente|unicamente|somente|esclusiv|riservat|"
    r"исключительно|に限|限于|으로만"
)
_SHORT_STATE = re.compile(
    r"(?:@\d+@|@self@|weights?|models?|checkpoints?|code|data ?sets?|[权权]重|代码|数据集?|モデル|コード)"
    r"\W{0,4}(?:[:：|=]|\b(?:is|are|was)\b) ?§|\b(?:is|are) §|§ ?-?licensed"
)
_EITHER = re.compile(
    r"(?<!non-)\bcommercial\b(?: use| purposes?)? ?(?:,|or|and|as well as|/|"
    r"and/or) (?:for )?non-?commercial|non-?commercial(?: use| purposes?)? ?(?:or|and|and/or|"
    r"as well as) commercial"
)
