"""Clause types as people read them: labels instead of ids. Loads nothing heavy."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from openness.kb.clause_labels import clause_labels
from openness.render.phrases import phrases

_WITHOUT = "terms without "
_MEANT = ", whichever is meant: "
_VERBS = (" grants ", " sets no limits ")


@lru_cache(maxsize=1)
def english() -> Mapping[str, str]:
    """The labels of the vocabulary."""
    return clause_labels()


def clause_label(clause: str, words: Mapping[str, Any] | None = None) -> str:
    """What a clause type is called in the language of `words`; its id when nobody named it."""
    translated: Mapping[str, str] = (words or {}).get("clause", {})
    return translated.get(clause) or english().get(clause, clause)


def limits(sentence: str) -> list[tuple[str, list[str]]]:
    """(license, clause ids) of each part of a reason that lists clauses ("Gemma Terms: flow-down"); else empty."""
    found = []
    for part in sentence.split("; "):
        name, colon, listed = part.rpartition(": ")
        if not colon and part.startswith(_WITHOUT):
            name, listed = "", part.removeprefix(_WITHOUT)
        clauses = listed.split(", ")
        if not all(clause in english() for clause in clauses):
            return []
        found.append((name, clauses))
    return found


def reason(sentence: str, words: Mapping[str, Any] | None = None) -> str:
    """A reason of the placement with labels for the clauses that it lists; those of a family of licenses told once."""
    parts = limits(sentence)
    words = words or phrases()
    if not parts:
        return _alike(sentence, words)
    if len(parts) == 1:
        name, clauses = parts[0]
        return f"{name}: {_labels(clauses, words)}" if name else f"{_WITHOUT}{_labels(clauses, words)}"
    said = words["text"]
    family, colon, first = parts[0][0].partition(": ")
    names = [first if colon else family, *(name for name, _ in parts[1:])]
    common = [clause for clause in parts[0][1] if all(clause in clauses for _, clauses in parts)]
    if not colon or not common:
        return "; ".join(f"{name or _WITHOUT.strip()}: {_labels(clauses, words)}" for name, clauses in parts)
    some = dict.fromkeys(clause for _, clauses in parts for clause in clauses if clause not in common)
    told = f"{family}: {said['all_of'].format(count=len(names))}: {_labels(common, words)}"
    return f"{told}; {said['some_of']}: {_labels(some, words)}" if some else told


def _alike(sentence: str, words: Mapping[str, Any]) -> str:
    """What is said of each license of a family in the same words, said once."""
    family, meant, rest = sentence.partition(_MEANT)
    verbs = [part.partition(verb)[1] for part in rest.split("; ") for verb in _VERBS if verb in part]
    parts = rest.split("; ")
    if not meant or len(parts) < 2 or len(verbs) != len(parts):
        return sentence
    ends = {part[part.index(verb) :] for part, verb in zip(parts, verbs, strict=True)}
    told = words["text"]["all_of"].format(count=len(parts))
    return f"{family}{meant}{told}{ends.pop()}" if len(ends) == 1 else sentence


def _labels(clauses: Iterable[str], words: Mapping[str, Any]) -> str:
    labels = [clause_label(clause, words) for clause in clauses]
    if "clause" in words:  # another language: it may write nouns with a capital
        return ", ".join(labels)
    return ", ".join(label[:1].lower() + label[1:] for label in labels)
