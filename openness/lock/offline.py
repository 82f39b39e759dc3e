"""What is known of a name without a network: the lock first, then the registry. Loads nothing heavy: hooks use it."""

import os
import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from openness.kb.ready import ReadyReports
from openness.policy.subject import Subject, from_data

if TYPE_CHECKING:
    from openness.lock.entry import Entry
    from openness.lock.file import LockFile


class Known(NamedTuple):
    """One name, with what may be decided from."""

    name: str
    subject: Subject
    source: str  # "lock" | "registry"
    as_of: str  # date of the lock entry, or of the knowledge
    revision: str | None = None  # the commit that was reviewed
    entry: "Entry | None" = None
    report: dict[str, Any] | None = None


def known_offline(names: Iterable[str], lock: str | os.PathLike[str] | None) -> dict[str, Known]:
    """What the lock or the registry knows of each name; names that neither knows are left out."""
    locked = _opened(lock)
    found: dict[str, Known] = {}
    rest = []
    for name in dict.fromkeys(names):
        entry = locked.entry(name) if locked is not None else None
        if entry is None:
            rest.append(name)
            continue
        found[name] = Known(
            name=name,
            subject=entry.subject(),
            source="lock",
            as_of=entry.acquired,
            revision=entry.revision or None,
            entry=entry,
        )
    ready = ReadyReports.open() if rest else None
    if ready is None:
        return found
    for name in rest:
        try:
            answer = ready.report(name)
        except sqlite3.Error:
            break
        if answer is not None:
            report = answer[0]
            found[name] = Known(
                name=name, subject=from_data(report), source="registry", as_of=report["as_of"], report=report
            )
    return found


def _opened(lock: str | os.PathLike[str] | None) -> "LockFile | None":
    """The lock, if there is one; only then its reader is loaded."""
    if lock is None or not os.path.isfile(lock):
        return None
    from pathlib import Path

    from openness.lock.file import open_lock

    return open_lock(Path(lock))
