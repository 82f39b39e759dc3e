"""One rubric of one report → text: criterion, outcome, reason, quote, what is missing."""

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from openness.errors import UsageError
from openness.render.safe import plain
from openness.render.text_lines import proof

Data = Mapping[str, Any]


def render_rubric(report: Data, rubric_id: str, *, width: int = 80) -> str:
    """Every criterion of `rubric_id`. Raises UsageError for a rubric that the report does not have."""
    if rubric_id not in report["rubrics"]:
        from difflib import get_close_matches

        near = get_close_matches(rubric_id, report["rubrics"], n=1)
        known = ", ".join(name for name in report["rubrics"] if name != "uses")
        hint = f"Did you mean '{near[0]}'?" if near else f"Rubrics: {known}."
        raise UsageError(f"there is no rubric '{rubric_id}'", hint=hint)
    rubric = report["rubrics"][rubric_id]
    extra = ""
    if "class" in rubric:
        extra = f", class {rubric['class'] or 'none'}"
    if rubric.get("score") is not None:
        extra = f", score {rubric['score']:.2f}"
    lines = [f"{plain(report['subject']['id'])}: {rubric_id} is {rubric['outcome']}{extra}", ""]
    for criterion in rubric["criteria"]:
        lines += _criterion(report, criterion, width)
    return "\n".join(lines) + "\n"


def _criterion(report: Data, criterion: Data, width: int) -> Iterator[str]:
    yield f"{criterion['outcome'].upper():<15} {criterion['id']}"
    yield from _wrap(criterion["reason"], width)
    for key in criterion["evidence"][:3]:
        item = report["evidence"].get(key)
        if item is not None:
            yield from _wrap(proof(key, item, 200), width)
    if criterion["missing"] and criterion["outcome"] not in ("met", "not-applicable"):
        yield from _wrap(f"Missing: {criterion['missing']}", width)


def _wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(
        plain(text), width, initial_indent=" " * 16, subsequent_indent=" " * 16, break_on_hyphens=False
    )
