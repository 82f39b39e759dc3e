"""Registry reports that were worked out when the knowledge was compiled, read with sqlite3, json and lzma alone.

This is the hot path of `check` and of hooks: no pathlib (it loads urllib), no dataclasses, no regular expressions
until a name has to be interpreted.
"""

import json
import sqlite3
from typing import Any

from openness.kb.locate import in_checkout
from openness.kb.updates import knowledge_file, open_to_read

NOT_STORED = frozenset({"re-upload", "rule"})  # ways to a record whose answer is worked out each time
FRAME = ""  # what the document around reports is stored as; no subject has such an id


class ReadyReports:
    """The stored reports, by any name that the registry knows."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, *, again: bool = False) -> "ReadyReports | None":
        """The reports of this installation; None without a readable file. `again`: this run opened it before."""
        path = knowledge_file()
        if not again and in_checkout():
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
        return self._stored(FRAME)

    def report(self, name: str) -> tuple[dict[str, Any], str] | None:
        """The report for a name and the kind of its record (model, service, set), or None.

        A re-upload has no stored report (its answer depends on who uploaded it), nor has a name that only a family rule
        knows (its answer says so).
        """
        found = self._by_spelling(name) or self._by_interpretation(name)
        if found is None:
            return None
        record, kind, shown = found
        report = self._stored(record)
        if report is None:
            return None
        report["target"] = name
        report["subject"]["id"] = shown
        return report, kind

    def _stored(self, identifier: str) -> dict[str, Any] | None:
        sql = "SELECT data, start, size FROM ready JOIN ready_packs ON number = pack WHERE id = ?"
        row = self._connection.execute(sql, (identifier,)).fetchone()
        if row is None:
            return None
        try:
            text = unpacked(row[0])
        except ImportError:  # a Python that was built without it: the pipeline answers
            return None
        found: dict[str, Any] = json.loads(text[row[1] : row[1] + row[2]])
        return found

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


# Many reports in one pack: LZMA sees what they have in common, where deflate looks back no further than one of them.
_FILTERS = ({"id": 0x21, "preset": 6, "dict_size": 1 << 20},)  # lzma.FILTER_LZMA2


def packed(text: bytes) -> bytes:
    """`text` in the form that the knowledge file holds."""
    import lzma

    return lzma.compress(text, format=lzma.FORMAT_RAW, filters=_FILTERS)


def unpacked(data: bytes) -> bytes:
    """The text that `packed` made `data` of."""
    import lzma

    return lzma.decompress(data, format=lzma.FORMAT_RAW, filters=_FILTERS)
