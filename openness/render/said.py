"""What a report says, in the words of a language: the same in every format."""

from collections.abc import Mapping
from typing import Any

UNKNOWN: Mapping[str, Any] = {"answer": "unknown", "conditions": ()}  # of a use that a report does not name


def answer_label(report: Mapping[str, Any], use: Mapping[str, Any], words: Mapping[str, Any]) -> str:
    """How the answer to a use is said; a no that no term says is not "not permitted by the terms read".

    Every condition that a term sets names its place in brackets; that weights cannot be had is no term. A set tells the
    answers of its members, and not why.
    """
    answer: str = use["answer"]
    own: Mapping[str, str] = {}
    if report["facets"].get("set"):
        own = words["answer_of_set"]
    elif not any("[" in condition for condition in use["conditions"]):
        own = words["answer_without_terms"]
    return own.get(answer) or str(words["answer"][answer])


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


def standing(rubric: Mapping[str, Any], words: Mapping[str, Any]) -> str:
    """Outcome, class and score of a framework; where not all is known, also the score that is not excluded."""
    page = words["page"]
    said = str(words["outcome"].get(rubric["outcome"], rubric["outcome"]))
    if "class" in rubric:
        said += f", {page['class']} {rubric['class']}" if rubric["class"] else f", {page['no_class']}"
    if rubric.get("score") is None:
        return said
    most = rubric.get("score_at_most", rubric["score"])
    return f"{said}, {page['score']} {rubric['score']:.2f}" + (
        f" ({page['at_most']} {most:.2f})" if most not in (None, rubric["score"]) else ""
    )
