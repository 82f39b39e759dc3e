"""The closed list of predicates that a rubric may name, with their arguments.

It stands in `kb` so that a rubric file fails when it is loaded, not when it is first asked; the functions themselves
live in `openness/evaluate/predicates/`, and a test holds the two lists together.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The arguments of one predicate."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


PREDICATES: dict[str, Signature] = {
    # evidence
    "evidence": Signature(required=("kind",), optional=("component", "as")),
    "weights-available": Signature(),
    "weights-withheld": Signature(),
    "subject-is": Signature(required=("kind",)),
    "data-obtainable": Signature(),
    "data-open": Signature(),
    # terms
    "terms-readable": Signature(required=("component",), optional=("own",)),
    "license-found": Signature(required=("component",), optional=("own",)),
    "terms-reach": Signature(required=("level", "component"), optional=("own",)),
    "no-clause": Signature(required=("clauses", "component"), optional=("own", "excused")),
    "license-open": Signature(required=("component",), optional=("lists", "ids", "contested", "own", "as")),
    "code-license-open": Signature(required=("kind",), optional=("lists", "ids")),
    # lineage
    "ancestors-reach": Signature(required=("level",)),
    # access
    "ungated": Signature(optional=("allow",)),
    "not-monetized": Signature(),
    # the rubric itself
    "criterion": Signature(required=("id",)),
    "question": Signature(required=("text",)),
    "settled": Signature(required=("outcome", "reason")),
}

# Arguments whose values are ids of something that can be checked when a rubric is loaded.
KIND_ARGUMENTS = {"evidence": "kind", "code-license-open": "kind"}
COMPONENTS = ("weights", "code", "data", "docs")
APPROVERS = ("osi", "fsf", "okd")
