"""The closed set of predicates: name -> pure function of a context and its arguments."""

from collections.abc import Callable, Mapping
from typing import Any

from openness.evaluate.answer import Answer
from openness.evaluate.context import Context
from openness.evaluate.predicates import access, evidence, lineage, rubric, terms

Predicate = Callable[[Context, Mapping[str, Any]], Answer]

PREDICATES: dict[str, Predicate] = {
    "evidence": evidence.evidence,
    "weights-available": evidence.weights_available,
    "weights-withheld": evidence.weights_withheld,
    "data-obtainable": lineage.data_obtainable,
    "data-open": lineage.data_open,
    "ancestors-reach": lineage.ancestors_reach,
    "terms-readable": terms.terms_readable,
    "license-found": terms.license_found,
    "terms-reach": terms.terms_reach,
    "no-clause": terms.no_clause,
    "license-open": terms.license_open,
    "code-license-open": terms.code_license_open,
    "ungated": access.ungated,
    "not-monetized": access.not_monetized,
    "criterion": rubric.criterion,
    "question": rubric.question,
    "settled": rubric.settled,
}
