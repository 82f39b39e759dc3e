"""The document of a check → what a NOTICE file has to say: every duty once, with the parts that it comes from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from openness.evaluate.conditions import threshold
from openness.evaluate.profile import Profile
from openness.evaluate.terms import Term
from openness.kb.records import LicenseRecord

Data = Mapping[str, Any]
_THRESHOLDS = ("user-threshold", "revenue-threshold")
_COMPONENTS = ("weights", "data", "code", "unclear")


class Records(Protocol):
    """The part of the knowledge base that a notice needs."""

    def license(self, record_id: str) -> LicenseRecord | None:
        """The license record with that id."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One model, data set or service of the product."""

    id: str
    revision: str | None
    licenses: tuple[str, ...]  # "weights: Apache License 2.0", with "through BASE" where it is inherited
    lacking: tuple[str, ...] = ()  # why this notice may be incomplete for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One thing that is due, and for which parts."""

    summary: str
    when: str
    parts: tuple[str, ...]
    words: str | None = None  # the exact words that are required
    condition: str = ""  # when it is due at all; or why it is not


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A license or policy of which a copy goes along."""

    name: str
    url: str | None
    sha256: str | None
    read: bool  # the text was read at the pinned commit; else the record says where its publisher keeps it
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Everything that a NOTICE file of a set of parts says."""

    parts: tuple[Part, ...]
    lines: tuple[Duty, ...] = ()  # words that go along as they stand
    display: tuple[Duty, ...] = ()  # words to show
    names: tuple[Duty, ...] = ()  # words that names carry
    changes: tuple[Duty, ...] = ()  # changes to state
    copies: tuple[Copy, ...] = ()
    also: tuple[Duty, ...] = ()
    not_due: tuple[Duty, ...] = ()


@dataclass(slots=True)
class _Shared:
    """Duties of several parts, each once."""

    found: dict[tuple[str, str, str | None, str], list[str]] = field(default_factory=dict)

    def add(self, part: str, summary: str, when: str, words: str | None, condition: str = "") -> None:
        parts = self.found.setdefault((summary, when, words, condition), [])
        if part not in parts:
            parts.append(part)

    def duties(self) -> tuple[Duty, ...]:
        return tuple(
            Duty(summary=summary, when=when, words=words, condition=condition, parts=tuple(parts))
            for (summary, when, words, condition), parts in self.found.items()
        )


def notice(document: Data, kb: Records, profile: Profile) -> Notice:
    """What the set of parts in a document of the machine interface requires of whoever ships it."""
    kinds = {name: _Shared() for name in ("lines", "display", "names", "changes", "also", "not_due")}
    for report in document["reports"]:
        for item in (*report["obligations"], *_of_data(report, kb)):
            if item["id"] == "license-copy" and not item["notice"] and profile.distributes is not False:
                continue  # the list of copies says it
            due, condition = _due(report, item, profile)
            shared = kinds[_section(item) if due else "not_due"]
            shared.add(report["subject"]["id"], item["summary"], item["when"], item["notice"], condition)
    return Notice(
        parts=tuple(_part(report) for report in document["reports"]),
        copies=_copies(document["reports"], kb),
        **{name: shared.duties() for name, shared in kinds.items()},
    )


def _of_data(report: Data, kb: Records) -> Iterator[Data]:
    """The obligations of licenses of data, which a report lists for weights and code only."""
    listed = {item["license"] for item in report["obligations"]}
    for license_id in dict.fromkeys(m["id"] for m in report["licenses"] if m["applies_to"] == "data"):
        record = kb.license(license_id)
        for item in record.obligations if record is not None and license_id not in listed else ():
            yield {
                "id": item.id,
                "summary": item.summary,
                "when": item.when,
                "notice": item.notice,
                "license": license_id,
            }


def _section(item: Data) -> str:
    if item["id"] == "naming-prefix":
        return "names"
    if item["id"] == "state-changes":
        return "changes"
    if item["id"] in ("attribution-display", "publication-citation"):
        return "display"
    return "lines" if item["notice"] else "also"


def _due(report: Data, item: Data, profile: Profile) -> tuple[bool, str]:
    """Whether a duty is due for the organisation, and under which condition, or why it is not."""
    if item["when"] == "redistribute" and profile.distributes is False:
        return False, "the profile says that you do not distribute"
    if item["id"] != "attribution-display":
        return True, ""
    mine = [f for f in report["findings"] if f["license"] == item["license"]]
    triggers = [str(f["params"].get("trigger") or "") for f in mine if f["clause"] == "attribution-display"]
    if not any("threshold" in trigger for trigger in triggers):
        return True, ""
    effects = []
    for finding in mine:
        if finding["clause"] in _THRESHOLDS:
            term = Term(clause=finding["clause"], license=finding["license"], params=finding["params"])
            if term.asks_only_credit:
                effects.append(threshold(term, profile, "the licensor", None))
    if effects and not any(effect.says for effect in effects):
        return False, "the profile is below the threshold"
    return True, "; or ".join(dict.fromkeys(effect.says for effect in effects if effect.says))


def _part(report: Data) -> Part:
    licenses: dict[str, None] = {}
    for match in sorted(report["licenses"], key=lambda match: match["basis"] == "inherited"):
        if match["applies_to"] in _COMPONENTS:
            of = match["applies_to"] if match["applies_to"] != "unclear" else "license"
            name = f"{of}: {match['name']}"
            if match["basis"] != "inherited":
                licenses[name] = None
            elif name not in licenses:
                licenses[f"{name}, through {match['from']}"] = None
    lacking = [] if licenses else ["no license was found, so nothing here covers it"]
    lacking += [f"the terms of {name} could not be read" for name in dict.fromkeys(_unread(report))]
    lacking += [c["explanation"] for c in report["conflicts"] if c["kind"].startswith("missing-")]
    return Part(
        id=report["subject"]["id"],
        revision=report["subject"]["revision"],
        licenses=tuple(licenses),
        lacking=tuple(lacking),
    )


def _unread(report: Data) -> Iterator[str]:
    for match in report["licenses"]:
        if match["applies_to"] in _COMPONENTS and not match["known"]:
            yield match["name"]
    bases = list(report["lineage"]["bases"])
    while bases:
        base = bases.pop(0)
        if base["weights"] and base["resolved_from"] is None:
            yield f"the base {base['id']}"
        bases += base["bases"]


def _copies(reports: Iterable[Data], kb: Records) -> tuple[Copy, ...]:
    """Every license with the text that was read, else with where its publisher keeps it; and its policies."""
    found: dict[tuple[str, str | None, str | None, bool], list[str]] = {}

    def add(part: str, name: str, url: str | None, sha256: str | None, read: bool) -> None:
        parts = found.setdefault((name, url, sha256, read), [])
        if part not in parts:
            parts.append(part)

    for report in reports:
        part = report["subject"]["id"]
        texts = {item["path"]: item for item in report["read"]}
        read_ids = {m["id"] for m in report["licenses"] if m["grade"] == "A" and m["from"] in texts}
        for match in report["licenses"]:
            if match["applies_to"] not in _COMPONENTS:
                continue
            text = texts.get(match["from"]) if match["grade"] == "A" else None
            if text is not None:
                add(part, match["name"], text["url"] or text["path"], text["sha256"], read=True)
            elif match["id"] not in read_ids:
                add(part, match["name"], *_kept(kb.license(match["id"])), read=False)
            record = kb.license(match["id"])
            for policy_id in record.incorporates if record else ():
                policy = kb.license(policy_id)
                if policy is not None and policy_id not in read_ids:
                    add(part, policy.name, *_kept(policy), read=False)
    return tuple(
        Copy(name=name, url=url, sha256=sha256, read=read, parts=tuple(parts))
        for (name, url, sha256, read), parts in found.items()
    )


def _kept(record: LicenseRecord | None) -> tuple[str | None, str | None]:
    """Where the publisher keeps the text, and the hash of the text that our record was read from."""
    if record is None:
        return None, None
    source = next((s for s in record.sources if s.what == "text" and s.url and s.sha256), None)
    return (source.url, source.sha256) if source else (record.url, None)
