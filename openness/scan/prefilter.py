"""Decides in linear time whether a file can name anything, before it is parsed."""

from functools import cache

import re2

from openness.scan.knowledge import table

_OWNER = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")
_LONGEST = 48  # bytes of an owner's name


@cache
def prefilter_names(kind: str) -> tuple[str, ...]:
    """The fixed strings of one list (`code`, `config`, `prose`), any of which a file must hold."""
    owners = [f"{owner}/" for owner in table("names")["hub_orgs"]]
    return tuple(dict.fromkeys([*_listed(kind), *owners]))


def _listed(kind: str) -> list[str]:
    """The names of one list; a document may hold code, so that the names of code are among its own."""
    listed: list[str] = table("prefilter")[kind]
    return [*listed, *table("prefilter")["code"]] if kind == "prose" else listed


def _compiled(pattern: str) -> "re2._Regexp":
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.never_capture = True
    options.log_errors = False
    return re2.compile(pattern.encode(), options)


@cache
def _pattern(kind: str) -> "re2._Regexp":
    return _compiled("|".join(map(re2.escape, _listed(kind))))


@cache
def _key_pattern(number: int) -> "re2._Regexp":
    return _compiled(table("prefilter")["patterns"][number])


@cache
def _owners() -> frozenset[bytes]:
    return frozenset(owner.encode() for owner in table("names")["hub_orgs"])


def may_name(content: bytes, kind: str) -> bool:
    """True when a file's bytes hold any of the names."""
    if _pattern(kind).search(content) is not None or _has_owner(content):
        return True
    numbers = range(len(table("prefilter")["patterns"]))
    return all(_key_pattern(number).search(content) is not None for number in numbers)


def _has_owner(content: bytes) -> bool:
    """True when a known owner stands before a slash: looked for there, since 500 more names slow a search."""
    owners = _owners()
    pieces = content.split(b"/")
    del pieces[-1]
    for piece in pieces:
        start = end = len(piece)
        while start and end - start < _LONGEST and piece[start - 1] in _OWNER:
            start -= 1
        if piece[start:] in owners:
            return True
    return False
