"""Builders of machine-interface values: one valid report, changed where a test needs it."""

from typing import Any

USES = {
    "run": {"answer": "yes", "conditions": [], "because": ["e1"]},
    "commercial": {"answer": "conditional", "conditions": ["up to 700,000,000 monthly users"], "because": ["e2"]},
    "redistribute": {"answer": "yes", "conditions": [], "because": ["e1"]},
}


def evidence(quote: str, *, kind: str = "clause", path: str = "LICENSE", **values: Any) -> dict[str, Any]:
    item = {
        "kind": kind,
        "component": "weights",
        "value": None,
        "basis": "text",
        "path": path,
        "start": 10,
        "end": 10 + len(quote),
        "line": 3,
        "quote": quote,
        "before": "before ",
        "after": " after",
        "url": "https://huggingface.co/acme/rocket/blob/abc/LICENSE",
        "source": None,
        "as_of": None,
    }
    return {**item, **values}


def finding(clause: str, polarity: str, key: str, **values: Any) -> dict[str, Any]:
    item = {
        "clause": clause,
        "polarity": polarity,
        "applies_to": "weights",
        "license": "llama-3.1",
        "section": "2",
        "summary": f"what {clause} means",
        "inherited_from": None,
        "contested": False,
        "params": {},
        "basis": "text",
        "confidence": 1.0,
        "evidence": [key],
    }
    return {**item, **values}


def license_entry(name: str = "llama-3.1", **values: Any) -> dict[str, Any]:
    item = {
        "id": name,
        "name": name.title(),
        "spdx": None,
        "applies_to": "weights",
        "basis": "text",
        "from": "LICENSE",
        "granted_by": "rightsholder",
        "grade": "A",
        "confidence": 1.0,
        "known": True,
        "candidates": [],
        "deviations": [],
        "evidence": ["e1"],
    }
    return {**item, **values}


def make_report(name: str = "acme/rocket", level: str = "restricted-weights", **values: Any) -> dict[str, Any]:
    report = {
        "target": name,
        "subject": {
            "id": name,
            "kind": "model",
            "revision": "a" * 40,
            "source": "hub",
            "retrieved_at": "2026-11-24T00:00:00Z",
        },
        "as_of": "2026-11-24",
        "spectrum": {
            "level": level,
            "at_most": level,
            "own_level": level,
            "missing_for_next": ["terms without limits"],
            "because": ["a user threshold limits who may use it"],
            "evidence": ["e2"],
        },
        "facets": {"gated": "none"},
        "assumptions": [],
        "rubrics": {
            "osaid-1.0": {
                "outcome": "unmet",
                "version": "1",
                "criteria": [
                    {"id": "use", "outcome": "unmet", "reason": "limits", "missing": "free terms", "evidence": ["e2"]}
                ],
            },
            "mof-1.0": {"outcome": "unmet", "version": "1", "class": None, "criteria": []},
        },
        "licenses": [license_entry()],
        "findings": [
            finding("user-threshold", "condition", "e2"),
            finding("attribution-display", "obligation", "e3"),
            finding("copyright-grant", "grant", "e1"),
        ],
        "uses": {key: dict(value) for key, value in USES.items()},
        "obligations": [
            {
                "id": "attribution-display",
                "summary": "show where it comes from",
                "when": "redistribute",
                "notice": "Built with Llama",
                "license": "llama-3.1",
                "evidence": ["e3"],
            }
        ],
        "lineage": {"bases": [], "datasets": []},
        "conflicts": [],
        "read": [
            {
                "path": "LICENSE",
                "url": "https://x/LICENSE",
                "sha256": "1" * 64,
                "retrieved_at": None,
                "truncated": False,
            }
        ],
        "evidence": {
            "e1": evidence("You are granted a license"),
            "e2": evidence("greater than 700 million monthly active users"),
            "e3": evidence(
                "section 1.b: show it", kind="record-clause", path="licenses/llama-3.1.yaml", source="Llama"
            ),
        },
        "gaps": [{"what": "training code", "why": "not found in what was read"}],
        "decision": {
            "verdict": "review",
            "policy": "default",
            "policy_version": "1",
            "rule": "otherwise",
            "reasons": ["level restricted-weights"],
            "waived": [],
            "notes": [],
        },
    }
    return {**report, **values}


def make_document(*reports: dict[str, Any], errors: tuple[dict[str, str], ...] = ()) -> dict[str, Any]:
    return {
        "schema": "openness.report/1",
        "tool": {"name": "openness", "version": "0.1.0", "knowledge": "k" * 12},
        "notice": "Evidence for counsel, not legal advice.",
        "not_checked": ["patents", "privacy"],
        "reports": list(reports) or [make_report()],
        "errors": list(errors),
    }
