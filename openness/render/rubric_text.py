"""One rubric of one report → text: criterion, outcome, reason, quote, what is missing."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NoReturn

from openness.errors import UsageError
from openness.render.labels import criterion_title
from openness.render.phrases import phrases
from openness.render.safe import plain
from openness.render.said import standing
from openness.render.text_lines import proof

Data = Mapping[str, Any]
_APART = ("uses",)  # a table of uses, told elsewhere


def check_rubric(rubric_id: str) -> None:
    """Raise UsageError, before any work, for a rubric that does not exist."""
    from openness.kb.load import KnowledgeBase

    known = [rubric.id for rubric in KnowledgeBase.load().rubrics() if rubric.id not in _APART]
    if rubric_id not in known:
        _unknown(rubric_id, known)


def render_rubric(report: Data, rubric_id: str, *, width: int = 80) -> str:
    """Every criterion of `rubric_id`. Raises UsageError for a rubric that the report does not have."""
    if rubric_id not in report["rubrics"]:
        _unknown(rubric_id, [name for name in report["rubrics"] if name not in _APART])
    rubric = report["rubrics"][rubric_id]
    lines = [f"{plain(report['subject']['id'])}: {rubric_id}: {standing(rubric, phrases())}", ""]
    for criterion in rubric["criteria"]:
        lines += _criterion(report, rubric_id, criterion, width)
    lines += ["", *textwrap.wrap(f"openness explain {rubric_id}/CRITERION: its rule, source and why it matters", width)]
    return "\n".join(lines) + "\n"


def _unknown(rubric_id: str, known: Sequence[str]) -> NoReturn:
    from difflib import get_close_matches

    near = [name for name in known if rubric_id and name.startswith(rubric_id)] or get_close_matches(
        rubric_id, known, n=1
    )
    hint = f"Did you mean '{near[0]}'?" if near else f"Rubrics: {', '.join(known)}."
    raise UsageError(f"there is no rubric '{rubric_id}'", hint=hint)


def _criterion(report: Data, rubric_id: str, criterion: Data, width: int) -> Iterator[str]:
    outcome = str(phrases()["outcome"].get(criterion["outcome"], criterion["outcome"])).upper()
    title = criterion_title(rubric_id, criterion["id"])
    yield f"{outcome:<15} {criterion['id']}{f': {title}' if title != criterion['id'] else ''}"
    yield from _wrap(criterion["reason"], width)
    for key in criterion["evidence"][:3]:
        item = report["evidence"].get(key)
        if item is not None:
            yield from _wrap(proof(key, item, 200), width)
    missing = criterion["missing"]
    if missing and criterion["outcome"] not in ("met", "not-applicable") and missing not in criterion["reason"]:
        yield from _wrap(f"Missing: {missing}", width)


def _wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(
        plain(text), width, initial_indent=" " * 16, subsequent_indent=" " * 16, break_on_hyphens=False
    )
