"""Finds links to the Hub and to spaCy's releases in any text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import re2

from openness.scan import plausible
from openness.scan.knowledge import names
from openness.scan.reference import Hit

# The id ends where a character that no id has begins. Linear engine: the text is a stranger's.
_HUB = re2.compile(
    r"(?:(?:https?://|git@|ssh://git@)?(?:www\.)?(?:huggingface\.co|hf\.co|hf-mirror\.com)[/:]"
    r"|https?://(?:api-inference|router)\.huggingface\.co/(?:hf-inference/)?models/"
    r"|\bhf://|\bhuggingface://)"
    r"(?P<rest>[A-Za-z0-9][^\s\"'`<>()\[\]\\,;|^\x00]*)(?P<after>.?)"
)
_SPACY = re2.compile(
    r"(?:spacy-models/releases/download/|ai2-s2-scispacy/releases/[^/\s]*/|/resolve/[\w.-]+/)"
    r"(?:[\w.-]+/)?(?P<name>[a-z]{2}_[a-z]+_[a-z_]+_(?:sm|md|lg|trf))-(?P<version>any|\d+(?:\.\d+)*(?:[a-z]\d+)?)"
)
_REVISION = re.compile(r"(?:resolve|blob|tree|raw|commit|commits|edit)\Z")
_TERMS = ("license", "licence", "notice", "use_policy", "terms")
_IMAGE = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp")


class Link(NamedTuple):
    """One link: what it names and where the id stands."""

    id: str
    kind: str
    revision: str | None
    start: int
    end: int


def first(text: str) -> Link | None:
    """The first link of a text."""
    return next(links(text), None)


def links(text: str) -> Iterator[Link]:
    """Every link to a model or data set, in order; pages, Spaces, papers and placeholders are left out."""
    if "hf" in text or "huggingface" in text:
        for match in _HUB.finditer(text):
            rest: str = match.group("rest")
            cut = match.group("after") in {"\x00", "<", "{", "["} and "/" not in rest.partition("/")[2]
            found = _parse(rest, match.start(1), cut=cut, scheme=text[match.start() : match.start(1)])
            if found:
                yield found
    if "spacy" in text or "_core_" in text:
        seen: set[tuple[str, str]] = set()
        for match in _SPACY.finditer(text):
            name, version = match.group("name"), match.group("version")
            if (name, version) not in seen:
                seen.add((name, version))
                pinned = None if version == "any" else version
                yield Link(f"spacy:{name}", "model", pinned, match.start(1), match.end(2))


def link_hits(text: str, how: str = "link") -> Iterator[Hit]:
    """Every link of a text as a reference."""
    for link in links(text):
        yield Hit(link.id, link.kind, link.start, link.end, how, link.revision)


def _parse(rest: str, offset: int, *, cut: bool, scheme: str) -> Link | None:
    if rest.lower().endswith(_IMAGE):
        return None
    path = rest.partition("?")[0].partition("#")[0].rstrip(".:!*_")
    if path.endswith(".git"):
        path = path.removesuffix(".git")
    parts = path.split("/")
    kind, skip = "model", 0
    if parts[0] in {"datasets", "models"} and len(parts) > 1:
        kind, skip = ("dataset" if parts[0] == "datasets" else "model"), 1
    parts = [part for part in parts[skip:] if part]
    start = offset + (len(path.split("/")[0]) + 1 if skip else 0)
    is_fs = scheme.endswith("//") and scheme.startswith(("hf", "huggingface:"))
    if not parts:
        return None
    legacy = names("names", "legacy_models") | names("names", "legacy_datasets")
    if parts[0] in legacy and (len(parts) == 1 or _REVISION.match(parts[1])) and not is_fs:
        return Link(parts[0], kind, _revision(parts[1:]), start, start + len(parts[0]))
    if len(parts) < 2 or (cut and len(parts) == 2):
        return None
    if parts[-1].lower().startswith(_TERMS) and len(parts) > 3:
        return None  # a link to the terms, not to the weights
    name, at, revision = parts[1].partition("@")
    if at and revision == "refs" and len(parts) > 3:
        revision = "/".join(["refs", *parts[2:4]])
    name = name.partition(":")[0].rstrip("-")
    found = f"{parts[0]}/{name}"
    if not plausible.is_owned(found) or plausible.is_foreign(found):
        return None
    if plausible.is_placeholder(found) and not plausible.known_owner(parts[0]):
        return None
    return Link(found, kind, revision or _revision(parts[2:]), start, start + len(found))


def _revision(parts: list[str]) -> str | None:
    if len(parts) >= 2 and _REVISION.match(parts[0]):
        if parts[1] == "refs" and len(parts) >= 4:
            return "/".join(parts[1:4])
        return parts[1] if not any(c in parts[1] for c in "{}$<>\x00") else None
    return None
