"""References → the check document: each subject is looked up once, whatever the number of places.

Offline, what openness.lock pins is answered from the lock, with the words that were captured; the rest from the
registry, and what that does not know from the Hub's cache on this machine. Each place is judged by the policy of its
path; what a baseline holds is listed and not judged.
"""

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from openness.cli.scan_known import NAMESPACES, known_answers, report_of
from openness.policy.baseline import Baseline, read_baseline
from openness.policy.decide import judge
from openness.policy.load import Config, find_config, load_config, load_policy
from openness.policy.policy import Policy
from openness.policy.subject import Subject, from_report
from openness.render.decision_v1 import decision
from openness.scan.reference import Reference

if TYPE_CHECKING:
    from pathlib import Path

    from openness.model import Ref


class Policies(NamedTuple):
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
    references: Iterable[Reference],
    *,
    offline: bool,
    policy: str | None,
    profile: "Path | None",
    scanned: Sequence[str | os.PathLike[str]] = (),
) -> dict[str, Any]:
    """The document of a check whose targets are the references' ids; failures are entries of `errors`.

    `places` holds a decision for each (id, path), `baseline` the places that are not judged, `exceptions` what became
    of waivers and agreements over what was `scanned`.
    """
    references = tuple(references)
    policies = Policies.of(policy)
    before = policies.baseline()
    old = {(r.id, r.path) for r in references if before.holds(r)}
    new = tuple(r for r in references if (r.id, r.path) not in old)
    stated = bool(profile or policies.config.profile)  # then ready-made answers to uses are not this organisation's
    known = known_answers(new, registry=not stated) if offline else {}
    left = [r for r in new if r.id not in known]
    document, found = _looked_up(left, offline, policy, profile) if left else (_frame(opened=bool(known)), {})
    judged = {**found, **{name: answer.subject for name, answer in known.items()}}
    placed = [(r, judged[r.id], policies.for_path(r.path)) for r in new if r.id in judged]
    places = {(r.id, r.path): decision(judge(subject, chosen)) for r, subject, chosen in placed}
    document["reports"] = [
        *document["reports"],
        *(report_of(name, answer, places[_place_of(new, name)]) for name, answer in sorted(known.items())),
    ]
    document["places"] = places
    document["baseline"] = old
    pairs = [(chosen, subject) for _, subject, chosen in placed]
    document["exceptions"] = _exceptions(policies, pairs, {name for name, _ in old}, scanned)
    return document


def _exceptions(
    policies: Policies,
    judged: Sequence[tuple[Policy, Subject]],
    unjudged: set[str],
    scanned: Sequence[str | os.PathLike[str]],
) -> list[dict[str, Any]]:
    """Waivers and agreements with their state; one that is not needed is only told by a scan of everything.

    Whether one is needed for what the baseline holds (`unjudged`) is not known, and not told.
    """
    general = policies.for_path("")
    if not general.waivers and not general.agreements:
        return []
    from datetime import UTC, datetime

    from openness.policy.report import exception_states, line_of
    from openness.policy.rule import matches

    file = policies.config.path
    whole = file is not None and any(_holds(path, file) for path in scanned)
    meant = {item.id: (item.model,) for item in general.waivers} | {a.id: a.models for a in general.agreements}
    held = {name for name, patterns in meant.items() if any(matches(p, n) for p in patterns for n in unjudged)}
    states = exception_states(judged, general, general.today or datetime.now(UTC).date())
    return [
        {
            "id": state.id,
            "what": state.what,
            "state": state.state,
            "explanation": state.explanation,
            "subjects": list(state.subjects),
            "path": os.path.relpath(file).replace(os.sep, "/") if file else None,
            "line": line_of(state.id, file) if file else None,
        }
        for state in states
        if state.subjects or (whole and state.id not in held)
    ]


def _holds(folder: str | os.PathLike[str], file: str) -> bool:
    """Whether a folder that was scanned is the one that a configuration is for, or above it."""
    return os.path.isdir(folder) and os.path.dirname(file).startswith(os.path.realpath(folder))


def _place_of(references: Sequence[Reference], name: str) -> tuple[str, str]:
    return next((r.id, r.path) for r in references if r.id == name)


def _looked_up(
    references: Sequence[Reference], offline: bool, policy: str | None, profile: "Path | None"
) -> tuple[dict[str, Any], dict[str, Subject]]:
    """The document of what has to be looked up, and its subjects by target."""
    from openness.cli.run import build_pipeline
    from openness.model import Report, TargetError
    from openness.pipeline import check_all
    from openness.render import json_v1

    pipeline, _settings = build_pipeline(offline=offline, assumptions=(), policy=policy, profile=profile)
    results = list(check_all(pipeline, subjects(references)))
    reports = [result for result in results if isinstance(result, Report)]
    failed = [result for result in results if isinstance(result, TargetError)]
    found = {report.facts.snapshot.target: from_report(report) for report in reports}
    return json_v1.document(reports, failed, pipeline.kb.version), found


def _frame(*, opened: bool) -> dict[str, Any]:
    """The document when nothing has to be looked up; `opened`: the knowledge was read in this run already."""
    from openness import __version__
    from openness.kb.ready import ReadyReports

    ready = ReadyReports.open(again=opened)
    tool = {"name": "openness", "version": __version__, "knowledge": ready.version if ready else ""}
    return {**((ready.frame() if ready else None) or {}), "tool": tool, "reports": [], "errors": []}


def subjects(references: Iterable[Reference]) -> "list[Ref]":
    """One target for each subject, ordered by id; a commit is kept when all places agree on it."""
    grouped: dict[tuple[str, str], set[str | None]] = {}
    for reference in references:
        grouped.setdefault((reference.id, reference.kind), set()).add(reference.revision)
    refs = []
    for (name, kind), revisions in sorted(grouped.items()):
        revision = next(iter(revisions)) if len(revisions) == 1 else None
        refs.append(_ref(name, kind, revision))
    return refs


def _ref(name: str, kind: str, revision: str | None) -> "Ref":
    from openness.model import Kind, Ref

    for prefix in NAMESPACES:
        if name.startswith(prefix):
            return Ref(typed=name, id=name.removeprefix(prefix), kind=Kind.SERVICE)
    if kind == "service":
        return Ref(typed=name, id=name, kind=Kind.SERVICE)
    return Ref(typed=name, id=name, kind=Kind(kind), revision=revision)
