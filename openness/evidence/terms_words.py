"""data/lineage/terms.yaml, compiled: how prose names licenses and states terms."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import yaml

from openness.evidence.linear import linear
from openness.kb.locate import data_dir


class TermsWords(NamedTuple):
    """Patterns over lower-case sentences, except `named`, which reads the original's capitals."""

    names: tuple[tuple[str, Any], ...]  # (license id, pattern), the more specific first
    any_name: Any  # matches where any of `names` does
    pages: tuple[tuple[Any, str], ...]  # (pattern over an address, name with its groups filled in)
    named: Any
    named_stop: Any
    limits: Mapping[str, Any]  # prohibit | restrict | research | permit
    words: Mapping[str, Any]  # every other pattern, by its key in the file

    def has(self, key: str, text: str) -> bool:
        """Does the pattern `key` occur in `text`?"""
        return self.words[key].search(text) is not None


@lru_cache(maxsize=1)
def load_terms() -> TermsWords:
    """The words of all languages."""
    with (data_dir() / "lineage" / "terms.yaml").open(encoding="utf-8") as file:
        data = yaml.load(file, Loader=yaml.CSafeLoader)
    reserved = {"names", "pages", "named", "named_stop", "limits", "roots"}
    return TermsWords(
        names=tuple((row.get("as", row["id"]), linear(row["at"])) for row in data["names"]),
        any_name=linear("|".join(f"(?:{row['at']})" for row in data["names"])),
        pages=tuple((linear(row["at"]), row["is"]) for row in data["pages"]),
        named=linear(data["named"]),
        named_stop=linear(data["named_stop"]),
        limits={kind: linear(_joined(pattern, data["roots"])) for kind, pattern in data["limits"].items()},
        words={key: linear(_joined(pattern, data["roots"])) for key, pattern in data.items() if key not in reserved},
    )


def _joined(pattern: str | list[str], roots: Mapping[str, str]) -> str:
    """The pattern, or the alternatives of a list, with the roots spelt out."""
    if isinstance(pattern, list):
        pattern = "|".join(f"(?:{part})" for part in pattern)
    for name, root in roots.items():
        pattern = pattern.replace(f"{{{name}}}", root)
    return pattern
