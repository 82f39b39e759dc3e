"""A scan as the document of the machine interface (`openness.scan/1`, DESIGN.md section 10)."""

from collections.abc import Mapping, Sequence
from typing import Any

from openness import __version__

SCHEMA = "openness.scan/1"
_PARTS = frozenset({"schema", "reports", "errors", "places", "baseline", "exceptions"})
_ORDER = ("deny", "review", "allow")


def document(result: Any, reports: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The document of a scan result, with the reports of its references when there are any.

    `reports` is the document of a check (`openness.report/1`) whose targets are the ids of the references; each
    reference then carries the verdict of its own report.
    """
    head = {key: value for key, value in (reports or {}).items() if key not in _PARTS}
    out: dict[str, Any] = {
        "schema": SCHEMA,
        "tool": {"name": "openness", "version": __version__},
        **head,
        "files": result.files,
        "references": [reference(item) for item in result.references],
        "ignored": [{**reference(item.reference), "reason": item.reason} for item in result.ignored],
        "skipped": [{"path": item.path, "why": item.why} for item in result.skipped],
    }
    if reports is None:
        return out
    out["reports"] = list(reports["reports"])
    out["errors"] = list(reports["errors"])
    out["exceptions"] = list(reports.get("exceptions", ()))
    verdicts = {entry["target"]: entry["decision"] for entry in out["reports"]}
    places = reports.get("places", {})
    decisions = []
    for item in out["references"]:
        place = (item["id"], item["path"])
        item["baseline"] = place in reports.get("baseline", ())
        decision = None if item["baseline"] else places.get(place) or verdicts.get(item["id"])
        item["verdict"] = decision["verdict"] if decision else None
        item["policy"] = decision["policy"] if decision else None
        if decision:
            decisions.append((item["id"], decision))
    out["decision"] = decision_of(decisions)
    return out


def reference(item: Any) -> dict[str, Any]:
    """One entry of `references`."""
    return {
        "id": item.id,
        "kind": item.kind,
        "revision": item.revision,
        "pinned": item.pinned,
        "path": item.path,
        "line": item.line,
        "column": item.column,
        "end_line": item.end_line,
        "end_column": item.end_column,
        "how": item.how,
        "library": item.library,
    }


def decision_of(decisions: Sequence[tuple[str, Mapping[str, Any]]]) -> dict[str, Any]:
    """The strictest of the places' decisions, with the reasons of all that share it."""
    if not decisions:
        return {"verdict": "allow", "policy": None, "reasons": ["nothing was found"]}
    verdict = min((decision["verdict"] for _, decision in decisions), key=_ORDER.index)
    return {
        "verdict": verdict,
        "policy": next(decision["policy"] for _, decision in decisions if decision["verdict"] == verdict),
        "reasons": list(
            dict.fromkeys(
                f"{target}: {reason}"
                for target, decision in decisions
                if decision["verdict"] == verdict
                for reason in decision["reasons"][:3]
            )
        ),
    }
