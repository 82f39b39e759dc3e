"""Predicates about licenses and their clauses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from openness.evaluate.answer import Answer, all_of, any_of
from openness.evaluate.approval import Approval, approval
from openness.evaluate.context import Context
from openness.evaluate.predicates.evidence import LINKS_ASSUMED, lowered, shown_evidence
from openness.evaluate.terms import Grant, Term, Terms
from openness.model import Component, Level, Outcome

Judge = Callable[[Grant], Answer]
_REACHED = {
    **dict.fromkeys(Level, "sets no such limit"),
    Level.RESEARCH_WEIGHTS: "grants use of the weights",
    Level.RESTRICTED_WEIGHTS: "grants commercial use",
    Level.OPEN_WEIGHTS: "sets no limits on who, where, how many, how or what for",
}


def fold(terms: Terms, judge: Judge) -> Answer:
    """The answer over all groups (AND) of alternatives (OR)."""
    return all_of(any_of(_over_members(grant, judge) for grant in group) for group in terms.groups)


def terms_readable(context: Context, args: Mapping[str, Any]) -> Answer:
    """Met unless terms are named that nobody could read; no terms at all are readable."""
    terms = _terms(context, args)
    if not terms.found:
        denied = any((e.value or "").lower() == "none" for e in context.facts.of_kind("license-registry"))
        if context.facts.snapshot.source == "registry" and not denied:
            return Answer(
                outcome=Outcome.UNKNOWN,
                reason="the registry records no license for it",
                missing="the license of the weights",
            )
        return Answer(outcome=Outcome.MET, reason="no terms are named")

    def judge(grant: Grant) -> Answer:
        known = Answer(outcome=Outcome.MET, reason=f"{grant.name}: the terms are known", evidence=grant.evidence)
        if grant.prose or not grant.grants or grant.changed_from is not None:
            return known
        return _doubt(grant, nothing=grant.cap(context.kb)[0] is Level.OPEN_WEIGHTS) or known

    # A family is readable in the sense that every member is.
    return fold(terms, judge)


def license_found(context: Context, args: Mapping[str, Any]) -> Answer:
    """Met where a license is named, unmet where everything was read and none was."""
    terms = _terms(context, args)
    if terms.found:
        names = ", ".join(dict.fromkeys(g.name for g in terms.grants() if g.grants))
        return Answer(outcome=Outcome.MET, reason=f"license found: {names}", evidence=terms.evidence())
    component = args["component"]
    denied = [e for e in context.facts.of_kind("license-registry") if (e.value or "").lower() == "none"]
    if denied:
        return Answer(
            outcome=Outcome.UNMET,
            reason=f"the registry records that no license for the {component} was given",
            evidence=tuple(e.id for e in denied),
            missing=f"a license for the {component}",
        )
    partly = context.facts.snapshot.source == "registry" or not context.facts.snapshot.files_complete
    return Answer(
        outcome=Outcome.UNKNOWN if partly else Outcome.UNMET,
        reason=_none_found(context, component),
        evidence=() if partly else terms.evidence(),
        missing=f"a license for the {component}",
    )


def _none_found(context: Context, component: str) -> str:
    """Why there is nothing to judge; the criteria that need a license all say it in these words."""
    partly = context.facts.snapshot.source == "registry" or not context.facts.snapshot.files_complete
    return f"no license for the {component} was found in what was read{', which is not everything' if partly else ''}"


def terms_reach(context: Context, args: Mapping[str, Any]) -> Answer:
    """Met where no clause holds the terms below `level`."""
    wanted = Level(args["level"])
    terms = _terms(context, args)

    def judge(grant: Grant) -> Answer:
        cap, holding = grant.cap(context.kb)
        if cap.rank < wanted.rank:
            return _held(grant, holding)
        if grant.changed_from is None or wanted is Level.OPEN_WEIGHTS:
            doubt = _doubt(grant, nothing=cap is Level.OPEN_WEIGHTS)
            if doubt is not None:
                return doubt
        return Answer(outcome=Outcome.MET, reason=f"{grant.name} {_REACHED[wanted]}", evidence=grant.evidence)

    answer = fold(terms, judge)
    if terms.found and answer.outcome is not Outcome.NOT_APPLICABLE:
        return answer
    if answer.outcome is Outcome.UNMET:
        return answer
    component = args["component"]
    return Answer(
        outcome=Outcome.UNKNOWN,
        reason=_none_found(context, component),
        missing=f"a license for the {component}",
    )


def no_clause(context: Context, args: Mapping[str, Any]) -> Answer:
    """Met where the terms were read and hold none of `clauses`; contested where people argue about those they hold."""
    wanted = frozenset(args["clauses"])
    excused = frozenset(args.get("excused") or ())
    terms = _terms(context, args)

    def judge(grant: Grant) -> Answer:
        if grant.record is not None and grant.record.osi == "approved" and grant.exact:
            return Answer(outcome=Outcome.MET, reason=f"{grant.name} is approved by the OSI", evidence=grant.evidence)
        hits = [t for t in grant.terms if t.clause in wanted or t.clause in excused]
        argued = [t for t in hits if t.clause in excused or _contested(context, t)]
        plain = [t for t in hits if t not in argued]
        if plain or argued:
            return _held(grant, plain or argued, argued=not plain)
        nothing = Answer(outcome=Outcome.MET, reason=f"{grant.name}: nothing of the kind", evidence=grant.evidence)
        return _doubt(grant, nothing=True) or nothing

    answer = fold(terms, judge)
    if answer.outcome is Outcome.NOT_APPLICABLE or not terms.found:
        return Answer(
            outcome=Outcome.UNMET if answer.outcome is Outcome.UNMET else Outcome.UNKNOWN,
            reason=answer.reason if answer.outcome is Outcome.UNMET else "no license to read",
            evidence=answer.evidence,
            missing=answer.missing or f"a license for the {args['component']}",
        )
    return answer


def license_open(context: Context, args: Mapping[str, Any]) -> Answer:
    """Met where the component's license is on one of the named lists.

    A component without a license of its own is under the license of the whole distribution, as the Model Openness
    Framework resolves it; a license said to be for the code alone is never taken for the weights.
    """
    component = Component(args["component"])
    terms = _terms(context, args)
    if not terms.found and component is not Component.WEIGHTS:
        terms = context.terms(Component.WEIGHTS, own=bool(args.get("own")))
    lists, ids, contested = args.get("lists") or (), args.get("ids") or (), args.get("contested") or ()
    suits = args.get("suits") or ()

    def judge(grant: Grant) -> Answer:
        if grant.prose or not grant.grants:
            cap, holding = grant.cap(context.kb)
            if cap is Level.OPEN_WEIGHTS:
                return Answer(outcome=Outcome.NOT_APPLICABLE, reason=f"{grant.name}: no limit")
            return replace(_held(grant, holding), missing="an open license")
        answer = _approved(grant, approval(grant, lists, ids, contested))
        if answer.outcome is Outcome.MET and suits and not {grant.license, grant.spdx} & set(suits):
            return replace(answer, reason=f"{answer.reason} (a warning only: not one made for {component})")
        return answer

    if not terms.found:
        return license_found(context, args)
    return lowered(fold(terms, judge), args)


def code_license_open(context: Context, args: Mapping[str, Any]) -> Answer:
    """Met where the code that `kind` names is under an open license, by its own statement or by where it lies."""
    return lowered(_code_license_open(context, args), args)


def _code_license_open(context: Context, args: Mapping[str, Any]) -> Answer:
    lists, ids = args.get("lists") or ("osi",), args.get("ids") or ()
    code = context.terms(Component.CODE)
    if code.found:
        return fold(code, lambda grant: _approved(grant, approval(grant, lists, ids)))
    kind = str(args["kind"])
    shown, _ = shown_evidence(context, kind)
    if not shown:
        return Answer(outcome=Outcome.UNKNOWN, reason="no code was found", missing=kind.replace("-", " "))
    snapshot = context.facts.snapshot
    stated = [name for e in shown if (name := snapshot.link_licenses.get(e.value or ""))]
    for name in stated:
        record = context.kb.license(name)
        if record is not None:
            answer = Approval.of_record(record, lists, ids)
            return _approved(
                Grant(license=name, name=record.name, record=record, evidence=tuple(e.id for e in shown)), answer
            )
    linked = [e for e in shown if "://" in (e.value or "") or e.kind.endswith("-link")]
    if linked and LINKS_ASSUMED in snapshot.assumptions:
        return Answer(
            outcome=Outcome.MET,
            reason="the linked code is assumed to be what the card claims (--assume links)",
            evidence=tuple(e.id for e in linked),
        )
    inside = [e for e in shown if e not in linked and e.source is None]
    if inside:
        return license_open(context, {"component": "weights", "lists": lists, "ids": ids, "own": True})
    return Answer(
        outcome=Outcome.UNKNOWN,
        reason="the license of the code was not looked up",
        evidence=tuple(e.id for e in shown),
        missing="the license of the code",
    )


def _terms(context: Context, args: Mapping[str, Any]) -> Terms:
    return context.terms(args["component"], own=bool(args.get("own")))


def _contested(context: Context, term: Term) -> bool:
    """Whether people argue about it: by the vocabulary, by the record, or since it only asks for a credit line."""
    clause = context.kb.clause(term.clause)
    return term.contested or term.asks_only_credit or (clause is not None and clause.contested)


def _over_members(grant: Grant, judge: Judge) -> Answer:
    """The answer for one license; for a name that denotes a set, the answer that all its members share."""
    if not grant.members:
        return judge(grant)
    answers = [_over_members(member, judge) for member in grant.members]
    outcomes = {a.outcome for a in answers}
    if len(outcomes) == 1:
        same = all_of(answers)
        return Answer(
            outcome=same.outcome,
            reason=f"{grant.name}, whichever is meant: {same.reason}",
            evidence=grant.evidence,
            missing=same.missing,
        )
    return Answer(
        outcome=Outcome.UNKNOWN,
        reason=f"{grant.name} denotes a set of licenses that differ in this",
        evidence=grant.evidence,
        missing=f"which of {', '.join(m.license for m in grant.members)} is meant",
    )


def _held(grant: Grant, terms: Sequence[Term], *, argued: bool = False) -> Answer:
    """The answer for a license whose clauses stand in the way, or are argued to."""
    names = ", ".join(dict.fromkeys(t.clause for t in terms))
    return Answer(
        outcome=Outcome.CONTESTED if argued else Outcome.UNMET,
        reason=f"{grant.name}: {names}" + (" (people argue whether this breaks it)" if argued else ""),
        evidence=tuple(dict.fromkeys(e for t in terms for e in t.evidence)) or grant.evidence,
        missing=f"terms without {names}",
    )


def _doubt(grant: Grant, *, nothing: bool) -> Answer | None:
    """Why a license without clauses in the way still proves nothing, or not all; None where nothing is in doubt.

    `nothing`: the answer rests on clauses that were not found, which is no proof where only the detector looked.
    """
    name, evidence = grant.name, grant.evidence
    if grant.prose or not grant.grants:
        return Answer(outcome=Outcome.NOT_APPLICABLE, reason=f"{name}: no such limit")
    if not grant.read:
        reason, missing = f"{name}: named, and its terms were not read", f"the text of {name}"
        return Answer(outcome=Outcome.UNKNOWN, reason=reason, evidence=evidence, missing=missing)
    if grant.by_detector and nothing:
        reason = f"{name}: no record knows this text, and that the detector found no such limit proves nothing"
        return Answer(
            outcome=Outcome.UNKNOWN, reason=reason, evidence=evidence, missing=f"somebody's reading of {name}"
        )
    if grant.changed_from is not None:
        known = grant.changed_from.name
        reason = f"{name}: {known} with additions, in which the detector found no such limit"
        missing = f"somebody's reading of the additions to {known}"
        return Answer(outcome=Outcome.CONTESTED, reason=reason, evidence=evidence, missing=missing)
    return None


def _approved(grant: Grant, answer: Approval) -> Answer:
    outcome, reason = {
        Approval.YES: (Outcome.MET, f"{grant.name} is an open license"),
        Approval.CONTESTED: (Outcome.CONTESTED, f"{grant.name}: people argue whether it fits"),
        Approval.NO: (Outcome.UNMET, f"{grant.name} is not on the lists of open licenses"),
        Approval.UNKNOWN: (Outcome.UNKNOWN, f"{grant.name}: not known to be an open license"),
    }[answer]
    missing = None if answer is Approval.YES else "an open license"
    return Answer(outcome=outcome, reason=reason, evidence=grant.evidence, missing=missing)
