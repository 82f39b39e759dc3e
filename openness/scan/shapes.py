"""Matches calls against the shapes of data/scan/calls.json."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple, Protocol

from openness.scan import plausible
from openness.scan.hub_names import SERVICE, Target
from openness.scan.keys import Surroundings
from openness.scan.knowledge import table
from openness.scan.literal import Literal
from openness.scan.reference import Hit
from openness.scan.resolve import resolve


class Arguments(Protocol):
    """The arguments of one call, whatever the language."""

    def strings(self, at: int, keywords: Sequence[str]) -> list[Literal]:
        """The string values of an argument, by keyword or by position (-1: keyword only)."""
        ...

    def word(self, at: int, keyword: str) -> str | None:
        """The source word of an argument that is no string (`True`, a name), or None."""
        ...


class Shape(NamedTuple):
    """One way in which a call names something."""

    call: tuple[str, ...]
    at: int
    keywords: tuple[str, ...]
    kind: str
    way: str
    library: str
    need: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    when_first: str = ""
    heads: tuple[str, ...] = ()  # modules that the function belongs to; under others only owner/name counts


@cache
def _rows() -> dict[str, list[tuple[str, dict[str, Any]]]]:
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for row in table("calls")["shapes"]:
        for call in row["call"]:
            name = call.replace("::", ".")
            found.setdefault(name.rpartition(".")[2], []).append((name, row))
    return found


@cache
def _named(name: str) -> list[Shape]:
    """The shapes whose last word is a name, the longest first."""
    shapes = [_shape(call, row) for call, row in _rows().get(name, ())]
    shapes.sort(key=lambda shape: -len(shape.call))
    return shapes


def _shape(call: str, row: dict[str, Any]) -> Shape:
    return Shape(
        call=tuple(call.split(".")),
        at=row["at"],
        keywords=tuple(row["kw"]),
        kind=row["kind"],
        way=row["as"],
        library=row["library"],
        need=tuple(row.get("need", ())),
        when=tuple(row.get("when", ())),
        when_first=row.get("when_first", ""),
        heads=tuple(row.get("heads", ())),
    )


@cache
def _silent() -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for call in table("calls")["silent"]:
        parts = tuple(call.split("."))
        found.setdefault(parts[-1], []).append(parts)
    return found


def _ends(parts: Sequence[str], call: Sequence[str]) -> bool:
    return len(parts) >= len(call) and tuple(parts[-len(call) :]) == tuple(call)


def shapes_of(parts: Sequence[str]) -> list[Shape]:
    """The shapes that a dotted name has, the longest match first."""
    if not parts or parts[-1] not in _rows():
        return []
    return [shape for shape in _named(parts[-1]) if _ends(parts, shape.call)]


def is_silent(parts: Sequence[str]) -> bool:
    """True for calls whose strings are never references (`torch.hub.load`, `push_to_hub`)."""
    return bool(parts) and any(_ends(parts, call) for call in _silent().get(parts[-1], ()))


def hits_of_call(
    parts: Sequence[str], arguments: Arguments, mentions: Callable[[str], bool], around: Surroundings
) -> Iterator[Hit]:
    """The references that one call makes."""
    taken: set[int] = set()
    for shape in shapes_of(parts):
        if _applies(shape, arguments, mentions):
            at_home = not shape.heads or len(parts) == len(shape.call) or bool(set(parts[:-1]) & set(shape.heads))
            for hit in hits_of_shape(shape, arguments, around):
                if not at_home and "/" not in hit.id:
                    continue
                if hit.start not in taken:
                    taken.add(hit.start)
                    yield hit


def _applies(shape: Shape, arguments: Arguments, mentions: Callable[[str], bool]) -> bool:
    if shape.need and not any(mentions(word) for word in shape.need):
        return False
    if shape.when and arguments.word(1, shape.when[0]) not in {shape.when[1], shape.when[1].lower()}:
        return False
    return not shape.when_first or arguments.word(0, "func") == shape.when_first


def hits_of_shape(shape: Shape, arguments: Arguments, around: Surroundings) -> Iterator[Hit]:
    """The references that a call makes under one shape."""
    kind = shape.kind
    for repo_type in arguments.strings(-1, ("repo_type", "repoType", "type")):
        if repo_type.text == "space":
            return
        if repo_type.text == "dataset" and kind == "model":
            kind = "dataset"
    if kind == "model" and (arguments.word(1, "repo_type") or "").endswith("Dataset"):
        kind = "dataset"
    revisions = arguments.strings(-1, ("revision", "model_revision"))
    revision = revisions[0].text if revisions else None
    if revision is None and shape.call[-1] == "with_revision":
        given = arguments.strings(2, ())
        revision = given[0].text if given else None
    for literal in arguments.strings(shape.at, shape.keywords):
        way = "dataset" if kind == "dataset" and shape.way == "hub" else shape.way
        target = resolve(literal.text, way, kind)
        if target is None:
            continue
        yield as_hit(routed(target, shape.way, around), literal, ".".join(shape.call), shape.library, revision)


def routed(target: Target, way: str, around: Surroundings) -> Target:
    """The same target as a service, when the file sends names to a service that knows them as owner/name."""
    if way in {"chat", "hosted"} and around.router and plausible.is_owned(target.id):
        return Target(target.id, SERVICE)
    return target


def as_hit(target: Target, literal: Literal, how: str, library: str | None, revision: str | None = None) -> Hit:
    """The hit for a target that a literal names; its place is the id inside the literal where it stands there."""
    bare = target.id.partition(":")[2] if target.id.startswith(("ollama:", "spacy:")) else target.id
    at = literal.text.find(bare)
    start, end = literal.start, literal.end
    if at >= 0 and end - start == len(literal.text):
        start, end = start + at, start + at + len(bare)
    fixed = target.revision or (revision if target.kind != SERVICE else None)
    return Hit(target.id, target.kind, start, end, how, fixed, library)
