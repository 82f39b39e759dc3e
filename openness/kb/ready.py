"""Registry reports that were worked out when the knowledge was compiled, read with sqlite3, json and zlib alone.

This is the hot path of `check` and of hooks: no pathlib (it loads urllib), no dataclasses, no regular expressions
until a name has to be interpreted.
"""

import json
import sqlite3
import zlib
from typing import Any

from openness.kb.locate import in_checkout
from openness.kb.updates import knowledge_file, open_to_read

NOT_STORED = frozenset({"re-upload", "rule"})  # ways to a record whose answer is worked out each time
DICTIONARY = "\n"  # row of the compression dictionary; no subject has such an id


class ReadyReports:
    """The stored reports, by any name that the registry knows."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls) -> "ReadyReports | None":
        """The reports of this installation; None when there is no readable knowledge file."""
        path = knowledge_file()
        if in_checkout():
            from openness.kb.fresh import ensure_fresh

            ensure_fresh(path)
        try:
            return cls(open_to_read(path))
        except sqlite3.Error:
            return None

    @property
    def version(self) -> str:
        """Short digest of the knowledge's sources."""
        row = self._connection.execute("SELECT value FROM meta WHERE key = 'sources'").fetchone()
        return str(row[0])[:12]

    def frame(self) -> dict[str, Any] | None:
        """The document around reports, without any; None before `make generate`."""
        row = self._connection.execute("SELECT report FROM ready WHERE id = ''").fetchone()
        return json.loads(zlib.decompress(row[0])) if row else None

    def report(self, name: str) -> tuple[dict[str, Any], str] | None:
        """The report for a name and the kind of its record (model, service, set), or None.

        A re-upload has no stored report (its answer depends on who uploaded it), nor has a name that only a family rule
        knows (its answer says so).
        """
        found = self._by_spelling(name) or self._by_interpretation(name)
        if found is None:
            return None
        record, kind, shown = found
        rows = dict(
            self._connection.execute("SELECT id, report FROM ready WHERE id IN (?, ?)", (record, DICTIONARY)).fetchall()
        )
        if len(rows) != 2:
            return None
        unpacker = zlib.decompressobj(zdict=zlib.decompress(rows[DICTIONARY]))
        report: dict[str, Any] = json.loads(unpacker.decompress(rows[record]))
        report["target"] = name
        report["subject"]["id"] = shown
        return report, kind

    def _by_spelling(self, name: str) -> tuple[str, str, str] | None:
        row = self._connection.execute(
            "SELECT record, kind, shown FROM ready_names WHERE name = ?", (name.lower(),)
        ).fetchone()
        return (row[0], row[1], row[2]) if row else None

    def _by_interpretation(self, name: str) -> tuple[str, str, str] | None:
        from openness.kb.registry import Registry

        match = Registry(self._connection).find(name)
        if match is None or match.how in NOT_STORED:
            return None
        return match.record.id, match.record.kind, match.id
