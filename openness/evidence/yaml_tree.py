"""YAML text → a tree of strings with offsets, from parser events, with the guards for hostile input.

Only libyaml's event parser is used: it keeps its own stack on the heap, so that deep nesting cannot crash the process
(composing nodes recurses in C and does). Nothing is constructed: every scalar stays the string that was written.
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

MAX_DEPTH = 32
MAX_EVENTS = 20_000


class Scalar(NamedTuple):
    """One scalar as written; `text` is None for null, `plain` says that it was not quoted."""

    text: str | None
    start: int
    end: int
    plain: bool = True


class Sequence(NamedTuple):
    """A list of nodes."""

    items: tuple["Node", ...]
    start: int
    end: int


class Mapping(NamedTuple):
    """Keys and values in the order in which they stand; a key that occurs twice is there twice."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    start: int
    end: int


Node: TypeAlias = Scalar | Sequence | Mapping


class Problem(NamedTuple):
    """Something that is wrong with the front matter, said precisely."""

    id: str
    message: str
    start: int
    end: int


_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_EVENTS = (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent)


class TreeError(Exception):
    """The text is no YAML, or a guard stopped it; `at` is the offset where."""

    def __init__(self, kind: str, message: str, at: int) -> None:
        super().__init__(message)
        self.kind = kind
        self.at = at


class _Frame:
    """A collection that is still open."""

    __slots__ = ("children", "is_mapping", "start")

    def __init__(self, is_mapping: bool, start: int) -> None:
        self.is_mapping = is_mapping
        self.start = start
        self.children: list[Node] = []


def read_yaml(text: str, offset: int = 0) -> tuple[Node, tuple[Problem, ...]]:
    """The tree of the first document of `text`; offsets in it are shifted by `offset`.

    Raises TreeError for what cannot be read; never anything else.
    """
    clean = _NOT_YAML.sub("\N{REPLACEMENT CHARACTER}", text) if _NOT_YAML.search(text) else text
    problems: list[Problem] = []
    try:
        node = _build(CParser(clean), offset, problems)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = mark.index if mark is not None else 0
        raise TreeError(
            "yaml-error", str(error.problem or error.context or "not readable as YAML"), offset + at
        ) from None
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError, MemoryError) as error:
        raise TreeError("yaml-error", str(error).splitlines()[0] if str(error) else "not readable", offset) from None
    return node, tuple(problems)


def _build(parser: CParser, offset: int, problems: list[Problem]) -> Node:
    """The first document as a tree; later documents are reported and left out."""
    root: Node | None = None
    stack: list[_Frame] = []
    documents = count = 0
    get: Callable[[], Any] = parser.get_event
    while True:
        event = get()
        kind = event.__class__
        count += 1
        if count > MAX_EVENTS:
            raise TreeError("too-many-events", f"more than {MAX_EVENTS} YAML events", offset + event.start_mark.index)
        node: Node
        if kind is yaml.ScalarEvent:
            start = offset + event.start_mark.index
            plain = event.style is None or event.style == ""
            if plain and (event.anchor is not None or event.tag is not None):
                start = offset + event.end_mark.index - len(event.value)  # behind the anchor or tag
            text = None if plain and event.value in _NULLS else event.value
            node = Scalar(text, start, offset + event.end_mark.index, plain)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            if len(stack) >= MAX_DEPTH:
                raise TreeError("too-deep", f"nested deeper than {MAX_DEPTH}", offset + event.start_mark.index)
            stack.append(_Frame(kind is yaml.MappingStartEvent, offset + event.start_mark.index))
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            node = _close(stack.pop(), offset + event.start_mark.index, problems)
        elif kind is yaml.AliasEvent:
            start, end = offset + event.start_mark.index, offset + event.end_mark.index
            problems.append(Problem("alias", f"alias *{event.anchor} is not followed", start, end))
            node = Scalar(None, start, end)
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                at = offset + event.start_mark.index
                problems.append(
                    Problem("several-documents", "more than one YAML document; the first is read", at, at + 3)
                )
                break
            continue
        elif kind is yaml.StreamEndEvent:
            break
        else:
            continue
        if stack:
            stack[-1].children.append(node)
        else:
            root = node
    return root if root is not None else Scalar(None, offset, offset)


def _close(frame: _Frame, end: int, problems: list[Problem]) -> Node:
    """The finished collection, keys checked."""
    children = frame.children
    last = end if not children else max(children[-1].end, frame.start)
    if not frame.is_mapping:
        return Sequence(tuple(children), frame.start, max(last, frame.start))
    entries: list[tuple[Scalar, Node]] = []
    seen: set[str] = set()
    for key, value in zip(children[::2], children[1::2], strict=True):
        if not isinstance(key, Scalar) or key.text is None:
            problems.append(Problem("non-string-key", "a key that is no string is left out", key.start, key.end))
            continue
        if key.text in seen:
            problems.append(
                Problem("duplicate-key", f"key {key.text[:80]!r} occurs more than once", key.start, key.end)
            )
        seen.add(key.text)
        entries.append((key, value))
    return Mapping(tuple(entries), frame.start, last)
