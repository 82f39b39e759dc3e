"""The closed list of predicates that a rubric may name, with their arguments.

It stands in `kb` so that a rubric file fails when it is loaded, not when it is first asked; the functions themselves
live in `openness/evaluate/predicates/`, and a test holds the two lists together.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The arguments of one predicate, and how a page says it."""

    says: str  # with {argument} where the value belongs
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


PREDICATES: dict[str, Signature] = {
    # evidence
    "evidence": Signature(says="{kind} is shown to be available", required=("kind",), optional=("as",)),
    "weights-available": Signature(says="the weights, or an adapter's, can be had"),
    "weights-withheld": Signature(says="somebody shows that the weights cannot be had"),
    "data-obtainable": Signature(says="the training data is named and can be obtained"),
    "data-open": Signature(says="the training data is published, under open terms only"),
    # terms
    "terms-readable": Signature(
        says="every named license of the {component} could be read", required=("component",), optional=("own",)
    ),
    "license-found": Signature(
        says="a license for the {component} is found", required=("component",), optional=("own",)
    ),
    "terms-reach": Signature(
        says="no clause of the terms of the {component} caps them below {level}",
        required=("level", "component"),
        optional=("own",),
    ),
    "no-clause": Signature(
        says="the terms of the {component} hold none of {clauses}; contested where they hold {excused}",
        required=("clauses", "component"),
        optional=("own", "excused"),
    ),
    "license-open": Signature(
        says="the license of the {component}, else of the whole distribution, is on a list ({lists}) or one of {ids}; "
        "contested for {contested}",
        required=("component",),
        optional=("lists", "ids", "contested", "suits", "own", "as"),
    ),
    "code-license-open": Signature(
        says="what was found as {kind} is under a license on a list ({lists})",
        required=("kind",),
        optional=("lists", "ids", "as"),
    ),
    # lineage
    "ancestors-reach": Signature(says="every ancestor reaches {level}", required=("level",)),
    # access
    "ungated": Signature(says="anyone can fetch the weights (gates let through: {allow})", optional=("allow",)),
    "not-monetized": Signature(says="no payment is asked, directly or by a second license"),
    # the rubric itself
    "criterion": Signature(says="criterion {id}", required=("id",)),
    "question": Signature(says="a question to the user: {text}", required=("text",)),
    "settled": Signature(says="always {outcome}: {reason}", required=("outcome", "reason")),
}

# Arguments whose values are ids of something that can be checked when a rubric is loaded.
KIND_ARGUMENTS = {"evidence": "kind", "code-license-open": "kind"}
COMPONENTS = ("weights", "code", "data", "docs")
APPROVERS = ("osi", "fsf", "okd")
