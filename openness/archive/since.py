"""What an earlier audit said, and a document with what changed since."""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openness.archive.container import read
from openness.errors import UsageError
from openness.lock.drift import Change, Words, changes
from openness.lock.entry import Entry, entry_from
from openness.lock.file import NAME as LOCK
from openness.lock.file import read_lock

REPORT = "report.json"
NAMES = (REPORT, LOCK)  # what an archive may keep of an earlier audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """An earlier audit: its date, what it held of each subject, and the file that says so."""

    as_of: str
    entries: Mapping[str, Entry]
    name: str  # REPORT or LOCK
    data: bytes


def load_previous(path: Path) -> Previous:
    """The audit in an archive, in a JSON report, or in openness.lock. Raises UsageError for anything else."""
    try:
        if path.is_dir() or path.suffix == ".zip":
            return previous_from(REPORT, read(path).get(REPORT, b""))
        return previous_from(LOCK if path.suffix == ".lock" else REPORT, path.read_bytes())
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from error


def previous_from(name: str, data: bytes) -> Previous:
    """The audit that a file of that name holds. Raises UsageError for one that holds none."""
    if name == LOCK:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / LOCK
            path.write_bytes(data)
            entries = dict(read_lock(path))
        return Previous(
            as_of=max((e.acquired for e in entries.values()), default=""), entries=entries, name=name, data=data
        )
    try:
        document = json.loads(data)
        found = [entry_from(report, document["tool"]) for report in document["reports"]]
        dates = [str(report["as_of"]) for report in document["reports"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(
            f"{name} is no earlier audit", hint="Name an archive, a JSON report of `openness check`, or openness.lock."
        ) from error
    return Previous(as_of=max(dates, default=""), entries={e.id: e for e in found}, name=name, data=data)


def with_changes(document: Mapping[str, Any], previous: Previous) -> dict[str, Any]:
    """The document with `since`, and `changes` in each report: the weighty ones first, and new subjects marked."""
    reports = []
    for report in document["reports"]:
        before = previous.entries.get(report["subject"]["id"])
        after = entry_from(report, document["tool"])
        found = changes(before, after) if before is not None else (_NEW,)
        reports.append({**report, "changes": [_plain(change) for change in found]})
    here = {report["subject"]["id"] for report in document["reports"]}
    gone = sorted(set(previous.entries) - here)
    return {**document, "since": {"as_of": previous.as_of, "gone": gone}, "reports": reports}


_NEW = Change(what="new", summary="not part of the last audit")


def _plain(change: Change) -> dict[str, Any]:
    return {
        "what": change.what,
        "summary": change.summary,
        "before": _words(change.before),
        "after": _words(change.after),
        "worse": change.worse,
        "cause": change.cause,
    }


def _words(words: Words | None) -> dict[str, Any] | None:
    return {"text": words.text, "quoted": words.quoted} if words is not None else None
