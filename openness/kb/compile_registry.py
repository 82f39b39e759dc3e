"""The registry's tables of the knowledge file: their definition and their rows."""

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from openness.errors import KnowledgeError
from openness.kb.registry import Registry
from openness.kb.registry_files import name_rules, records, registry_files
from openness.kb.registry_names import key
from openness.kb.registry_types import RegistryRecord
from openness.kb.schema.registry import NameRules, RegistryFile

DDL = """
CREATE TABLE registry_records (
  id TEXT PRIMARY KEY, provider TEXT, kind TEXT, title TEXT, fact_count INTEGER, data BLOB
) WITHOUT ROWID;
CREATE TABLE registry_ids (id TEXT PRIMARY KEY, record TEXT, form TEXT, typed TEXT) WITHOUT ROWID;
CREATE TABLE registry_names (key TEXT, record TEXT, provider TEXT, rank INTEGER, typed TEXT);
CREATE INDEX registry_names_key ON registry_names (key);
CREATE TABLE registry_rules (
  pattern TEXT, org TEXT, tail TEXT, loose TEXT, weight INTEGER, literal INTEGER, provider TEXT, record TEXT
);
CREATE TABLE registry_prefixes (prefix TEXT, provider TEXT);
CREATE INDEX registry_prefixes_prefix ON registry_prefixes (prefix);
CREATE TABLE registry_affixes (kind TEXT, text TEXT);
"""

Row = tuple[str | int | None, ...]
RecordRow = tuple[str, str, str, str, int, bytes]

# How a bare name reaches a record; the lowest rank wins, and a tie is no answer.
_EXPLICIT, _TAIL, _MEMBER_TAIL = 0, 1, 2


def load_records(folder: Path) -> tuple[dict[str, tuple[str, RegistryFile]], tuple[RegistryRecord, ...], NameRules]:
    """Checked files, complete records and name rules of `folder`."""
    files = registry_files(folder)
    return files, records(files), name_rules(folder)


def tables(folder: Path) -> Mapping[str, Sequence[Row] | Sequence[RecordRow]]:
    """Rows of every registry table, ready for `INSERT INTO <table> VALUES (…)`."""
    files, all_records, rules = load_records(folder)
    found = problems(all_records)
    if found:
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise KnowledgeError(f"registry: {found[0]}{more}")
    return {
        "registry_records": [_record_row(record) for record in all_records],
        "registry_ids": list({row[0]: row for row in _id_rows(all_records)}.values()),
        "registry_names": sorted(set(_name_rows(all_records)), key=str),
        "registry_rules": list(_rule_rows(all_records)),
        "registry_prefixes": sorted(_prefix_rows(files), key=str),
        "registry_affixes": [
            *(("router", key(text)) for text in rules.routers),
            *(("reuploader", text.lower()) for text in rules.reuploaders),
            *(("host", key(text)) for text in rules.hosts),
            *(("variant", text.lower()) for text in rules.variants),
        ],
    }


def write_tables(connection: sqlite3.Connection, folder: Path) -> None:
    """Create and fill the registry's tables in `connection`."""
    connection.executescript(DDL)
    for table, rows in tables(folder).items():
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - our own table names


def open_from_files(folder: Path) -> Registry:
    """A registry compiled in memory from the YAML files, for tests and for commands that edit them."""
    connection = sqlite3.connect(":memory:")
    write_tables(connection, folder)
    return Registry(connection)


def _record_row(record: RegistryRecord) -> RecordRow:
    raw = asdict(record)
    raw["facts"] = [{name: value for name, value in fact.items() if value is not None} for fact in raw["facts"]]
    data = json.dumps(raw, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return (record.id, record.provider, record.kind, record.title, len(record.facts), zlib.compress(data.encode(), 9))


def _id_rows(all_records: Sequence[RegistryRecord]) -> Iterator[Row]:
    for record in all_records:
        yield (record.id.lower(), record.id, "id", record.id)
        named = [(name, "member") for name in record.names if "/" in name]
        for name, form in [*named, *((old, "redirect") for old in record.redirects)]:
            yield (name.lower(), record.id, form, name)


def _name_rows(all_records: Sequence[RegistryRecord]) -> Iterator[Row]:
    for record in all_records:
        for name in record.names:
            rank = _MEMBER_TAIL if "/" in name else _EXPLICIT
            yield (key(name.split("/")[-1]), record.id, record.provider, rank, name)
        for old in record.redirects:
            yield (key(old.split("/")[-1]), record.id, record.provider, _MEMBER_TAIL, old)
        own = _EXPLICIT if record.kind == "set" else _TAIL
        yield (key(record.id.split("/")[-1]), record.id, record.provider, own, record.id)
        if record.title != record.id.split("/")[-1]:
            yield (key(record.title), record.id, record.provider, _TAIL, record.title)


def _rule_rows(all_records: Sequence[RegistryRecord]) -> Iterator[Row]:
    for record in all_records:
        for written in {text.lower(): text for text in record.match}.values():
            org, _, tail = written.rpartition("/")
            weight, literal = (len(text.replace("*", "").replace("?", "")) for text in (written, tail))
            yield (written.lower(), org, tail.lower(), key(tail), weight, literal, record.provider, record.id)


def _prefix_rows(files: dict[str, tuple[str, RegistryFile]]) -> Iterator[Row]:
    for _, file in files.values():
        provider = file.provider
        own = (provider.id, provider.name, *provider.aliases, *provider.orgs)
        services = (record.id.partition("/")[0] for record in file.records if record.kind == "service")
        for prefix in {key(text) for text in (*own, *services)}:
            yield (prefix, provider.id)


def problems(all_records: Sequence[RegistryRecord]) -> list[str]:
    """What is wrong between records: a name or rule of two owners, a set that names a stranger."""
    found: list[str] = []
    owners: dict[str, str] = {}
    for full, owner, _, typed in _id_rows(all_records):
        first = owners.setdefault(str(full), str(owner))
        if first != owner:
            found.append(f"{typed} names both {first} and {owner}")
    explicit: dict[str, str] = {}
    for short, owner, _, rank, typed in _name_rows(all_records):
        if rank == _EXPLICIT and explicit.setdefault(str(short), str(owner)) != owner:
            first = explicit[str(short)]
            found.append(f"the name '{typed}' belongs to both {first} and {owner}")
    rules = Counter(pattern for record in all_records for pattern in {text.lower() for text in record.match})
    found += [f"the family rule '{pattern}' is given twice" for pattern, count in rules.items() if count > 1]
    known = {record.id for record in all_records}
    found += [
        f"set {record.id} names {member}, which has no record"
        for record in all_records
        for member in record.members
        if member not in known
    ]
    return found
