"""A scan as the document of the machine interface (`openness.scan/1`, DESIGN.md section 10)."""

from collections.abc import Iterable, Mapping
from typing import Any

from openness import __version__

SCHEMA = "openness.scan/1"
_ORDER = ("deny", "review", "allow")


def document(result: Any, reports: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The document of a scan result, with the reports of its references when there are any.

    `reports` is the document of a check (`openness.report/1`) whose targets are the ids of the references; each
    reference then carries the verdict of its own report.
    """
    head = {key: value for key, value in (reports or {}).items() if key not in {"schema", "reports", "errors"}}
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
    verdicts = {entry["target"]: entry["decision"] for entry in out["reports"]}
    for item in out["references"]:
        decision = item.pop("decision", None) or verdicts.get(item["id"])
        item["verdict"] = decision["verdict"] if decision else None
    out["decision"] = decision_of(out["reports"])
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


def decision_of(reports: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The strictest of the reports' decisions, with the reasons of all that share it."""
    decisions = [(report["target"], report["decision"]) for report in reports]
    if not decisions:
        return {"verdict": "allow", "policy": None, "reasons": ["nothing was found"]}
    verdict = min((decision["verdict"] for _, decision in decisions), key=_ORDER.index)
    return {
        "verdict": verdict,
        "policy": next(decision["policy"] for _, decision in decisions if decision["verdict"] == verdict),
        "reasons": [
            f"{target}: {reason}"
            for target, decision in decisions
            if decision["verdict"] == verdict
            for reason in decision["reasons"][:3]
        ],
    }
