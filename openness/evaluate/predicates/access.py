"""Predicates about access and payment."""

from collections.abc import Mapping
from typing import Any

from openness.evaluate.answer import Answer
from openness.evaluate.context import Context
from openness.evaluate.predicates.evidence import weights_available
from openness.model import Outcome

# Commission guidelines C(2025) 5045, paragraph 86: dual licensing with paid commercial or scaled use is monetization.
_PAID_TERMS = ("commercial-permission", "user-threshold", "revenue-threshold")
_PAID = ("paid", "paid-only", "hosted-only", "subscription", "dual-license")

_NO_GATE = ("none", "false")


def ungated(context: Context, args: Mapping[str, Any]) -> Answer:
    """Met where anyone can fetch the weights; gates named in `allow` are let through."""
    value, evidence = _gate(context)
    if value is None:
        return Answer(outcome=Outcome.UNKNOWN, reason="whether access is gated was not seen", missing="the gate")
    if value in _NO_GATE or value in (args.get("allow") or ()):
        how = "no gate" if value in _NO_GATE else f"the gate is {value}: details are given, access follows"
        return Answer(outcome=Outcome.MET, reason=how, evidence=evidence)
    return Answer(
        outcome=Outcome.PARTLY,
        reason=f"the gate is {value}: the publisher decides who gets access",
        evidence=evidence,
        missing="access without approval",
    )


def not_monetized(context: Context, args: Mapping[str, Any]) -> Answer:
    """Met where the weights can be had and used without payment, as far as terms and facts show."""
    paying = [t for t in context.terms("weights").terms() if t.clause in _PAID_TERMS and not t.asks_only_credit]
    if paying:
        return Answer(
            outcome=Outcome.UNMET,
            reason="some uses need a separate, possibly paid, grant: " + ", ".join(sorted({t.clause for t in paying})),
            evidence=tuple(dict.fromkeys(e for t in paying for e in t.evidence)),
            missing="one license for all uses",
        )
    earning = [e for e in context.shown("monetization") if (e.value or "").lower() in _PAID]
    if earning:
        return Answer(
            outcome=Outcome.UNMET,
            reason=f"access is paid for: {earning[0].value}",
            evidence=tuple(e.id for e in earning),
            missing="access without payment",
        )
    available = weights_available(context, args)
    if available.outcome is not Outcome.MET:
        return Answer(
            outcome=available.outcome, reason=available.reason, evidence=available.evidence, missing=available.missing
        )
    if not context.terms("weights").found:
        return Answer(outcome=Outcome.UNKNOWN, reason="no terms were found", missing="the license of the weights")
    gate, shown = _gate(context)
    if gate not in (*_NO_GATE, None):
        return Answer(
            outcome=Outcome.CONTESTED,
            reason=f"no payment is asked, and a gate ({gate}) asks for contact details",
            evidence=tuple(dict.fromkeys((*available.evidence, *shown))),
        )
    return Answer(
        outcome=Outcome.MET,
        reason="the weights can be fetched without payment and no term that was read asks for one",
        evidence=tuple(dict.fromkeys((*available.evidence, *context.terms("weights").evidence()))),
    )


def _gate(context: Context) -> tuple[str | None, tuple[str, ...]]:
    """The gate and its evidence; None where nobody looked."""
    shown = context.shown("gated")
    hub = context.facts.snapshot.hub
    value = next((e.value for e in shown if e.value), None) or (hub.gated if hub is not None else None)
    return value, tuple(e.id for e in shown)
