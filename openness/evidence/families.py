"""Model names as prose writes them → family, size, variant and the Hub id that is usually meant."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import yaml

from openness.evidence.linear import linear
from openness.kb.locate import data_dir


class Family(NamedTuple):
    """One entry of data/lineage/families.yaml."""

    id: str
    head: Any  # compiled pattern
    hub: Mapping[str, str]
    alone: str | None
    alone_prefix: str | None
    version: str | None
    size: str | None
    sizes: tuple[str, ...]
    exact: tuple[tuple["re.Pattern[str]", str], ...]
    owners: tuple[str, ...]
    license: str | None
    loose: bool
    needs_size: bool
    sizeless: bool
    service: bool
    weak: bool
    architecture: bool
    whole: str | None
    default_variant: str | None


class Name(NamedTuple):
    """One recognised model name."""

    family: Family
    size: str | None  # "7b", lower-case
    variant: str  # "" for the base release
    version: str | None
    id: str  # Hub id that is usually meant, else the name as spelt
    end: int
    whole: bool  # nothing of the token is left over ("Llama-2-ko" has a rest)


@lru_cache(maxsize=1)
def load_names() -> Mapping[str, Any]:
    """Word lists about model names (data/lineage/names.yaml)."""
    with (data_dir() / "lineage" / "names.yaml").open(encoding="utf-8") as file:
        loaded: Mapping[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)
    return loaded


@lru_cache(maxsize=1)
def families() -> tuple[Family, ...]:
    """All families, the more specific before the more general."""
    with (data_dir() / "lineage" / "families.yaml").open(encoding="utf-8") as file:
        rows = yaml.load(file, Loader=yaml.CSafeLoader)["families"]
    return tuple(_family(row) for row in rows)


@lru_cache(maxsize=1)
def checkpoints() -> Mapping[str, str]:
    """Well-known release names without organisation, lower-case → Hub id (data/lineage/checkpoints.yaml)."""
    with (data_dir() / "lineage" / "checkpoints.yaml").open(encoding="utf-8") as file:
        loaded = yaml.load(file, Loader=yaml.CSafeLoader)
    return {name.lower(): loaded["aliases"].get(name, name) for name in [*loaded["checkpoints"], *loaded["aliases"]]}


def _family(row: Mapping[str, Any]) -> Family:
    return Family(
        id=row["id"],
        head=linear("(?i)(?:" + row["head"] + ")"),
        hub=row.get("hub", {}),
        alone=row.get("alone"),
        alone_prefix=row.get("alone_prefix"),
        version=row.get("version"),
        size=row.get("size"),
        sizes=tuple(row.get("sizes", ())),
        exact=tuple((re.compile(pattern), hub_id) for pattern, hub_id in row.get("exact", {}).items()),
        owners=tuple(row.get("owners", ())),
        license=row.get("license"),
        loose=row.get("loose", False),
        needs_size=row.get("needs_size", False),
        sizeless=row.get("sizeless", False),
        service=row.get("service", False),
        weak=row.get("weak", False),
        architecture=row.get("architecture", False),
        whole=row.get("whole"),
        default_variant=row.get("default_variant"),
    )


@lru_cache(maxsize=1)
def _any_head() -> Any:
    return linear("(?i)(?:" + "|".join(f.head.pattern.removeprefix("(?i)") for f in families()) + ")")


_TAIL = re.compile(
    r"[-_ ]{0,2}\(?(?:(?P<size>\d{1,4}(?:[._]\d{1,2})?(?:x\d{1,3})?[ -]?(?:billion|million|b|"
    r"m)(?![a-z0-9]))|(?P<moe>\d{1,2}x\d{1,3}b(?![a-z0-9]))"
    r"|(?P<version>v\d{1,2}(?:\.\d{1,2}){0,2}(?![a-z0-9]))|(?P<word>[a-z]{1,12}(?![a-z])))\)?",
    re.IGNORECASE | re.ASCII,
)
_VARIANTS = {
    "chat": "chat", "instruct": "instruct", "instruction": "instruct", "it": "it", "python": "python",
    "vision": "vision", "large": "large", "small": "small", "medium": "medium", "tiny": "tiny", "mini": "mini",
    "xl": "xl", "xxl": "xxl", "cased": "cased", "uncased": "uncased", "turbo": "turbo",
    "base": "base", "hf": "", "pt": "", "pretrained": "",
}  # fmt: skip
_SPACED = frozenset(
    {"chat", "instruct", "python", "base", "vision", "large", "small", "medium", "xl", "xxl", "tiny", "hf"}
)
_SPACED_SIZE = re.compile(r" [bm](?:illion)?\b", re.IGNORECASE)
_LONGEST = 96  # characters of a model name that are looked at
_TOLERANCE = 0.2  # of the size: 33b is called 30b, 14b is grown from 13b
_REST = re.compile(r"[-_./]?[\w]+(?:[-_./]?[\w+]+)*", re.ASCII)


def names_in(text: str) -> tuple[tuple[int, Name], ...]:
    """Every family name in `text` with its offset, in order."""
    found: list[tuple[int, Name]] = []
    at = 0
    for match in _any_head().finditer(text):
        start = match.start()
        if start < at or (
            start and ((text[start - 1].isascii() and text[start - 1].isalnum()) or text[start - 1] in "-_./")
        ):
            continue
        name = name_at(text, start)
        if name is not None:
            found.append((start, name))
            at = name.end
    return tuple(found)


def name_at(text: str, start: int = 0) -> Name | None:
    """The model name that begins at `start`, or None."""
    found = _name_at(text[start : start + _LONGEST])
    return found._replace(end=start + found.end) if found is not None else None


@lru_cache(maxsize=8192)
def _name_at(text: str) -> Name | None:
    start = 0
    for family in families():
        match = family.head.match(text, start)
        if match is None:
            continue
        end = match.end()
        if text[end - 1 : end].isdigit() and _SPACED_SIZE.match(text, end):
            continue
        following = text[end : end + 2].lower()
        if text[end - 1 : end].isdigit() and (
            following[:1] in ("b", "m") or following[:1].isdigit() or following[:1] == "x"
        ):
            continue  # the digit belongs to a size or to another version
        if (following[:1] == "." and (following[1:].isdigit() or following[1:].isalpha())) or (
            following[:1].isascii() and following[:1].isalpha()
        ):
            continue
        name = _finish(text, start, end, family)
        if name is None:
            continue
        return name
    return None


def _finish(text: str, start: int, end: int, family: Family) -> Name | None:
    size: str | None = None
    version: str | None = None
    variants: list[str] = []
    while True:
        match = _TAIL.match(text, end)
        if match is None:
            break
        kind, word = match.lastgroup, (match.group(match.lastgroup or 0) or "").lower()
        if kind == "size" and size is None:
            size = (
                word.replace("_", ".").replace(" ", "").replace("-", "").replace("billion", "b").replace("million", "m")
            )
        elif kind == "moe" and size is None:
            size = word
        elif kind == "version" and version is None:
            version = word[1:]
        elif (
            kind == "word" and word in _VARIANTS and (text[end : match.start("word")] in ("-", "_") or word in _SPACED)
        ):
            if _VARIANTS[word] and _VARIANTS[word] not in variants:
                variants.append(_VARIANTS[word])
        else:
            break
        end = match.end()
        if text[end - 1 : end] == ")" and "(" not in text[start:end]:
            end -= 1
            break
    if family.needs_size and size is None:
        return None
    if family.id == "mixtral" and size is not None and size not in family.sizes:
        return None
    spelt = text[start:end].strip()
    rest = (
        _REST.match(text, end)
        if end < len(text) and (text[end] in "-_/" or (text[end].isascii() and text[end].isalnum()))
        else None
    )
    if rest is not None:
        stop = rest.end()
        while stop > end and text[stop - 1] in "-_.":
            stop -= 1
        if stop > end + 1 or text[end : end + 1].isalnum():
            whole = text[start:stop]
            if text[end:stop].lower().lstrip("-_./") in load_names()["not_models"]:
                return None
            return Name(family, size, "-".join(variants), version, whole.replace(" ", "-"), stop, False)
    hub_id = canonical(
        family,
        size,
        "-".join(v for v in variants if v != "base" or family.sizeless or "base" in family.hub),
        version,
        spelt,
    )
    return Name(family, size, "-".join(v for v in variants if v != "base"), version, hub_id, end, True)


def canonical(family: Family, size: str | None, variant: str, version: str | None, spelt: str) -> str:
    """The Hub id that `spelt` usually means; the name as spelt where none is known."""
    for pattern, hub_id in family.exact:
        if pattern.search(spelt):
            return hub_id
    if size is None and not family.sizeless:
        if family.alone is not None:
            return family.alone
        size = family.size
    if family.sizes and size is not None and size not in family.sizes:
        near = _nearest(size, family.sizes)
        if near is None:
            return spelt
        size = near
    if family.whole and size == family.whole:
        return family.alone or spelt
    variant = variant or family.default_variant or ""
    template = family.hub.get(variant)
    if template is None and variant and not family.sizeless:
        template = family.hub.get(variant.split("-")[0]) if variant.split("-")[0] in family.hub else None
    if template is not None and (size is not None or "ize}" not in template):
        number = size or ""
        return (
            template.replace("{size}", number)
            .replace("{Size}", number.upper().replace("X", "x"))
            .replace("{version}", version or family.version or "")
        )
    name = re.sub(r"[\s_]+", "-", spelt.split(" (", maxsplit=1)[0].strip())
    return f"{family.alone_prefix}/{name}" if family.alone_prefix and family.sizeless is False else name


def _nearest(size: str, sizes: tuple[str, ...]) -> str | None:
    """The released size that is closest to the one asked for ("33b" of a family that has 30b)."""

    def number(text: str) -> float:
        found = re.match(r"(\d+(?:\.\d+)?)([bm])", text)
        return float(found.group(1)) * (1 if found.group(2) == "b" else 0.001) if found else 0.0

    best = min(sizes, key=lambda s: abs(number(s) - number(size)))
    return best if abs(number(best) - number(size)) <= _TOLERANCE * number(size) else None


def signature(model_id: str) -> Name | None:
    """Family, size and variant of a repository name; None when it is no family's own release name."""
    tail = model_id.rsplit("/", 1)[-1]
    tail = tail[5:] if tail.lower().startswith("meta-llama-") else tail
    return name_at(tail, 0)


_SIZE = re.compile(
    r"(?<![\d.a-z])(\d{1,3}x)?(\d{1,4}(?:[._]\d{1,2})?)[ -]?(b|m|billion)(?![a-z0-9])", re.IGNORECASE | re.ASCII
)


def size_in(name: str) -> str | None:
    """The size that a repository name states ("7b"), if it states exactly one."""
    sizes = {
        f"{m.group(1) or ''}{m.group(2).replace('_', '.')}{m.group(3)[0]}".lower()
        for m in _SIZE.finditer(name.replace("_", "-"))
    }
    return sizes.pop() if len(sizes) == 1 else None
