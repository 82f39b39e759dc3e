"""What changed between two states of a subject: licenses, clauses with their words, level, uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openness.lock.entry import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference."""

    what: str  # revision | license | license-text | clause | level | use | gate | card | renamed | gone | conflict
    summary: str
    before: str = ""  # words, where there are some
    after: str = ""
    worse: bool = False  # it takes something away, or nobody knows


_RANK = {"no": 0, "unknown": 1, "conditional": 2, "yes": 3}


def changes(before: Entry, after: Entry) -> tuple[Change, ...]:
    """Differences, the weighty ones first."""
    found = [
        *_level(before, after),
        *_licenses(before, after),
        *_clauses(before, after),
        *_uses(before, after),
        *_plain(before, after),
    ]
    return tuple(found)


def _level(before: Entry, after: Entry) -> list[Change]:
    from openness.model.placement import Level

    if before.level == after.level:
        return []
    worse = Level(after.level).rank < Level(before.level).rank
    return [Change(what="level", summary=f"level: {before.level} → {after.level}", worse=worse)]


def _licenses(before: Entry, after: Entry) -> list[Change]:
    old, new = _by_license(before), _by_license(after)
    found = [
        Change(what="license", summary=f"license lost: {name} ({part})", worse=True)
        for name, part in sorted(old.keys() - new.keys())
    ]
    found += [
        Change(what="license", summary=f"license gained: {name} ({part})", worse=True)
        for name, part in sorted(new.keys() - old.keys())
    ]
    for key in sorted(old.keys() & new.keys()):
        if old[key] and new[key] and old[key] != new[key]:
            found.append(
                Change(
                    what="license-text",
                    summary=f"the text of {key[0]} changed",
                    before=old[key][:12],
                    after=new[key][:12],
                    worse=True,
                )
            )
    return found


def _by_license(entry: Entry) -> dict[tuple[str, str], str]:
    return {(m["id"], m["component"]): m["sha256"] for m in entry.licenses}


def _clauses(before: Entry, after: Entry) -> list[Change]:
    old, new = _by_clause(before), _by_clause(after)
    found = []
    for key in sorted(new.keys() - old.keys()):
        found.append(Change(what="clause", summary=f"clause gained: {key}", after=new[key]["words"], worse=True))
    for key in sorted(old.keys() - new.keys()):
        found.append(Change(what="clause", summary=f"clause lost: {key}", before=old[key]["words"]))
    return found


def _by_clause(entry: Entry) -> dict[str, Mapping[str, Any]]:
    result: dict[str, Mapping[str, Any]] = {}
    for term in entry.terms:
        result.setdefault(term["clause"], term)
    return result


def _uses(before: Entry, after: Entry) -> list[Change]:
    found = []
    for use in sorted(before.uses.keys() | after.uses.keys()):
        old, new = before.uses.get(use, "unknown"), after.uses.get(use, "unknown")
        if old != new:
            found.append(Change(what="use", summary=f"{use}: {old} → {new}", worse=_RANK[new] < _RANK[old]))
    return found


def _plain(before: Entry, after: Entry) -> list[Change]:
    found = []
    if before.id != after.id:
        found.append(Change(what="renamed", summary=f"renamed: {before.id} → {after.id}", worse=True))
    if before.gated != after.gated:
        found.append(Change(what="gate", summary=f"gate: {before.gated} → {after.gated}", worse=after.gated != "none"))
    if before.card_hash and after.card_hash and before.card_hash != after.card_hash:
        found.append(Change(what="card", summary="the model card changed"))
    if before.revision != after.revision:
        found.append(
            Change(what="revision", summary=f"commit: {before.revision[:12] or '-'} → {after.revision[:12] or '-'}")
        )
    for conflict in after.conflicts:
        if conflict not in before.conflicts:
            found.append(Change(what="conflict", summary=f"new conflict: {conflict}", worse=True))
    return found
