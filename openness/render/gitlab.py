"""A scan as a GitLab code quality report.

Source: docs.gitlab.com, "Code Quality", "Code Quality report format".
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from openness.render.github import relative_uri_plain
from openness.render.scan_findings import findings

_SEVERITIES = {"error": "critical", "warning": "major", "note": "info"}


def render(document: Mapping[str, Any]) -> str:
    """The report as JSON text; fingerprints survive when lines move."""
    counts: Counter[tuple[str, str, str]] = Counter()
    issues = []
    for finding in findings(document):
        key = (finding.rule, finding.path, finding.id)
        counts[key] += 1
        mark = "\0".join((*key, str(counts[key])))
        issues.append(
            {
                "description": finding.message,
                "check_name": f"openness/{finding.rule}",
                "fingerprint": hashlib.sha256(mark.encode()).hexdigest(),
                "severity": _SEVERITIES[finding.severity],
                "location": {
                    "path": relative_uri_plain(finding.path),
                    "lines": {"begin": finding.line, "end": finding.end_line},
                },
            }
        )
    return json.dumps(issues, ensure_ascii=False, indent=1) + "\n"
