"""Predicates about what was shown to exist."""

from collections.abc import Mapping
from typing import Any

from openness.evaluate.answer import Answer
from openness.evaluate.context import Context
from openness.model import Evidence, Facts, Kind, Outcome

LINKS_ASSUMED = "links"
WEIGHTS_ASSUMED = "weights"


def evidence(context: Context, args: Mapping[str, Any]) -> Answer:
    """Met where a thing is shown to be available, unmet where somebody says that it is not, unknown in silence.

    Something shown and something denied is `partly`: a part is there and a part is kept. A link counts once it was
    looked up, or where the user lets links count (`--assume links`). With `as: partly` the thing alone is half of an
    answer.
    """
    return lowered(_evidence(context, args), args)


def lowered(answer: Answer, args: Mapping[str, Any]) -> Answer:
    """`answer`, at most partly where the rubric counts it as half of an answer (`as: partly`)."""
    if args.get("as") != Outcome.PARTLY.value or answer.outcome not in (Outcome.MET, Outcome.CONTESTED):
        return answer
    return Answer(outcome=Outcome.PARTLY, reason=answer.reason, evidence=answer.evidence)


def _evidence(context: Context, args: Mapping[str, Any]) -> Answer:
    kind = str(args["kind"])
    shown, assumed = shown_evidence(context, kind)
    denied = context.shown(f"{kind}-none")
    label = kind.replace("-", " ")
    if shown and denied:
        return Answer(
            outcome=Outcome.PARTLY,
            reason=f"{label}: one source shows it, another says that it is not available",
            evidence=_ids(shown, denied),
            missing=f"{label}: the part that is said to be missing",
        )
    if shown:
        how = " (a link, assumed to be what it claims)" if assumed else ""
        return Answer(outcome=Outcome.MET, reason=f"{label} found{how}", evidence=_ids(shown))
    if partial := context.shown(f"{kind}-partial"):
        return Answer(
            outcome=Outcome.PARTLY, reason=f"{label} only in part", evidence=_ids(partial), missing=f"complete {label}"
        )
    if denied:
        return Answer(
            outcome=Outcome.UNMET, reason=f"{label} said not to be available", evidence=_ids(denied), missing=label
        )
    if links := context.shown(f"{kind}-link"):
        states = {context.facts.snapshot.link_states.get(e.value or "", "unknown") for e in links}
        why = "the link leads nowhere" if states == {"missing"} else "linked, and the link was not looked up"
        return Answer(outcome=Outcome.UNKNOWN, reason=f"{label}: {why}", evidence=_ids(links), missing=label)
    return Answer(outcome=Outcome.UNKNOWN, reason=f"{label}: nothing that was read says", missing=label)


def shown_evidence(context: Context, kind: str) -> tuple[tuple[Evidence, ...], bool]:
    """Evidence that shows `kind` to be available, and whether it rests on assumed links alone."""
    direct = context.shown(kind)
    if direct:
        return direct, False
    links = context.shown(f"{kind}-link")
    if not links:
        return (), False
    states = context.facts.snapshot.link_states
    looked_up = tuple(e for e in links if states.get(e.value or "") == "exists")
    if looked_up:
        return looked_up, False
    if LINKS_ASSUMED in context.facts.snapshot.assumptions:
        return tuple(e for e in links if states.get(e.value or "") != "missing"), True
    return (), False


def weights_available(context: Context, _args: Mapping[str, Any]) -> Answer:
    """Met where the weights, or an adapter's, can be had."""
    return availability(context.facts)


def availability(facts: Facts) -> Answer:
    """Whether the weights can be had: met, unmet on positive evidence, unknown in silence."""
    if facts.snapshot.kind is Kind.DATASET:
        return Answer(outcome=Outcome.NOT_APPLICABLE, reason="a dataset has no weights")
    shown = facts.of_kind("weights", "adapter", "weights-partial", "adapter-partial")
    if shown:
        return Answer(outcome=Outcome.MET, reason="the weights can be had", evidence=_ids(shown[:4]))
    denied = facts.of_kind("weights-none")
    if denied:
        return Answer(
            outcome=Outcome.UNMET, reason="the weights cannot be had", evidence=_ids(denied), missing="the weights"
        )
    if WEIGHTS_ASSUMED in facts.snapshot.assumptions:
        return Answer(outcome=Outcome.MET, reason="the weights are assumed to be there (--assume weights)")
    if facts.snapshot.kind is Kind.SERVICE and (hosted := facts.of_kind("hosted-api")):
        return Answer(
            outcome=Outcome.UNMET, reason="offered as a service only", evidence=_ids(hosted), missing="the weights"
        )
    gone = facts.of_kind("weights-withdrawn")
    reason = "the weights were published once and are gone" if gone else "no weights were seen, and nobody says why"
    return Answer(outcome=Outcome.UNKNOWN, reason=reason, evidence=_ids(gone), missing="the weights")


def weights_withheld(context: Context, args: Mapping[str, Any]) -> Answer:
    """Met on positive evidence that the weights cannot be had; silence is not evidence."""
    available = weights_available(context, args)
    swapped = {Outcome.MET: Outcome.UNMET, Outcome.UNMET: Outcome.MET}
    return Answer(
        outcome=swapped.get(available.outcome, available.outcome),
        reason=available.reason,
        evidence=available.evidence,
    )


def _ids(*groups: tuple[Evidence, ...]) -> tuple[str, ...]:
    return tuple(e.id for group in groups for e in group)
