"""The word lists of data/index/words.json."""

import json
from functools import lru_cache

from openness.errors import KnowledgeError
from openness.kb.locate import data_dir


@lru_cache(maxsize=1)
def _lists() -> dict[str, list[str]]:
    path = data_dir() / "index" / "words.json"
    try:
        out: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"{path.name}: the word lists cannot be read ({error})"
        raise KnowledgeError(message, hint="Reinstall openness.") from error
    return out


def word_list(name: str) -> tuple[str, ...]:
    """One list, in its order."""
    return tuple(_lists()[name])
