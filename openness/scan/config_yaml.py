"""Reads YAML line by line: templates, fragments and hostile nesting do no harm, and every value keeps its place."""

from collections.abc import Generator, Iterator

import re2

from openness.scan import flow
from openness.scan.flow import Entry
from openness.scan.literal import Literal

_KEY = re2.compile(
    r"(?P<key>\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'#\[\]{},&*!|>%@`:-][^:#\n]*|-[^\s:#\n][^:#\n]*|<<)\s*:(?P<gap>[ \t]+|$)"
)
_PROPERTY = re2.compile(r"(?:[&!][^\s]*\s+)+")
_BLOCK = re2.compile(r"[|>][+-]?\d?[+-]?\s*(?:#.*)?$")


def yaml_entries(text: str) -> Iterator[Entry]:
    """The scalars of a YAML text; block scalars come whole."""
    stack: list[tuple[int, str | int]] = []
    counts: dict[tuple[str | int, ...], int] = {}
    position, size = 0, len(text)
    while position < size:
        stop = text.find("\n", position)
        stop = size if stop < 0 else stop
        line = text[position:stop]
        stripped = line.lstrip(" \t")
        indent = len(line) - len(stripped)
        if not stripped or stripped.startswith(("#", "{{", "{%", "%")) or stripped in {"---", "..."}:
            position = stop + 1
            continue
        while stripped.startswith("- ") or stripped == "-":
            while stack and (stack[-1][0] > indent or (stack[-1][0] == indent and isinstance(stack[-1][1], int))):
                stack.pop()
            parent = tuple(part for _, part in stack)
            number = counts.get(parent, -1) + 1
            counts[parent] = number
            stack.append((indent, number))
            rest = stripped[1:]
            stripped = rest.lstrip(" \t")
            indent += 1 + len(rest) - len(stripped)
        column = position + len(line) - len(stripped)
        position = stop + 1
        match = _KEY.match(stripped)
        if match is None and not stack:
            end = _loose_end(text, stop + 1)
            yield Entry(("(text)",), Literal(text[column:end] + "\n", column, end + 1))
            position = max(position, end)
            continue
        if match is None:
            if stripped and stack:
                path = tuple(part for depth, part in stack if depth <= indent)
                end = yield from _scalar(text, column, stop, indent - 1, path)
                position = max(position, end)
            continue
        while stack and stack[-1][0] >= indent:
            stack.pop()
        key = match.group("key").strip().strip("\"'")
        path = (*(part for _, part in stack), key)
        stack.append((indent, key))
        for known in [c for c in counts if c[: len(path)] == path] if path in counts else []:
            del counts[known]
        value_at = column + match.end()
        if value_at < stop:
            end = yield from _scalar(text, value_at, stop, indent, path)
            position = max(position, end)


def _scalar(text: str, start: int, stop: int, indent: int, path: tuple[str | int, ...]) -> Generator[Entry, None, int]:
    """Yields the value that begins at `start`; returns where reading goes on."""
    prefix = _PROPERTY.match(text[start:stop])
    if prefix is not None:
        start += prefix.end()
    value = text[start:stop]
    if not value or value.startswith("#"):
        return stop + 1
    if _BLOCK.match(value):
        end = _block_end(text, stop + 1, indent)
        yield Entry(path, Literal(text[stop + 1 : end], min(stop + 1, len(text)), end))
        return end
    if value[0] in "[{" and not value.startswith("{{"):
        end = flow.closing(text, start)
        yield from flow.entries(text, start, end, path)
        return (text.find("\n", end - 1) + 1) or len(text)
    if value[0] in "\"'":
        close = text.find(value[0], start + 1)
        if close >= 0 and close - start < 5000:
            yield Entry(path, Literal(text[start + 1 : close], start + 1, close))
            return (text.find("\n", close) + 1) or len(text)
    cut = value.find(" #")
    plain = (value if cut < 0 else value[:cut]).rstrip()
    yield Entry(path, Literal(plain, start, start + len(plain)))
    return stop + 1


def _loose_end(text: str, position: int) -> int:
    """Where lines end that belong to no key: a fragment of a script, most likely."""
    size = len(text)
    while position < size:
        stop = text.find("\n", position)
        stop = size if stop < 0 else stop
        line = text[position:stop].strip()
        if _KEY.match(line) or line.startswith("- "):
            return max(position - 1, 0)
        position = stop + 1
    return size


def _block_end(text: str, position: int, indent: int) -> int:
    size = len(text)
    while position < size:
        stop = text.find("\n", position)
        stop = size if stop < 0 else stop
        line = text[position:stop]
        if line.strip() and len(line) - len(line.lstrip(" ")) <= max(indent, 0) and not (indent < 0):
            return position
        position = stop + 1
    return size
