"""licenses/, rubric/ and data/registry/ → data/knowledge.sqlite, validated, reproducible, stamped with its sources."""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import yaml

from openness.errors import KnowledgeError
from openness.kb import compile_registry
from openness.kb.license_names import loose_name, normalize_name, normalize_url
from openness.kb.locate import data_dir, knowledge_root, licenses_dir
from openness.kb.records import LicenseRecord, load_clause_types, load_records, problems
from openness.kb.rubrics import load_rubrics, read_rubric_data, rubric_files
from openness.model.kinds import KINDS

FILE = "knowledge.sqlite"
DDL = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE licenses (id TEXT PRIMARY KEY, name TEXT, kind TEXT, data TEXT) WITHOUT ROWID;
CREATE TABLE license_names (key TEXT PRIMARY KEY, id TEXT, rank INTEGER) WITHOUT ROWID;
CREATE TABLE license_urls (url TEXT PRIMARY KEY, id TEXT) WITHOUT ROWID;
CREATE TABLE clauses (position INTEGER PRIMARY KEY, id TEXT, data TEXT);
CREATE TABLE rubrics (position INTEGER PRIMARY KEY, id TEXT, data TEXT);
CREATE TABLE ready (id TEXT PRIMARY KEY, pack INTEGER, start INTEGER, size INTEGER) WITHOUT ROWID;
CREATE TABLE ready_packs (number INTEGER PRIMARY KEY, data BLOB);
CREATE TABLE ready_names (name TEXT PRIMARY KEY, record TEXT, kind TEXT, shown TEXT) WITHOUT ROWID;
"""


def source_files(root: Path | None = None) -> tuple[Path, ...]:
    """Every file that the compiled knowledge depends on, sorted."""
    root = root or knowledge_root()
    found: list[Path] = []
    for folder in ("licenses", "rubric", "data/registry"):
        for base, _, names in os.walk(root / folder):
            found += [Path(base, name) for name in names if name.endswith(".yaml")]
    return tuple(sorted(found))


def digest(root: Path | None = None) -> str:
    """sha256 over names and contents of all sources: the version of the knowledge."""
    root = root or knowledge_root()
    total = hashlib.sha256()
    for path in source_files(root):
        total.update(path.relative_to(root).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def compile_knowledge(target: Path | None = None) -> Path:
    """Write the knowledge file, atomically, and return its path. Raises KnowledgeError naming file and field."""
    target = target or data_dir() / FILE
    scratch = target.with_suffix(f".{os.getpid()}.tmp")
    scratch.unlink(missing_ok=True)
    try:
        connection = sqlite3.connect(scratch)
        connection.execute("PRAGMA page_size = 1024")  # rows are small; larger pages would stand half empty
        with connection:
            connection.executescript(DDL)
            _fill(connection)
            compile_registry.write_tables(connection, data_dir() / "registry")
        connection.execute("VACUUM")
        connection.close()
        scratch.replace(target)
    finally:
        scratch.unlink(missing_ok=True)
    return target


def _fill(connection: sqlite3.Connection) -> None:
    clauses = load_clause_types()
    records = load_records()
    vocabulary = yaml.load((licenses_dir() / "_clauses.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    connection.executemany(
        "INSERT INTO clauses VALUES (?, ?, ?)",
        [(i, entry["id"], _json(entry)) for i, entry in enumerate(vocabulary["clauses"])],
    )
    wrong = list(problems(records, clauses))
    if wrong:
        raise KnowledgeError("\n".join(wrong), hint="docs/licenses.md describes the fields")
    rows = []
    for record_id, record in records.items():
        path = licenses_dir() / f"{record_id}.yaml"
        data = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        rows.append((record_id, record.name, record.kind, _json(data)))
    connection.executemany("INSERT INTO licenses VALUES (?, ?, ?, ?)", rows)
    connection.executemany("INSERT OR IGNORE INTO license_names VALUES (?, ?, ?)", _names(records.values()))
    connection.executemany("INSERT OR IGNORE INTO license_urls VALUES (?, ?)", _urls(records.values()))
    load_rubrics(clauses=frozenset(clauses), kinds=frozenset(KINDS))
    connection.executemany(
        "INSERT INTO rubrics VALUES (?, ?, ?)",
        [(i, data["id"], _json(data)) for i, data in enumerate(read_rubric_data(path) for path in rubric_files())],
    )
    connection.executemany(
        "INSERT INTO meta VALUES (?, ?)",
        [
            ("sources", digest()),
            ("date", max((source.as_of for record in records.values() for source in record.sources), default="")),
            ("clauses", str(len(clauses))),
            ("licenses", str(len(records))),
        ],
    )


def _names(records: Iterable[LicenseRecord]) -> list[tuple[str, str, int]]:
    """(key, id, rank) rows; exact spellings first, so that a looser key never takes a name from its owner."""
    exact: dict[str, tuple[str, int]] = {}
    records = list(records)
    for rank in range(3):
        for record in records:
            names = ((record.id, record.public_id), record.hub_ids, (record.name, *record.aliases))[rank]
            for name in names:
                exact.setdefault(normalize_name(name), (record.id, rank))
    loose: dict[str, set[str]] = {}
    for key, (record_id, _) in exact.items():
        loose.setdefault(loose_name(key), set()).add(record_id)
    rows = [(key, record_id, rank) for key, (record_id, rank) in exact.items()]
    rows += [(key, min(ids), 9) for key, ids in loose.items() if len(ids) == 1 and key not in exact]
    return sorted(rows)


def _urls(records: Iterable[LicenseRecord]) -> list[tuple[str, str]]:
    """(url, id) rows of canonical addresses; where a record was read says nothing about which license an address is."""
    rows: dict[str, str] = {}
    for record in records:
        if record.url:
            rows.setdefault(normalize_url(record.url), record.id)
    return sorted(rows.items())


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=str)
