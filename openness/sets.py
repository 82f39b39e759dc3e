"""A name that denotes a set ("gemma", "claude"): one report that holds for every member, and no more."""

from collections.abc import Sequence
from dataclasses import replace

from openness.kb.registry import Registry, RegistryRecord
from openness.model import Basis, Component, Gap, LicenseMatch, Report, RubricResult, Use
from openness.placement import span

MAX_MEMBERS = 32
SHOWN = 12
_EACH_ITS_OWN = ("so for every member, each under the conditions of its own terms",)


def as_set(report: Report, members: Sequence[Report], names: Sequence[str]) -> Report:
    """The report of the set: an interval of levels, the answers that all members share, the names to choose from."""
    shown = ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
    sentence = f"{report.facts.snapshot.id} denotes a set: {shown}"
    if not members:
        return report
    gap = Gap(what="which model is meant", why="the name denotes a set; name one of its members for its own answer")
    facts = replace(report.facts, gaps=(gap,), facets={**report.facts.facets, "set": list(names)})
    placement = span(m.placement for m in members)
    rubrics = {name: _bare(members[0].rubrics[name]) for name in report.rubrics if _shared(name, members)}
    return replace(
        report,
        facts=facts,
        placement=replace(placement, reasons=(sentence, *_rungs(members)), evidence=(), missing_for_next=()),
        rubrics=rubrics,
        uses={name: _use(name, members) for name in members[0].uses},
        obligations=(),
    )


def license_of_set(record: RegistryRecord, registry: Registry, evidence: str) -> LicenseMatch | None:
    """The terms of a name that denotes a set: whichever license its members have, until one of them is named.

    None when no member has a recorded license (a set of services).
    """
    ids: dict[str, None] = {}
    for name in record.members:
        member = registry.record(name)
        for fact in member.of_kind("license-registry") if member is not None else ():
            if fact.component == "weights" and fact.value and not fact.until:
                ids.setdefault(fact.value)
    if not ids:
        return None
    return LicenseMatch(
        id=f"LicenseRef-one-of-{record.id.split('/')[-1]}",
        name=f"the license of the {record.title} model that is meant",
        spdx=None,
        applies_to=Component.WEIGHTS,
        basis=Basis.REGISTRY,
        from_=f"data/registry: {record.id}",
        grade="C",
        confidence=0.5,
        evidence=(evidence,),
        known=True,
        family=True,
        candidates=tuple(ids),
    )


def _rungs(members: Sequence[Report]) -> tuple[str, ...]:
    """One sentence a rung: which members stand there."""
    by_level: dict[str, list[str]] = {}
    for member in members:
        by_level.setdefault(member.placement.level.value, []).append(member.facts.snapshot.id)
    if len(by_level) == 1:
        return ()
    return tuple(f"{level}: {', '.join(ids[:4])}{' …' if len(ids) > 4 else ''}" for level, ids in by_level.items())


def _shared(rubric: str, members: Sequence[Report]) -> bool:
    """Whether all members have the same outcomes, so that they are the set's too."""
    return len({tuple((c.id, c.outcome) for c in m.rubrics[rubric].criteria) for m in members}) == 1


def _bare(result: RubricResult) -> RubricResult:
    """A member's result that all share; its evidence stays in the members' own reports."""
    criteria = tuple(replace(criterion, evidence=()) for criterion in result.criteria)
    return replace(result, criteria=criteria)


def _use(name: str, members: Sequence[Report]) -> Use:
    given = [m.uses[name] for m in members if name in m.uses]
    answers = {use.answer for use in given}
    if len(answers) == 1:
        (conditions,) = terms if len(terms := {use.conditions for use in given}) == 1 else (_EACH_ITS_OWN,)
        return Use(answer=answers.pop(), conditions=conditions)
    return Use(answer="unknown", conditions=("it depends on which member is meant: " + ", ".join(sorted(answers)),))
