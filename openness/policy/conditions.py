"""Rule + subject → for each condition that is set: its words, and the reasons for which it holds."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from openness.policy.reason import Reason
from openness.policy.rule import GRADES, Rule
from openness.policy.subject import Subject, Term

ANSWERS = {
    "yes": "permitted",
    "conditional": "permitted under conditions",
    "no": "not permitted",
    "unknown": "not answered",
}
_SHOWN = 8  # items of a list before "and N more"


class Condition(NamedTuple):
    """One condition of a rule, tried on one subject."""

    words: str  # "commercial is not permitted"
    reasons: tuple[Reason, ...]  # () when it does not hold
    found: str  # what is there instead: "commercial is permitted under conditions"


def why(rule: Rule, subject: Subject) -> tuple[Reason, ...]:
    """What makes the rule apply; () when it does not."""
    tried = tuple(conditions(rule, subject))
    if not all(condition.reasons for condition in tried):
        return ()
    reasons = tuple(reason for condition in tried for reason in condition.reasons)
    if not reasons:
        reasons = (Reason(text="the rule applies to everything", about=("everything",)),)
    if not any(reason.about for reason in reasons):  # nothing but model, kind or level at least: that is the reason
        reasons = tuple(reason._replace(about=("model",)) for reason in reasons)
    stated = (Reason(text=rule.reason),) if rule.reason else ()
    return (*stated, *reasons)


def conditions(rule: Rule, subject: Subject) -> Iterator[Condition]:
    """Every condition that the rule sets, in the order of the fields."""
    component = "data" if subject.kind == "dataset" else "weights"
    yield from _identity(rule, subject)
    yield from _licenses(rule, subject, component)
    if rule.clauses:
        terms = [t for t in subject.terms if t.clause in rule.clauses and t.component in (component, "unclear")]
        yield Condition(
            words=f"the terms have {listed(rule.clauses, 'or')}",
            reasons=tuple(Reason(text=f"clause {t.clause} of {place(t)}", about=(t.clause,)) for t in terms),
            found="the terms have no such clause",
        )
    yield from _levels(rule, subject)
    for use, answers in rule.uses.items():
        answer = subject.uses.get(use, "unknown")
        yield Condition(
            words=f"{use} is {listed([ANSWERS[a] for a in answers], 'or')}",
            reasons=(_use(use, answer, subject),) if answer in answers else (),
            found=f"{use} is {ANSWERS.get(answer, answer)}",
        )
    for rubric, outcomes in rule.rubrics.items():
        outcome = subject.rubrics.get(rubric, "unknown")
        yield Condition(
            words=f"{rubric} is {listed(outcomes, 'or')}",
            reasons=(Reason(text=f"{rubric}: {outcome}", about=(rubric,)),) if outcome in outcomes else (),
            found=f"{rubric} is {outcome}",
        )
    if rule.conflicts:
        held = [(k, s) for k, s in subject.conflicts if k in rule.conflicts or s in rule.conflicts]
        yield Condition(
            words=f"sources conflict ({listed(rule.conflicts, 'or')})",
            reasons=tuple(Reason(text=f"conflict: {k} ({s})", about=(k,)) for k, s in held),
            found="there is no such conflict",
        )
    if rule.grade_worse_than is not None:
        worst = GRADES.index(rule.grade_worse_than)
        weak = [(n, g) for n, part, g in subject.licenses if part in (component, "unclear") and _grade(g) > worst]
        yield Condition(
            words=f"proof of a license is weaker than grade {rule.grade_worse_than}",
            reasons=tuple(Reason(text=f"proof of {n} is grade {g}", about=("grade",)) for n, g in weak),
            found="no proof is weaker",
        )


def place(term: Term) -> str:
    """Where a term stands: "llama-3.1, section 2"; "the card"; with the base that it comes from."""
    where = f"{term.license or 'the card'}{f', section {term.section}' if term.section else ''}"
    return f"{where}, through {term.inherited_from}" if term.inherited_from else where


def listed(items: Iterable[object], joiner: str = "and") -> str:
    """`a, b or c`, cut after a few with the number of the rest."""
    words = [str(item) for item in items]
    if len(words) > _SHOWN:
        words = [*words[:_SHOWN], f"{len(words) - _SHOWN} more"]
    return f" {joiner} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _identity(rule: Rule, subject: Subject) -> Iterator[Condition]:
    if rule.models:
        covered = subject.is_named(rule.models)
        yield Condition(
            words=f"the model is {listed(rule.models, 'or')}",
            reasons=(Reason(text=f"model {subject.id}"),) if covered else (),
            found=f"the model is {subject.id}",
        )
    if rule.kinds:
        yield Condition(
            words=f"it is a {listed(rule.kinds, 'or')}",
            reasons=(Reason(text=f"it is a {subject.kind}"),) if subject.kind in rule.kinds else (),
            found=f"it is a {subject.kind}",
        )


def _licenses(rule: Rule, subject: Subject, component: str) -> Iterator[Condition]:
    own = sorted(subject.license_ids(component))
    found = f"the licenses are {listed(own)}" if own else "no license was found"
    if rule.licenses:
        yield Condition(
            words=f"a license is {listed(rule.licenses, 'or')}",
            reasons=tuple(Reason(text=f"license {name}", about=(name,)) for name in own if name in rule.licenses),
            found=found,
        )
    if rule.only_licenses:
        allowed = bool(own) and set(own) <= set(rule.only_licenses)
        yield Condition(
            words=f"every license is one of {listed(rule.only_licenses, 'or')}",
            reasons=tuple(Reason(text=f"license {name}", about=(name,)) for name in own) if allowed else (),
            found=found,
        )


def _levels(rule: Rule, subject: Subject) -> Iterator[Condition]:
    level = subject.level
    found = f"the level is {level.value}"
    reason = (Reason(text=f"level {level.value}", about=subject.level_because or ("level",)),)
    if rule.level_at_least is not None:
        holds = level.rank >= rule.level_at_least.rank
        yield Condition(
            words=f"the level is {rule.level_at_least.value} or higher", reasons=reason if holds else (), found=found
        )
    if rule.level_below is not None:
        holds = level.rank < rule.level_below.rank
        yield Condition(
            words=f"the level is below {rule.level_below.value}", reasons=reason if holds else (), found=found
        )
    if rule.levels:
        names = listed([entry.value for entry in rule.levels], "or")
        yield Condition(words=f"the level is {names}", reasons=reason if level in rule.levels else (), found=found)


def _use(use: str, answer: str, subject: Subject) -> Reason:
    clauses = subject.because.get(use, ())
    text = f"{use}: {ANSWERS.get(answer, answer)} by the terms read"
    if answer == "unknown":
        return Reason(text=f"{use}: not answered by what could be read", about=(use,))
    stands = {term.clause: place(term) for term in reversed(subject.terms)}
    places = [f"{clause} of {stands[clause]}" for clause in clauses if clause in stands]
    more = f"; and {len(places) - 3} more" if len(places) > 3 else ""
    return Reason(text=f"{text} ({'; '.join(places[:3])}{more})" if places else text, about=clauses or (use,))


def _grade(grade: str) -> int:
    return GRADES.index(grade) if grade in GRADES else len(GRADES)
