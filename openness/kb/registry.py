"""What the registry knows about a name, read from the compiled tables (no YAML, no pydantic)."""

import json
import re
import sqlite3
import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from openness.kb.registry_names import Spelling, beyond, cuts_a_word, key, readings
from openness.kb.registry_types import Fact, Match, RegistryCounts, RegistryRecord

__all__ = ["Fact", "Match", "Registry", "RegistryCounts", "RegistryRecord", "record_from_row"]

_NEAR_CUTOFF = 78.0
_SIZE_OR_VERSION = re.compile(r"[a-z]{0,2}[0-9.]+(?:x[0-9.]+)?(?:bit|[a-z])?")  # 8b, 8x7b, a3b, v0.3, 2507, q4, 32k
_TELLING_HEAD = 7  # fixed characters at the beginning of a rule that may speak for names without an organisation
_LITERAL_MINIMUM = 3  # a family rule for bare names needs this many fixed characters


def record_from_row(data: bytes | str) -> RegistryRecord:
    """The record that a row of `registry_records` holds as JSON, deflated or (in older files) plain."""
    raw: Mapping[str, Any] = json.loads(data if isinstance(data, str) else zlib.decompress(data))
    facts = tuple(Fact(**fact) for fact in raw["facts"])
    return RegistryRecord(
        id=raw["id"],
        kind=raw["kind"],
        title=raw["title"],
        provider=raw["provider"],
        provider_name=raw["provider_name"],
        governance=raw["governance"],
        names=tuple(raw["names"]),
        redirects=tuple(raw["redirects"]),
        match=tuple(raw["match"]),
        members=tuple(raw["members"]),
        facts=facts,
    )


class Registry:
    """Looks names up in an open knowledge file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._routers = frozenset(self._column("SELECT text FROM registry_affixes WHERE kind = 'router'"))
        self._hosts = frozenset(self._column("SELECT text FROM registry_affixes WHERE kind = 'host'"))
        self._variants = frozenset(self._column("SELECT text FROM registry_affixes WHERE kind = 'variant'"))

    def find(self, name: str) -> Match | None:
        """The record that `name` denotes, or None; a stranger's `user/gpt-4o` denotes nothing here.

        Names come before family rules, and readings that drop a version (-v2) come last: a service keeps its terms from
        one version to the next, a published model need not, so it is only the family that such a name tells.
        """
        spellings = readings(name, self._routers)
        sure = [spelling for spelling in spellings if not spelling.drops_version]
        doubtful = spellings[len(sure) :]
        for step, candidates in (
            (self._by_name, sure),
            (self._by_rule, sure),
            (self._by_name, doubtful),
            (self._by_rule, doubtful),
        ):
            for spelling in candidates:
                match = step(name, spelling)
                if match is None:
                    continue
                if match.record.kind == "model" and name.strip().lower().startswith("ft:"):
                    return None  # somebody's private fine-tune
                if candidates is sure or match.record.kind == "service":
                    return match
                if spelling.prefix is None or not self._is_organisation(spelling.prefix):
                    return replace(match, how="rule")
        return self._hosted(name, spellings) or self._reupload(name, spellings)

    def record(self, identifier: str) -> RegistryRecord | None:
        """The record with exactly this id."""
        row = self._connection.execute("SELECT data FROM registry_records WHERE id = ?", (identifier,)).fetchone()
        return record_from_row(row[0]) if row else None

    def newest_source(self) -> str | None:
        """The date of the newest source that a fact names: how far the registry reaches."""
        rows = self._connection.execute("SELECT data FROM registry_records")
        return max((fact.as_of for (data,) in rows for fact in record_from_row(data).facts), default=None)

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

    def _by_name(self, typed: str, spelling: Spelling) -> Match | None:
        if spelling.prefix is None:
            return self._by_tail(typed, spelling, None)
        row = self._connection.execute(
            "SELECT record, form, typed FROM registry_ids WHERE id = ?", (spelling.full.lower(),)
        ).fetchone()
        if row:
            member = row[2] if row[1] == "member" else None
            return self._match(row[0], typed, "redirect" if row[1] == "redirect" else "id", spelling, member)
        for provider in self._providers(spelling):
            match = self._by_tail(typed, spelling, provider)
            if match is not None:
                return match if self._is_organisation(spelling.prefix) else replace(match, how="alias")
        return None

    def _is_organisation(self, prefix: str) -> bool:
        """Whether the registry knows repositories of the Hub organisation `prefix`, not only a company of that name."""
        bounds = (prefix.lower() + "/", prefix.lower() + "0")  # "0" follows "/"
        sql = (
            "SELECT known.id FROM registry_ids AS known JOIN registry_records ON record = registry_records.id"
            " WHERE known.id >= ? AND known.id < ? AND kind = 'model' LIMIT 1"
        )
        return bool(self._column(sql, bounds))

    def _by_tail(self, typed: str, spelling: Spelling, provider: str | None) -> Match | None:
        """The one record that has this bare name; several equally good ones are no answer."""
        wanted = key(spelling.tail)
        rows = self._connection.execute(
            "SELECT DISTINCT record, rank, typed FROM registry_names"
            " WHERE key = ? AND (? IS NULL OR provider = ?) AND (? OR record NOT IN"
            " (SELECT id FROM registry_records WHERE kind = 'set')) ORDER BY rank",
            (wanted, provider, provider, not spelling.is_shortened),  # gpt-4-0613 is not the set gpt-4
        ).fetchall()
        best = {record for record, rank, _ in rows if rank == rows[0][1]}
        if not wanted or len(best) != 1:
            return None
        (record,) = best
        member = next((shown for owner, _, shown in rows if owner == record and "/" in shown), None)
        return self._match(record, typed, "name", spelling, member)

    def _by_rule(self, typed: str, spelling: Spelling) -> Match | None:
        """The record of the most specific family rule that the name fits."""
        if spelling.prefix is None:
            return self._by_tail_rule(typed, spelling, None)
        found = self._org_rule(spelling.full)
        if found:
            ruled = self._match(found[0], typed, "rule", spelling, spelling.full)
            if self._is_member(spelling.tail, found[1], found[0]):
                return ruled
            return replace(ruled, record=_of_the_weights(ruled.record))
        for provider in self._providers(spelling):
            match = self._by_tail_rule(typed, spelling, provider)
            if match is not None:
                return match
        return None

    def _org_rule(self, full: str) -> tuple[str, str] | None:
        """Record and last part of the most specific rule that a name with its organisation fits."""
        sql = "SELECT record, tail FROM registry_rules WHERE ? GLOB pattern AND org != '' ORDER BY weight DESC LIMIT 1"
        row = self._connection.execute(sql, (full.lower(),)).fetchone()
        return (row[0], row[1]) if row else None

    def _by_tail_rule(self, typed: str, spelling: Spelling, provider: str | None) -> Match | None:
        """The record of the most specific rule for a bare name; a tie between records is no answer."""
        for column, wanted in (("tail", spelling.tail.lower()), ("loose", key(spelling.tail))):
            rules = self._connection.execute(
                f"SELECT record, org, literal, tail FROM registry_rules WHERE ? GLOB {column} AND literal >= ?"  # noqa: S608
                " AND (? IS NULL OR provider = ?) ORDER BY literal DESC, org = '' DESC LIMIT 40",
                (wanted, _LITERAL_MINIMUM, provider, provider),
            ).fetchall()
            own = (spelling.prefix or "").lower()
            rules = [rule for rule in rules if rule[1] in ("", own) or _is_telling(rule[3])]
            rules = [rule for rule in rules if not cuts_a_word(spelling.tail, rule[3])]
            best = [rule for rule in rules if rule[2] == rules[0][2] and (rules[0][1] != "" or rule[1] == "")]
            if best and len({rule[0] for rule in best}) == 1:
                record, organisation, *_ = best[0]
                if not self._is_member(spelling.tail, best[0][3], record):
                    return None
                owner = organisation or record.partition("/")[0]
                shown = f"{owner}/{spelling.tail}" if "/" in record and ":" not in spelling.tail else None
                as_id = self._org_rule(shown) if shown else None
                if as_id is not None and as_id[0] != record:
                    shown = None  # as a Hub id it would be another model: qwen3-omni-flash is a service
                return self._match(record, typed, "rule", spelling, shown)
        return None

    def _is_member(self, tail: str, rule: str, record: str) -> bool:
        """Whether a bare name adds only sizes, versions and words for variants to the family of a published model."""
        kinds = self._column("SELECT kind FROM registry_records WHERE id = ?", (record,))
        return "model" not in kinds or all(
            _SIZE_OR_VERSION.fullmatch(word) or word in self._variants for word in beyond(tail, rule)
        )

    def _providers(self, spelling: Spelling) -> list[str]:
        """Providers that the prefix names: `openai/` and `meta/` before a service are no Hub organisations."""
        sql = "SELECT provider FROM registry_prefixes WHERE prefix = ?"
        parts = (spelling.prefix or "").split(",")  # "microsoft,nvidia": a joint publication
        return [provider for part in parts for provider in self._column(sql, (key(part),))]

    def _hosted(self, typed: str, spellings: list[Spelling]) -> Match | None:
        """What a publisher serves for others, by its full name: `cerebras/gpt-oss-120b` is OpenAI's model.

        A product of one of many makers (`tencent/welm`) is found by its bare name, if it was never released.
        """
        for spelling in spellings:
            host, own = spelling.prefix or spelling.tail.partition("-")[0], spelling.tail
            is_host = key(host) in self._hosts
            if spelling.drops_version or not (is_host or (spelling.prefix and self._providers(spelling))):
                continue
            tail = own[len(host) + 1 :] if is_host and own.lower().startswith(host.lower() + "-") else own
            match = self._by_tail(typed, Spelling(None, tail, spelling.removed), None)
            if match is not None and (is_host or match.record.kind == "service"):
                return replace(match, how="alias")
        return None

    def _reupload(self, typed: str, spellings: list[Spelling]) -> Match | None:
        """A conversion by a known re-uploader answers with the original's facts and says so."""
        if not spellings or spellings[0].prefix is None:
            return None
        is_known = self._column(
            "SELECT text FROM registry_affixes WHERE kind = 'reuploader' AND text = ?", (spellings[0].prefix.lower(),)
        )
        if not is_known:
            return None
        bare = [Spelling(None, spelling.tail.removeprefix("Meta-"), spelling.removed) for spelling in spellings]
        for step in (self._by_tail, self._by_tail_rule):
            for spelling in bare:
                original = step(typed, spelling, None)
                if original is not None and original.record.kind == "model":
                    base = original.id if "/" in original.id else original.record.id
                    record = _as_reupload(original.record, spellings[0].full.partition(":")[0], base)
                    return replace(original, record=record, id=record.id, how="re-upload")
        return None


def _is_telling(tail: str) -> bool:
    """Whether an organisation's rule may speak for a bare name: "llama-3.1-*" may, "gpt-*" of some organisation not."""
    head = tail.split("*", 1)[0].split("?", 1)[0]
    return len(head) >= _TELLING_HEAD and any(character.isdigit() for character in head)


def _of_the_weights(record: RegistryRecord) -> RegistryRecord:
    """What a family rule tells of a repository with a name of its own: the terms of its weights and no more."""
    return replace(record, facts=tuple(fact for fact in record.facts if fact.component == "weights"))


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
