"""Reads files of `key = value` lines: TOML, INI, properties, .env."""

import re
from collections.abc import Iterator

from openness.scan import flow
from openness.scan.flow import Entry
from openness.scan.literal import Literal

_LINE = re.compile(
    r"[ \t]*(?:export[ \t]+|set[ \t]+)?(?P<key>\"[^\"\n]*\"|[A-Za-z_][\w.$-]*)[ \t]*(?P<sign>\+?=|:)[ \t]*"
)
_SECTION = re.compile(r"[ \t]*\[+(?P<name>[^\[\]\n]+)\]+[ \t]*(?:[#;].*)?\Z")


def line_entries(text: str) -> Iterator[Entry]:
    """The scalars of a text; a section's name is the first part of the path."""
    section: tuple[str | int, ...] = ()
    position, size = 0, len(text)
    while position < size:
        stop = text.find("\n", position)
        stop = size if stop < 0 else stop
        line = text[position:stop]
        begin, position = position, stop + 1
        if line.lstrip(" \t").startswith(("#", ";", "//", "!")):
            continue
        head = _SECTION.match(line)
        if head:
            name = head.group("name").strip().strip("\"'")
            section = (name,)
            yield Entry(("[section]",), Literal(name, begin + head.start("name"), begin + head.end("name")))
            continue
        match = _LINE.match(line)
        if match is None:
            continue
        path = (*section, match.group("key").strip('"'))
        start = begin + match.end()
        value = text[start:stop]
        if value[:1] in {"[", "{"} and not value.startswith("{{"):
            end = flow.closing(text, start)
            yield from flow.entries(text, start, end, path)
            position = max(position, (text.find("\n", end - 1) + 1) or size)
        elif value[:3] in {'"""', "'''"}:
            close = text.find(value[:3], start + 3)
            close = size if close < 0 else close
            yield Entry(path, Literal(text[start + 3 : close], start + 3, close))
            position = max(position, (text.find("\n", close) + 1) or size)
        elif value[:1] in {'"', "'"} and value.find(value[0], 1) > 0:
            close = value.find(value[0], 1)
            yield Entry(path, Literal(value[1:close], start + 1, start + close))
        else:
            for mark in (" #", "\t#", " ;"):
                value = value.partition(mark)[0]
            plain = value.rstrip()
            if plain:
                yield Entry(path, Literal(plain, start, start + len(plain)))
