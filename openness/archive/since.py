"""What an earlier audit said, and a document with what changed since."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from openness.archive.container import read
from openness.errors import UsageError
from openness.lock.drift import changes
from openness.lock.entry import Entry, entry_from
from openness.lock.file import read_lock

_TUPLES = ("licenses", "conflicts", "unread", "terms")


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """An earlier audit: its date and what it held of each subject."""

    as_of: str
    entries: Mapping[str, Entry]


def load_previous(path: Path) -> Previous:
    """The audit in an archive, in a JSON report, or in openness.lock. Raises UsageError for anything else."""
    if path.suffix == ".lock":
        return _from_entries(read_lock(path))
    try:
        if path.is_dir() or path.suffix == ".zip":
            return _from_document(json.loads(read(path)["report.json"]))
        return _from_document(json.loads(path.read_text("utf-8")))
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UsageError(
            f"{path} is no earlier audit", hint="Name an archive, a JSON report of `openness check`, or openness.lock."
        ) from error


def with_changes(document: Mapping[str, Any], previous: Previous) -> dict[str, Any]:
    """The document with `since`, and `changes` in each report: the weighty ones first, and new subjects marked."""
    reports = []
    for report in document["reports"]:
        before = previous.entries.get(report["subject"]["id"])
        after = entry_from(report, document["tool"])
        found = [asdict(change) for change in changes(before, after)] if before is not None else [_new()]
        reports.append({**report, "changes": found})
    here = {report["subject"]["id"] for report in document["reports"]}
    gone = sorted(set(previous.entries) - here)
    return {**document, "since": {"as_of": previous.as_of, "gone": gone}, "reports": reports}


def to_plain(previous: Previous) -> dict[str, Any]:
    """The earlier audit as JSON values."""
    entries = [{f.name: getattr(e, f.name) for f in fields(Entry)} for e in previous.entries.values()]
    return {"as_of": previous.as_of, "entries": [{**e, "uses": dict(e["uses"])} for e in entries]}


def from_plain(data: Mapping[str, Any]) -> Previous:
    """The earlier audit that `to_plain` took apart."""
    values: list[dict[str, Any]] = [
        {k: tuple(v) if k in _TUPLES else v for k, v in entry.items()} for entry in data["entries"]
    ]
    entries = [Entry(**value) for value in values]
    return Previous(as_of=data["as_of"], entries={e.id: e for e in entries})


def _from_document(document: Mapping[str, Any]) -> Previous:
    entries = [entry_from(report, document["tool"]) for report in document["reports"]]
    return Previous(
        as_of=max((r["as_of"] for r in document["reports"]), default=""), entries={e.id: e for e in entries}
    )


def _from_entries(entries: Mapping[str, Entry]) -> Previous:
    return Previous(as_of=max((e.acquired for e in entries.values()), default=""), entries=entries)


def _new() -> dict[str, Any]:
    return {"what": "new", "summary": "not part of the last audit", "before": "", "after": "", "worse": False}
