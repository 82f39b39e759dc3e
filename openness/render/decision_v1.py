"""A policy's decision in the machine interface, version 1. By itself, because hooks need no more."""

from typing import Any

from openness.model import Decision


def decision(d: Decision) -> dict[str, Any]:
    """A policy's decision."""
    return {
        "verdict": d.verdict.value,
        "policy": d.policy,
        "policy_version": d.policy_version,
        "rule": d.rule,
        "reasons": list(d.reasons),
        "waived": list(d.waived),
        "notes": list(d.notes),
    }
