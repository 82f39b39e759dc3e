"""Subject + policy → decision, with reasons that name what decided.

Order: a rule that denies, else one that allows, else one that asks for review, else the policy's `otherwise`. A
conflict between sources, or a base model that could not be read, makes an allow a review. Agreements come before
rules (they change what is permitted). Waivers take single reasons out of the way, wherever they come from, and what is
left decides. docs/policy.md says it for people.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from openness.model import Decision, Verdict
from openness.policy.conditions import why
from openness.policy.exceptions import Agreement, Waiver, outside
from openness.policy.policy import Policy
from openness.policy.reason import Reason, needed, texts
from openness.policy.subject import Subject, from_report

if TYPE_CHECKING:
    from openness.model import Report

CONFLICTS, UNREAD, NOT_LIVE = "conflicts-need-review", "unread-ancestors-need-review", "not-live-needs-review"
BY_RULE = "family-rule-needs-review"


class Weighed(NamedTuple):
    """A decision with what led to it, for explanations and drafts of waivers."""

    decision: Decision
    subject: Subject  # with agreements applied
    open: tuple[str, ...] = ()  # what a waiver would still have to name
    used: tuple[Waiver, ...] = ()  # waivers that accepted something
    agreed: tuple[Agreement, ...] = ()  # agreements that changed something


class _Settled(NamedTuple):
    """What rules and floors say once some reasons are out of the way."""

    verdict: Verdict
    rule: str
    reasons: tuple[Reason, ...]
    waived: tuple[Reason, ...] = ()


def decide(report: "Report", policy: Policy) -> Decision:
    """The policy's decision about a report."""
    return judge(from_report(report), policy)


def judge(subject: Subject, policy: Policy) -> Decision:
    """The policy's decision about a subject."""
    return weigh(subject, policy).decision


def weigh(subject: Subject, policy: Policy) -> Weighed:
    """The decision about a subject, with everything that led to it."""
    today = policy.today or datetime.now(UTC).date()
    subject, agreed, notes = _with_agreements(subject, policy, today)
    valid = [w for w in policy.waivers if w.state(subject, today) == "valid"]
    settled = _settle(subject, policy, {name for w in valid for name in w.clause})
    used = tuple(w for w in valid if set(needed(settled.waived)).intersection(w.clause))
    allowed = settled.verdict is Verdict.ALLOW
    open_ = () if allowed else tuple(n for n in needed(settled.reasons) if all(n not in w.clause for w in valid))
    reasons = texts(settled.reasons)
    if used and allowed:
        reasons = tuple(
            f"waiver {w.id} accepts this until {w.expires.isoformat()} ({w.reason}; approved by {w.approver})"
            for w in used
        )
    decision = Decision(
        verdict=settled.verdict,
        policy=policy.name,
        reasons=reasons,
        rule=settled.rule,
        waived=texts(settled.waived),
        notes=(*notes, *_waiver_notes(subject, policy, today, settled, open_)),
        policy_version=policy.version,
    )
    return Weighed(decision=decision, subject=subject, open=open_, used=used, agreed=agreed)


def _settle(subject: Subject, policy: Policy, accepted: set[str]) -> _Settled:
    """Rules in their order, then the floors; a rule whose every reason is accepted does not count."""
    waived: list[Reason] = []

    def opened(verdict: Verdict) -> tuple[str, tuple[Reason, ...]]:
        first = ""
        found: list[Reason] = []
        for rule in policy.rules:
            reasons = why(rule, subject) if rule.verdict is verdict else ()
            if not reasons:
                continue
            if verdict is not Verdict.ALLOW and _covered(reasons, accepted):
                waived.extend(reasons)
                continue
            first = first or f"{verdict.value} {rule.origin or 'rule'}"
            found += reasons
        return first, tuple(found)

    def stop(verdict: Verdict, rule: str, reasons: tuple[Reason, ...]) -> _Settled:
        return _Settled(verdict=verdict, rule=rule, reasons=reasons, waived=tuple(waived))

    for verdict in (Verdict.DENY, Verdict.ALLOW, Verdict.REVIEW):
        rule, reasons = opened(verdict)
        if rule:
            break
    else:
        verdict, rule, reasons = Verdict.ALLOW, "waiver", ()
        if not waived:
            verdict, rule, reasons = policy.otherwise, "otherwise", (_no_rule(subject, policy),)
            if verdict is not Verdict.ALLOW and _covered(reasons, accepted):
                waived.extend(reasons)
                verdict, rule, reasons = Verdict.ALLOW, "waiver", ()
    if verdict is not Verdict.ALLOW:
        return stop(verdict, rule, reasons)
    for name, floor in _floors(subject, policy):
        left = tuple(reason for reason in floor if not _covered((reason,), accepted))
        waived.extend(reason for reason in floor if reason not in left)
        if left:
            return stop(Verdict.REVIEW, name, left)
    return stop(verdict, rule, reasons)


def _covered(reasons: Iterable[Reason], accepted: set[str]) -> bool:
    return accepted.issuperset(needed(tuple(reasons)))


def _no_rule(subject: Subject, policy: Policy) -> Reason:
    """What the level is, and why the policy does not settle it."""
    allowed = [r.level_at_least for r in policy.rules if r.verdict is Verdict.ALLOW and r.level_at_least is not None]
    lowest = min(allowed, key=lambda level: level.rank, default=None)
    below = lowest is not None and subject.level.rank < lowest.rank
    scope = f"allows {lowest} and above" if below else "has no rule for this"
    level = subject.level
    return Reason(
        text=f"{level}: {level.means}; the policy {scope} and {_OTHERWISE[policy.otherwise]}",
        about=subject.level_because or ("level",),
    )


_OTHERWISE = {
    Verdict.ALLOW: "allows the rest",
    Verdict.REVIEW: "asks for review of the rest",
    Verdict.DENY: "denies the rest",
}


def _floors(subject: Subject, policy: Policy) -> Iterable[tuple[str, tuple[Reason, ...]]]:
    """What makes an allow a review."""
    if subject.not_live:  # an error is no pass, whatever the registry remembers
        yield NOT_LIVE, (Reason(text=f"not read itself: {subject.not_live}", about=("not-live",)),)
    if subject.by_rule:
        yield BY_RULE, (Reason(text=subject.by_rule, about=("by-rule",)),)
    if policy.conflicts_need_review:
        yield (
            CONFLICTS,
            tuple(Reason(text=f"conflict: {kind} ({how})", about=(kind,)) for kind, how in subject.conflicts),
        )
    if policy.unread_ancestors_need_review:
        yield (
            UNREAD,
            tuple(
                Reason(text=f"the base model {name} could not be read", about=("unread",)) for name in subject.unread
            ),
        )


def _with_agreements(
    subject: Subject, policy: Policy, today: date
) -> tuple[Subject, tuple[Agreement, ...], tuple[str, ...]]:
    notes, agreed = [], []
    for agreement in policy.agreements:
        from openness.policy.vocabulary import regions

        state = agreement.state(subject, today, policy.places, regions())
        if state == "elsewhere":
            continue
        title = f"agreement {agreement.id} with {agreement.counterparty} ({agreement.reference})"
        held = ", ".join(agreement.territory)
        if state == "expired":
            notes.append(f"{title} ended on {agreement.until.isoformat()}; the public terms apply again")
        elif state == "places-unknown":
            notes.append(f"{title} holds in {held} only: state places_of_use in [profile] so that it can count")
        elif state == "outside":
            left = ", ".join(outside(policy.places or (), agreement.territory, regions()))
            notes.append(f"{title} holds in {held} only, and the profile says that you use models in {left}")
        else:
            agreed.append(agreement)
            subject = subject._replace(
                uses={**subject.uses, **dict.fromkeys(agreement.uses, "yes")},
                because={use: why_ for use, why_ in subject.because.items() if use not in agreement.uses},
                terms=tuple(term for term in subject.terms if term.clause not in agreement.clauses),
            )
            granted = f"grants {', '.join(agreement.uses)}" if agreement.uses else "applies"
            aside = f", sets aside {', '.join(agreement.clauses)}" if agreement.clauses else ""
            where = f" in {held}" if agreement.territory else ""
            notes.append(f"{title} {granted}{aside}{where} until {agreement.until.isoformat()}")
    return subject, tuple(agreed), tuple(notes)


def _waiver_notes(
    subject: Subject, policy: Policy, today: date, settled: _Settled, open_: tuple[str, ...]
) -> Iterable[str]:
    """What became of the waivers for this model that did not settle the matter."""
    if settled.verdict is Verdict.ALLOW:
        return
    for waiver in policy.waivers:
        state = waiver.state(subject, today)
        if state == "expired":
            yield (
                f"waiver {waiver.id} expired on {waiver.expires.isoformat()}; the verdict that it covered stands again"
            )
        elif state == "void":
            over = f" (and it expired on {waiver.expires.isoformat()})" if today > waiver.expires else ""
            yield (
                f"waiver {waiver.id} is void{over}: the license changed since it was approved. "
                f'After a new approval: license_hash = "{subject.license_hash}"'
            )
        elif state == "unbound":
            missing = [] if waiver.license_hash else [f'license_hash = "{subject.license_hash}"']
            if not waiver.clause:
                missing.append("clause = [" + ", ".join(f'"{name}"' for name in open_) + "]")
            yield f"waiver {waiver.id} is not in force, it is not bound to what it accepts. Add: {'; '.join(missing)}"
        elif state == "valid":
            yield f"waiver {waiver.id} accepts {', '.join(waiver.clause)}; still open: {', '.join(open_)}"
