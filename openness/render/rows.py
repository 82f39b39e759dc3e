"""The document of the machine interface → flat tables, for spreadsheets."""

from collections.abc import Mapping
from typing import Any

from openness.render.phrases import phrases
from openness.render.safe import shorten

Data = Mapping[str, Any]
CELL_LIMIT = 8000  # characters; spreadsheet programs cut longer cells silently at 32,767

MODELS_HEAD = (
    "target", "id", "kind", "revision", "source", "as of", "level", "at most", "licenses", "commercial use",
    "conditions of commercial use", "required notices", "restrictions", "bases", "conflicts", "gaps", "decision",
    "policy", "reasons",
)  # fmt: skip
FINDINGS_HEAD = ("id", "clause", "effect", "license", "section", "inherited from", "words", "quoted", "place", "url")
ERRORS_HEAD = ("target", "kind", "message", "next step")


def models(document: Data) -> list[tuple[str, ...]]:
    """One row a report."""
    words = phrases()
    rows = []
    for report in document["reports"]:
        commercial = report["uses"].get("commercial", {"answer": "unknown", "conditions": []})
        rows.append(
            (
                report["target"],
                report["subject"]["id"],
                report["subject"]["kind"],
                report["subject"]["revision"] or "",
                report["subject"]["source"],
                report["as_of"],
                report["spectrum"]["level"],
                report["spectrum"]["at_most"],
                _join(f"{m['applies_to']}: {m['name']}" for m in report["licenses"]),
                words["answer"][commercial["answer"]],
                _join(commercial["conditions"]),
                _join(o["notice"] for o in report["obligations"] if o["notice"]),
                _join(f["clause"] for f in report["findings"] if f["polarity"] in ("restriction", "condition")),
                _join(b["id"] for b in report["lineage"]["bases"]),
                _join(f"{c['kind']}: {c['explanation']}" for c in report["conflicts"]),
                _join(f"{g['what']}: {g['why']}" for g in report["gaps"]),
                report["decision"]["verdict"],
                report["decision"]["policy"],
                _join(report["decision"]["reasons"]),
            )
        )
    return [tuple(defused(cell) for cell in row) for row in rows]


def findings(document: Data) -> list[tuple[str, ...]]:
    """One row a finding, with the words that prove it."""
    words = phrases()
    rows = []
    for report in document["reports"]:
        for finding in report["findings"]:
            item = next((report["evidence"][k] for k in finding["evidence"] if k in report["evidence"]), None)
            quoted = item is not None and item["kind"] != "record-clause"
            rows.append(
                (
                    report["subject"]["id"],
                    finding["clause"],
                    words["polarity"].get(finding["polarity"], finding["polarity"]),
                    finding["license"] or "card",
                    finding["section"] or "",
                    finding["inherited_from"] or "",
                    item["quote"] if item else finding["summary"] or "",
                    "yes" if quoted else "no",
                    f"{item['path']}:{item['line']}" if quoted and item else "",
                    (item["url"] or "") if item else "",
                )
            )
    return [tuple(defused(cell) for cell in row) for row in rows]


def errors(document: Data) -> list[tuple[str, ...]]:
    """One row a target that could not be read."""
    return [
        tuple(defused(cell) for cell in (e["target"], e["kind"], e["message"], e["hint"])) for e in document["errors"]
    ]


def about(document: Data) -> list[tuple[str, ...]]:
    """Versions and what was not checked."""
    tool = document["tool"]
    return [
        ("openness", tool["version"]),
        ("knowledge", tool["knowledge"]),
        ("notice", document["notice"]),
        ("not checked", ", ".join(document["not_checked"])),
    ]


def defused(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula (OWASP, CSV injection)."""
    text = shorten(cell, CELL_LIMIT)
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r", "|", "%") else text


def _join(parts: Any) -> str:
    return "; ".join(dict.fromkeys(str(part) for part in parts))
