"""What changed since a lock, or between two subjects → lines for people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from openness.render.phrases import phrases, use_labels
from openness.render.safe import plain, shorten

WIDTH = 300


class ChangeLike(Protocol):
    """What this module needs of a change."""

    @property
    def what(self) -> str:
        """The kind of difference."""
        ...

    @property
    def name(self) -> str:
        """Id of a use."""
        ...

    @property
    def old(self) -> str:
        """Its answer before."""
        ...

    @property
    def new(self) -> str:
        """Its answer now."""
        ...

    @property
    def summary(self) -> str:
        """One line."""
        ...

    @property
    def before(self) -> Any:
        """Words that were there (text, quoted), or None."""
        ...

    @property
    def after(self) -> Any:
        """Words that are there now, or None."""
        ...

    @property
    def worse(self) -> bool:
        """Whether it takes something away."""
        ...


class CheckedLike(Protocol):
    """What this module needs of a checked entry of the lock."""

    @property
    def entry(self) -> Any:
        """The entry as it was locked."""
        ...

    @property
    def line(self) -> int:
        """Where it stands in the lock."""
        ...

    @property
    def state(self) -> str:
        """same | moved | changed | gone | unreachable | not-read."""
        ...

    @property
    def heading(self) -> str:
        """What happened."""
        ...

    @property
    def changes(self) -> tuple[Any, ...]:
        """The differences."""
        ...

    @property
    def after(self) -> Any:
        """The entry as it would be locked now."""
        ...

    @property
    def error(self) -> Any:
        """Why it could not be read."""
        ...

    @property
    def decision(self) -> Any:
        """The policy's decision now."""
        ...


def lines(changes: Iterable[ChangeLike]) -> Iterator[str]:
    """One line a change, marked "!" when it takes something away, with the words below it."""
    for change in _grouped(changes):
        yield f"  {'!' if change.worse else '-'} {shorten(change.summary, 2 * WIDTH)}"
        for label, words in (("was", change.before), ("now", change.after)):
            if words is not None:
                text = shorten(words.text, WIDTH)
                yield f"      {label}: “{text}”" if words.quoted else f"      {label}: {text} (our summary, not quoted)"


@dataclass(frozen=True, slots=True)
class _Uses:
    """Uses whose answer changed in the same way, as one change."""

    summary: str
    worse: bool
    what: str = "use"
    name: str = ""
    old: str = ""
    new: str = ""
    before: None = None
    after: None = None


def _grouped(changes: Iterable[ChangeLike]) -> Iterator[ChangeLike]:
    """The changes, with all uses that changed in the same way on one line, at the place of the first."""
    changes = list(changes)
    groups: dict[tuple[str, str], list[str]] = {}
    for change in changes:
        if change.what == "use":
            groups.setdefault((change.old, change.new), []).append(change.name)
    for change in changes:
        if change.what != "use":
            yield change
        elif names := groups.pop((change.old, change.new), None):
            yield _Uses(
                f"{change.summary.partition(': ')[2]}: {', '.join(use_labels(_short(names), phrases()))}", change.worse
            )


def _short(names: list[str]) -> list[str]:
    """The names of uses; many sensitive domains are counted."""
    domains = [name for name in names if name.startswith("sensitive:")]
    if len(domains) < 4:
        return names
    return [*(name for name in names if name not in domains), f"{len(domains)} sensitive domains"]


def entry_lines(item: CheckedLike, lock: str) -> Iterator[str]:
    """Everything there is to say about one entry: what happened, what was acquired, and the ways on."""
    entry = item.entry
    name = plain(entry.id)
    yield f"{lock}:{item.line}: {name} {item.heading}"
    yield from lines(item.changes)
    if item.error is not None:
        yield f"  ! {shorten(item.error.message, WIDTH)}"
        if item.error.hint:
            yield f"    {shorten(item.error.hint, WIDTH)}"
    if item.state == "changed" and all(change.what == "verdict" for change in item.changes):
        yield f"  Which rule it is, and the ways out: openness policy explain {plain(entry.target)}"
        return
    if item.state in ("changed", "gone"):
        yield f"  You acquired {_acquired(entry)}; that record stays as it is."
        withdrawn = entry.uses.get("keep-using-if-withdrawn", "unknown")
        if item.state == "gone" or any(change.what == "license" for change in item.changes):
            yield f"  {_KEEP.get(withdrawn, _KEEP['unknown'])}"
    if item.state == "gone":
        yield "  Keep your own copy of the files and of the license; the Hub no longer proves the grant."
    elif item.state == "changed":
        yield from _ways(item, name)


_KEEP = {
    "yes": "By the terms read it may be kept and used, even if it is withdrawn.",
    "conditional": "By the terms read it may be kept and used under conditions; openness check lists them.",
    "no": "By the terms read it may not be used on once the licensor withdraws it.",
    "unknown": "Whether it may be used on was not answered by the terms read.",
}


def _acquired(entry: Any) -> str:
    licenses = ", ".join(entry.license_names) or "no license found"
    commit = f" at commit {entry.revision[:12]}" if entry.revision else ""
    return f"{plain(licenses)}{commit} on {entry.acquired}"


def _ways(item: CheckedLike, name: str) -> Iterator[str]:
    entry, after = item.entry, item.after
    if after is not None and entry.revision and after.revision != entry.revision:
        yield f'  Stay with what was reviewed: pin revision="{entry.revision}" where you load it.'
        yield f"  Compare both as read today: openness diff {name}@{entry.revision[:12]} {plain(after.target)}"
    if after is not None and after.id != entry.id:
        yield f"  After review: openness lock --remove {name} --add {plain(after.id)}, and change the references to it."
    else:
        yield f"  After review, accept what is there now: openness lock --add {plain(entry.target)}"
