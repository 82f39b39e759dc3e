"""References → the check document: each subject is looked up once, whatever the number of places.

Offline, what openness.lock pins is answered from the lock, with the words that were captured; the rest from the cache
and the registry. Each place is judged by the policy of its path; what a baseline holds is listed and not judged.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openness.cli.run import build_pipeline
from openness.model import Decision, Kind, Ref, Report, TargetError
from openness.policy.baseline import Baseline, read_baseline
from openness.policy.decide import decide, judge
from openness.policy.load import Config, find_config, load_config, load_policy
from openness.policy.policy import Policy
from openness.scan.reference import Reference

if TYPE_CHECKING:
    from openness.lock.entry import Entry

_NAMESPACES = ("ollama:", "spacy:", "pypi:")  # names that are not the Hub's; the registry may know them


@dataclass(frozen=True, slots=True)
class Policies:
    """Which policy judges which path."""

    named: str | None  # what the command line asks for; it holds for every path
    config: Config

    @classmethod
    def of(cls, named: str | None) -> "Policies":
        """The policies of this run."""
        return cls(named, load_config(find_config()))

    def for_path(self, path: str) -> Policy:
        """The policy of one file."""
        return load_policy(self.named) if self.named else self.config.for_path(path.removeprefix("./"))

    def baseline(self) -> Baseline:
        """What was there before the policy."""
        return read_baseline(self.config.baseline)


def check_references(
    references: Iterable[Reference], *, offline: bool, policy: str | None, profile: Path | None
) -> dict[str, Any]:
    """The document of a check whose targets are the references' ids; failures are entries of `errors`.

    `places` holds a decision for each (id, path), `baseline` the places that are not judged.
    """
    from openness.render import json_v1

    references = tuple(references)
    policies = Policies.of(policy)
    known = policies.baseline()
    old = {(r.id, r.path) for r in references if known.holds(r)}
    new = tuple(r for r in references if (r.id, r.path) not in old)
    locked = _locked(new) if offline else {}
    found, failed, version = _checked([r for r in new if r.id not in locked], offline, policy, profile)
    by_id: dict[str, Report | Entry] = {**locked, **{report.facts.snapshot.target: report for report in found}}
    places = {
        (r.id, r.path): json_v1.decision(_judged(by_id[r.id], policies.for_path(r.path))) for r in new if r.id in by_id
    }
    document = json_v1.document(found, failed, version)
    document["reports"] = [
        *document["reports"],
        *(_lock_report(entry, places[_place_of(new, name)]) for name, entry in sorted(locked.items())),
    ]
    document["places"] = places
    document["baseline"] = old
    return document


def _place_of(references: Sequence[Reference], name: str) -> tuple[str, str]:
    return next((r.id, r.path) for r in references if r.id == name)


def _checked(
    references: Sequence[Reference], offline: bool, policy: str | None, profile: Path | None
) -> tuple[list[Report], list[TargetError], str]:
    """Reports and errors of what has to be looked up, and the version of the knowledge that answered."""
    from openness.pipeline import check_all

    refs = subjects(references)
    if not refs:
        return [], [], ""
    pipeline, _settings = build_pipeline(offline=offline, assumptions=(), policy=policy, profile=profile)
    results = list(check_all(pipeline, refs))
    reports = [result for result in results if isinstance(result, Report)]
    return reports, [result for result in results if isinstance(result, TargetError)], pipeline.kb.version


def _locked(references: Sequence[Reference]) -> "dict[str, Entry]":
    """The entries of openness.lock for what is referenced; only those are parsed."""
    from openness.lock.file import NAME, open_lock

    if not references or not Path(NAME).is_file():
        return {}
    lock = open_lock(Path(NAME))
    entries = {name: lock.entry(name) for name in {reference.id for reference in references}}
    return {name: entry for name, entry in entries.items() if entry is not None}


def _judged(subject: "Report | Entry", policy: Policy) -> Decision:
    return decide(subject, policy) if isinstance(subject, Report) else judge(subject.subject(), policy)


def _lock_report(entry: "Entry", decision: dict[str, Any]) -> dict[str, Any]:
    """A locked entry in the form of a report, as far as the lock holds it."""
    terms = {f"l{number}": term for number, term in enumerate(entry.terms, 1)}
    return {
        "target": entry.id,
        "subject": {
            "id": entry.id,
            "kind": entry.kind,
            "revision": entry.revision or None,
            "source": "lock",
            "retrieved_at": entry.acquired,
        },
        "as_of": entry.acquired,
        "spectrum": {"level": entry.level, "at_most": entry.at_most, "missing_for_next": []},
        "licenses": [
            {"id": m["id"], "name": m["id"], "applies_to": m["component"], "grade": m["grade"]} for m in entry.licenses
        ],
        "uses": {
            use: {
                "answer": answer,
                "conditions": [],
                "because": [mark for mark, term in terms.items() if term["clause"] in entry.because.get(use, ())],
            }
            for use, answer in entry.uses.items()
        },
        "findings": [
            {
                "clause": term["clause"],
                "polarity": "restriction",
                "license": term["license"] or None,
                "section": term["section"] or None,
                "evidence": [mark],
            }
            for mark, term in terms.items()
        ],
        "evidence": {
            mark: {
                "kind": "license-file" if term["quoted"] else "record-clause",
                "quote": term["words"],
                "source": f"{term['license'] or 'terms'}, locked {entry.acquired}",
            }
            for mark, term in terms.items()
        },
        "decision": decision,
    }


def subjects(references: Iterable[Reference]) -> list[Ref]:
    """One target for each subject, ordered by id; a commit is kept when all places agree on it."""
    grouped: dict[tuple[str, str], set[str | None]] = {}
    for reference in references:
        grouped.setdefault((reference.id, reference.kind), set()).add(reference.revision)
    refs = []
    for (name, kind), revisions in sorted(grouped.items()):
        revision = next(iter(revisions)) if len(revisions) == 1 else None
        refs.append(_ref(name, kind, revision))
    return refs


def _ref(name: str, kind: str, revision: str | None) -> Ref:
    for prefix in _NAMESPACES:
        if name.startswith(prefix):
            return Ref(typed=name, id=name.removeprefix(prefix), kind=Kind.SERVICE)
    if kind == "service":
        return Ref(typed=name, id=name, kind=Kind.SERVICE)
    return Ref(typed=name, id=name, kind=Kind(kind), revision=revision)
