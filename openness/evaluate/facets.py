"""What stands beside the level and never is a rung."""

from typing import Any

from openness.evaluate.consequences import consequences
from openness.model import Basis, Component, Facts, Kind

_DOCUMENTED = (
    "model-card",
    "architecture",
    "hyperparameters",
    "compute",
    "data-described",
    "technical-report",
    "evaluation-results",
)


def facets(facts: Facts) -> dict[str, Any]:
    """Gating, availability, governance and the like as plain values; None where nothing says."""
    hub = facts.snapshot.hub
    grants = [m for m in facts.licenses if m.applies_to is Component.WEIGHTS and m.basis is not Basis.INHERITED]
    best = min(grants, key=lambda m: m.grade, default=None)
    documented = {e.kind for e in facts.of_kind(*_DOCUMENTED)}
    return {
        "gated": _value(facts, "gated") or (hub.gated if hub is not None else None),
        "availability": _availability(facts),
        "adapter_only": bool(facts.of_kind("adapter")) and not facts.of_kind("weights"),
        "governance": _value(facts, "governance"),
        "provider": _value(facts, "provider") or (hub.author if hub is not None else None),
        "contribution": _value(facts, "contribution"),
        "monetization": _value(facts, "monetization"),
        "price": _value(facts, "price"),
        "hosting": _hosting(facts),
        "completeness": round(len(documented) / len(_DOCUMENTED), 2),
        "granted_by": best.granted_by if best is not None else None,
        "grade": best.grade if best is not None else None,
        "in_practice": consequences(facts),
    }


def _value(facts: Facts, kind: str) -> str | None:
    return next((e.value for e in facts.of_kind(kind) if e.value), None)


def _availability(facts: Facts) -> str | None:
    if facts.snapshot.kind is Kind.DATASET:
        return None
    if facts.of_kind("weights", "adapter"):
        return "present"
    if facts.of_kind("weights-withdrawn"):
        return "withdrawn"
    if facts.of_kind("weights-none"):
        return "never released"
    return "assumed" if "weights" in facts.snapshot.assumptions else None


def _hosting(facts: Facts) -> str | None:
    if facts.of_kind("hosted-api"):
        return "offered as a service by the provider"
    return "not offered by the provider" if facts.of_kind("hosted-api-none") else None
