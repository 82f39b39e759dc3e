"""The document of the machine interface → SARIF 2.1.0 for code hosts."""

import json
from collections.abc import Mapping
from typing import Any

from openness.render.check_findings import check_findings
from openness.render.phrases import DEFAULT, phrases
from openness.render.sarif import error_notes, sarif_log


def render(document: Mapping[str, Any], language: str = DEFAULT) -> str:
    """SARIF text: a result for each subject that is denied, needs review or could not be read."""
    words = phrases(language)
    properties = {
        "knowledge": document["tool"]["knowledge"],
        "notice": words["notice"],
        "notChecked": list(words["not_checked"]),
        "asOf": sorted({r["as_of"] for r in document["reports"]}),
        "policies": sorted(
            {f"{r['decision']['policy']} {r['decision']['policy_version']}" for r in document["reports"]}
        ),
    }
    notice = {"level": "note", "message": {"text": limits(words)}}
    log = sarif_log(
        document,
        check_findings(document, language),
        category="check",
        notes=[notice, *error_notes(document)],
        properties=properties,
    )
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def limits(words: Mapping[str, Any]) -> str:
    """What every export says of its limits, in one line."""
    return f"{words['notice']} {words['page']['not_checked']}: {', '.join(words['not_checked'])}."
