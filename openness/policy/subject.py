"""What a policy may look at: the same few facts, whether they come from a report, the lock or the registry."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from openness.model import Level
from openness.model.gaps import BY_RULE, NOT_LIVE
from openness.policy.rule import matches

if TYPE_CHECKING:
    from openness.model import Report

UNREAD = "unread"  # in place of a digest: no license text was read
_EMPTY: Mapping[str, Any] = MappingProxyType({})
POLARITIES = ("restriction", "condition", "obligation")  # of clauses that limit or oblige


class Term(NamedTuple):
    """One clause that binds, with the words that prove it."""

    clause: str
    license: str | None
    component: str = "weights"
    section: str | None = None
    words: str = ""  # a quote, or our summary when `quoted` is False
    quoted: bool = False
    inherited_from: str | None = None


class Subject(NamedTuple):
    """One model, data set or service as a policy sees it."""

    id: str
    kind: str  # model | dataset | service
    level: Level
    licenses: tuple[tuple[str, str, str], ...] = ()  # (license id, component, grade)
    terms: tuple[Term, ...] = ()
    uses: Mapping[str, str] = _EMPTY  # use id -> answer
    use_reasons: Mapping[str, tuple[str, ...]] = _EMPTY  # use id -> conditions
    because: Mapping[str, tuple[str, ...]] = _EMPTY  # use id -> clauses behind an answer below yes
    level_because: tuple[str, ...] = ()  # clauses that hold the level down
    rubrics: Mapping[str, str] = _EMPTY  # rubric id -> outcome
    conflicts: tuple[tuple[str, str], ...] = ()  # (kind, strength)
    unread: tuple[str, ...] = ()  # ancestors whose weights it contains and that could not be read
    not_live: str = ""  # why the Hub did not answer for it, when the registry did in its place
    by_rule: str = ""  # why only a rule of its family answered for a model that no record names
    license_hash: str = ""  # changes when a license or its text changes
    called: str = ""  # of a service: the name under which it was asked for, which is what people write in a policy

    def is_named(self, patterns: Iterable[str]) -> bool:
        """Whether any of some ids or patterns is the subject's; a model answers to its own id alone."""
        return any(matches(p, self.id) or (self.called and matches(p, self.called)) for p in patterns)

    def license_ids(self, component: str | None = "weights") -> frozenset[str]:
        """Ids of the licenses that apply to a component (None: to any)."""
        return frozenset(name for name, part, _ in self.licenses if component is None or part in (component, "unclear"))


def from_report(report: "Report") -> Subject:
    """The subject of a report."""
    from openness.render.json_v1 import report as as_data

    return from_data(as_data(report))


def from_data(data: Mapping[str, Any]) -> Subject:
    """The subject of one entry of `reports` (DESIGN.md section 10)."""
    evidence = data["evidence"]
    terms = []
    for finding in data["findings"]:
        words, quoted = finding.get("summary") or "", False
        for key in finding["evidence"]:
            item = evidence.get(key)
            if item and item["kind"] != "record-clause":
                words, quoted = item["quote"], True
                break
        terms.append(
            Term(
                clause=finding["clause"],
                license=finding["license"],
                component=finding["applies_to"],
                section=finding["section"],
                words=words,
                quoted=quoted,
                inherited_from=finding["inherited_from"],
            )
        )
    return Subject(
        id=data["subject"]["id"],
        kind=data["subject"]["kind"],
        level=Level(data["spectrum"]["level"]),
        licenses=tuple((m["id"], m["applies_to"], m["grade"]) for m in data["licenses"]),
        terms=tuple(terms),
        uses={name: use["answer"] for name, use in data["uses"].items()},
        use_reasons={name: tuple(use["conditions"]) for name, use in data["uses"].items()},
        because={
            name: clauses
            for name, use in data["uses"].items()
            if use["answer"] != "yes" and (clauses := _behind(data, use["because"]))
        },
        level_because=_behind(data, data["spectrum"]["evidence"]),
        rubrics={name: rubric["outcome"] for name, rubric in data["rubrics"].items()},
        conflicts=tuple((c["kind"], c["strength"]) for c in data["conflicts"]),
        unread=tuple(_unread(data["lineage"]["bases"])),
        not_live=next((gap["why"] for gap in data["gaps"] if gap["what"] == NOT_LIVE), ""),
        by_rule=_by_rule(data),
        license_hash=license_hash(data),
        called=str(data.get("target", "")) if data["subject"]["kind"] == "service" else "",
    )


def _by_rule(data: Mapping[str, Any]) -> str:
    """A service is its provider's whatever its version; a model of that name may not even exist."""
    if data["subject"]["kind"] != "model":
        return ""
    return next((gap["why"] for gap in data["gaps"] if gap["why"].startswith(BY_RULE)), "")


def _behind(data: Mapping[str, Any], evidence: Iterable[str]) -> tuple[str, ...]:
    """Clauses that limit or oblige, in the order in which the evidence of an answer cites them."""
    cited: dict[str, list[str]] = {}
    for finding in data["findings"]:
        if finding["polarity"] in POLARITIES:
            for key in finding["evidence"]:
                cited.setdefault(key, []).append(finding["clause"])
    return tuple(dict.fromkeys(clause for key in evidence for clause in cited.get(key, ())))


def _unread(bases: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for base in bases:
        if not base["weights"]:
            continue
        if base["resolved_from"] is None:
            yield base["id"]
        yield from _unread(base["bases"])


def license_hash(data: Mapping[str, Any]) -> str:
    """What a waiver is bound to: a digest of the licenses and, after "-", of their texts ("unread" without any).

    Licenses of code and documentation count only where nothing else is licensed: they say nothing about weights. A use
    policy counts by its text: whether its file was seen depends on where the answer comes from.
    """
    from openness.policy.vocabulary import use_policies

    texts = {item["path"]: item["sha256"] for item in data.get("read", ())}
    counted = [m for m in data["licenses"] if m["applies_to"] not in ("code", "docs")] or data["licenses"]
    names = sorted({m["id"] for m in counted if m["id"] not in use_policies()})
    read = sorted({f"{m['id']}\0{texts[m['from']]}" for m in counted if m["grade"] == "A" and m["from"] in texts})
    return f"{_digest(names)}-{_digest(read) if read else UNREAD}"


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
