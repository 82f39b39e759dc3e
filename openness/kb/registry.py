"""What the registry knows about a name, read from the compiled tables (no YAML, no pydantic)."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from openness.kb.registry_names import Spelling, key, readings
from openness.kb.registry_types import Fact, Match, RegistryCounts, RegistryRecord

__all__ = ["Fact", "Match", "Registry", "RegistryCounts", "RegistryRecord", "record_from_row"]

_NEAR_CUTOFF = 78.0
_LITERAL_MINIMUM = 3  # a family rule for bare names needs this many fixed characters


def record_from_row(text: str) -> RegistryRecord:
    """The record that a row of `registry_records` holds as JSON."""
    raw: Mapping[str, Any] = json.loads(text)
    facts = tuple(Fact(**fact) for fact in raw["facts"])
    lists = {name: tuple(raw[name]) for name in ("names", "redirects", "match", "members")}
    plain = {name: raw[name] for name in ("id", "kind", "title", "provider", "provider_name", "governance")}
    return RegistryRecord(**plain, **lists, facts=facts)


class Registry:
    """Looks names up in an open knowledge file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._routers = frozenset(self._column("SELECT text FROM registry_affixes WHERE kind = 'router'"))

    def find(self, name: str) -> Match | None:
        """The record that `name` denotes, or None; a stranger's `user/gpt-4o` denotes nothing here."""
        spellings = readings(name, self._routers)
        for spelling in spellings:
            match = self._by_id(name, spelling) or self._by_provider(name, spelling)
            if match is None and spelling.prefix is None:
                match = self._by_bare_name(name, spelling)
            if match is not None:
                return match
        return self._reupload(name, spellings)

    def record(self, identifier: str) -> RegistryRecord | None:
        """The record with exactly this id."""
        row = self._connection.execute("SELECT data FROM registry_records WHERE id = ?", (identifier,)).fetchone()
        return record_from_row(row[0]) if row else None

    def ids(self) -> tuple[str, ...]:
        """All record ids, sorted."""
        return tuple(self._column("SELECT id FROM registry_records ORDER BY id COLLATE NOCASE"))

    def near(self, name: str, limit: int = 3) -> tuple[str, ...]:
        """Ids of the records whose names look most like `name`, for "did you mean"."""
        from rapidfuzz import fuzz, process

        spellings = readings(name, self._routers)
        if not spellings:
            return ()
        wanted = key(spellings[0].tail)
        owners: dict[str, str] = dict(
            self._connection.execute("SELECT key, record FROM registry_names ORDER BY length(typed) DESC")
        )
        found = process.extract(wanted, list(owners), scorer=fuzz.ratio, limit=limit * 4, score_cutoff=_NEAR_CUTOFF)
        return tuple(dict.fromkeys(owners[choice] for choice, _, _ in found))[:limit]

    def counts(self) -> RegistryCounts:
        """How many providers, records, rules, names and facts there are."""

        def one(sql: str) -> int:
            return int(self._connection.execute(sql).fetchone()[0])

        of_kind = dict(self._connection.execute("SELECT kind, count(*) FROM registry_records GROUP BY kind"))
        return RegistryCounts(
            providers=one("SELECT count(DISTINCT provider) FROM registry_records"),
            records=one("SELECT count(*) FROM registry_records"),
            models=of_kind.get("model", 0),
            services=of_kind.get("service", 0),
            sets=of_kind.get("set", 0),
            rules=one("SELECT count(*) FROM registry_rules"),
            names=one("SELECT count(*) FROM registry_names"),
            facts=one("SELECT coalesce(sum(fact_count), 0) FROM registry_records"),
        )

    def _column(self, sql: str, parameters: tuple[str, ...] = ()) -> list[str]:
        return [row[0] for row in self._connection.execute(sql, parameters)]

    def _match(self, record_id: str, typed: str, how: str, spelling: Spelling, identifier: str | None = None) -> Match:
        record = self.record(record_id)
        assert record is not None, f"{record_id} is named but has no record"
        return Match(record=record, typed=typed, id=identifier or record.id, how=how, removed=spelling.removed)

    def _by_id(self, typed: str, spelling: Spelling) -> Match | None:
        if spelling.prefix is None:
            return None
        full = spelling.full.lower()
        row = self._connection.execute(
            "SELECT record, form, typed FROM registry_ids WHERE id = ?", (full,)
        ).fetchone()
        if row:
            own = row[2] if row[1] == "member" else None
            return self._match(row[0], typed, "id" if row[1] != "redirect" else "redirect", spelling, own)
        rule = self._connection.execute(
            "SELECT record FROM registry_rules WHERE ? GLOB pattern AND pattern LIKE '%/%' ORDER BY weight DESC LIMIT 1",
            (full,),
        ).fetchone()
        return self._match(rule[0], typed, "rule", spelling, spelling.full) if rule else None

    def _by_provider(self, typed: str, spelling: Spelling) -> Match | None:
        """`openai/gpt-4o`, `meta/llama-3.1-8b`: the prefix is a provider's name, not a Hub organisation."""
        if spelling.prefix is None:
            return None
        providers = self._column(
            "SELECT provider FROM registry_prefixes WHERE prefix = ?", (key(spelling.prefix),)
        )
        for provider in providers:
            match = self._by_tail(typed, spelling, provider)
            if match is not None:
                return match
        return None

    def _by_bare_name(self, typed: str, spelling: Spelling) -> Match | None:
        return self._by_tail(typed, spelling, None)

    def _by_tail(self, typed: str, spelling: Spelling, provider: str | None) -> Match | None:
        wanted = key(spelling.tail)
        if not wanted:
            return None
        rows = self._connection.execute(
            "SELECT DISTINCT record, rank FROM registry_names WHERE key = ? AND (? IS NULL OR provider = ?) ORDER BY rank",
            (wanted, provider, provider),
        ).fetchall()
        best = [record for record, rank in rows if rank == rows[0][1]]
        if len(best) == 1:
            return self._match(best[0], typed, "name", spelling)
        if best:
            return None  # several equally good answers: the caller offers near names
        rule = self._connection.execute(
            "SELECT record, pattern FROM registry_rules WHERE tail IS NOT NULL AND ? GLOB tail"
            " AND (? IS NULL OR provider = ?) AND literal >= ? ORDER BY literal DESC LIMIT 1",
            (wanted, provider, provider, _LITERAL_MINIMUM),
        ).fetchone()
        if rule is None:
            return None
        record = self.record(rule[0])
        organisation = rule[1].split("/")[0] if "/" in rule[1] else None
        shown = spelling.tail if record is None or organisation is None else spelling.full
        return self._match(rule[0], typed, "rule", spelling, shown)

    def _reupload(self, typed: str, spellings: list[Spelling]) -> Match | None:
        """A conversion by a known re-uploader answers with the original's facts and says so."""
        if not spellings or spellings[0].prefix is None:
            return None
        is_known = self._column(
            "SELECT text FROM registry_affixes WHERE kind = 'reuploader' AND text = ?", (spellings[0].prefix.lower(),)
        )
        if not is_known:
            return None
        for spelling in spellings:
            bare = Spelling(None, spelling.tail.removeprefix("Meta-"), spelling.removed)
            original = self._by_tail(typed, bare, None)
            if original is not None and original.record.kind == "model":
                base = original.id if "/" in original.id else original.record.id
                record = _as_reupload(original.record, spellings[0].full, base)
                return replace(original, record=record, id=record.id, how="re-upload")
        return None


def _as_reupload(record: RegistryRecord, identifier: str, base: str) -> RegistryRecord:
    """The facts of a conversion: the original's, the license granted at second hand, and the base that it contains."""
    first = record.facts[0] if record.facts else Fact(kind="weights")
    facts = tuple(
        replace(fact, granted_by="re-upload") if fact.kind == "license-registry" else fact
        for fact in record.facts
        if fact.kind not in ("gated", "hosted-api", "successor")
    )
    link = Fact(
        kind="base-registry",
        value=base,
        component="weights",
        relation="quantized",
        note="inferred from the name of a known re-uploader's repository",
        url=first.url,
        as_of=first.as_of,
        source_note=first.source_note,
    )
    return replace(record, id=identifier, title=identifier, facts=(*facts, link), names=(), redirects=(), match=())
