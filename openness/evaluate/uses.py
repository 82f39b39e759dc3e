"""Answers "may we …?" for every use of rubric/uses, under the terms that were read and a profile."""

from collections.abc import Container
from dataclasses import dataclass, replace

from openness.evaluate import conditions
from openness.evaluate.coalesce import coalesce
from openness.evaluate.conditions import Effect
from openness.evaluate.context import Context
from openness.evaluate.engine import ancestor_levels
from openness.evaluate.modality import is_multimodal, reaches
from openness.evaluate.predicates.evidence import availability
from openness.evaluate.profile import Profile
from openness.evaluate.terms import Grant, Knowledge, Term
from openness.evaluate.wording import sentence
from openness.kb.rubrics import Rubric, UseRule
from openness.model import Component, Facts, Kind, Level, Outcome, Use

_ORDER = ("no", "unknown", "conditional", "yes")
_CONTRACT = "a service: the contract with its provider governs, and it was not read"
_PUBLIC = "a service: your contract with its provider governs; of that only the public terms ({names}) are known"
SENSITIVE, JURISDICTION, MILITARY = "sensitive", "jurisdiction", "military"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """One use, with the domain or place that it is about."""

    use: UseRule
    domain: str | None = None
    place: str | None = None


def uses(
    facts: Facts, kb: Knowledge, profile: Profile | None = None, *, only: Container[str] | None = None
) -> dict[str, Use]:
    """The answer to every use by id; "permitted by the terms read", never a bare yes. `only` names uses to answer."""
    rubric = kb.rubric("uses")
    if rubric is None:
        return {}
    return _Answers(facts, kb, profile or Profile(), rubric).all(only)


class _Answers:
    """Answers for one subject and one profile."""

    def __init__(self, facts: Facts, kb: Knowledge, profile: Profile, rubric: Rubric) -> None:
        self._facts = facts
        self._kb = kb
        self._profile = profile
        self._rubric = rubric
        context = Context(facts=facts, kb=kb)
        thing = Component.DATA if facts.snapshot.kind is Kind.DATASET else Component.WEIGHTS
        self._terms = context.terms(thing)
        self._groups = coalesce(self._terms.groups)
        self._own_found = context.terms(thing, own=True).found
        self._weights = availability(facts)
        self._ancestors = ancestor_levels(facts, kb)
        self._multimodal = is_multimodal(facts)
        self._released = next((e.value for e in facts.of_kind("released") if e.value), None)

    def all(self, only: Container[str] | None) -> dict[str, Use]:
        """Every use of the rubric, one by one for domains and places."""
        answers: dict[str, Use] = {}
        for use in self._rubric.uses:
            if only is not None and use.id not in only:
                continue
            if use.id == SENSITIVE:
                for name in self._rubric.domains:
                    if name != MILITARY:
                        answers[f"{SENSITIVE}:{name}"] = self._answer(_Question(use=use, domain=name))
            elif use.id == JURISDICTION:
                for place in self._places():
                    answers[f"{JURISDICTION}:{place}"] = self._answer(_Question(use=use, place=place))
            else:
                answers[use.id] = self._answer(_Question(use=use, domain=MILITARY if use.id == MILITARY else None))
        return answers

    def _places(self) -> list[str]:
        found = {"EU": None}
        for term in self._terms.terms():
            listed = term.params.get("jurisdictions") if term.clause == "geo-exclusion" else None
            found.update(dict.fromkeys(str(p).upper() for p in listed) if isinstance(listed, list | tuple) else {})
        seat = (self._profile.principal_place_of_business,) if self._profile.principal_place_of_business else ()
        for place in (*seat, *(self._profile.places_of_use or ()), *(self._profile.places_of_output or ())):
            found[place] = None
        return list(found)

    def _answer(self, question: _Question) -> Use:
        if question.use.needs_weights and self._weights.outcome is Outcome.UNMET:
            return Use(answer="no", conditions=(f"{self._weights.reason}",), because=self._weights.evidence)
        verdicts = []
        by_contract = self._facts.snapshot.kind is Kind.SERVICE and not self._own_found
        if not self._own_found and not by_contract:
            nothing = "no license was found in what was read: nothing is granted by it"
            verdicts.append(Use(answer="unknown", conditions=(nothing,)))
        for group in self._groups:
            options = [self._under(grant, question) for grant in group]
            verdicts.append(_best(options, group))
        for name, standing in self._ancestors.items():
            if standing.level == Level.UNLICENSED_WEIGHTS:
                nothing = f"no license was found for its ancestor {name}: nothing is granted by it"
                verdicts.append(Use(answer="unknown", conditions=(nothing,)))
        verdict = _all(verdicts)
        if by_contract and verdict.answer != "no":
            known = verdict.conditions if verdicts else ()
            verdict = replace(verdict, answer="unknown", conditions=(self._contract(), *known))
        unread = dict.fromkeys((*self._terms.unread, *(i for i, a in self._ancestors.items() if not a.resolved)))
        notes = tuple(f"the terms of its ancestor {name} were not read" for name in unread)
        return replace(verdict, conditions=(*verdict.conditions, *notes))

    def _contract(self) -> str:
        names = ", ".join(dict.fromkeys(grant.name for group in self._groups for grant in group))
        return _PUBLIC.format(names=names) if names else _CONTRACT

    def _under(self, grant: Grant, question: _Question) -> Use:
        if grant.members:
            options = [self._under(member, question) for member in grant.members]
            if len({o.answer for o in options}) == 1:
                first = options[0]
                if all(option.conditions == first.conditions for option in options):
                    return first
                note = (
                    f"{grant.name}: conditions differ from member to member; shown are those of {grant.members[0].name}"
                )
                return replace(first, conditions=(*first.conditions, note))
            named = ", ".join(f"{m.license}: {o.answer}" for m, o in zip(grant.members, options, strict=True))
            answer = "unknown" if any(o.answer == "unknown" for o in options) else "conditional"
            return Use(answer=answer, conditions=(f"{grant.name} may mean {named}",), because=grant.evidence)
        if not grant.read and not grant.terms:
            return Use(
                answer="unknown",
                conditions=(f"{grant.name} is named and its terms were not read",),
                because=grant.evidence,
            )
        return self._by_clauses(grant, question)

    def _by_clauses(self, grant: Grant, question: _Question) -> Use:
        use = question.use
        relief = [t for t in grant.terms if t.clause in use.relieved_by and t.params.get("stated") is not False]
        answer, said, because = "yes", [], list(grant.evidence)
        effects: list[tuple[Term, Effect]] = []
        for term in sorted(grant.terms, key=lambda t: use.clauses.get(t.clause) == "duty"):
            effect = self._effect(term, question, grant)
            if effect is not None:
                effects.append((term, effect))
        shown: list[tuple[str, str, tuple[str, ...]]] = []  # (answer, sentence, evidence)
        for term, effect in effects:
            if effect.answer == "yes" and not effect.duty:
                continue
            contradicted = effect.answer == "no" and relief and use.clauses[term.clause] == "bars"
            weight = "conditional" if contradicted else effect.answer
            text = sentence(term, self._rubric.wording)
            shown.append((weight, f"{text}: {effect.says}" if effect.says else text, term.evidence))
            answer = _lower(answer, weight)
        # What bars a use is the answer; duties that nobody can come under would only hide it.
        for weight, text, evidence in shown:
            if answer != "no" or weight == "no":
                said.append(text)
                because += evidence
        if relief and answer != "yes":
            because += [e for t in relief for e in t.evidence]
            said += [f"yet {sentence(t, self._rubric.wording)}" for t in relief]
        if not said and use.default == "conditional" and not relief and not grant.prose:
            answer, said = "conditional", [use.silent or "the terms do not say"]
        elif use.default == "conditional" and answer == "yes" and not relief and not grant.prose:
            answer, said = "conditional", [*said, use.silent or "the terms do not say"]
        if grant.read and grant.by_detector and answer == "yes":
            answer, said = "conditional", [*said, f"{grant.name}: no record knows this text; have it read"]
        if grant.changed_from is not None and answer in ("yes", "conditional"):
            said = [*said, f"{grant.name}: additions to {grant.changed_from.name} that only the detector read"]
        if not grant.read and answer in ("yes", "conditional"):
            answer, said = "unknown", [*said, f"{grant.name}: its terms were not read in full"]
        return Use(answer=answer, conditions=tuple(dict.fromkeys(said)), because=tuple(dict.fromkeys(because)))

    def _effect(self, term: Term, question: _Question, grant: Grant) -> Effect | None:
        match question.use.clauses.get(term.clause):
            case "bars":
                return conditions.narrowed(term, question.use.id)
            case "threshold":
                return conditions.threshold(term, self._profile, self._publisher(grant), self._release(grant))
            case "ceiling":
                return conditions.ceiling(term, self._profile, self._publisher(grant), self._release(grant))
            case "purpose":
                return conditions.purpose(self._profile)
            case "territory":
                reached = reaches(term.params, term.inherited_from or self._facts.snapshot.id, self._multimodal)
                if question.place is not None:
                    return conditions.in_territory(term, question.place, self._rubric.regions, reached)
                return conditions.territory(term, self._profile, self._rubric.regions, reached)
            case "domain":
                return conditions.domain(term, self._rubric.domains.get(question.domain or "", ()))
            case "duty":
                return Effect(answer="yes", says="", duty=True)
            case "conditional" if term.clause == "commercial-permission":
                beside = any(question.use.clauses.get(t.clause) == "threshold" for t in grant.terms)
                return conditions.needs_permission(term, beside_threshold=beside)
            case "conditional" if term.clause == "non-transferable":
                return conditions.for_affiliates(term)
            case "conditional":
                return Effect(answer="conditional", says="")
            case _:
                return None

    def _publisher(self, grant: Grant) -> str:
        record = grant.record
        return record.publisher if record is not None and record.publisher else "the licensor"

    def _release(self, grant: Grant) -> str | None:
        record = grant.record
        if grant.inherited_from is None and self._released:
            return self._released
        return record.published if record is not None else None


def _lower(first: str, second: str) -> str:
    return min(first, second, key=_ORDER.index)


def _best(options: list[Use], group: tuple[Grant, ...]) -> Use:
    """The alternative that the recipient would choose, named where there is a choice."""
    best = max(options, key=lambda use: _ORDER.index(use.answer))
    if len(options) == 1:
        return best
    chosen = group[options.index(best)]
    return replace(
        best, conditions=(f"under {chosen.name}, one of {len(options)} licenses to choose from", *best.conditions)
    )


def _all(verdicts: list[Use]) -> Use:
    """What holds under all terms together: the least answer, with every condition of that weight and above."""
    if not verdicts:
        return Use(answer="unknown", conditions=("no terms were found",))
    answer = min((v.answer for v in verdicts), key=_ORDER.index)
    relevant = [v for v in verdicts if v.answer == answer] if answer in ("no", "unknown") else verdicts
    return Use(
        answer=answer,
        conditions=tuple(dict.fromkeys(c for v in relevant for c in v.conditions)),
        because=tuple(dict.fromkeys(e for v in relevant for e in v.because)),
    )
