"""Tells a Hub id from a path, a placeholder or an ordinary pair of words."""

import re
from functools import lru_cache

from openness.scan.knowledge import lowered, names, table

# Linear: character classes without nesting.
_OWNED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9_][A-Za-z0-9._-]{0,95}\Z")
_SINGLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,95}\Z")
_SIZE = re.compile(r"(?:\d+x)?\d+(?:[.p_]\d+)?[bmk]\Z|a\d+b\Z|e\db\Z")
_VERSION = re.compile(r"v\d+(?:[.]\d+)*\Z")
_TOKEN = re.compile(r"[a-z]+\d+(?:\.\d+)?|[a-z]+|\d+(?:\.\d+)?[a-z]*")


def is_owned(text: str) -> bool:
    """True for `owner/name` in the Hub's alphabet, whatever it means."""
    if _OWNED.match(text) is None or ".." in text or "--" in text:
        return False
    owner, _, name = text.partition("/")
    return not (owner.endswith((".", "-")) or name.endswith((".", "-")) or has_file_suffix(name))


def is_single(text: str) -> bool:
    """True for one segment in the Hub's alphabet, as legacy names have it."""
    return _SINGLE.match(text) is not None and ".." not in text and not has_file_suffix(text)


def has_file_suffix(name: str) -> bool:
    """True when the name ends as a file does (`x.gguf`, `y.json`)."""
    stem, dot, suffix = name.rpartition(".")
    return bool(dot and stem) and suffix.lower() in names("words", "file_suffixes")


def is_local(text: str) -> bool:
    """True when the name reads as a folder of the project rather than as a repository."""
    if text.startswith((".", "/", "~", "\\", "file:")) or "\\" in text or text.endswith("/"):
        return True
    owner, slash, name = text.partition("/")
    low, tail = owner.lower(), name.lower()
    if not slash:
        return False
    if known_owner(owner):
        return False
    if owner in names("words", "local_folders") or low in names("words", "local_folders"):
        return True
    return (
        low.endswith(tuple(table("words")["local_folder_ends"]))
        or tail in names("words", "local_names")
        or tail.startswith(tuple(table("words")["local_name_starts"]))
    )


def is_placeholder(text: str) -> bool:
    """True for names that a reader is meant to replace."""
    low = text.lower()
    owner, slash, name = low.rpartition("/")
    if any(mark in low for mark in ("<", ">", "{", "}", "$", "%", "*", "...", "\u2026")):
        return True
    starts = tuple(table("words")["placeholder_starts"])
    if slash and (owner in names("words", "placeholder_orgs") or owner.startswith(starts)):
        return True
    if not slash:
        return name in names("words", "placeholder_singles") or name.startswith(starts)
    return name in names("words", "placeholder_names") or name.startswith(starts)


def is_foreign(text: str) -> bool:
    """True for pairs of another kind: MIME types, time zones, API groups, package scopes."""
    return text.partition("/")[0].lower() in names("words", "not_owners")


@lru_cache(maxsize=8192)
def known_owner(owner: str) -> bool:
    """True when the owner is known to publish models or data sets on the Hub."""
    return owner.lower() in lowered("names", "hub_orgs")


def looks_like_model(name: str) -> bool:
    """True when the name's words are those of models: a family, a size, a quantisation."""
    words = name.lower().replace("_", "-").split("-")
    tokens = names("words", "model_tokens")
    for word in words:
        if word in tokens or _SIZE.match(word) or (_VERSION.match(word) and len(words) > 1):
            return True
        parts = _TOKEN.findall(word)
        if any(part in tokens and len(part) > 3 for part in parts):
            return True
        if any(part.rstrip("0123456789.") in tokens and len(part) > 3 for part in parts):
            return True
    return False


def looks_like_dataset(name: str) -> bool:
    """True when the name's words are those of data sets."""
    words = name.lower().replace("_", "-").split("-")
    tokens = names("words", "dataset_tokens")
    return name.lower() in tokens or any(word in tokens or _SIZE.match(word) for word in words)


def is_strong_id(text: str) -> bool:
    """True for an `owner/name` that may stand wherever only an id can stand."""
    return is_owned(text) and not (is_local(text) or is_placeholder(text) or is_foreign(text))


def is_likely_model(text: str) -> bool:
    """True for an `owner/name` that is a model even where any text could stand: owner or name says so."""
    if not is_strong_id(text):
        return False
    owner, _, name = text.partition("/")
    return looks_like_model(name) or (known_owner(owner) and owner.lower() not in lowered("names", "code_orgs"))


def is_surely_model(text: str) -> bool:
    """True for an `owner/name` that is a model without any context: owner and name both say so."""
    if not is_strong_id(text):
        return False
    owner, _, name = text.partition("/")
    return known_owner(owner) and looks_like_model(name)
