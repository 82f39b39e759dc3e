"""Predicates about the rubric itself."""

from collections.abc import Mapping
from typing import Any

from openness.evaluate.answer import Answer
from openness.evaluate.context import Context
from openness.model import Outcome


def criterion(context: Context, args: Mapping[str, Any]) -> Answer:
    """The answer of an earlier criterion of the same rubric."""
    found = context.answers[args["id"]]
    if found.outcome in (Outcome.MET, Outcome.NOT_APPLICABLE):
        return found
    return Answer(
        outcome=found.outcome,
        reason=f"{args['id']}: {found.reason}",
        evidence=found.evidence,
        missing=f"{args['id']}: {found.missing}" if found.missing else args["id"],
    )


def question(_context: Context, args: Mapping[str, Any]) -> Answer:
    """Unknown, with a question that only the user can answer."""
    return Answer(outcome=Outcome.UNKNOWN, reason="nothing that was read can answer this", missing=args["text"])


def settled(_context: Context, args: Mapping[str, Any]) -> Answer:
    """The same answer for every subject, with the reason that the rubric gives."""
    return Answer(outcome=Outcome(args["outcome"]), reason=args["reason"])
