"""Ready-made registry reports, written into the knowledge file by `make generate`."""

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

Make = Callable[[str], Mapping[str, Any]]


def write_ready(path: Path, identifiers: Iterable[str], frame: Mapping[str, Any], make: Make) -> int:
    """Store `make(id)` for every id, and the document around reports under ""; returns how many were written.

    Only what follows from the registry, the default policy and no profile is stored, so that the stored report is the
    one that the pipeline would give.
    """
    rows = [("", _pack(frame))]
    rows += [(identifier, _pack(make(identifier))) for identifier in identifiers]
    connection = sqlite3.connect(path)
    try:
        with connection:
            connection.execute("DELETE FROM ready")
            connection.executemany("INSERT INTO ready VALUES (?, ?)", rows)
        connection.execute("VACUUM")
    finally:
        connection.close()
    return len(rows) - 1


def _pack(value: Mapping[str, Any]) -> bytes:
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 9)
