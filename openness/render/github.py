"""A scan as GitHub workflow commands: annotations at file and line.

Source: docs.github.com, "Workflow commands for GitHub Actions" (escapes of values and properties).
"""

from collections.abc import Mapping
from typing import Any

from openness.render.sarif import relative_uri
from openness.render.scan_findings import RULES, findings

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def render(document: Mapping[str, Any]) -> str:
    """One workflow command for each finding, the gravest first: GitHub shows ten of a kind."""
    order = list(_COMMANDS)
    found = sorted(findings(document), key=lambda f: order.index(f.severity))
    return "".join(
        f"::{_COMMANDS[f.severity]} file={_property(relative_uri_plain(f.path))},line={f.line},col={f.column},"
        f"endLine={f.end_line},endColumn={f.end_column},title={_property(RULES[f.rule][1])}::{_value(f.message)}\n"
        for f in found
    )


def relative_uri_plain(path: str) -> str:
    """A path relative to the working directory, not percent-encoded."""
    from urllib.parse import unquote

    return unquote(relative_uri(path))


def _value(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _value(text).replace(":", "%3A").replace(",", "%2C")
