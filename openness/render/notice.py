"""What a set of parts requires → the text of a NOTICE file."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from openness.render.safe import plain

WIDTH = 88
_WHEN = {
    "use": "when you use it",
    "redistribute": "when you pass it on",
    "modify": "when you change it",
    "serve": "when you offer it to others",
    "train-on-outputs": "when you train on its outputs",
    "always": "always",
}


def render(notice: Any, document: Mapping[str, Any]) -> str:
    """NOTICE text: exact words first, then display, names, changes, license copies, and what else is due."""
    several = len(notice.parts) > 1
    lines = ["NOTICE", "=" * 6, "", "This product includes or uses:", ""]
    for part in notice.parts:
        lines += _part(part)
    lines += _section("Words to pass on as they stand", _lines(notice.lines, several))
    lines += _section("Words to display", _words(notice.display, several))
    lines += _section("Words that names carry", _words(notice.names, several))
    lines += _section("Changes to state", _changes(notice.changes, notice.parts, several))
    lines += _section("License copies to include", _copies(notice.copies, several))
    lines += _section("Also due", _also(notice.also, several))
    lines += _section("Not due for you", _also(notice.not_due, several))
    lines += ["", "-" * WIDTH, *_wrap(_foot(document))]
    return "\n".join(lines) + "\n"


def _foot(document: Mapping[str, Any]) -> str:
    tool = document["tool"]
    return (
        f"Drafted by openness {tool['version']}, knowledge {tool['knowledge']}. Fill in what is marked [ ], and have "
        f"it read before it ships. {document['notice']}"
    )


def _section(title: str, body: Iterable[str]) -> list[str]:
    body = list(body)
    return ["", title, "-" * len(title), *body] if body else []


def _part(part: Any) -> Iterator[str]:
    yield from _wrap(f"- {part.id}{f', commit {part.revision}' if part.revision else ''}", "", "  ")
    for entry in part.licenses:
        yield from _wrap(entry, "    ", "      ")
    for entry in part.lacking:
        yield from _wrap(f"! {entry}", "    ", "      ")


def _lines(duties: Iterable[Any], several: bool) -> Iterator[str]:
    for duty in duties:
        yield from _wrap(duty.words, "  ", "  ")
        yield from _wrap(f"({_said(duty, several)})", "      ", "      ")


def _words(duties: Iterable[Any], several: bool) -> Iterator[str]:
    for duty in duties:
        words = f"“{duty.words}”: " if duty.words else ""
        yield from _wrap(f"- {words}{_said(duty, several)}", "", "  ")


def _changes(duties: Iterable[Any], parts: Iterable[Any], several: bool) -> Iterator[str]:
    """The duty, and for each part a line to fill in."""
    duties = list(duties)
    for duty in duties:
        yield from _wrap(f"- {_said(duty, several)}", "", "  ")
    owing = {name for duty in duties for name in duty.parts}
    for part in parts:
        if part.id in owing:
            yield from _wrap(
                f"[ ] {part.id}: state what was changed, by whom and when; or delete this line", "  ", "      "
            )


def _copies(copies: Iterable[Any], several: bool) -> Iterator[str]:
    for copy in copies:
        of = f" (for {', '.join(copy.parts)})" if several else ""
        yield from _wrap(f"- {copy.name}{of}", "", "  ")
        if copy.url is None:
            yield "    [ ] no text was at hand; obtain it from the publisher"
            continue
        yield f"    {plain(copy.url)}"
        if copy.sha256:
            how = "the text that was read" if copy.read else "as the publisher's text was recorded"
            yield f"    sha256 {copy.sha256}"
            yield f"    ({how})"


def _also(duties: Iterable[Any], several: bool) -> Iterator[str]:
    for duty in duties:
        words = f" “{duty.words}”" if duty.words else ""
        yield from _wrap(f"- {_WHEN.get(duty.when, duty.when)}: {_said(duty, several)}{words}", "", "  ")


def _said(duty: Any, several: bool) -> str:
    of = f" [{', '.join(duty.parts)}]" if several else ""
    condition = f" Due {duty.condition}." if duty.condition.startswith("only") else ""
    if duty.condition and not condition:
        condition = f" ({duty.condition})"
    return f"{duty.summary}{condition}{of}"


def _wrap(text: str, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        plain(text),
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
