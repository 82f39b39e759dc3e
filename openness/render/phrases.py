"""Labels, order and sentences, the same in every format; a language is one file of data/phrases/."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from openness.kb.locate import data_dir


@lru_cache(maxsize=8)
def phrases(language: str = "en") -> Mapping[str, Any]:
    """The phrase table of a language (data/phrases/<language>.json)."""
    table: Mapping[str, Any] = json.loads((data_dir() / "phrases" / f"{language}.json").read_text("utf-8"))
    return table


def phrase(key: str, language: str = "en") -> str:
    """One sentence or label by dotted key, e.g. "level.closed.label"."""
    node: Any = phrases(language)
    for part in key.split("."):
        node = node[part]
    return str(node)
