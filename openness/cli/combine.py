"""`openness check --combine`: what holds for all targets together."""

import os
from collections.abc import Mapping
from typing import Any

from openness.errors import EXIT_REVIEW, UsageError, combined_exit_code


def write_combination(
    document: Mapping[str, Any],
    format_: str,
    output: "str | os.PathLike[str] | None",
    *,
    code: int,
    fail_on: str,
) -> int:
    """Write what holds for all reports together, and give the code of the run.

    Terms that cannot be met together need review, whatever the verdicts over the single parts.
    """
    from openness.cli.output import emit, say_errors
    from openness.kb.load import KnowledgeBase
    from openness.policy.combine import combine

    if format_ not in ("text", "json"):
        raise UsageError(f"--combine has no {format_} form", hint="Use --format text or json.")
    say_errors(document)
    result = combine(document["reports"], KnowledgeBase.load())
    if format_ == "json":
        from dataclasses import asdict

        from openness.render.json_text import pretty

        whole = {**document, "combination": {**asdict(result), "hard": result.hard}}
        emit(pretty(whole), output)
    else:
        from openness.render.combine_text import render

        emit(render(result), output)
    return combined_exit_code([code, EXIT_REVIEW]) if result.hard and fail_on == "review" else code
