"""Decides in linear time whether a file can name anything, before it is parsed."""

from functools import cache

import re2

from openness.scan.knowledge import table


@cache
def prefilter_names(kind: str) -> tuple[str, ...]:
    """The fixed strings of one list (`code`, `config`, `prose`), any of which a file must hold."""
    owners = [f"{owner}/" for owner in table("names")["hub_orgs"]]
    return tuple(dict.fromkeys([*table("prefilter")[kind], *owners]))


@cache
def _pattern(kind: str) -> "re2._Regexp":
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.never_capture = True
    options.log_errors = False
    return re2.compile(b"|".join(re2.escape(name).encode() for name in prefilter_names(kind)), options)


def may_name(content: bytes, kind: str) -> bool:
    """True when a file's bytes hold any of the names."""
    return _pattern(kind).search(content) is not None
