"""Changes → lines for people."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from openness.render.safe import shorten


class ChangeLike(Protocol):
    """What this module needs of a change."""

    @property
    def summary(self) -> str:
        """One line."""
        ...

    @property
    def before(self) -> str:
        """Words that were there."""
        ...

    @property
    def after(self) -> str:
        """Words that are there now."""
        ...

    @property
    def worse(self) -> bool:
        """Whether it takes something away."""
        ...


def lines(changes: Iterable[ChangeLike]) -> Iterator[str]:
    """One line a change, marked "!" when it takes something away, with the words below it."""
    for change in changes:
        yield f"  {'!' if change.worse else '-'} {shorten(change.summary, 160)}"
        if change.before:
            yield f"      was: “{shorten(change.before, 300)}”"
        if change.after:
            yield f"      now: “{shorten(change.after, 300)}”"
