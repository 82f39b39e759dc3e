"""Honours `openness: ignore[reason]`: the author says that a line names no model. It never means "accepted"."""

import re

from openness.scan.reference import Ignored, Reference

_MARK = re.compile(r"openness:[ ]?ignore\[([^\]\n]{1,300})\]")
_COMMENT_STARTS = ("#", "//", "/*", "<!--", "--", ";", "*", "{#")


def reasons(text: str) -> dict[int, str]:
    """The reason for each ignored line, by 1-based number; a comment on its own line covers the next one."""
    if "openness:" not in text:
        return {}
    found: dict[int, str] = {}
    for number, line in enumerate(text.split("\n"), 1):
        match = _MARK.search(line)
        if match and match.group(1).strip():
            alone = line.lstrip().startswith(_COMMENT_STARTS)
            found[number + 1 if alone else number] = match.group(1).strip()
    return found


def divided(references: list[Reference], lines: dict[int, str]) -> tuple[list[Reference], list[Ignored]]:
    """References that count, and those that a comment takes out."""
    if not lines:
        return references, []
    kept: list[Reference] = []
    ignored: list[Ignored] = []
    for reference in references:
        spanned = range(reference.line, reference.end_line + 1)
        reason = next((lines[line] for line in spanned if line in lines), None)
        if reason is None:
            kept.append(reference)
        else:
            ignored.append(Ignored(reference, reason))
    return kept, ignored
