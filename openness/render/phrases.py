"""Labels, order and sentences, the same in every format; a language is one file of data/phrases/."""

import json
import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from openness.errors import UsageError
from openness.kb.locate import data_file

DEFAULT = "en"
UNKNOWN: Mapping[str, Any] = {"answer": "unknown", "conditions": ()}  # of a use that a report does not name


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


def answer_label(report: Mapping[str, Any], use: Mapping[str, Any], words: Mapping[str, Any]) -> str:
    """How the answer to a use is said; a no that no term says is not "not permitted by the terms read".

    Every condition that a term sets names its place in brackets; that weights cannot be had is no term. A set tells the
    answers of its members, and not their conditions.
    """
    by_terms = report["facets"].get("set") or any("[" in condition for condition in use["conditions"])
    without: Mapping[str, str] = {} if by_terms else words["answer_without_terms"]
    return without.get(use["answer"]) or str(words["answer"][use["answer"]])


def level_words(report: Mapping[str, Any], words: Mapping[str, Any]) -> Mapping[str, str]:
    """Label and sentence of the level; a data set has none, which is not the same as unknown."""
    table: Mapping[str, Mapping[str, str]] = words["level"]
    return words["no_level"] if report["subject"]["kind"] == "dataset" else table[report["spectrum"]["level"]]


def told_assumptions(report: Mapping[str, Any]) -> list[str]:
    """The assumptions that bear on the subject: a data set has no weights."""
    dataset = report["subject"]["kind"] == "dataset"
    return [name for name in report.get("assumptions", ()) if not (dataset and name == "weights")]


def component_label(report: Mapping[str, Any], component: str, words: Mapping[str, Any]) -> str:
    """What a license applies to; the terms of a service that name no part of it are those of the service."""
    if component == "unclear" and report["subject"]["kind"] == "service":
        return str(words["kind"]["service"])
    return str(words["component"].get(component, component))


def facet_value(value: object, words: Mapping[str, Any]) -> str:
    """What a fact beside the level is called: the words of the vocabulary, a name or a figure as it is."""
    return str(words["page"]["yes"]) if value is True else str(words["facet_value"].get(str(value), value))


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
