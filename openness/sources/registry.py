"""What the embedded registry knows, as a `Snapshot` and as evidence."""

from typing import TYPE_CHECKING

from openness.kb.registry_types import Fact, Match, RegistryRecord
from openness.model import Basis, Component, Gap, Kind, Ref, Snapshot
from openness.model.gaps import BY_RULE
from openness.model.ledger import Ledger
from openness.sources.hub_errors import FAULTS, explain, name_of

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase
    from openness.kb.registry import Registry

_PAST = "license-past"


def known(registry: "Registry", ref: Ref) -> Match | None:
    """What the registry knows under a target's name; a gateway's date (`mistral-large@2407`) is part of that name."""
    if ref.revision and ref.revision.isdecimal():
        dated = registry.find(f"{ref.id}@{ref.revision}")
        if dated is not None and dated.how != "rule":
            return dated
    return registry.find(ref.id)


class RegistrySource:
    """Answers from the embedded registry, without a network."""

    def __init__(self, kb: "KnowledgeBase") -> None:
        self._kb = kb

    def fetch(self, ref: Ref) -> Snapshot:
        """The snapshot of a known name: no files, no texts, only the facts of its record.

        Raises TargetUnavailable (kind "not-a-repository") for a name that the registry does not know.
        """
        match = known(self._kb.registry, ref)
        if match is None:
            raise explain(FAULTS["not-a-repository"], name_of(ref))
        return Snapshot(
            target=ref.typed,
            id=match.id,
            kind=self._kind(match.record),
            source="registry",
            files_complete=False,
            gaps=_gaps(match),
        )

    def _kind(self, record: RegistryRecord) -> Kind:
        """A set of services is a service; one that holds a model is a model."""
        members = [self._kb.registry.record(name) for name in record.members]
        if members and all(member is not None and member.kind == "service" for member in members):
            return Kind.SERVICE
        return Kind.SERVICE if record.kind == "service" else Kind.MODEL


def _gaps(match: Match) -> tuple[Gap, ...]:
    found = []
    if match.how == "rule":
        why = f"{BY_RULE}; a rule of its family answers, with the facts of {match.record.id}"
        found.append(Gap(what=match.typed, why=why))
    if match.record.kind == "model":
        found.append(
            Gap(what="the repository itself", why="answered from dated facts of the registry; no file was read")
        )
    return tuple(found)


def facts_to_evidence(match: Match, ledger: Ledger, *, licenses: bool = True) -> None:
    """Put every fact of a record into the ledger, each with source and date; earlier grants are kept apart."""
    for fact in match.record.facts:
        if fact.kind == "license-registry" and not licenses:
            continue
        ledger.note(
            f"data/registry: {match.record.id}",
            _sentence(match.record, fact),
            kind=_PAST if fact.kind == "license-registry" and fact.until else fact.kind,
            component=Component(fact.component),
            basis=Basis.REGISTRY,
            value=f"{fact.relation}:{fact.value}" if fact.relation and fact.value else fact.value,
            url=fact.url or None,
            source=fact.source_note or fact.url or None,
            as_of=fact.as_of or None,
        )
    if match.record.governance:
        first = match.record.facts[0] if match.record.facts else Fact(kind="governance")
        ledger.note(
            f"data/registry: {match.record.id}",
            f"published by {match.record.provider_name} ({match.record.governance})",
            kind="governance",
            component=Component.UNCLEAR,
            basis=Basis.REGISTRY,
            value=match.record.governance,
            as_of=first.as_of or None,
        )


def _sentence(record: RegistryRecord, fact: Fact) -> str:
    """The fact in words: what a reader sees in place of a quote."""
    text = f"{record.title}: {fact.kind.removesuffix('-registry')}"
    if fact.value:
        text += f" = {fact.value}"
    if fact.since or fact.until:
        text += f" ({fact.since or '…'} to {fact.until or 'now'})"
    return f"{text}; {fact.note}" if fact.note else text
