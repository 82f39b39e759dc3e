"""Subject + policy → decision, with reasons that name what decided.

Order: a rule that denies, else one that allows, else one that asks for review, else the policy's `otherwise`. A
conflict between sources, or a base model that could not be read, makes an allow a review. Agreements come before
rules (they change what is permitted); waivers come after (they accept what is not).
"""

from dataclasses import replace
from datetime import UTC, date, datetime

from openness.model import Decision, Report, Verdict
from openness.policy.exceptions import Waiver
from openness.policy.policy import Policy
from openness.policy.rule import Rule
from openness.policy.subject import Subject, from_report

_ORDER = (Verdict.DENY, Verdict.ALLOW, Verdict.REVIEW)


def decide(report: Report, policy: Policy) -> Decision:
    """The policy's decision about a report."""
    return judge(from_report(report), policy)


def judge(subject: Subject, policy: Policy) -> Decision:
    """The policy's decision about a subject."""
    today = policy.today or datetime.now(UTC).date()
    subject, notes = _with_agreements(subject, policy, today)
    verdict, reasons, rule = _by_rules(subject, policy)
    if verdict is Verdict.ALLOW and policy.conflicts_need_review and subject.conflicts:
        verdict, rule = Verdict.REVIEW, "conflicts-need-review"
        reasons = tuple(f"conflict: {kind} ({strength})" for kind, strength in subject.conflicts)
    if verdict is Verdict.ALLOW and policy.unread_ancestors_need_review and subject.unread:
        verdict, rule = Verdict.REVIEW, "unread-ancestors-need-review"
        reasons = tuple(f"the base model {name} could not be read" for name in subject.unread)
    decision = Decision(
        verdict=verdict,
        policy=policy.name,
        reasons=tuple(dict.fromkeys(reasons)),
        rule=rule,
        notes=notes,
        policy_version=policy.version,
    )
    return decision if verdict is Verdict.ALLOW else _with_waivers(decision, subject, policy, today)


def _by_rules(subject: Subject, policy: Policy) -> tuple[Verdict, tuple[str, ...], str]:
    for verdict in _ORDER:
        found: list[str] = []
        first: Rule | None = None
        for rule in policy.rules:
            if rule.verdict is verdict:
                why = rule.why(subject)
                if why:
                    found += why
                    first = first or rule
        if first is not None:
            return verdict, tuple(found), f"{verdict.value} rule {policy.rules.index(first) + 1}"
    return policy.otherwise, (f"no rule of {policy.name} applies to level {subject.level.value}",), "otherwise"


def _with_agreements(subject: Subject, policy: Policy, today: date) -> tuple[Subject, tuple[str, ...]]:
    notes = []
    for agreement in policy.agreements:
        if not agreement.covers(subject, today):
            continue
        uses = {**subject.uses, **dict.fromkeys(agreement.uses, "yes")}
        subject = replace(subject, uses=uses)
        notes.append(
            f"agreement {agreement.id} with {agreement.counterparty} ({agreement.reference}) grants "
            f"{', '.join(agreement.uses)} until {agreement.until.isoformat()}"
        )
    return subject, tuple(notes)


def _with_waivers(decision: Decision, subject: Subject, policy: Policy, today: date) -> Decision:
    """The decision after waivers: every reason must be covered, and a waived decision says so."""
    open_reasons = list(decision.reasons)
    used, notes = [], list(decision.notes)
    for waiver in policy.waivers:
        state = waiver.state(subject, today)
        if state == "elsewhere":
            continue
        if state != "valid":
            notes.append(_state_note(waiver, state))
            continue
        covered = [r for r in open_reasons if waiver.clause is None or waiver.clause in r]
        if covered:
            used.append(waiver)
            open_reasons = [r for r in open_reasons if r not in covered]
    if used and not open_reasons:
        return replace(
            decision,
            verdict=Verdict.ALLOW,
            waived=tuple(decision.reasons),
            reasons=tuple(
                f"waiver {w.id} accepts this until {w.expires.isoformat()} ({w.reason}; approved by {w.approver})"
                for w in used
            ),
            notes=tuple(notes),
        )
    return replace(decision, notes=tuple(notes))


def _state_note(waiver: Waiver, state: str) -> str:
    if state == "expired":
        return f"waiver {waiver.id} expired on {waiver.expires.isoformat()}; the verdict that it covered stands again"
    return f"waiver {waiver.id} is void: the license changed since it was approved"
