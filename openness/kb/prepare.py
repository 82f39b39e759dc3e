"""Ready-made registry reports, written into the knowledge file by `make generate`."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from itertools import accumulate, repeat
from pathlib import Path
from typing import Any

from openness.kb.ready import FRAME, NOT_STORED, packed
from openness.kb.registry import Registry

Make = Callable[[str], Mapping[str, Any]]
TOGETHER = 16  # reports of one pack: a larger one is smaller in sum, and slower to answer from


def write_ready(path: Path, registry: Registry, frame: Mapping[str, Any], make: Make) -> int:
    """Store `make(id)` for every id, and the document around reports under ""; returns how many were written.

    Only what follows from the registry, the default policy and no profile is stored, so that the stored report is the
    one that the pipeline would give.
    """
    made = {identifier: make(identifier) for identifier in registry.ids()}
    alike = sorted(made, key=lambda identifier: _terms(made[identifier]))
    groups = [[FRAME], *(alike[at : at + TOGETHER] for at in range(0, len(alike), TOGETHER))]
    spellings = _spellings(registry)
    connection = sqlite3.connect(path)
    try:
        with connection:
            for table in ("ready", "ready_packs", "ready_names"):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own table names
            for number, group in enumerate(groups):
                texts = [_json(frame if identifier == FRAME else made[identifier]) for identifier in group]
                starts = [0, *accumulate(map(len, texts))]
                rows = zip(group, repeat(number), starts, map(len, texts), strict=False)
                connection.executemany("INSERT INTO ready VALUES (?, ?, ?, ?)", rows)
                connection.execute("INSERT INTO ready_packs VALUES (?, ?)", (number, packed(b"".join(texts))))
            connection.executemany("INSERT INTO ready_names VALUES (?, ?, ?, ?)", spellings)
        connection.execute("VACUUM")
    finally:
        connection.close()
    return len(made)


def _terms(report: Mapping[str, Any]) -> tuple[str, str, list[str], str]:
    """What makes two reports alike: they then stand in one pack, where most of the second costs nothing."""
    licenses = [match["id"] for match in report["licenses"]]
    return report["subject"]["kind"], report["spectrum"]["level"], licenses, report["subject"]["id"]


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
