"""Loads data/scan/*.json: the names, words and shapes that the readers look for."""

import json
from functools import cache
from typing import Any

from openness.kb.locate import data_file


@cache
def table(name: str) -> dict[str, Any]:
    """The content of data/scan/<name>.json, read once."""
    with open(data_file("scan", f"{name}.json"), "rb") as file:
        loaded: dict[str, Any] = json.load(file)
    return loaded


@cache
def names(table_name: str, key: str) -> frozenset[str]:
    """One list of a table as a set."""
    return frozenset(table(table_name)[key])


@cache
def lowered(table_name: str, key: str) -> frozenset[str]:
    """One list of a table as a set of lower-case strings."""
    return frozenset(word.lower() for word in table(table_name)[key])
