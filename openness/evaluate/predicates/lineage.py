"""Predicates about ancestors and training data."""

from collections.abc import Mapping, Sequence
from typing import Any

from openness.evaluate.answer import Answer
from openness.evaluate.approval import Approval, approval
from openness.evaluate.context import Context
from openness.evaluate.predicates.evidence import LINKS_ASSUMED, shown_evidence
from openness.model import Component, Evidence, Level, Outcome

_OPEN_DATA = ("osi", "fsf", "okd")


def ancestors_reach(context: Context, args: Mapping[str, Any]) -> Answer:
    """Met where every ancestor whose weights are contained or needed stands at `level` or above."""
    wanted = Level(args["level"])
    if not context.levels:
        return Answer(outcome=Outcome.NOT_APPLICABLE, reason="no ancestor is named")
    below = [i for i, a in context.levels.items() if Level(a.at_most).rank < wanted.rank]
    if below:
        return Answer(
            outcome=Outcome.UNMET,
            reason=f"{', '.join(below)} stand{'s' if len(below) == 1 else ''} below {wanted}",
            missing=f"an ancestor at {wanted} in place of {', '.join(below)}",
        )
    unproven = [i for i, a in context.levels.items() if Level(a.level).rank < wanted.rank]
    if unproven:
        return Answer(
            outcome=Outcome.UNKNOWN,
            reason=f"{', '.join(unproven)}: not shown to reach {wanted}",
            missing=f"proof that {', '.join(unproven)} reach{'es' if len(unproven) == 1 else ''} {wanted}",
        )
    return Answer(outcome=Outcome.MET, reason=f"every ancestor reaches {wanted}")


def data_obtainable(context: Context, _args: Mapping[str, Any]) -> Answer:
    """Met where the training data is named and can be obtained."""
    shown, _ = shown_evidence(context, "data")
    listed, _ = shown_evidence(context, "data-listed")
    assumed = LINKS_ASSUMED in context.facts.snapshot.assumptions
    # A data set that prose mentions may be one of many; a declared list is the author's statement of what was used.
    declared = [d for d in context.facts.lineage.datasets if d.basis == "declared"]
    there = [d for d in declared if d.state in ("exists", "gated") or (assumed and d.state != "missing")]
    found = [e.id for e in (*shown, *listed)] + [e for d in there for e in d.evidence]
    denied = context.shown("data-none")
    partial = context.shown("data-partial", "data-listed-partial")
    if found and denied:
        return Answer(
            outcome=Outcome.PARTLY,
            reason="some training data is named, and some is said to be kept",
            evidence=(*found, *(e.id for e in denied)),
            missing="the training data that is not named",
        )
    if found:
        return Answer(
            outcome=Outcome.MET, reason="the training data is named and can be obtained", evidence=tuple(found)
        )
    if partial:
        return _in_part(partial)
    if denied:
        return Answer(
            outcome=Outcome.UNMET,
            reason="the training data is said not to be disclosed",
            evidence=tuple(e.id for e in denied),
            missing="named training data that others can obtain",
        )
    named = [d for d in context.facts.lineage.datasets if d.state != "missing"]
    reason = "some training data is named; nothing shows that it is all" if named else "no training data is named"
    return Answer(
        outcome=Outcome.UNKNOWN,
        reason=reason,
        evidence=tuple(e for d in named for e in d.evidence),
        missing="named training data that others can obtain",
    )


def _in_part(partial: Sequence[Evidence]) -> Answer:
    return Answer(
        outcome=Outcome.PARTLY,
        reason="only part of the training data can be obtained",
        evidence=tuple(e.id for e in partial),
        missing="the rest of the training data",
    )


def data_open(context: Context, _args: Mapping[str, Any]) -> Answer:
    """Met where the training data itself is published and every license of it is an open one."""
    shown, _ = shown_evidence(context, "data")
    there = [d for d in context.facts.lineage.datasets if d.state == "exists"]
    evidence = (*(e.id for e in shown), *(e for d in there for e in d.evidence))
    if not shown and not there:
        partial = context.shown("data-partial")
        if partial:
            return _in_part(partial)
        if context.shown("data-none"):
            return data_obtainable(context, {})
        return Answer(
            outcome=Outcome.UNKNOWN,
            reason="nothing that was read shows the training data itself",
            missing="the training data, published",
        )
    terms = context.terms(Component.DATA)
    approvals = [approval(grant, _OPEN_DATA) for grant in terms.grants()]
    for dataset in there:
        records = [context.kb.license(name) for name in dataset.licenses]
        approvals += [
            Approval.of_record(record, _OPEN_DATA) if record is not None else Approval.UNKNOWN for record in records
        ] or [Approval.UNKNOWN]
    if any(a is Approval.NO for a in approvals):
        return Answer(
            outcome=Outcome.UNMET,
            reason="the training data is published under terms that are not open",
            evidence=evidence,
            missing="training data under open terms",
        )
    if not approvals or any(a is Approval.UNKNOWN for a in approvals):
        return Answer(
            outcome=Outcome.UNKNOWN,
            reason="the training data is published; its terms were not found",
            evidence=evidence,
            missing="the license of the training data",
        )
    return Answer(
        outcome=Outcome.MET,
        reason="the training data is published under open terms (third-party contents are not thereby cleared)",
        evidence=(*evidence, *terms.evidence()),
    )
