"""How the subject is called, and what is another spelling of its name."""

import re
from typing import NamedTuple

from openness.evidence.families import load_names, size_in


class Own(NamedTuple):
    """How the subject is called."""

    id: str
    tail: str  # lower-case last path segment, letters and digits only
    size: str | None
    owner: str  # lower-case organisation, "" when unknown
    spelt: "re.Pattern[str] | None" = None  # the name as prose may space it ("Stable Beluga 2")
    teacher: "re.Pattern[str] | None" = None  # whose student the name says it is ("R1" of "R1-Distill-7B")
    title: str = ""  # lower-case letters and digits of the card's first heading: what the card calls it


_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")

_LETTERS = 4  # of a name that a title may begin with


def own_name(subject_id: str, title: str = "") -> Own:
    """How to recognise the subject in prose; a folder called `org__name` is read as `org/name`."""
    name = subject_id.rstrip("/").replace("\\", "/")
    parts = name.split("/")
    if len(parts) > 2 or name.startswith("."):
        name = parts[-1]
    if "/" not in name and "__" in name:
        name = name.replace("__", "/", 1)
    tail = name.rsplit("/", 1)[-1]
    owner = name.split("/", 1)[0].lower() if "/" in name else ""
    taught = re.search(r"[-_.]distil", tail, re.IGNORECASE)
    teacher = _spelt(tail[: taught.start()]) if taught is not None else None
    return Own(name, squeeze(tail), size_in(tail), owner, _spelt(tail), teacher, squeeze(title))


def _spelt(tail: str) -> "re.Pattern[str] | None":
    """A pattern for the name with any of the usual separators between its parts."""
    parts = _PARTS.findall(tail)
    if len(parts) < 2 or sum(map(len, parts)) < 5:
        return None
    return re.compile(r"(?<![\w/.-])" + r"[-_ .]?".join(map(re.escape, parts)) + r"(?![\w/-])", re.IGNORECASE)


def squeeze(name: str) -> str:
    """Lower-case letters and digits of a name's last path segment."""
    return "".join(c for c in name.rsplit("/", 1)[-1].lower() if c.isalnum())


def is_self(model_id: str, own: Own) -> bool:
    """Is `model_id` another spelling of the subject's own name?"""
    if not own.tail:
        return False
    squeezed = squeeze(model_id)
    if squeezed.startswith(own.tail) and squeezed != own.tail and _packed(model_id, own):
        return True  # a repackaged copy of the subject is no ancestor of it
    if "/" in model_id and "/" in own.id and model_id.split("/", 1)[0].lower() != own.owner and own.owner:
        return False  # same name in another organisation: what it was made from
    return squeezed == own.tail


def is_teacher(model_id: str, own: Own) -> bool:
    """Is `model_id` the teacher that a student's name begins with?"""
    return own.tail.startswith(squeeze(model_id) + "distil")


def is_titled(model_id: str, own: Own) -> bool:
    """Does the card's first heading begin with that name? A folder may be called anything."""
    squeezed = squeeze(model_id)
    return len(squeezed) > _LETTERS and own.title.startswith(squeezed)


def _packed(model_id: str, own: Own) -> bool:
    """Is `model_id` the subject's name with suffixes of repackaging only ("…-GGUF")?"""
    tail = model_id.rsplit("/", 1)[-1].lower()
    words = {w for kind in load_names()["repackaged"].values() for w in kind}
    while squeeze(tail) != own.tail:
        head, dash, suffix = tail.rpartition("-")
        if not dash or suffix not in words:
            return False
        tail = head
    return True
