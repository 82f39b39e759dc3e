"""Where the organisation's configuration lies. On the hot path and in hooks: os only."""

import os
from collections.abc import Iterator

FILE = "openness.toml"
PROJECT = "pyproject.toml"
_SECTION = b"[tool.openness"


def configurations(folder: "str | os.PathLike[str] | None" = None) -> Iterator[str]:
    """Files that configure openness, nearest first, from a folder (default: this one) up to its repository's root.

    An openness.toml, or a pyproject.toml with [tool.openness]; one that cannot be read counts, so that it is said.
    """
    try:
        place = os.path.realpath(folder or os.getcwd())
    except FileNotFoundError:  # the working directory was removed
        return
    while True:
        for name in (FILE, PROJECT):
            path = os.path.join(place, name)
            if os.path.isfile(path) and (name == FILE or _speaks_of_us(path)):
                yield path
        above = os.path.dirname(place)
        if above == place or os.path.exists(os.path.join(place, ".git")):
            return
        place = above


def _speaks_of_us(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            return _SECTION in file.read()
    except OSError:
        return True
