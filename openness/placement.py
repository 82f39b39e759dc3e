"""Where a subject stands on the spectrum: the highest rung proven, and the highest not excluded."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from openness.kb.rubrics import Rubric
from openness.model import LADDER, Facts, Kind, Level, Outcome, Placement, RubricResult

SPECTRUM = "spectrum"
_SATISFIED = (Outcome.MET, Outcome.CONTESTED, Outcome.NOT_APPLICABLE)


class Rubrics(Protocol):
    """The part of the knowledge base that placement reads."""

    def rubric(self, rubric_id: str) -> Rubric | None:
        """The rubric with that id."""
        ...


def place(facts: Facts, rubrics: Mapping[str, RubricResult], kb: Rubrics) -> Placement:
    """The placement that the spectrum's results and the ancestors give (DESIGN.md section 1).

    The whole stands no higher than its weakest ancestor. An ancestor whose level was not found out leaves the rungs
    that need no ancestor's proof, and keeps the model out of those that do (open-source-ai and above).
    """
    if facts.snapshot.kind is Kind.DATASET:
        return Placement(level=Level.UNKNOWN, at_most=Level.UNKNOWN, reasons=("datasets have no rung on the spectrum",))
    result, rubric = rubrics.get(SPECTRUM), kb.rubric(SPECTRUM)
    if result is None or rubric is None:
        return Placement(level=Level.UNKNOWN, at_most=Level.UNKNOWN, reasons=("the spectrum was not evaluated",))
    criteria = {c.id: c for c in result.criteria}
    extra: dict[str, Any] = dict(result.extra)
    withheld = criteria["weights-withheld"]
    if withheld.outcome is Outcome.MET:
        return Placement(
            level=Level.CLOSED,
            at_most=Level.CLOSED,
            own_level=Level.CLOSED,
            reasons=(withheld.reason,),
            evidence=withheld.evidence,
            missing_for_next=("the weights",),
        )
    own, own_most = Level(str(extra["level"])), Level(str(extra["at_most"]))
    level, most, limits = _weakest(own, own_most, extra.get("ancestors") or {})
    nearest = _next(level)
    reasons = [criteria[c].reason for c in _deciding(rubric, level, criteria)]
    missing = [
        criteria[c].missing or criteria[c].reason
        for c in _required(rubric, nearest)
        if criteria[c].outcome not in _SATISFIED
    ]
    if level.rank < own.rank or most.rank < own_most.rank:
        missing += limits
    return Placement(
        level=level,
        at_most=most,
        own_level=own,
        reasons=tuple(dict.fromkeys([*reasons, *limits])),
        missing_for_next=tuple(dict.fromkeys(missing)),
        evidence=tuple(dict.fromkeys(e for c in _deciding(rubric, level, criteria) for e in criteria[c].evidence)),
    )


def span(placements: Iterable[Placement]) -> Placement:
    """The placement of a name that denotes a set: from the weakest member's level to the highest that any may reach."""
    members = tuple(placements)
    if not members:
        return Placement(level=Level.UNKNOWN, at_most=Level.UNKNOWN)
    return Placement(
        level=min((p.level for p in members), key=lambda level: level.rank),
        at_most=max((p.at_most for p in members), key=lambda level: level.rank),
        reasons=("the name denotes a set whose members differ",)
        if len({p.level for p in members}) > 1
        else members[0].reasons,
        evidence=tuple(dict.fromkeys(e for p in members for e in p.evidence)),
    )


def _weakest(own: Level, own_most: Level, ancestors: Mapping[str, Any]) -> tuple[Level, Level, list[str]]:
    """The level and bound of the whole, and the sentences that say which ancestor holds it there."""
    level, most = own, own_most
    limits: list[str] = []
    for name, standing in ancestors.items():
        low, high = _bound(Level(standing["level"])), _bound(Level(standing["at_most"]))
        said = len(limits)
        if standing["unread"]:
            limits.append(f"the terms of its ancestor {name} are named and were not read")
            level = Level.UNKNOWN
        elif low is Level.UNKNOWN:
            if own.rank > Level.OPEN_WEIGHTS.rank:
                limits.append(f"the level of its ancestor {name} was not found out")
            level = _lower(level, Level.OPEN_WEIGHTS)
        elif low.rank < level.rank:
            limits.append(f"its ancestor {name} is at {low}")
            level = low
        if high is not Level.UNKNOWN and high.rank < most.rank:
            if len(limits) == said or high is not low:
                limits.append(f"its ancestor {name} is at most {high}")
            most = high
    return _lower(level, most), most, limits


def _bound(level: Level) -> Level:
    """The rung that an ancestor holds its descendants to: weights that were never released come without a grant."""
    return Level.UNLICENSED_WEIGHTS if level is Level.CLOSED else level


def _lower(first: Level, second: Level) -> Level:
    return min(first, second, key=lambda rung: rung.rank)


def _next(level: Level) -> Level | None:
    """The rung above; from `unknown` and `closed`, the first that weights can stand on."""
    if level is LADDER[-1]:
        return None
    return Level.UNLICENSED_WEIGHTS if level.rank < Level.UNLICENSED_WEIGHTS.rank else LADDER[level.rank + 1]


def _required(rubric: Rubric, level: Level | None) -> list[str]:
    """The criteria of a rung and of all rungs below it."""
    found: list[str] = []
    for rung in rubric.rungs if level is not None else ():
        if rung.apart:
            continue
        found += rung.requires
        if rung.id == level:
            break
    return found


def _deciding(rubric: Rubric, level: Level, criteria: Mapping[str, Any]) -> list[str]:
    """The criteria that put the subject on its rung and those that keep it from the next."""
    if level is Level.UNKNOWN:
        return [c for c in ("weights-available", "terms-readable") if criteria[c].outcome not in _SATISFIED]
    above = _next(level)
    held_back = [c for c in _required(rubric, above) if criteria[c].outcome not in _SATISFIED]
    carrying = [r.requires[-1] for r in rubric.rungs if r.id == level]
    return list(dict.fromkeys([*carrying, *held_back]))
