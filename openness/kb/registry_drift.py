"""Where a registry record and what the Hub shows now disagree. Live evidence wins; the record needs a look."""

from dataclasses import dataclass

from openness.kb.registry import Registry, RegistryRecord
from openness.kb.registry_draft import joined
from openness.model import Basis, Component, Facts, Gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """One difference between a record and the live repository."""

    record: str
    subject: str  # the repository that was looked at
    field: str  # license | gated | weights | base | name
    recorded: str
    live: str


def drift(record: RegistryRecord, facts: Facts, registry: Registry | None = None) -> tuple[Drift, ...]:
    """The differences between `record` and the live `facts` of one of its repositories, most important first."""
    pairs = [
        ("license", *_licenses(record, facts)),
        ("weights", *_weights(record, facts)),
        ("gated", *_gated(record, facts)),
        ("base", *_bases(record, facts, registry)),
        ("name", *_name(facts)),
    ]
    return tuple(
        Drift(record=record.id, subject=facts.snapshot.id, field=field, recorded=recorded, live=live)
        for field, recorded, live in pairs
        if recorded != live
    )


def as_gaps(differences: tuple[Drift, ...]) -> tuple[Gap, ...]:
    """The differences as gaps of a live report: the Hub's answer was used, the record needs a look."""
    return tuple(
        Gap(
            what=f"registry record {item.record}: {item.field}",
            why=f"The record says {item.recorded}; the repository shows {item.live}, which was used.",
        )
        for item in differences
    )


def _licenses(record: RegistryRecord, facts: Facts) -> tuple[str, str]:
    recorded = {
        fact.value for fact in record.of_kind("license-registry") if fact.component == "weights" and not fact.until
    }
    scopes = (Component.WEIGHTS, Component.UNCLEAR)
    live = {m.id for m in facts.licenses if m.basis is not Basis.REGISTRY and m.applies_to in scopes}
    if not live or live & {value for value in recorded if value}:
        return "", ""  # nothing read, or the record's terms are among what the page states
    return joined(value for value in recorded if value) or "none", joined(live)


def _weights(record: RegistryRecord, facts: Facts) -> tuple[str, str]:
    if not facts.snapshot.files_complete:
        return "", ""
    recorded = bool(record.of_kind("weights", "weights-partial"))
    live = any(item.kind in ("weights", "adapter") and item.basis is not Basis.REGISTRY for item in facts.evidence)
    words = ("not published", "published")
    return words[recorded], words[live]


def _gated(record: RegistryRecord, facts: Facts) -> tuple[str, str]:
    live = facts.snapshot.hub.gated if facts.snapshot.hub else None
    recorded = record.of_kind("gated")
    if live is None or (not recorded and live == "none"):
        return "", ""
    return (recorded[0].value or "none") if recorded else "not recorded", live


def _bases(record: RegistryRecord, facts: Facts, registry: Registry | None) -> tuple[str, str]:
    declared = {link.id for link in facts.lineage.bases if link.basis == "declared" and len(link.path) <= 1}
    recorded = {fact.value for fact in record.of_kind("base-registry") if fact.value}
    live = declared - {record.id}
    if not live or not recorded:
        return "", ""

    def family(name: str) -> str:
        match = registry.find(name) if registry else None
        return match.record.id if match else name.lower()

    if {family(name) for name in live} & {family(name) for name in recorded}:
        return "", ""
    return joined(recorded), joined(live)


def _name(facts: Facts) -> tuple[str, str]:
    old = facts.snapshot.hub.renamed_from if facts.snapshot.hub else None
    return (old, facts.snapshot.id) if old and old.lower() != facts.snapshot.id.lower() else ("", "")
