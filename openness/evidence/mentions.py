"""One sentence → the models and data sets it mentions, and the sentence with a mark in the place of each.

The marked sentence is what the phrase patterns of data/lineage read: lower-case, without Markdown, `@0@` for the first
model, `#0#` for the first data set, `@self@` for the subject itself.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from openness.evidence.families import Name, checkpoints, load_names, name_at, names_in
from openness.evidence.hub_links import LINK, repository
from openness.evidence.own_name import Own, is_self, is_teacher, squeeze


class Mention(NamedTuple):
    """A model or data set that a sentence mentions."""

    id: str
    start: int  # offsets in the sentence
    end: int
    kind: str  # "hub" | "path" | "family" | "name" | "dataset"
    name: Name | None = None
    sizes: tuple[str, ...] = ()  # further sizes that follow ("7B and 13B")


class Marked(NamedTuple):
    """A sentence with marks."""

    text: str
    models: tuple[Mention, ...]
    datasets: tuple[Mention, ...]


_ABOUT = re.compile(
    r"(?:\bcard|\bpaper|\bblog(?: post)?|\blicen[cs]e(?: agreement)?|leaderboard|\bpolicy|\bdiscussion)\W*$",
    re.IGNORECASE,
)
_ABOUT_URL = re.compile(r"model[-_]?card|licen[cs]e|/blog/|policy", re.IGNORECASE)
_LOCAL = re.compile(
    r"(?:[A-Za-z]:\\|[~.]{0,2}[/\\])(?:[\w. -]{1,60}[/\\]){1,12}", re.ASCII
)  # folders of the author's machine
_PATH = re.compile(
    r"(?:(?<![\w/.@:-])|(?<=:adapter:)|(?<=:finetune:)|(?<=:quantized:)|(?<=:merge:)|(?<=base_model:))([A-Za-z0-9][\w.-]{0,95})/([A-Za-z0-9][\w.-]{1,95})(?![\w/])",
    re.ASCII,
)
_SIZED = re.compile(r"(?<![\w./-])(?=[A-Za-z])[A-Za-z0-9.]{1,40}(?:[-_][A-Za-z0-9.]{1,30}){0,8}(?![\w/])", re.ASCII)
_HAS_SIZE = re.compile(r"(?:^|[-_.a-zA-Z])\d{1,3}(?:[._]\d{1,2})?[bBM](?:$|[-_.])")
_MORE_SIZES = re.compile(r"\s*(?:,|/|and|&|or|、|和|與|と|und|et|y|e)\s*-?(\d{1,3}(?:\.\d{1,2})?)\s?[bB]\b", re.ASCII)
_FILE = re.compile(
    (
        r"\.(?:py|md|txt|json|ya?ml|sh|ipynb|bin|pt|pth|ckpt|safetensors|csv|png|jpe?g|html?|cpp|c|h|js|ts|"
        r"zip|tar|gz|jsonl|parquet|wav|mp[34])$"
    ),
    re.IGNORECASE,
)
_EMPHASIS = re.compile(
    (
        r"[*`]+|(?<!\w)_+|_+(?!\w)|</?(?:b|i|em|strong|code|span|u|p|font|li|td|tr|h\d|div|center|sup|"
        r"sub)\b[^<>]{0,200}>|[\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff]"
    ),
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")


@lru_cache(maxsize=1)
def _not_repositories() -> frozenset[str]:
    return frozenset(load_names()["not_repositories"])


@lru_cache(maxsize=1)
def _no_name() -> "re.Pattern[str]":
    return re.compile(load_names()["not_names"])


@lru_cache(maxsize=2048)
def mark(sentence: str, own: Own) -> Marked:
    """The sentence with a mark for every mention."""
    parts: list[str] = []
    models: list[Mention] = []
    datasets: list[Mention] = []
    at = 0
    for match in LINK.finditer(sentence):
        if match.start() > at:
            _plain(sentence, at, match.start(), own, parts, models)
        at = match.end()
        target = match.group("target") or match.group("href") or match.group("bare")
        if target is None:
            continue
        kind, linked = repository(target)
        label = match.group("label") or match.group("anchor") or ""
        if kind == "model" and _ABOUT.search(label):
            parts.append(f" {label} ")
        elif kind == "model":
            mention = Mention(linked, match.start(), match.end(), "hub", _name_of(linked))
            _put(mention, own, parts, models)
        elif kind == "dataset":
            parts.append(f" #{len(datasets)}# ")
            datasets.append(Mention(linked, match.start(), match.end(), "dataset"))
        elif label and _ABOUT_URL.search(target):
            parts.append(f" {label} ")
        elif label:
            group = "label" if match.group("label") else "anchor"
            local = _LOCAL.match(sentence, match.start(group), match.end(group))
            _plain(sentence, local.end() if local else match.start(group), match.end(group), own, parts, models)
            if "arxiv.org" not in target and kind != "hub-page":
                parts.append(" ")
        else:
            parts.append(" url ")
    if at < len(sentence):
        _plain(sentence, at, len(sentence), own, parts, models)
    return Marked(_SPACE.sub(" ", "".join(parts)).strip().lower(), tuple(models), tuple(datasets))


def _name_of(repository: str) -> Name | None:
    name = name_at(repository.rsplit("/", 1)[-1])
    return name if name is not None and name.whole else None


def _plain(sentence: str, start: int, end: int, own: Own, parts: list[str], models: list[Mention]) -> None:
    """Text without links: paths, family names and names with a size become marks."""
    text = sentence[start:end].replace("@", " ").replace("#", " ")
    spots: list[Mention] = []
    if "/" in text:
        for match in _PATH.finditer(text):
            whole = match.group().rstrip(".")
            if (
                whole.lower() in _not_repositories()
                or _FILE.search(whole)
                or not _repository_like(match.group(1), match.group(2))
            ):
                continue
            spots.append(Mention(whole, match.start(), match.start() + len(whole), "path", _name_of(whole)))
    if own.spelt is not None:
        for match in own.spelt.finditer(text):
            if not any(s.start < match.end() and match.start() < s.end for s in spots):
                spots.append(Mention(own.id, match.start(), match.end(), "self"))
    if own.teacher is not None:
        spots += (Mention(m.group(), m.start(), m.end(), "name") for m in own.teacher.finditer(text))
    readable = _readable(text, spots)
    for at, name in names_in(readable):
        sizes: list[str] = []
        stop = name.end
        more = _MORE_SIZES.match(readable, stop)
        while more and not name.family.service:
            sizes.append(f"{more.group(1)}b")
            stop = more.end()
            more = _MORE_SIZES.match(readable, stop)
        spots.append(
            Mention(name.id, at, stop if sizes else name.end, "family" if name.whole else "name", name, tuple(sizes))
        )
    for match in _SIZED.finditer(text):
        token = match.group().rstrip(".")
        if token.lower() in checkpoints():
            spots.append(Mention(checkpoints()[token.lower()], match.start(), match.start() + len(token), "path"))
        elif own.tail and token[:3].lower() == own.tail[:3] and _sibling(token, own):
            spots.append(Mention(token, match.start(), match.start() + len(token), "name"))
        elif _no_name().match(token):
            continue
        elif (
            _HAS_SIZE.search(token)
            and len(token) > 4
            and sum(c.isalpha() for c in token) > 2
            and not _FILE.search(token)
        ):
            spots.append(Mention(token, match.start(), match.start() + len(token), "name"))
    spots.sort(key=lambda m: (m.start, -m.end))
    at = 0
    for spot in spots:
        if spot.start < at:
            continue
        parts.append(_EMPHASIS.sub("", text[at : spot.start]))
        _put(spot._replace(start=start + spot.start, end=start + spot.end), own, parts, models)
        at = spot.end
    parts.append(_EMPHASIS.sub("", text[at:]))


def _sibling(token: str, own: Own) -> bool:
    """Is `token` the subject's own name with something behind it ("bge-m3-unsupervised" in the card of bge-m3)?"""
    squeezed = squeeze(token)
    return len(own.tail) >= 4 and squeezed.startswith(own.tail) and len(squeezed) > len(own.tail) and "-" in token


def _readable(text: str, spots: list[Mention]) -> str:
    """The text, same length, with Markdown marks and known paths blanked so that names read through."""
    chars = text.replace("*", " ").replace("`", " ") if "*" in text or "`" in text else text
    for spot in spots:
        chars = chars[: spot.start] + "/" * (spot.end - spot.start) + chars[spot.end :]
    return chars


def _repository_like(owner: str, name: str) -> bool:
    """Does `owner/name` look like a repository rather than like two words with a stroke between?"""
    if owner.lower() in load_names()["not_owners"]:
        return False
    if len(name) < 3 or _no_name().match(name) or owner.isdigit() or name.replace(".", "").isdigit():
        return False
    return bool(
        re.search(r"\d", name)
        or "-" in name
        or "_" in name
        or (name[:1].isupper() and "-" in owner)
        or (len(name) > 3 and name_at(name))
    )


def _put(mention: Mention, own: Own, parts: list[str], models: list[Mention]) -> None:
    if own.tail and (mention.kind == "self" or is_self(mention.id, own) or _own_series(mention, own)):
        parts.append(" @self@ ")
        return
    parts.append(f" @{len(models)}@ ")
    models.append(mention)


def _own_series(mention: Mention, own: Own) -> bool:
    """Is it the family that the subject is a release of ("the Gemma model" in the card of gemma-2b-it)?"""
    if is_teacher(mention.id, own):
        return False
    if mention.kind == "name" and mention.name is not None and not mention.name.whole and not mention.name.size:
        return own.tail.startswith(squeeze(mention.id))
    if mention.kind != "family" or mention.name is None:
        return False
    mine = name_at(own.id.rsplit("/", 1)[-1].replace("_", "-"))
    if mine is None or mine.family.id != mention.name.family.id:
        return False
    if not (mine.whole or own.owner in mine.family.owners):
        return False
    if "base" in mention.id.lower() and "base" not in own.tail:
        return False
    if mention.name.family.sizeless and mention.name.variant and mention.name.id != mine.id:
        return False
    return (mine.size is None or mention.name.size in (None, mine.size)) and mention.name.variant in ("", mine.variant)
