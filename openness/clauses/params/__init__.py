"""Values of clauses: numbers, money, places, strings, addresses, and words chosen from short lists."""

from collections.abc import Callable
from functools import partial
from typing import Any

from openness.clauses.params import kinds, places, strings, thresholds
from openness.clauses.params.passage import AT, Passage
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
) -> tuple[dict[str, Any], tuple[int, int] | None]:
    """The values found around the match `start:end`, and where in the sentence a number stands that must be shown."""
    passage = Passage(sentence=sentence, start=start, end=end, sentences=sentences, index=index, original=original)
    values: dict[str, Any] = {}
    for name in names:
        values |= EXTRACTORS[name](passage)
    return values, values.pop(AT, None)


def has(name: str, params: dict[str, Any]) -> bool:
    """Was the value found without which the clause is not one? For uses: any that goes beyond the law."""
    value = params.get(name)
    return bool(set(value) - kinds.LAWFUL_ONLY) if name == "domains" and value else bool(value)
