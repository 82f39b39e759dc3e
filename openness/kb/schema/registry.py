"""The shape of data/registry/*.yaml, checked with pydantic; errors name the file and the field."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator, model_validator

from openness.errors import KnowledgeError
from openness.model.kinds import KINDS

# Words that the files use for the evidence kinds which only the registry writes.
SHORT_KINDS = {
    "license": "license-registry",
    "terms": "terms-registry",
    "base": "base-registry",
    "dataset": "dataset-registry",
    "withdrawn": "weights-withdrawn",
}

RELATIONS = Literal[
    "finetune", "adapter", "merge", "quantized", "conversion", "component", "distilled", "derivative-by-output"
]


def _text(value: Any) -> Any:
    """A YAML scalar as text: version-like values must not become floats or dates on the way."""
    return str(value) if isinstance(value, int | float | date) and not isinstance(value, bool) else value


Text = Annotated[str, BeforeValidator(_text)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceEntry(_Strict):
    """Where a fact is from. `{id}` in the address stands for the record's id."""

    url: str
    as_of: date
    note: str | None = None

    @field_validator("url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not value.startswith("https://"):
            raise ValueError("must start with https://")
        return value


class FactEntry(_Strict):
    """One fact, of a kind that openness/model/kinds.py lists."""

    fact: str
    value: Text | None = None
    applies_to: Literal["weights", "code", "data", "docs"] | None = None
    relation: RELATIONS | None = None
    since: date | None = None
    until: date | None = None
    granted_by: Literal["rightsholder", "community", "re-upload"] | None = None
    source: str | SourceEntry | None = None
    note: str | None = None

    @field_validator("fact")
    @classmethod
    def _known_kind(cls, value: str) -> str:
        kind = SHORT_KINDS.get(value, value)
        if kind not in KINDS:
            raise ValueError(f"'{value}' is no kind of openness/model/kinds.py")
        return kind

    @model_validator(mode="after")
    def _complete(self) -> FactEntry:
        if self.fact.endswith("-registry") and not self.value:
            raise ValueError(f"a {self.fact} fact needs a value")
        if self.relation and self.fact != "base-registry":
            raise ValueError("only a base fact has a relation")
        if self.since and self.until and self.until < self.since:
            raise ValueError("`until` lies before `since`")
        return self


class ProviderEntry(_Strict):
    """Who publishes, and the prefixes under which people write its models."""

    id: str
    name: str
    governance: Literal["company", "community", "institute", "foundation", "government", "mixed"] = "company"
    aliases: list[Text] = Field(default_factory=list)
    orgs: list[Text] = Field(default_factory=list)


class RecordEntry(_Strict):
    """One model, service or set of them."""

    id: Text
    kind: Literal["model", "service", "set"] = "model"
    title: Text | None = None
    names: list[Text] = Field(default_factory=list)
    also: list[Text] = Field(default_factory=list)  # other products of which the same facts hold, one record each
    redirects: list[Text] = Field(default_factory=list)
    match: list[Text] = Field(default_factory=list)
    members: list[Text] = Field(default_factory=list)
    bundles: list[str] = Field(default_factory=list)
    source: str | None = None
    license_source: str | SourceEntry | None = None  # where the license of the weights was read, if somebody read it
    facts: list[FactEntry] = Field(default_factory=list)

    @model_validator(mode="after")
    def _consistent(self) -> RecordEntry:
        if (self.kind == "set") != bool(self.members):
            raise ValueError("`members` belongs to kind set, and a set needs members")
        return self


class BundleEntry(_Strict):
    """Facts that several records of a file share."""

    source: str | None = None
    facts: list[FactEntry]


class RegistryFile(_Strict):
    """One file of data/registry."""

    provider: ProviderEntry
    sources: dict[str, SourceEntry] = Field(default_factory=dict)
    bundles: dict[str, BundleEntry] = Field(default_factory=dict)
    records: list[RecordEntry]

    @model_validator(mode="after")
    def _references(self) -> RegistryFile:
        for owner, source in self._named_sources():
            if source not in self.sources:
                raise ValueError(f"{owner}: source '{source}' is not in `sources`")
        for record in self.records:
            missing = [name for name in record.bundles if name not in self.bundles]
            if missing:
                raise ValueError(f"{record.id}: bundle '{missing[0]}' is not in `bundles`")
            facts = [*record.facts, *(fact for name in record.bundles for fact in self.bundles[name].facts)]
            if record.kind == "model" and any(fact.fact == "terms-registry" for fact in facts):
                raise ValueError(f"{record.id}: `terms` are a service's; the terms of weights are a `license` fact")
        return self

    def _named_sources(self) -> list[tuple[str, str]]:
        named = [(f"bundle {key}", bundle.source) for key, bundle in self.bundles.items()]
        named += [(record.id, record.source) for record in self.records]
        named += [
            (record.id, record.license_source) for record in self.records if isinstance(record.license_source, str)
        ]
        named += [
            (f"{owner}: {fact.fact}", fact.source)
            for owner, facts in [
                *((f"bundle {key}", bundle.facts) for key, bundle in self.bundles.items()),
                *((record.id, record.facts) for record in self.records),
            ]
            for fact in facts
            if isinstance(fact.source, str)
        ]
        return [(owner, source) for owner, source in named if source is not None]


class CommonFile(_Strict):
    """Sources and bundles that every provider's file may use (data/registry/_common.yaml)."""

    sources: dict[str, SourceEntry]
    bundles: dict[str, BundleEntry]


class NameRules(_Strict):
    """How people decorate names (data/registry/_names.yaml)."""

    routers: list[str]
    reuploaders: list[str]
    hosts: list[str] = []
    variants: list[str] = []


_Model = TypeVar("_Model", bound=BaseModel)


def _load_documents(path: Path) -> list[Any]:
    try:
        text = path.read_text(encoding="utf-8")
        return list(yaml.load_all(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except yaml.YAMLError as error:
        raise KnowledgeError(f"{path.name}: not valid YAML: {error}") from error


def _explain(path: Path, error: ValidationError) -> KnowledgeError:
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"]) or "(whole file)"
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return KnowledgeError(f"{path.name}: {field}: {first['msg']}{more}", hint="docs/add-a-model.md shows the format.")


def _validated(path: Path, model: type[_Model], raw: Any) -> _Model:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise _explain(path, error) from error


def load_common_file(path: Path) -> CommonFile:
    """The checked content of _common.yaml."""
    return _validated(path, CommonFile, _load_documents(path)[0])


def load_name_rules(path: Path) -> NameRules:
    """The checked content of _names.yaml."""
    return _validated(path, NameRules, _load_documents(path)[0])


def load_registry_file(path: Path, common: CommonFile | None = None) -> list[RegistryFile]:
    """The checked providers of one file (small ones share a file, one YAML document each), with the common bundles."""
    return [_validated(path, RegistryFile, _with_common(raw, common)) for raw in _load_documents(path)]


def _with_common(raw: Any, common: CommonFile | None) -> Any:
    """`raw` with the common sources and bundles under its own; left alone when it is no mapping."""
    if common is None or not isinstance(raw, dict):
        return raw
    merged = dict(raw)
    for section in ("sources", "bundles"):
        own = merged.get(section) or {}
        if isinstance(own, dict):
            shared = {key: value.model_dump() for key, value in getattr(common, section).items()}
            merged[section] = {**shared, **own}
    return merged
