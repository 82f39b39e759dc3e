"""`openness scan --offline FILE…` as hooks call it: the same answer, without the library of the command line.

A hook runs before every commit, and that library is a tenth of what it costs. Whatever is not understood here, and
whatever goes wrong, is left to the full command.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any


def quick(arguments: Sequence[str]) -> int | None:
    """The exit code, once the result is printed; None (and nothing printed) when the full command has to run."""
    given = _understood(arguments)
    if given is None:
        return None
    from openness.errors import OpennessError

    paths, fail_on = given
    try:
        document, unreadable = _document(paths)
    except OpennessError:
        return None
    from openness.render.scan_text import render

    sys.stdout.write(render(document))
    for path in unreadable:
        sys.stderr.write(f"openness: {path} could not be read\n")
    return exit_code(document, fail_on, unreadable=bool(unreadable))


def _understood(arguments: Sequence[str]) -> tuple[list[str], str] | None:
    """Paths and verdict to fail on; None unless the arguments are those of a hook."""
    paths: list[str] = []
    fail_on, offline = "review", False
    rest = iter(arguments)
    for argument in rest:
        if argument == "--offline":
            offline = True
        elif argument == "--fail-on":
            fail_on = next(rest, "")
        elif argument == "--jobs":
            if next(rest, "") != "1":
                return None
        elif argument.startswith("-"):
            return None
        else:
            paths.append(argument)
    if not offline or not paths or fail_on not in {"deny", "review"} or any(map(os.path.isdir, paths)):
        return None  # a folder may be large: several processes then read it
    return paths, fail_on


def _document(paths: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    from openness.render.scan_json import document
    from openness.scan import scan

    result = scan(paths)
    reports: dict[str, Any] = {"reports": [], "errors": []}
    if result.references:
        from openness.cli.scan_check import check_references

        reports = check_references(result.references, offline=True, policy=None, profile=None, scanned=paths)
    return document(result, reports), [item.path for item in result.skipped if item.why == "unreadable"]


def exit_code(document: Mapping[str, Any], fail_on: str, *, unreadable: bool) -> int:
    """The code of DESIGN.md section 8; a format never changes it."""
    from openness.errors import EXIT_DENY, EXIT_INTERNAL, EXIT_REVIEW, EXIT_UNREACHABLE, combined_exit_code

    codes = [EXIT_UNREACHABLE] if unreadable else []
    for item in document["references"]:
        if item.get("verdict") == "deny":
            codes.append(EXIT_DENY)
        elif item.get("verdict") == "review" and fail_on == "review":
            codes.append(EXIT_REVIEW)
    for error in document.get("errors", ()):
        codes.append(EXIT_INTERNAL if error["kind"] == "internal" else EXIT_UNREACHABLE)
    return combined_exit_code(codes)
