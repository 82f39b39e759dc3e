"""A scan as GitHub workflow commands: annotations at file and line.

Source: docs.github.com, "Workflow commands for GitHub Actions" (escapes of values and properties).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from openness.render.sarif import relative_uri
from openness.render.scan_findings import RULES, Finding, findings

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def render(document: Mapping[str, Any]) -> str:
    """One workflow command for each finding, the gravest first: GitHub shows ten of a kind."""
    return commands(findings(document))


def commands(found: Iterable[Finding]) -> str:
    """Workflow commands for findings, the gravest first."""
    order = list(_COMMANDS)
    ordered = sorted(found, key=lambda f: order.index(f.severity))
    return "".join(
        f"::{_COMMANDS[f.severity]} file={_property(relative_uri_plain(f.path))},line={f.line},col={f.column},"
        f"endLine={f.end_line},endColumn={f.end_column},title={_property(RULES[f.rule][1])}::{_value(f.message)}\n"
        for f in ordered
    )


def relative_uri_plain(path: str) -> str:
    """A path relative to the working directory, not percent-encoded."""
    from urllib.parse import unquote

    return unquote(relative_uri(path))


def message(title: str, text: str) -> str:
    """A workflow command that belongs to no file."""
    return f"::notice title={_property(title)}::{_value(text)}\n"


def _value(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _value(text).replace(":", "%3A").replace(",", "%2C")
