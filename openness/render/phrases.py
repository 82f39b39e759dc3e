"""Labels, order and sentences, the same in every format; a language is one file of data/phrases/."""

import json
import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from openness.errors import UsageError
from openness.kb.locate import data_file

DEFAULT = "en"


@lru_cache(maxsize=8)
def phrases(language: str = DEFAULT) -> Mapping[str, Any]:
    """The phrase table of a language (data/phrases/<language>.json). Raises UsageError for one that has no file."""
    try:
        with open(data_file("phrases", f"{os.path.basename(language)}.json"), encoding="utf-8") as file:
            table: Mapping[str, Any] = json.load(file)
    except OSError:
        raise UsageError(
            f"there are no phrases in {language!r}", hint=f"Languages: {', '.join(languages())}.", kind="usage"
        ) from None
    return table


@lru_cache(maxsize=1)
def rungs() -> tuple[str, ...]:
    """The levels from the lowest to the highest, without the one below the ladder."""
    return tuple(level for level in phrases()["level"] if level != "unknown")


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Codes of the languages that have a file."""
    return tuple(sorted(name.removesuffix(".json") for name in os.listdir(data_file("phrases"))))


def use_label(use: str, words: Mapping[str, Any]) -> str:
    """What a use is called; fields and places are named in the id, after a colon."""
    family, _, what = use.partition(":")
    if what and family in words["use"]:
        return str(words["use"][family]).format(what=what.replace("-", " "))
    return str(words["use"].get(use, use))


def use_labels(uses: Iterable[str], words: Mapping[str, Any]) -> list[str]:
    """What several uses are called; the fields and places among them in one label each."""
    families: dict[str, list[str]] = {}
    for use in uses:
        family, _, what = use.partition(":")
        families.setdefault(family if what else use, []).append(what.replace("-", " "))
    return [use_label(f"{family}:{', '.join(what)}" if what[0] else family, words) for family, what in families.items()]
