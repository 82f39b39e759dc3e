"""What a scan finds: references, and what it did not read or was told not to count."""

from collections.abc import Iterable
from typing import NamedTuple

from openness.scan.literal import Literal


class Reference(NamedTuple):
    """One place that names a model, a dataset or a hosted service. Lines and columns are 1-based, the end exclusive."""

    id: str  # as the Hub or the service knows it; ollama:NAME and spacy:NAME for those two
    kind: str  # "model" | "dataset" | "service"
    revision: str | None  # branch, tag, commit or version, when the source gives one
    path: str  # as the scan was given it, with forward slashes
    line: int
    column: int
    end_line: int
    end_column: int
    how: str  # the call, key, option or link that carries the name
    library: str | None = None  # the library or tool that will resolve it

    @property
    def pinned(self) -> bool:
        """True when a commit (or an immutable version) is named, so that what runs is what was reviewed."""
        if self.kind == "service":
            return True
        revision = self.revision or ""
        if self.id.startswith("spacy:"):
            return bool(revision)
        return 7 <= len(revision) <= 64 and all(c in "0123456789abcdef" for c in revision.lower())


class Skipped(NamedTuple):
    """A file that was not read, and why."""

    path: str
    why: str  # "binary" | "too large" | "unreadable" | "link out of the tree" | "not a regular file"


class Ignored(NamedTuple):
    """A reference that a comment declares not to be one."""

    reference: Reference
    reason: str


class ScanOptions(NamedTuple):
    """How to walk; the defaults are those of the command line, except that a library call stays in one process."""

    respect_ignore: bool = True  # leave out what .gitignore leaves out
    jobs: int = 1  # processes
    max_bytes: int = 1_500_000  # larger files are skipped and said


class ScanResult(NamedTuple):
    """Everything that one scan saw, ordered by path and position."""

    references: tuple[Reference, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    files: int = 0  # files looked at

    @property
    def unpinned(self) -> tuple[Reference, ...]:
        """References that name no commit: a finding of its own."""
        return tuple(r for r in self.references if not r.pinned)


class Hit(NamedTuple):
    """A reference as a reader of one text sees it: character offsets, the end exclusive."""

    id: str
    kind: str
    start: int
    end: int
    how: str
    revision: str | None = None
    library: str | None = None


def shifted(hits: Iterable[Hit], offset: int) -> list[Hit]:
    """The same hits in the text that contains theirs at `offset`."""
    return [hit._replace(start=hit.start + offset, end=hit.end + offset) for hit in hits]


def within(hits: Iterable[Hit], literal: Literal) -> list[Hit]:
    """Hits of a literal's text in the file that it stands in; at its own place when it is written otherwise."""
    if literal.end - literal.start == len(literal.text):
        return shifted(hits, literal.start)
    return [hit._replace(start=literal.start, end=literal.end) for hit in hits]


_MENTIONS = frozenset({"mention", "literal"})  # what a place says by itself; a call or key around it knows better


def merged(hits: Iterable[Hit]) -> list[Hit]:
    """One hit for each name and place; a revision that any of the duplicates knows is kept."""
    best: dict[tuple[str, str, int], Hit] = {}
    listed = list(hits)
    data = {hit.id for hit in listed if hit.kind == "dataset"}
    carried = {(hit.id, hit.start) for hit in listed if hit.how not in _MENTIONS}
    for hit in listed:
        if hit.how in _MENTIONS and ((hit.id, hit.start) in carried or (hit.kind == "model" and hit.id in data)):
            continue
        key = (hit.id, hit.kind, hit.start)
        known = best.get(key)
        if known is None:
            best[key] = hit
        elif known.revision is None and hit.revision is not None:
            best[key] = known._replace(revision=hit.revision)
    return sorted(best.values(), key=lambda hit: (hit.start, hit.id, hit.kind))
