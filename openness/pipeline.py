"""The order of the stages, and nothing else.

Ref ─fetch→ Snapshot ─collect→ Evidence* ─identify→ LicenseMatch* ─find→ ClauseFinding* ─trace→ Lineage, Conflict*
    ─evaluate→ RubricResult* ─place→ Placement ─decide→ Decision ⇒ Report
"""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from openness.ancestry import Ancestry
from openness.clauses.find import find
from openness.clauses.leftovers import reader_with_leftovers
from openness.errors import OpennessError
from openness.evaluate.engine import evaluate_all
from openness.evaluate.facets import facets
from openness.evaluate.modality import in_reach
from openness.evaluate.obligations import obligations
from openness.evaluate.profile import Profile
from openness.evaluate.uses import uses
from openness.evidence.collect import collect
from openness.identify.combine import identify
from openness.identify.text import identify_text
from openness.kb.load import KnowledgeBase
from openness.kb.registry import Match
from openness.kb.registry_drift import as_gaps, drift
from openness.lineage.bases import bases
from openness.lineage.conflicts import conflicts
from openness.lineage.datasets import datasets
from openness.model import Basis, Component, Facts, Kind, LicenseMatch, Lineage, Ref, Report, Snapshot, TargetError
from openness.model.ledger import Ledger
from openness.placement import place
from openness.policy.decide import decide
from openness.policy.policy import Policy
from openness.sets import MAX_MEMBERS, SHOWN, as_set, license_of_set
from openness.sources.interface import Source
from openness.sources.registry import facts_to_evidence


@dataclass(frozen=True, kw_only=True)
class Pipeline:
    """The stages with what they need: knowledge, a source, a policy, a profile."""

    kb: KnowledgeBase
    source: Source
    policy: Policy = field(default_factory=Policy.default)
    profile: Profile = field(default_factory=Profile)
    ancestry: Ancestry = field(default_factory=Ancestry)
    as_of: str = field(default_factory=lambda: datetime.now(UTC).date().isoformat())

    def check(self, ref: Ref) -> Report:
        """Classify one subject and say why; a name that denotes a set answers as a set."""
        snapshot = self.source.fetch(ref)
        match = self.kb.registry.find(snapshot.id) if snapshot.source == "registry" else None
        report = self.judge(self.facts(snapshot))
        if match is None or match.record.kind != "set":
            return report
        members = [self.check(Ref(typed=name, id=name)) for name in match.record.members[:MAX_MEMBERS]]
        whole = as_set(report, members, match.record.members)
        return replace(whole, decision=decide(whole, self.policy))

    def facts(self, snapshot: Snapshot, trail: tuple[str, ...] = ()) -> Facts:
        """Everything that is known about a subject and its ancestors."""
        ledger = Ledger()
        gaps = () if snapshot.source == "registry" else collect(snapshot, ledger)
        # A folder's name never says whose model lies in it.
        nameless = snapshot.source == "local" or snapshot.kind is Kind.DATASET
        match = None if nameless else self.kb.registry.find(snapshot.id)
        if match is not None and match.how == "alias" and snapshot.source != "registry":
            match = None  # the account is called like a company: nothing says that it is the company's
        if match is not None:
            # Neither a family rule nor a re-uploader grants what the live repository itself does not state.
            guessed = match.how in ("rule", "re-upload")
            facts_to_evidence(match, ledger, licenses=snapshot.source == "registry" or not guessed)
        licenses = identify(snapshot, ledger, self.kb, reader_with_leftovers(identify_text, self.kb))
        if match is not None and match.record.kind == "set":
            licenses = self._licenses_of_set(match, ledger)
        findings, unread = find(snapshot, licenses, self.kb, ledger)
        lineage = Lineage(bases=bases(ledger.frozen()), datasets=datasets(ledger.frozen(), snapshot))
        own = Facts(
            snapshot=snapshot,
            evidence=ledger.frozen(),
            licenses=licenses,
            findings=findings,
            lineage=lineage,
            gaps=(*snapshot.gaps, *gaps, *unread),
        )
        whole = self.ancestry.extend(own, (*trail, snapshot.id), self.facts, self.source)
        whole = replace(whole, findings=in_reach(whole))
        whole = replace(whole, conflicts=(*conflicts(whole, self.kb), *whole.conflicts))
        if match is not None and snapshot.source != "registry":
            # Live evidence wins; where the registry says otherwise, the reader is told.
            whole = replace(whole, gaps=(*whole.gaps, *as_gaps(drift(match.record, whole, self.kb.registry))))
        return replace(whole, facets=facets(whole))

    def _licenses_of_set(self, match: Match, ledger: Ledger) -> tuple[LicenseMatch, ...]:
        names = ", ".join(match.record.members[:SHOWN])
        proof = ledger.note(
            f"data/registry: {match.record.id}",
            f"{match.record.title} denotes a set: {names}",
            kind="license-registry",
            component=Component.WEIGHTS,
            basis=Basis.REGISTRY,
        )
        found = license_of_set(match.record, self.kb.registry, proof.id)
        return () if found is None else (found,)

    def judge(self, facts: Facts) -> Report:
        """The verdicts over known facts."""
        rubrics = evaluate_all(facts, self.kb)
        placement = place(facts, rubrics, self.kb)
        report = Report(
            facts=facts,
            placement=placement,
            rubrics=rubrics,
            uses=uses(facts, self.kb, self.profile),
            obligations=obligations(facts, self.kb),
            decision=Policy.undecided(),
            as_of=self.as_of,
        )
        return replace(report, decision=decide(report, self.policy))


def check_all(
    pipeline: Pipeline,
    refs: Iterable[Ref],
    *,
    workers: int = 8,
    done: Callable[[str], None] = lambda _target: None,
) -> Iterator[Report | TargetError]:
    """Reports in input order; a target that fails is a value, not an abort."""

    def one(ref: Ref) -> Report | TargetError:
        try:
            return pipeline.check(ref)
        except OpennessError as error:
            return TargetError(target=ref.typed, kind=error.kind, message=error.message, hint=error.hint)
        except Exception as error:
            # A bug in one target must not hide the others; it is an error of kind internal and exits 1.
            if os.environ.get("OPENNESS_DEBUG"):
                raise
            return TargetError(
                target=ref.typed,
                kind="internal",
                message=f"internal failure while checking {ref.typed}: {type(error).__name__}: {error}",
                hint="Run again with OPENNESS_DEBUG=1 for the traceback, and report it.",
            )
        finally:
            done(ref.typed)

    refs = list(refs)
    if len(refs) == 1:
        yield one(refs[0])
        return
    pool = ThreadPoolExecutor(max_workers=max(1, min(workers, len(refs))))
    try:
        asked = {ref: pool.submit(one, ref) for ref in dict.fromkeys(refs)}  # a target that is named twice is read once
        yield from (asked[ref].result() for ref in refs)
    finally:  # after Ctrl-C nobody waits for the targets that are still being read
        pool.shutdown(wait=False, cancel_futures=True)
