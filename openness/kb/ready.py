"""Registry reports that were worked out when the knowledge was compiled, read with sqlite3 and json alone."""

import json
import sqlite3
import zlib
from typing import Any

from openness.kb.locate import data_dir, knowledge_root

DICTIONARY = "\n"  # row of the compression dictionary; no subject has such an id


class ReadyReports:
    """The stored reports, by any name that the registry knows."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        from openness.kb.registry import Registry

        self._connection = connection
        self._registry = Registry(connection)

    @classmethod
    def open(cls) -> "ReadyReports | None":
        """The reports of this installation; None when there is no readable knowledge file."""
        path = data_dir() / "knowledge.sqlite"
        if (knowledge_root() / "pyproject.toml").is_file():
            from openness.kb.fresh import ensure_fresh

            ensure_fresh(path)
        try:
            return cls(sqlite3.connect(f"file:{path}?mode=ro", uri=True))
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

        A re-upload has no stored report: its answer depends on who uploaded it.
        """
        match = self._registry.find(name)
        if match is None or match.how == "re-upload":
            return None
        wanted = (match.record.id, DICTIONARY)
        rows = dict(self._connection.execute("SELECT id, report FROM ready WHERE id IN (?, ?)", wanted).fetchall())
        if len(rows) != len(wanted):
            return None
        unpacker = zlib.decompressobj(zdict=zlib.decompress(rows[DICTIONARY]))
        report: dict[str, Any] = json.loads(unpacker.decompress(rows[match.record.id]))
        report["target"] = name
        report["subject"]["id"] = match.id
        return report, match.record.kind
