"""Values of clauses: numbers, money, places, strings, addresses, and words chosen from short lists."""

from collections.abc import Callable
from functools import partial
from typing import Any

from openness.clauses.params import kinds, places, strings, thresholds
from openness.clauses.params.passage import Passage
from openness.clauses.segment import Sentence

Extractor = Callable[[Passage], dict[str, Any]]

_SINGLE = ("kind", "where", "trigger", "owner", "medium", "mechanism", "effort")
EXTRACTORS: dict[str, Extractor] = {
    "users": thresholds.users,
    "amount": thresholds.amount,
    "notice": strings.notice,
    "prefix": strings.prefix,
    "policy": strings.policy,
    "jurisdictions": places.jurisdictions,
    "law": places.law,
    "arbitration": places.arbitration,
    "permission": kinds.permission,
    "termination": kinds.termination,
    "acceptance": kinds.acceptance,
    "litigation": kinds.litigation,
    "revocation": kinds.revocation,
    "update": kinds.update,
    "domains": kinds.domains,
    "copyleft": kinds.copyleft,
    "scope": kinds.scope,
    "nc": kinds.nc,
    "target": kinds.target,
    "laws": kinds.laws,
    "state": kinds.state,
    "language": kinds.language,
    "assignment": kinds.assignment,
    "until": kinds.until,
    "who": kinds.who,
    **{name: partial(kinds.single, name) for name in _SINGLE},
}


def extract(
    names: tuple[str, ...],
    sentence: Sentence,
    start: int,
    end: int,
    sentences: tuple[Sentence, ...],
    index: int,
    original: str,
) -> dict[str, Any]:
    """The values that the named extractors find around the match `start:end` of `sentence`."""
    passage = Passage(sentence=sentence, start=start, end=end, sentences=sentences, index=index, original=original)
    values: dict[str, Any] = {}
    for name in names:
        values |= EXTRACTORS[name](passage)
    return values


def number_found(name: str, params: dict[str, Any]) -> bool:
    """Did the extractor find the number without which the clause is not one?"""
    return isinstance(params.get(name), int)
