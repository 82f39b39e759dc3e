"""Ready-made registry reports, written into the knowledge file by `make generate`."""

import json
import sqlite3
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from openness.kb.ready import DICTIONARY, NOT_STORED
from openness.kb.registry import Registry

Make = Callable[[str], Mapping[str, Any]]


def write_ready(path: Path, registry: Registry, frame: Mapping[str, Any], make: Make) -> int:
    """Store `make(id)` for every id, and the document around reports under ""; returns how many were written.

    Only what follows from the registry, the default policy and no profile is stored, so that the stored report is the
    one that the pipeline would give.
    """
    reports = [(identifier, _json(make(identifier))) for identifier in registry.ids()]
    shared = _dictionary([text for _, text in reports])
    rows = [("", zlib.compress(_json(frame), 9)), (DICTIONARY, zlib.compress(shared, 9))]
    rows += [(identifier, _pack(text, shared)) for identifier, text in reports]
    spellings = _spellings(registry)
    connection = sqlite3.connect(path)
    try:
        with connection:
            connection.execute("DELETE FROM ready")
            connection.executemany("INSERT INTO ready VALUES (?, ?)", rows)
            connection.execute("DELETE FROM ready_names")
            connection.executemany("INSERT INTO ready_names VALUES (?, ?, ?, ?)", spellings)
        connection.execute("VACUUM")
    finally:
        connection.close()
    return len(reports)


def _spellings(registry: Registry) -> list[tuple[str, str, str, str]]:
    """Every listed spelling with what the registry makes of it, so that the hot path need not interpret it."""
    rows = {}
    for identifier in registry.ids():
        record = registry.record(identifier)
        if record is None:
            continue
        listed = (identifier, record.title, *record.names, *record.redirects)
        for name in dict.fromkeys((*listed, *(name.split("/")[-1] for name in listed))):
            match = registry.find(name)
            if match is not None and match.how not in NOT_STORED:
                rows[name.lower()] = (name.lower(), match.record.id, match.record.kind, match.id)
    return sorted(rows.values())


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _dictionary(texts: list[bytes]) -> bytes:
    """What most reports have in common: the middle one by length, as far as deflate looks back (32 KiB)."""
    return sorted(texts, key=lambda text: (len(text), text))[len(texts) // 2][-32768:] if texts else b""


def _pack(text: bytes, shared: bytes) -> bytes:
    packer = zlib.compressobj(9, zdict=shared)
    return packer.compress(text) + packer.flush()
