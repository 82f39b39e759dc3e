"""Lineage is the same pipeline on each ancestor: bounded, memoised, and never stopped by a missing one."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Lock, local

from openness.errors import OpennessError
from openness.lineage.bases import implied
from openness.model import (
    BaseLink,
    Basis,
    ClauseFinding,
    Component,
    Conflict,
    Evidence,
    Facts,
    Gap,
    Kind,
    LicenseMatch,
    Ref,
    Snapshot,
)
from openness.model.gaps import BY_RULE
from openness.sources.interface import Source

_BASE_GAP = "base model "  # what a gap about an ancestor begins with
Build = Callable[[Snapshot, tuple[str, ...]], Facts]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Resolved:
    """One base, looked up."""

    facts: Facts | None = None
    gaps: tuple[Gap, ...] = ()
    implied: bool = False  # the facts are those of what its name implies


@dataclass(kw_only=True)
class Ancestry:
    """Follows bases to their ends. One instance serves a whole run, so each ancestor is fetched once."""

    max_depth: int = 12  # generations
    max_nodes: int = 64  # ancestors of one subject
    max_bases: int = 24  # bases followed of one model; a merge of more is cut, and the cut is said
    _snapshots: dict[str, Snapshot | OpennessError] = field(default_factory=dict)
    _built: dict[str, Facts] = field(default_factory=dict)  # whole ancestors, by id
    _here: local = field(default_factory=local)  # `nodes`: ancestors built for the subject that this thread judges
    _locks: dict[str, Lock] = field(default_factory=dict)
    _guard: Lock = field(default_factory=Lock)

    def extend(self, own: Facts, trail: tuple[str, ...], build: Build, source: Source) -> Facts:
        """`own` with its ancestors' facts, the terms that they pass on, and gaps for those that could not be read."""
        if len(trail) == 1:
            self._here.nodes = 0
        bases: list[BaseLink] = []
        ancestors: dict[str, Facts] = {}
        gaps: list[Gap] = []
        for number, base in enumerate(own.lineage.bases):
            found = self._resolve(base, number, trail, build, source)
            gaps += found.gaps
            if found.facts is None:
                bases.append(base)
                continue
            ancestors[base.id] = found.facts
            weights = (m.id for m in found.facts.licenses if m.applies_to is Component.WEIGHTS)
            bases.append(
                replace(
                    base,
                    licenses=tuple(dict.fromkeys(weights)),
                    resolved_from=None if found.implied else found.facts.snapshot.source,
                    path=(base.id,),
                )
            )
        lineage = replace(own.lineage, bases=tuple(bases))
        return _inherit(replace(own, lineage=lineage, ancestors=ancestors, gaps=(*own.gaps, *dict.fromkeys(gaps))))

    def _resolve(
        self, base: BaseLink, number: int, trail: tuple[str, ...], build: Build, source: Source
    ) -> "_Resolved":
        """The facts of one base, or the gap that stands in their place.

        A base that cannot be read may say by its name what it descends from ("MythoLogic-L2-13b": Llama 2). Its terms
        are then those of that model, and the gap says that nobody read the base itself.
        """
        what = f"{_BASE_GAP}{base.id}"
        reason = self._refusal(base, trail, number)
        if reason:
            return _Resolved(gaps=(Gap(what=what, why=reason),))
        snapshot = self._fetch(base.id, source)
        unread: tuple[Gap, ...] = ()
        if isinstance(snapshot, OpennessError):
            unread = (Gap(what=what, why=snapshot.message),)
            hint = implied(base.id)
            if hint is None or hint.id in (*trail, base.id):
                return _Resolved(gaps=unread)
            snapshot = self._fetch(hint.id, source)
            if isinstance(snapshot, OpennessError):
                return _Resolved(gaps=unread)
            unread = (Gap(what=what, why=f"{unread[0].why}; judged by its name, as a derivative of {hint.id}"),)
        if _guessed_service(snapshot):
            why = "a rule of the registry takes it for a service, yet a model contains its weights"
            return _Resolved(gaps=(Gap(what=what, why=why),))
        if snapshot.id in trail:
            return _Resolved(gaps=(Gap(what=what, why=f"{snapshot.id} names itself as an ancestor"),))
        facts = self._built.get(snapshot.id)
        if facts is None:
            self._here.nodes += 1
            facts = build(snapshot, trail)
            # What was cut off on one way down may be whole on another.
            if not any(gap.what.startswith(_BASE_GAP) for gap in facts.gaps):
                self._built[snapshot.id] = facts
        passed_on = tuple(gap for gap in facts.gaps if gap.what.startswith(_BASE_GAP))
        return _Resolved(facts=facts, gaps=(*unread, *passed_on), implied=bool(unread))

    def _refusal(self, base: BaseLink, trail: tuple[str, ...], number: int) -> str | None:
        if base.id in trail:
            return f"the lineage goes in a circle: {' → '.join((*trail, base.id))}"
        if len(trail) > self.max_depth:
            return f"not followed: more than {self.max_depth} generations"
        if number >= self.max_bases:
            return f"not followed: more than {self.max_bases} bases are named"
        if self._here.nodes >= self.max_nodes:
            return f"not followed: more than {self.max_nodes} ancestors"
        return None

    def _fetch(self, base_id: str, source: Source) -> Snapshot | OpennessError:
        with self._guard:
            lock = self._locks.setdefault(base_id, Lock())
        with lock:
            if base_id not in self._snapshots:
                try:
                    self._snapshots[base_id] = source.fetch(Ref(typed=base_id, id=base_id))
                except OpennessError as error:
                    self._snapshots[base_id] = error
            return self._snapshots[base_id]


def _guessed_service(snapshot: Snapshot) -> bool:
    """Is it called a service by nothing but a rule about names? Whoever built on its weights had them."""
    return snapshot.kind is Kind.SERVICE and any(gap.why.startswith(BY_RULE) for gap in snapshot.gaps)


def _inherit(facts: Facts) -> Facts:
    """`facts` with the weights' terms of every ancestor whose weights it contains or needs."""
    licenses: list[LicenseMatch] = []
    findings: list[ClauseFinding] = []
    conflicts: list[Conflict] = []
    evidence: dict[str, Evidence] = {}
    for base in facts.lineage.bases:
        ancestor = facts.ancestors.get(base.id)
        if ancestor is None or not base.weights:
            continue
        wanted: set[str] = set()
        for match in ancestor.licenses:
            if match.applies_to is not Component.WEIGHTS:
                continue
            wanted.update(match.evidence)
            licenses.append(
                replace(
                    match,
                    basis=Basis.INHERITED,
                    from_=match.from_ if match.basis is Basis.INHERITED else base.id,
                    evidence=tuple(_foreign(base.id, e) for e in match.evidence),
                    choice=None if match.choice is None else f"{base.id}:{match.choice}",
                )
            )
        for finding in ancestor.findings:
            if finding.applies_to is not Component.WEIGHTS:
                continue
            wanted.update(finding.evidence)
            findings.append(
                replace(
                    finding,
                    inherited_from=finding.inherited_from or base.id,
                    evidence=tuple(_foreign(base.id, e) for e in finding.evidence),
                )
            )
        for conflict in ancestor.conflicts:
            wanted.update(conflict.evidence)
            explanation = conflict.explanation if "its ancestor" in conflict.explanation else ""
            conflicts.append(
                replace(
                    conflict,
                    explanation=explanation or f"In its ancestor {base.id}: {conflict.explanation}",
                    evidence=tuple(_foreign(base.id, e) for e in conflict.evidence),
                )
            )
        for item in ancestor.evidence:
            if item.id in wanted:
                path = f"{base.id}:{item.span.path}"
                key = _foreign(base.id, item.id)
                evidence[key] = replace(item, id=key, span=replace(item.span, path=path))
    return replace(
        facts,
        licenses=(*facts.licenses, *dict.fromkeys(licenses)),
        findings=(*facts.findings, *_distinct(findings)),
        evidence=(*facts.evidence, *evidence.values()),
        conflicts=(*facts.conflicts, *conflicts),
    )


def _distinct(findings: list[ClauseFinding]) -> list[ClauseFinding]:
    """One finding per (clause, license, ancestor): two merge parents under one license pass on the same terms."""
    seen: dict[tuple[str, str | None, str | None], ClauseFinding] = {}
    for finding in findings:
        seen.setdefault((finding.clause, finding.license, finding.inherited_from), finding)
    return list(seen.values())


def _foreign(base_id: str, evidence_id: str) -> str:
    return f"{base_id}#{evidence_id}"
