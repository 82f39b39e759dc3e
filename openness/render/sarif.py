"""A scan as SARIF 2.1.0 within the limits of GitHub code scanning.

Limits: https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from openness.render.safe import error_sentence
from openness.render.scan_findings import RULES, Finding, findings

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MAX_RESULTS = 5_000  # GitHub shows no more of one run
_LEVELS = {"error": "error", "warning": "warning", "note": "note"}
_WEIGHT = {"error": 0, "warning": 1, "note": 2}
_SITE = "https://github.com/openness/openness/blob/main/docs/scan.md"


def render(document: Mapping[str, Any]) -> str:
    """SARIF text; the gravest findings come first where there are more than GitHub shows."""
    return json.dumps(log(document), ensure_ascii=False, indent=1) + "\n"


def log(document: Mapping[str, Any]) -> dict[str, Any]:
    """The SARIF log of a scan document."""
    found = list(findings(document))
    return sarif_log(document, found, category="scan", notes=_notes(document))


def sarif_log(
    document: Mapping[str, Any],
    found: Iterable[Finding],
    *,
    category: str,
    notes: list[dict[str, Any]],
    properties: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The SARIF log of findings; the gravest come first where there are more than GitHub shows."""
    ordered = sorted(found, key=lambda f: _WEIGHT[f.severity])
    rules = list(RULES)
    counts: Counter[tuple[str, str, str]] = Counter()
    results = []
    for finding in ordered[:MAX_RESULTS]:
        key = (finding.rule, finding.path, finding.id)
        results.append(_result(finding, rules.index(finding.rule), counts[key]))
        counts[key] += 1
    if len(ordered) > MAX_RESULTS:
        text = f"{len(ordered) - MAX_RESULTS} findings of the lowest severity are left out"
        notes = [*notes, {"level": "warning", "message": {"text": text}}]
    run: dict[str, Any] = {
        "tool": {"driver": _driver(document)},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the repository."}}},
        "results": results,
        "automationDetails": {"id": f"openness/{category}/"},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
    }
    if properties:
        run["properties"] = dict(properties)
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _driver(document: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": "openness",
        "version": document["tool"]["version"],
        "semanticVersion": document["tool"]["version"],
        "informationUri": "https://github.com/openness/openness",
        "rules": [_rule(rule) for rule in RULES],
    }


def _rule(rule: str) -> dict[str, Any]:
    severity, title, meaning, remedy = RULES[rule]
    return {
        "id": rule,
        "name": "".join(word.capitalize() for word in rule.split("-")),
        "shortDescription": {"text": title},
        "fullDescription": {"text": meaning},
        "help": {"text": f"{meaning}\n\n{remedy}", "markdown": f"{meaning}\n\n**What to do.** {remedy}"},
        "helpUri": f"{_SITE}#{rule}",
        "defaultConfiguration": {"level": _LEVELS[severity]},
        "properties": {
            "tags": ["license", "ai-model"],
            "precision": "high",
            "problem.severity": {"note": "recommendation"}.get(severity, severity),
        },
    }


def _result(finding: Finding, rule_index: int, occurrence: int) -> dict[str, Any]:
    print_ = hashlib.sha256("\0".join((finding.rule, finding.path, finding.id)).encode()).hexdigest()[:16]
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": relative_uri(finding.path), "uriBaseId": "%SRCROOT%"},
                    "region": {
                        "startLine": finding.line,
                        "startColumn": finding.column,
                        "endLine": finding.end_line,
                        "endColumn": finding.end_column,
                    },
                }
            }
        ],
        "partialFingerprints": {"primaryLocationLineHash": f"{print_}:{occurrence + 1}"},
    }


def relative_uri(path: str) -> str:
    """A path as a URI relative to the working directory; what lies outside it keeps its last part only."""
    if path.startswith("/"):
        here = Path.cwd().as_posix().rstrip("/") + "/"
        path = path.removeprefix(here) if path.startswith(here) else path.rpartition("/")[2]
    parts = [part for part in path.split("/") if part not in {"", ".", ".."}]
    return quote("/".join(parts))


def _notes(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    notes = [
        {"level": "note", "message": {"text": f"{item['path']} was not read: {item['why']}"}}
        for item in document["skipped"][:100]
    ]
    return notes + error_notes(document)


def error_notes(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A notification for each target that could not be read."""
    return [
        {"level": "error", "message": {"text": error_sentence(error)[:1000]}}
        for error in document.get("errors", ())[:100]
    ]
