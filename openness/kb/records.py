"""License records and the clause vocabulary as frozen values, read from the YAML of `licenses/`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from openness.errors import KnowledgeError
from openness.kb.locate import licenses_dir

VOCABULARY = "_clauses.yaml"
HINT = "docs/licenses.md describes the fields"

_TYPES: dict[str, type] = {"int": int, "text": str, "bool": bool, "list": list, "url": str, "date": str}
_NO_COMMERCE = ("non-commercial", "research-only")
_SOME_COMMERCE = ("commercial-permission", "user-threshold", "revenue-threshold")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One value that a clause type carries."""

    name: str
    type: str  # int | text | bool | list | url | date
    about: str
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaks:
    """Which criteria a clause type violates, and why."""

    osd: tuple[str, ...]  # paragraphs of the Open Source Definition
    osaid: tuple[str, ...]  # freedoms of OSAID 1.0: use, study, modify, share
    eu_ai_act: tuple[str, ...]  # conditions of Art. 53(2): access, usage, modification, distribution
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseType:
    """One entry of the clause vocabulary."""

    id: str
    label: str
    definition: str
    polarity: str
    core: bool
    labelled: bool
    parameters: tuple[Parameter, ...]
    breaks: Breaks
    caps_at: str | None  # highest level under such a clause; None lowers nothing
    contested: bool
    dispute: str | None
    not_this: str
    positive: tuple[str, ...]
    negative: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordClause:
    """One clause of one license."""

    clause: str  # id of a ClauseType
    summary: str
    section: str | None = None
    applies_to: tuple[str, ...] = ()  # () = the whole license
    params: Mapping[str, Any] = field(default_factory=dict)
    contested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordObligation:
    """One thing that a license demands."""

    id: str
    when: str  # use | redistribute | modify | serve | train-on-outputs | always
    summary: str
    notice: str | None = None  # the exact string, where the text gives one
    section: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSource:
    """Where a record was read."""

    what: str
    as_of: str  # ISO date
    url: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseRecord:
    """One license, use policy, terms of service, or a name that denotes a set of them."""

    id: str
    name: str
    kind: str  # license | use-policy | terms-of-service | family | unknown
    family: str
    summary: str
    reading: str  # text: clauses read from it; knowledge: from memory; none: nothing is known
    sources: tuple[RecordSource, ...]
    version: str | None = None
    publisher: str | None = None
    published: str | None = None
    spdx: str | None = None
    hub_ids: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    osi: str = "unknown"
    fsf: str = "unknown"
    okd: str = "unknown"
    url: str | None = None
    uncertain: tuple[str, ...] = ()  # fields, clauses or questions that the maintainers are not sure of
    derived_from: str | None = None
    supersedes: str | None = None
    superseded_by: str | None = None
    incorporates: tuple[str, ...] = ()
    derivative_license: str | None = None
    meant_for: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    clauses: tuple[RecordClause, ...] = ()
    obligations: tuple[RecordObligation, ...] = ()

    @property
    def public_id(self) -> str:
        """The SPDX id where one exists, else `LicenseRef-<id>`."""
        return self.spdx or f"LicenseRef-{self.id}"

    @property
    def known(self) -> bool:
        """Whether the record says which clauses the license has."""
        return self.reading != "none" and self.kind not in ("family", "unknown")

    @property
    def clause_ids(self) -> frozenset[str]:
        """Ids of all clauses of the record itself (not of policies that it incorporates)."""
        return frozenset(clause.clause for clause in self.clauses)

    @property
    def commercial(self) -> str:
        """`yes | conditional | no | unknown`, derived from the clauses alone."""
        if not self.known:
            return "unknown"
        found = self.clause_ids
        if found.intersection(_NO_COMMERCE):
            return "no"
        return "conditional" if found.intersection(_SOME_COMMERCE) else "yes"


def load_clause_types(folder: Path | None = None, *, validate: bool = True) -> Mapping[str, ClauseType]:
    """The clause vocabulary by id, in the order of the file."""
    path = (folder or licenses_dir()) / VOCABULARY
    data = _read(path)
    if validate:
        from openness.kb.schema.check import check
        from openness.kb.schema.clause import VocabularyModel

        check(VocabularyModel, data, path, HINT)
    return MappingProxyType({entry["id"]: _clause_type(entry) for entry in data["clauses"]})


def load_records(folder: Path | None = None, *, validate: bool = True) -> Mapping[str, LicenseRecord]:
    """All license records by id, sorted; with `validate`, files of a wrong shape are refused by file and field."""
    folder = folder or licenses_dir()
    records: dict[str, LicenseRecord] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name.startswith("_"):
            continue
        data = _read(path)
        if validate:
            from openness.kb.schema.check import check
            from openness.kb.schema.license import LicenseModel

            check(LicenseModel, data, path, HINT)
        if data.get("id") != path.stem:
            raise KnowledgeError(f"{path.name}: id: {data.get('id')!r} differs from the file's name")
        records[path.stem] = record_from(data)
    return MappingProxyType(records)


def record_from(data: Mapping[str, Any]) -> LicenseRecord:
    """The record that a mapping of the file format (see docs/licenses.md) describes."""
    values = {key: value for key, value in data.items() if value is not None}
    for key in ("hub_ids", "aliases", "uncertain", "incorporates", "meant_for", "members"):
        values[key] = tuple(values.get(key, ()))
    if "published" in values:
        values["published"] = str(values["published"])
    values["clauses"] = tuple(_record_clause(entry) for entry in values.get("clauses", ()))
    values["obligations"] = tuple(RecordObligation(**entry) for entry in values.get("obligations", ()))
    values["sources"] = tuple(
        RecordSource(**{**entry, "as_of": str(entry["as_of"])}) for entry in values.get("sources", ())
    )
    return LicenseRecord(**values)


def terms_of(
    record: LicenseRecord, lookup: Callable[[str], LicenseRecord | None]
) -> Iterator[tuple[LicenseRecord, RecordClause]]:
    """Every clause that binds under `record`, with the record that holds it: its own, then those of its policies.

    `lookup` finds a record by id (`KnowledgeBase.license`, or `dict.get`).
    """
    seen: set[str] = set()
    queue = [record]
    while queue:
        current = queue.pop(0)
        if current.id in seen:
            continue
        seen.add(current.id)
        for clause in current.clauses:
            yield current, clause
        queue.extend(found for name in current.incorporates if (found := lookup(name)) is not None)


def problems(records: Mapping[str, LicenseRecord], types: Mapping[str, ClauseType]) -> Iterator[str]:
    """One sentence per inconsistency between records, or between a record and the vocabulary: "file: field: what"."""
    for record in records.values():
        where = f"{record.id}.yaml"
        for name in ("derived_from", "supersedes", "superseded_by"):
            if (other := getattr(record, name)) is not None and other not in records:
                yield f"{where}: {name}: no record {other!r}"
        for name in ("incorporates", "members"):
            yield from (
                f"{where}: {name}: no record {other!r}" for other in getattr(record, name) if other not in records
            )
        seen: set[str] = set()
        for clause in record.clauses:
            kind = types.get(clause.clause)
            if clause.clause in seen:
                yield f"{where}: clauses: {clause.clause} occurs twice"
            seen.add(clause.clause)
            if kind is None:
                yield f"{where}: clauses: no clause type {clause.clause!r}"
                continue
            declared = {parameter.name: parameter.type for parameter in kind.parameters}
            for name, value in clause.params.items():
                if name not in declared:
                    yield f"{where}: clauses.{clause.clause}.params: {name!r} is not declared"
                elif not isinstance(value, _TYPES[declared[name]]) or isinstance(value, bool) != (
                    declared[name] == "bool"
                ):
                    yield f"{where}: clauses.{clause.clause}.params.{name}: {value!r} is no {declared[name]}"


def _record_clause(entry: Mapping[str, Any]) -> RecordClause:
    values = dict(entry)
    values["applies_to"] = tuple(values.get("applies_to", ()))
    values["params"] = MappingProxyType(dict(values.get("params", {})))
    return RecordClause(**values)


def _clause_type(entry: Mapping[str, Any]) -> ClauseType:
    values = dict(entry)
    values["parameters"] = tuple(Parameter(name=name, **spec) for name, spec in entry["parameters"].items())
    breaks = entry["breaks"]
    values["breaks"] = Breaks(
        osd=tuple(breaks["osd"]), osaid=tuple(breaks["osaid"]), eu_ai_act=tuple(breaks["eu_ai_act"]), why=breaks["why"]
    )
    values["positive"], values["negative"] = tuple(entry["positive"]), tuple(entry["negative"])
    values.setdefault("dispute", None)
    return ClauseType(**values)


def _read(path: Path) -> dict[str, Any]:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise KnowledgeError(f"{path.name}: cannot be read: {error}") from error
    if not isinstance(data, dict):
        raise KnowledgeError(f"{path.name}: not a mapping")
    return data
