"""The frozen values of the registry: a fact with its source, a record, and how a name was matched."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One dated statement about a model or service."""

    kind: str  # one of openness/model/kinds.py
    value: str | None = None
    component: str = "unclear"  # weights | code | data | docs | unclear
    relation: str | None = None  # of a base fact: finetune, adapter, component…
    since: str | None = None  # ISO date from which a grant holds
    until: str | None = None  # ISO date on which the publisher replaced it; earlier recipients keep it
    granted_by: str = "rightsholder"
    note: str | None = None
    url: str = ""
    as_of: str = ""
    source_note: str | None = None  # "maintainer knowledge", or what the source is


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryRecord:
    """What the registry says about one name."""

    id: str
    kind: str  # model | service | set
    title: str
    provider: str  # id of the provider file
    provider_name: str
    governance: str
    names: tuple[str, ...] = ()
    redirects: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()

    def of_kind(self, *kinds: str) -> tuple[Fact, ...]:
        """Facts of the given kinds, in file order."""
        return tuple(fact for fact in self.facts if fact.kind in kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A record found for a name, and how sure the way from name to record is."""

    record: RegistryRecord
    typed: str
    id: str  # canonical id of the subject: the record's own, or the typed one for a family rule
    how: str  # id | redirect | name | alias (a company's name before it) | rule | re-upload
    removed: tuple[str, ...] = ()  # what was taken off the name to find it: "-20241022", "openrouter/"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryCounts:
    """How much the registry knows."""

    providers: int
    records: int
    models: int
    services: int
    sets: int
    rules: int
    names: int
    facts: int
