"""The registry as its YAML files say it; used when the knowledge is compiled, never on the hot path."""

import re
from pathlib import Path

from openness.errors import KnowledgeError
from openness.kb.registry_names import key
from openness.kb.registry_types import Fact, RegistryRecord
from openness.kb.schema.registry import (
    FactEntry,
    NameRules,
    RecordEntry,
    RegistryFile,
    SourceEntry,
    load_common_file,
    load_name_rules,
    load_registry_file,
)

_WORDS = re.compile(r"[^\W_]+(?:\.[0-9]+)*")
NAME_RULES_FILE = "_names.yaml"
COMMON_FILE = "_common.yaml"


def registry_files(folder: Path) -> dict[str, tuple[str, RegistryFile]]:
    """All providers of `folder` by provider id, each with the name of its file, checked."""
    common = load_common_file(folder / COMMON_FILE)
    found: dict[str, tuple[str, RegistryFile]] = {}
    for path in sorted(folder.glob("[!_]*.yaml")):
        for file in load_registry_file(path, common):
            if file.provider.id in found:
                raise KnowledgeError(
                    f"{path.name}: provider.id: {file.provider.id} is also in {found[file.provider.id][0]}"
                )
            found[file.provider.id] = (path.name, file)
    return found


def name_rules(folder: Path) -> NameRules:
    """The rules for decorated names."""
    return load_name_rules(folder / NAME_RULES_FILE)


def _component(entry: FactEntry) -> str:
    if entry.applies_to:
        return entry.applies_to
    kind = entry.fact
    if kind.startswith(("weights", "adapter", "gated", "base", "intermediate")):
        return "weights"
    if kind.startswith(("data", "tuning-data", "evaluation-data")):
        return "data"
    if "code" in kind:
        return "code"
    if kind.startswith(("model-card", "technical", "research", "peer", "evaluation-results")):
        return "docs"
    return "weights" if kind == "license-registry" else "unclear"


def _fact(entry: FactEntry, source: SourceEntry, record_id: str) -> Fact:
    return Fact(
        kind=entry.fact,
        value=entry.value,
        component=_component(entry),
        relation=entry.relation,
        since=entry.since.isoformat() if entry.since else None,
        until=entry.until.isoformat() if entry.until else None,
        granted_by=entry.granted_by or "rightsholder",
        note=entry.note,
        url=source.url.replace("{id}", record_id),
        as_of=source.as_of.isoformat(),
        source_note=source.note,
    )


def _source(file: RegistryFile, record: RecordEntry, choices: tuple[str | SourceEntry | None, ...]) -> SourceEntry:
    """The source that is named, else the Hub page of a model, else the first source of the file."""
    for choice in choices:
        if isinstance(choice, SourceEntry):
            return choice
        if choice is not None:
            return file.sources[choice]
    hub = file.sources["hub"]
    if record.kind != "model":
        return next((entry for name, entry in file.sources.items() if name != "hub"), hub)
    elsewhere = [
        fact.value for fact in record.facts if fact.fact == "weights" and (fact.value or "").startswith("https:")
    ]
    return hub.model_copy(update={"url": elsewhere[0]}) if elsewhere else hub


def _facts(file: RegistryFile, record: RecordEntry) -> tuple[Fact, ...]:
    """Own facts first; a bundle's fact yields to an own fact of the same kind and component."""

    def source(fact: FactEntry, otherwise: str | None) -> SourceEntry:
        granted = fact.fact == "license-registry" and _component(fact) == "weights"
        read = record.license_source if granted else None
        return _source(file, record, (fact.source, read, otherwise))

    own = [_fact(fact, source(fact, record.source), record.id) for fact in record.facts]
    taken = {(_stem(fact.kind), fact.component) for fact in own}
    for name in record.bundles:
        bundle = file.bundles[name]
        shared = [_fact(fact, source(fact, bundle.source), record.id) for fact in bundle.facts]
        fresh = [fact for fact in shared if (_stem(fact.kind), fact.component) not in taken]
        own += fresh
        taken |= {(_stem(fact.kind), fact.component) for fact in fresh}
    return tuple(own)


def _stem(kind: str) -> str:
    return kind.removesuffix("-none").removesuffix("-partial").removesuffix("-link")


def records(files: dict[str, tuple[str, RegistryFile]]) -> tuple[RegistryRecord, ...]:
    """Every record with bundles and sources filled in, in file order; duplicate ids are an error."""
    found: dict[str, tuple[str, RegistryRecord]] = {}
    also: list[RegistryRecord] = []
    for name, file in files.values():
        for entry in file.records:
            if entry.id.lower() in found:
                raise KnowledgeError(f"{name}: {entry.id}: also recorded in {found[entry.id.lower()][0]}")
            found[entry.id.lower()] = (name, _record(file, entry))
            also += [_record(file, other) for other in _others(entry)]
    named = {key(record.id.split("/")[-1]) for _, record in found.values()}
    for record in also:
        if record.id.lower() not in found and key(record.id.split("/")[-1]) not in named:
            found[record.id.lower()] = ("", record)
    return tuple(record for _, record in found.values())


def _record(file: RegistryFile, entry: RecordEntry) -> RegistryRecord:
    return RegistryRecord(
        id=entry.id,
        kind=entry.kind,
        title=entry.title or entry.id.split("/")[-1],
        provider=file.provider.id,
        provider_name=file.provider.name,
        governance=file.provider.governance,
        names=tuple(entry.names),
        redirects=tuple(entry.redirects),
        match=tuple(entry.match),
        members=tuple(entry.members),
        facts=_facts(file, entry),
    )


def _others(entry: RecordEntry) -> list[RecordEntry]:
    """The products under `also` as records of their own, one a spelling."""
    organisation = entry.id.partition("/")[0]
    titles = {key(title): title for title in reversed(entry.also)}
    plain: dict[str, list[str]] = {"names": [], "also": [], "redirects": [], "match": []}
    return [
        entry.model_copy(update={**plain, "id": f"{organisation}/{_slug(title)}", "title": title})
        for title in titles.values()
    ]


def _slug(title: str) -> str:
    return "-".join(_WORDS.findall(title.lower()))
