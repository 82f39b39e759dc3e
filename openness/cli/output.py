"""The document → stdout or a file, and the exit code that is a property of the result."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO

from openness.errors import (
    EXIT_ALLOW,
    EXIT_DENY,
    EXIT_INTERNAL,
    EXIT_REVIEW,
    EXIT_UNREACHABLE,
    UsageError,
    combined_exit_code,
)

# ECMA-48, section 8.3.117 (SGR); written out because the library of the command line is not loaded for this
_BOLD, _RED, _GREEN, _YELLOW, _MAGENTA = "1", "31", "32", "33", "35"
_COLORS = {
    "title": _BOLD,
    "heading": _BOLD,
    "closed": f"{_RED};{_BOLD}",
    "unknown": f"{_MAGENTA};{_BOLD}",
    "unlicensed-weights": f"{_RED};{_BOLD}",
    "research-weights": f"{_YELLOW};{_BOLD}",
    "restricted-weights": f"{_YELLOW};{_BOLD}",
    "open-weights": f"{_GREEN};{_BOLD}",
    "open-source-ai": f"{_GREEN};{_BOLD}",
    "open-science": f"{_GREEN};{_BOLD}",
    "answer-yes": _GREEN,
    "answer-no": _RED,
    "answer-conditional": _YELLOW,
    "answer-unknown": _MAGENTA,
    "conflict": _RED,
    "restriction": _RED,
    "condition": _YELLOW,
    "verdict-allow": f"{_GREEN};{_BOLD}",
    "verdict-review": f"{_YELLOW};{_BOLD}",
    "verdict-deny": f"{_RED};{_BOLD}",
}
# format -> "module:function"; the function takes the document and returns str or bytes
RENDERERS = {
    "markdown": "openness.render.markdown:render",
    "html": "openness.render.html:render",
    "csv": "openness.render.csv:render",
    "xlsx": "openness.render.xlsx:render",
    "sarif": "openness.render.sarif_check:render",
    "github": "openness.render.github_check:render",
}


def styled(text: str, role: str) -> str:
    """`text` in the role's colors."""
    return f"\x1b[{_COLORS[role]}m{text}\x1b[0m" if role in _COLORS else text


def write(
    document: Mapping[str, Any],
    format_: str,
    output: "str | os.PathLike[str] | None",
    *,
    verbose: bool = False,
    rubric: str | None = None,
    language: str = "en",
) -> None:
    """Write the document in a format; results to stdout or FILE, everything else to stderr."""
    content: str | bytes
    if format_ == "text":
        content = _text(document, terminal=output is None and sys.stdout.isatty(), verbose=verbose, rubric=rubric)
    elif format_ in ("json", "jsonl"):
        from openness.render.json_text import one_line, pretty

        content = (
            pretty(document)
            if format_ == "json"
            else "".join(f"{one_line(r)}\n" for r in (*document["reports"], *document["errors"]))
        )
    else:
        from importlib import import_module

        module, _, name = RENDERERS[format_].partition(":")
        content = getattr(import_module(module), name)(document, language)
    emit(content, output)
    say_errors(document)


def say_errors(document: Mapping[str, Any]) -> None:
    """Every failed target on stderr, with its next step."""
    if not document["errors"]:
        return
    from openness.render.safe import error_sentence, plain

    for error in document["errors"]:
        sys.stderr.write(f"openness: {error_sentence(error)}\n")
        if error["hint"]:
            sys.stderr.write(f"  {plain(error['hint'])}\n")


def _text(document: Mapping[str, Any], *, terminal: bool, verbose: bool, rubric: str | None) -> str:
    from openness.render.text import render_footer, render_overview, render_report, unstyled

    width = max(40, min(100, _columns())) if terminal else 80
    style = styled if terminal and not os.environ.get("NO_COLOR") else unstyled
    brief = len(document["reports"]) > 1 and not verbose
    parts = [render_report(r, width=width, style=style, verbose=verbose, brief=brief) for r in document["reports"]]
    if rubric is not None:
        from openness.render.rubric_text import render_rubric

        parts = [render_rubric(r, rubric, width=width) for r in document["reports"]]
    elif len(parts) > 1:
        parts.insert(0, render_overview(document, width=width, style=style))
    rule = "=" * width
    body = f"\n{rule}\n\n".join(parts)
    return f"{body}\n{render_footer(document, width=width)}" if parts else ""


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except OSError:
        return 80


def emit(content: str | bytes, output: "str | os.PathLike[str] | None") -> None:
    """Write to FILE, or to stdout."""
    if output is not None:
        with written(output) as file:
            file.write(content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content)
        return
    if isinstance(content, bytes):
        sys.stdout.buffer.write(content)
    else:
        sys.stdout.write(content)
    sys.stdout.flush()


@contextmanager
def written(output: "str | os.PathLike[str]") -> Iterator[BinaryIO]:
    """A file that becomes FILE when all of it is written; what stood there stays until then, and after a failure."""
    final = os.path.realpath(output)
    plain = os.path.isfile(output) or not os.path.lexists(output)
    whole = plain and os.access(os.path.dirname(final), os.W_OK)  # else a device, or a file in a closed folder
    place = f"{final}.{os.getpid()}.tmp" if whole else output
    try:
        with open(place, "wb") as file:
            yield file
        if whole:
            if os.path.exists(final):
                os.chmod(place, os.stat(final).st_mode & 0o7777)
            os.replace(place, final)
    except OSError as error:
        raise _unwritable(output, error.strerror or str(error)) from error
    finally:
        if whole:
            with suppress(FileNotFoundError):
                os.unlink(place)


def check_writable(output: "str | os.PathLike[str] | None") -> None:
    """Raise UsageError now, before the work, where FILE cannot be written for want of a folder."""
    if output is not None and not os.path.isdir(os.path.dirname(os.path.abspath(output))):
        raise _unwritable(output, "No such folder")


def _unwritable(output: "str | os.PathLike[str]", why: str) -> UsageError:
    folder = os.path.dirname(os.fspath(output))
    hint = f"Make it first: mkdir -p {folder}" if folder and not os.path.isdir(folder) else ""
    return UsageError(f"cannot write {os.fspath(output)}: {why}", hint=hint)


def exit_code(document: Mapping[str, Any], fail_on: str = "review") -> int:
    """The code of DESIGN.md section 8 for a document: never changed by a format."""
    codes = [EXIT_ALLOW]
    for report in document["reports"]:
        verdict = report["decision"]["verdict"]
        if verdict == "deny":
            codes.append(EXIT_DENY)
        elif verdict == "review" and fail_on == "review":
            codes.append(EXIT_REVIEW)
    return combined_exit_code([*codes, failure_code(error["kind"] for error in document["errors"])])


def failure_code(kinds: Iterable[str]) -> int:
    """The code for targets that failed: our own failure outranks theirs; 0 when none did."""
    return combined_exit_code([EXIT_INTERNAL if kind == "internal" else EXIT_UNREACHABLE for kind in kinds])
