"""Answers rubrics: `all` / `any` / `not` and named predicates over facts. Knows no framework."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from openness.evaluate.answer import SATISFIED, Answer, all_of, any_of, negate
from openness.evaluate.context import AncestorLevel, Context
from openness.evaluate.ladder import climb
from openness.evaluate.predicates import PREDICATES
from openness.evaluate.terms import Knowledge
from openness.evaluate.terms_of import readings_differ
from openness.kb.rubrics import Criterion, Rubric, Rule
from openness.model import Basis, CriterionResult, Facts, Level, Outcome, RubricResult

SPECTRUM = "spectrum"
_SCORE = {Outcome.MET: 1.0, Outcome.CONTESTED: 1.0, Outcome.PARTLY: 0.5}


def evaluate(facts: Facts, rubric: Rubric, kb: Knowledge | None = None) -> RubricResult:
    """Every criterion of one rubric, answered with reason, evidence and what is missing."""
    kb = kb or _knowledge()
    levels = ancestor_levels(facts, kb) if _asks_for_ancestors(rubric) else {}
    return _evaluate(Context(facts=facts, kb=kb, levels=levels), rubric)


def evaluate_all(facts: Facts, kb: Knowledge, rubrics: Iterable[Rubric] | None = None) -> dict[str, RubricResult]:
    """Results of all rubrics that have criteria, by id; what they share is worked out once."""
    context = Context(facts=facts, kb=kb, levels=ancestor_levels(facts, kb))
    rubrics = kb.rubrics() if rubrics is None else rubrics
    return {r.id: _evaluate(context.fresh(), r) for r in rubrics if r.kind != "uses"}


def _asks_for_ancestors(rubric: Rubric) -> bool:
    return rubric.kind == "ladder" or any(
        node.name == "ancestors-reach" for criterion in rubric.criteria for node in criterion.rule.walk()
    )


def ancestor_levels(facts: Facts, kb: Knowledge) -> dict[str, AncestorLevel]:
    """Where every ancestor stands whose terms travel, by id; nothing is excluded for one that was not read."""
    found: dict[str, AncestorLevel] = {}
    spectrum = kb.rubric(SPECTRUM) if facts.lineage.bases else None
    if spectrum is not None:
        _collect_levels(facts, spectrum, kb, found)
    return found


def _collect_levels(facts: Facts, spectrum: Rubric, kb: Knowledge, found: dict[str, AncestorLevel]) -> None:
    for base in facts.lineage.bases:
        if base.id in found or not _travels(base.weights, base.relation, base.licenses, kb):
            continue
        found[base.id] = AncestorLevel()  # set first, so that a circle ends
        ancestor = facts.ancestors.get(base.id)
        if ancestor is not None:
            result = _evaluate(Context(facts=ancestor, kb=kb), spectrum)
            extra = dict(result.extra)
            readable = next((c for c in result.criteria if c.id == "terms-readable"), None)
            named = any(m.basis is not Basis.INHERITED for m in ancestor.licenses)
            found[base.id] = AncestorLevel(
                level=str(extra["level"]),
                at_most=str(extra["at_most"]),
                resolved=True,
                unread=named and readable is not None and readable.outcome is Outcome.UNKNOWN,
            )
            _collect_levels(ancestor, spectrum, kb, found)
            if not named:
                found[base.id] = _handed_on(found[base.id], ancestor, found)
        elif base.level is not None and base.level != Level.UNKNOWN:
            found[base.id] = AncestorLevel(level=base.level, at_most=base.level, resolved=True)


def _handed_on(own: AncestorLevel, ancestor: Facts, found: Mapping[str, AncestorLevel]) -> AncestorLevel:
    """Where an ancestor without a license of its own stands for its descendants: its bases' terms are what binds."""
    bases = [found[b.id] for b in ancestor.lineage.bases if b.weights and b.id in found and found[b.id].resolved]
    if not bases:
        return own
    low = min(bases, key=lambda standing: Level(standing.level).rank)
    high = min(bases, key=lambda standing: Level(standing.at_most).rank)
    return AncestorLevel(level=low.level, at_most=high.at_most, resolved=True, unread=any(b.unread for b in bases))


def _travels(weights: bool, relation: str, licenses: tuple[str, ...], kb: Knowledge) -> bool:
    """Whether an ancestor's terms reach the subject: through contained weights, or because its license says so."""
    if weights:
        return True
    if relation not in ("distilled", "derivative-by-output"):
        return False
    records = [r for name in licenses if (r := kb.license(name)) is not None]
    return any("derivative-by-output" in record.clause_ids for record in records)


def _evaluate(context: Context, rubric: Rubric) -> RubricResult:
    strict = _answers(context, rubric)
    results = tuple(_result(c, strict[c.id]) for c in rubric.criteria)
    extra: Mapping[str, Any] = {}
    if rubric.kind == "ladder":
        level, most = climb(rubric.rungs, strict)
        if readings_differ(context.facts):
            lenient = Context(facts=context.facts, kb=context.kb, levels=context.levels, lenient=True)
            _, most = climb(rubric.rungs, _answers(lenient, rubric))
        extra = {
            "level": level or str(Level.UNKNOWN),
            "at_most": most or str(Level.UNKNOWN),
            "ancestors": {i: asdict(standing) for i, standing in context.levels.items()},
        }
        outcome = Outcome.MET if level else Outcome.UNKNOWN
    elif rubric.kind == "classes":
        reached, possible = climb(rubric.rungs, strict)
        extra = {"class": _number(reached), "class_at_most": _number(possible), "missing": _missing(rubric, strict)}
        extra = {**extra, "progress": _progress(rubric, strict)}
        outcome = Outcome.MET if reached else Outcome.UNKNOWN if possible else Outcome.UNMET
    elif rubric.kind == "mean":
        counted = [strict[c.id] for c in rubric.criteria if not c.optional]
        low = sum(_SCORE.get(a.outcome, 0.0) for a in counted) / max(1, len(counted))
        open_ = (Outcome.UNKNOWN, Outcome.ERROR)
        high = sum(1.0 if a.outcome in open_ else _SCORE.get(a.outcome, 0.0) for a in counted) / max(1, len(counted))
        extra = {"score": round(low, 4), "score_at_most": round(high, 4)}
        outcome = (
            Outcome.MET if low == 1 else Outcome.UNMET if high == 0 else Outcome.PARTLY if low else Outcome.UNKNOWN
        )
    elif rubric.outcome is not None:
        answer = _rule(rubric.outcome, context)
        outcome = answer.outcome
        extra = {"reason": answer.reason, "missing": answer.missing, "evidence": list(answer.evidence)}
    else:
        outcome = Outcome.NOT_APPLICABLE
    if rubric.disclaimer:
        extra = {**extra, "disclaimer": rubric.disclaimer}
    return RubricResult(
        rubric=rubric.id, version=rubric.version, outcome=outcome, criteria=results, extra=tuple(extra.items())
    )


def _answers(context: Context, rubric: Rubric) -> dict[str, Answer]:
    for criterion in rubric.criteria:
        context.answers[criterion.id] = _rule(criterion.rule, context)
    return context.answers


def _rule(rule: Rule, context: Context) -> Answer:
    if rule.op == "all":
        return all_of(_rule(part, context) for part in rule.parts)
    if rule.op == "any":
        return any_of(_rule(part, context) for part in rule.parts)
    if rule.op == "not":
        return negate(_rule(rule.parts[0], context))
    try:
        return PREDICATES[rule.name](context, rule.args)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        # A broken check is not an answer about the subject: it is said, and it never counts as met.
        return Answer(outcome=Outcome.ERROR, reason=f"the check '{rule.name}' failed: {type(error).__name__}: {error}")


def _result(criterion: Criterion, answer: Answer) -> CriterionResult:
    reason = answer.reason
    if answer.outcome is Outcome.CONTESTED and criterion.contested:
        reason = f"{reason}. {criterion.contested}"
    missing = None if answer.outcome in SATISFIED else answer.missing or criterion.remedy
    return CriterionResult(
        id=criterion.id, outcome=answer.outcome, reason=reason, evidence=answer.evidence, missing=missing
    )


def _missing(rubric: Rubric, answers: Mapping[str, Answer]) -> list[str]:
    """What the lowest class that is not reached still lacks."""
    for rung in rubric.rungs:
        lacking = [c for c in rung.requires if answers[c].outcome not in SATISFIED]
        if lacking:
            return lacking
    return []


def _progress(rubric: Rubric, answers: Mapping[str, Answer]) -> dict[str, float]:
    """The share of satisfied criteria by class, of those that the class itself adds."""
    return {
        rung.id: round(sum(answers[c].outcome in SATISFIED for c in rung.requires) / max(1, len(rung.requires)), 2)
        for rung in rubric.rungs
    }


def _mean_outcome(low: float, high: float) -> Outcome:
    if low == 1:
        return Outcome.MET
    if low > 0:
        return Outcome.PARTLY
    return Outcome.UNKNOWN if high > 0 else Outcome.UNMET


def _number(class_id: str | None) -> int | None:
    return int(class_id) if class_id is not None else None


@lru_cache(maxsize=1)
def _knowledge() -> Knowledge:
    """The knowledge of this installation, for callers that hold none."""
    from openness.kb.load import KnowledgeBase

    return KnowledgeBase.load()
