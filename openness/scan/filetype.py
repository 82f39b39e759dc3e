"""Says which reader takes a file, from its name."""

from functools import cache
from typing import Any

from openness.scan.knowledge import table


@cache
def _suffixes() -> dict[str, str]:
    return {suffix: kind for kind, suffixes in table("files")["suffixes"].items() for suffix in suffixes}


@cache
def _silent() -> tuple[frozenset[str], tuple[str, ...]]:
    patterns: list[str] = table("files")["silent"]
    return frozenset(p for p in patterns if "*" not in p), tuple(p for p in patterns if "*" in p)


@cache
def kind_of_name(name: str) -> str | None:
    """The reader of a file name (without its folder): a key of data/scan/files.json; None when the file is not read."""
    low = name.lower()
    exact, patterns = _silent()
    if low in exact or any(_fits(low, pattern) for pattern in patterns):
        return None
    for kind, kind_patterns in table("files")["names"].items():
        if any(_fits(low, pattern) for pattern in kind_patterns):
            return str(kind)
    return _by_suffix(low)


def _fits(name: str, pattern: str) -> bool:
    """True when a name has the form of a pattern whose only sign is `*`; cheaper to load than fnmatch."""
    head, star, tail = pattern.partition("*")
    if not star:
        return name == pattern
    if "*" in tail:
        middle, _, end = tail.partition("*")
        return name.startswith(head) and name.endswith(end) and middle in name[len(head) : len(name) - len(end)]
    return len(name) >= len(head) + len(tail) and name.startswith(head) and name.endswith(tail)


def _by_suffix(low: str) -> str | None:
    stem, dot, suffix = low.rpartition(".")
    if not dot:
        return None
    found = _suffixes().get(suffix)
    if found is None and suffix in table("files")["template_suffixes"] and "." in stem:
        return _by_suffix(stem)
    return found


@cache
def _fences() -> dict[str, str]:
    return {name: kind for kind, fences in table("files")["fences"].items() for name in fences}


def kind_of_fence(language: str) -> str:
    """The reader of a code block by the name of its language; `sniff` and `none` are no readers."""
    found = _fences().get(language) or _suffixes().get(language)
    return found or ("sniff" if len(language) > 12 else "hash")


def kind_of_path(path: str) -> str | None:
    """The reader of a file; the folder decides for requirements/*.txt."""
    folder, _, name = path.rpartition("/")
    if name.endswith((".txt", ".in")) and folder.rpartition("/")[2] == "requirements":
        return "requirements"
    return kind_of_name(name)


def kind_of_shebang(first: bytes) -> str | None:
    """The reader of a script without a suffix, from its first line."""
    if not first.startswith(b"#!"):
        return None
    line = first.partition(b"\n")[0].decode("ascii", "replace")
    shebangs: dict[str, Any] = table("files")["shebangs"]
    for word in line[2:].replace("/", " ").split():
        bare = word.rstrip("0123456789.")
        if bare in shebangs:
            return str(shebangs[bare])
    return None
