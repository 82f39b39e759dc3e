"""The document of the machine interface → GitHub workflow commands."""

from collections.abc import Mapping
from typing import Any

from openness.render.check_findings import check_findings
from openness.render.github import commands, message
from openness.render.phrases import DEFAULT, phrases
from openness.render.sarif_check import limits


def render(document: Mapping[str, Any], language: str = DEFAULT) -> str:
    """An annotation for each subject that is denied, needs review or could not be read; then what it all rests on."""
    words, tool = phrases(language), document["tool"]
    about = f"openness {tool['version']}, {words['page']['knowledge']} {tool['knowledge']}. {limits(words)}"
    return commands(check_findings(document, language)) + message(f"openness ({len(document['reports'])})", about)
