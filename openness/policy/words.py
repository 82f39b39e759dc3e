"""Rules and decisions → plain sentences, for `openness policy show` and `explain`."""

from collections.abc import Iterator

from openness.model import Level, Verdict
from openness.policy.conditions import conditions, listed, place, why
from openness.policy.decide import CONFLICTS, UNREAD, Weighed
from openness.policy.policy import Policy
from openness.policy.rule import Rule
from openness.policy.subject import Subject
from openness.render.safe import plain, shorten

_NOBODY = Subject(id="-", kind="model", level=Level.UNKNOWN)


def rule_words(rule: Rule) -> str:
    """What a rule says: "deny when commercial is not permitted"."""
    parts = [condition.words for condition in conditions(rule, _NOBODY)]
    when = f"when {' and '.join(parts)}" if parts else "always"
    return f"{rule.verdict.value} {when}"


def policy_words(policy: Policy) -> Iterator[str]:
    """A whole policy, line by line, in the order in which rules are tried."""
    yield f"{policy.name}: {policy.about}" if policy.about else policy.name
    for verdict in (Verdict.DENY, Verdict.ALLOW, Verdict.REVIEW):
        for rule in policy.rules:
            if rule.verdict is verdict:
                reason = f" ({rule.reason})" if rule.reason else ""
                yield f"  {rule_words(rule)}{reason}  [{rule.origin}]"
    yield f"  otherwise {policy.otherwise.value}"
    if policy.conflicts_need_review:
        yield "  what would be allowed is reviewed when sources conflict"
    if policy.unread_ancestors_need_review:
        yield "  what would be allowed is reviewed when a base model could not be read"


def decided_by(weighed: Weighed, policy: Policy) -> str:
    """Which rule decided, as a sentence."""
    decision = weighed.decision
    if weighed.used and decision.verdict is Verdict.ALLOW:
        names = listed(waiver.id for waiver in weighed.used)
        return f"Waiver {names} decided: the policy alone would not allow it."
    if decision.rule == CONFLICTS:
        return "Rules would allow it, but sources conflict, and conflicts_need_review makes that a review."
    if decision.rule == UNREAD:
        return (
            "Rules would allow it, but a base model could not be read, and unread_ancestors_need_review makes that a "
            "review."
        )
    if decision.rule == "otherwise":
        return f"No rule applies, so `otherwise` decided: {policy.otherwise.value}."
    rule = next((r for r in policy.rules if f"{r.verdict.value} {r.origin}" == decision.rule), None)
    if rule is None:
        return f"Decided by {decision.rule}."
    return f"{rule.origin[:1].upper()}{rule.origin[1:]} decided: {rule_words(rule)}."


def rule_outcomes(weighed: Weighed, policy: Policy) -> Iterator[tuple[str, str]]:
    """For every rule, in the order in which they are tried: what it says, and what came of it."""
    for verdict in (Verdict.DENY, Verdict.ALLOW, Verdict.REVIEW):
        for rule in policy.rules:
            if rule.verdict is verdict:
                yield f"{rule_words(rule)}  [{rule.origin}]", _outcome(rule, weighed.subject)


def _outcome(rule: Rule, subject: Subject) -> str:
    if why(rule, subject):
        return "applies"
    failed = next(condition for condition in conditions(rule, subject) if not condition.reasons)
    return f"does not apply: {failed.found}"


def explanation(target: str, weighed: Weighed, policy: Policy) -> Iterator[str]:
    """Lines that say which rule decided about a target, why, what the others say, and what can be done."""
    decision = weighed.decision
    yield f"{plain(target)}: {decision.verdict.value}, by policy {policy.name}"
    yield f"  {decided_by(weighed, policy)}"
    yield ""
    yield "Because"
    for text in decision.reasons:
        yield f"  - {plain(text)}"
    for term in weighed.subject.terms:
        if term.clause in weighed.open and term.words:
            words = f"“{shorten(term.words, 300)}”" if term.quoted else f"{shorten(term.words, 300)} (our summary)"
            yield f"      {term.clause}, {place(term)}: {words}"
    for label, entries in (("Accepted by a waiver", decision.waived), ("Notes", decision.notes)):
        if entries:
            yield ""
            yield label
            yield from (f"  - {plain(text)}" for text in entries)
    yield ""
    yield "Every rule, in the order in which they are tried: deny, allow, review"
    for words, outcome in rule_outcomes(weighed, policy):
        yield f"  - {words}"
        yield f"      {outcome}"
    yield f"  - otherwise {policy.otherwise.value}"
    if decision.verdict is not Verdict.ALLOW:
        yield ""
        yield f"To accept this for a while: openness policy waiver {plain(target)} --policy {policy.name}"
        yield "To record a license of your own with the publisher: an [[agreements]] entry (docs/policy.md)"
