"""Loads data/scan/*.json: the names, words and shapes that the readers look for."""

import json
from functools import cache
from typing import Any

from openness.kb.locate import data_dir


@cache
def table(name: str) -> dict[str, Any]:
    """The content of data/scan/<name>.json, read once."""
    loaded: dict[str, Any] = json.loads((data_dir() / "scan" / f"{name}.json").read_bytes())
    return loaded


@cache
def names(table_name: str, key: str) -> frozenset[str]:
    """One list of a table as a set."""
    return frozenset(table(table_name)[key])


@cache
def lowered(table_name: str, key: str) -> frozenset[str]:
    """One list of a table as a set of lower-case strings."""
    return frozenset(word.lower() for word in table(table_name)[key])
