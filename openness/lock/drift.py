"""What changed between two states of a subject, and who changed it: the publisher, a base, or our knowledge."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openness.lock.entry import Entry
from openness.model.placement import Level
from openness.policy.conditions import ANSWERS, listed

UPSTREAM, BASE, KNOWLEDGE = "upstream", "base", "knowledge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a clause, or our summary of it."""

    text: str
    quoted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference."""

    what: (
        str  # level | license | license-text | clause | use | gate | base | conflict | renamed | tag | card | revision
    )
    summary: str
    before: Words | None = None  # words, where there are some
    after: Words | None = None
    worse: bool = False  # it takes something away, or somebody has to read it
    name: str = ""  # id of the use or clause
    old: str = ""  # answer before, for a use
    new: str = ""  # answer now
    cause: str = UPSTREAM  # upstream | base | knowledge


_RANK = {"no": 0, "unknown": 1, "conditional": 2, "yes": 3}
_FIRST = ("gone", "renamed", "license", "license-text", "level", "use", "clause", "gate", "base", "conflict")


def changes(before: Entry, after: Entry) -> tuple[Change, ...]:
    """Differences, the weighty ones first."""
    cause = _cause(before, after)
    found = [
        *_names(before, after),
        *_licenses(before, after, cause),
        *_level(before, after, cause),
        *_uses(before, after, cause),
        *_clauses(before, after, cause),
        *_access(before, after),
        *_bases(before, after),
        *_conflicts(before, after, cause),
        *_content(before, after),
    ]
    return tuple(sorted(found, key=lambda change: not change.worse))


def same_content(before: Entry, after: Entry) -> bool:
    """Whether the same files were read: then a difference comes from a base or from our knowledge."""
    texts = [{(m["from"], m["sha256"]) for m in e.licenses if m["sha256"]} for e in (before, after)]
    known = not (texts[0] and texts[1]) or texts[0] == texts[1]
    cards = not (before.card_hash and after.card_hash) or before.card_hash == after.card_hash
    return before.revision == after.revision and known and cards and before.gated == after.gated


def _cause(before: Entry, after: Entry) -> str:
    if not same_content(before, after):
        return UPSTREAM
    if _by_base(before) != _by_base(after):
        return BASE
    return UPSTREAM if (before.tool, before.knowledge) == (after.tool, after.knowledge) else KNOWLEDGE


def _names(before: Entry, after: Entry) -> Iterator[Change]:
    if before.id != after.id:
        yield Change(what="renamed", summary=f"renamed: {before.id} is now {after.id}", worse=True)


def _level(before: Entry, after: Entry, cause: str) -> Iterator[Change]:
    if before.level != after.level:
        worse = _rank(after.level) < _rank(before.level)
        yield Change(what="level", summary=f"level: {before.level} → {after.level}", worse=worse, cause=cause)


def _licenses(before: Entry, after: Entry, cause: str) -> Iterator[Change]:
    old, new = _by_license(before), _by_license(after)
    parts = sorted({part for part, _ in (*old, *new)})
    for part in parts:
        lost = sorted(name for where, name in old.keys() - new.keys() if where == part)
        gained = sorted(name for where, name in new.keys() - old.keys() if where == part)
        if lost or gained:
            kept = sorted(name for where, name in old.keys() & new.keys() if where == part)
            also = f" (still {listed(kept)})" if kept else ""
            what = f"{listed(lost) or 'none'} → {listed(gained) or 'none'}{also}"
            of = f"of the {part}" if part != "unclear" else "(unclear of what)"
            yield Change(what="license", summary=f"license {of}: {what}", worse=True, cause=cause)
    for key in sorted(old.keys() & new.keys()):
        had, has = old[key], new[key]
        if had and has and had != has:
            text = f"the text of {key[1]} changed (sha256 {had[:12]} → {has[:12]})"
            yield Change(what="license-text", summary=text, worse=True)
        elif had and not has and before.source in ("hub", "cache") and after.source in ("hub", "cache"):
            yield Change(what="license-text", summary=_lost_text(key[1], had, before, after), worse=True)


def _lost_text(name: str, sha256: str, before: Entry, after: Entry) -> str:
    """What became of a text: it is read as another license now, or it cannot be read at all."""
    files = {m["from"] for m in before.licenses if m["sha256"] == sha256}
    now = next((m for m in after.licenses if m["from"] in files and m["sha256"]), None)
    if now is None:
        return f"the text of {name} can no longer be read; only its name is left"
    return f"{now['from']} is not {name} any more, it is {now['id']} (sha256 {sha256[:12]} → {now['sha256'][:12]})"


def _by_license(entry: Entry) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for match in entry.licenses:
        key = (match["component"], match["id"])
        found[key] = found.get(key) or match["sha256"]
    return found


def _clauses(before: Entry, after: Entry, cause: str) -> Iterator[Change]:
    old, new = _by_clause(before), _by_clause(after)
    for key in sorted(new.keys() - old.keys(), key=lambda key: (not new[key]["words"], key)):
        yield Change(
            what="clause",
            name=key,
            summary=f"clause gained: {_named(new[key])}",
            after=_words(new[key]),
            worse=True,
            cause=BASE if new[key]["inherited_from"] and cause != KNOWLEDGE else cause,
        )
    for key in sorted(old.keys() - new.keys(), key=lambda key: (not old[key]["words"], key)):
        summary = f"clause lost: {_named(old[key])}"
        yield Change(what="clause", name=key, summary=summary, before=_words(old[key]), cause=cause)
    for key in sorted(old.keys() & new.keys()):
        differing = _figures(old[key]["params"], new[key]["params"])
        if differing:
            summary = f"clause changed: {_named(new[key])}: {'; '.join(differing)}"
            same = old[key]["words"] == new[key]["words"]
            yield Change(
                what="clause",
                name=key,
                summary=summary,
                before=None if same else _words(old[key]),
                after=None if same else _words(new[key]),
                worse=True,
                cause=cause,
            )


def _figures(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Parameters that both sides state and that differ: thresholds, places, lists."""
    return [
        f"{name} {_shown(old[name])} → {_shown(new[name])}"
        for name in sorted(old.keys() & new)
        if old[name] != new[name]
    ]


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return listed(value) if isinstance(value, list | tuple) else str(value)


def _by_clause(entry: Entry) -> dict[str, Mapping[str, Any]]:
    result: dict[str, Mapping[str, Any]] = {}
    for term in entry.terms:
        held = result.get(term["clause"])
        if held is None or (not held["quoted"] and term["quoted"]):
            result[term["clause"]] = term
    return result


def _named(term: Mapping[str, Any]) -> str:
    section = f", section {term['section']}" if term["section"] else ""
    through = f", through {term['inherited_from']}" if term["inherited_from"] else ""
    return f"{term['clause']} ({term['license'] or 'the card'}{section}{through})"


def _words(term: Mapping[str, Any]) -> Words | None:
    return Words(text=term["words"], quoted=term["quoted"]) if term["words"] else None


def _uses(before: Entry, after: Entry, cause: str) -> Iterator[Change]:
    if not before.uses or not after.uses:
        return
    for use in sorted(before.uses.keys() & after.uses.keys(), key=lambda use: (use != "commercial", use)):
        old, new = before.uses[use], after.uses[use]
        if old != new:
            summary = f"{use}: {ANSWERS.get(old, old)} → {ANSWERS.get(new, new)}"
            worse = _RANK.get(new, 1) < _RANK.get(old, 1)
            yield Change(what="use", summary=summary, worse=worse, cause=cause, name=use, old=old, new=new)


def _access(before: Entry, after: Entry) -> Iterator[Change]:
    if before.gated != after.gated:
        closed = after.gated != "none"
        summary = f"gate: {before.gated} → {after.gated}"
        if closed:
            summary += "; whoever fetches it now accepts terms first"
        yield Change(what="gate", summary=summary, worse=closed)


def _bases(before: Entry, after: Entry) -> Iterator[Change]:
    old, new = _by_base(before), _by_base(after)
    for name in sorted(new.keys() - old.keys()):
        yield Change(what="base", summary=f"base gained: {name} ({_base(new[name])})", worse=True)
    for name in sorted(old.keys() - new.keys()):
        yield Change(what="base", summary=f"base lost: {name}")
    for name in sorted(old.keys() & new.keys()):
        if old[name] != new[name]:
            summary = f"base {name}: {_base(old[name])} → {_base(new[name])}"
            yield Change(what="base", summary=summary, worse=True, cause=BASE)


def _by_base(entry: Entry) -> dict[str, tuple[tuple[str, ...], str]]:
    return {base["id"]: (tuple(base["licenses"]), base["level"]) for base in entry.bases}


def _base(base: tuple[tuple[str, ...], str]) -> str:
    level = f", {base[1]}" if base[1] != "unknown" else ""
    return f"{listed(base[0]) or 'no license found'}{level}"


def _conflicts(before: Entry, after: Entry, cause: str) -> Iterator[Change]:
    for conflict in sorted(set(after.conflicts) - set(before.conflicts)):
        kind, _, strength = conflict.partition(" ")
        explained = f": {after.explained[conflict]}" if conflict in after.explained else ""
        summary = f"new conflict: {kind} ({strength}){explained}"
        yield Change(what="conflict", name=kind, summary=summary, worse=True, cause=cause)
    for conflict in sorted(set(before.conflicts) - set(after.conflicts)):
        yield Change(what="conflict", summary=f"conflict settled: {conflict.partition(' ')[0]}", cause=cause)


def _content(before: Entry, after: Entry) -> Iterator[Change]:
    if before.card_hash and after.card_hash and before.card_hash != after.card_hash:
        yield Change(what="card", summary="the model card was edited")
    if before.revision != after.revision:
        commits = f"{before.revision[:12] or 'none'} → {after.revision[:12] or 'none'}"
        if before.requested and before.requested == after.requested:
            yield Change(what="tag", summary=f"{before.requested} points elsewhere now: commit {commits}", worse=True)
        else:
            yield Change(what="revision", summary=f"commit: {commits}")


def _rank(level: str) -> int:
    try:
        return Level(level).rank
    except ValueError:
        return 0
