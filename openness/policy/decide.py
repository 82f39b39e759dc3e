"""Report + policy → decision, with reasons that name what decided."""

from openness.model import Decision, Kind, Level, Report, Verdict
from openness.policy.policy import Policy


def decide(report: Report, policy: Policy) -> Decision:
    """The policy's verdict: deny if a deny rule applies, else review if anything is open, else allow."""
    denied = tuple(_denials(report, policy))
    if denied:
        return Decision(verdict=Verdict.DENY, policy=policy.name, reasons=denied)
    open_points = tuple(_reviews(report, policy))
    if open_points:
        return Decision(verdict=Verdict.REVIEW, policy=policy.name, reasons=open_points)
    level = report.placement.level.value
    return Decision(verdict=Verdict.ALLOW, policy=policy.name, reasons=(f"level {level} is allowed",))


def _denials(report: Report, policy: Policy) -> list[str]:
    reasons = []
    level = report.placement.level
    if policy.deny_below is not None and Level.UNKNOWN is not level and level.rank < policy.deny_below.rank:
        reasons.append(f"level {level.value} is below {policy.deny_below.value}")
    for match in report.facts.licenses:
        if match.id in policy.deny_licenses:
            reasons.append(f"license {match.id} is denied")
    for finding in report.facts.findings:
        if finding.clause in policy.deny_clauses:
            reasons.append(f"clause {finding.clause} of {finding.license or 'the card'} is denied")
    for use in sorted(policy.deny_uses_no):
        if use in report.uses and report.uses[use].answer == "no":
            reasons.append(f"the terms read do not permit: {use}")
    return list(dict.fromkeys(reasons))


def _reviews(report: Report, policy: Policy) -> list[str]:
    reasons = []
    level = report.placement.level
    service = level is Level.CLOSED and report.facts.snapshot.kind is Kind.SERVICE
    if not (service and policy.allow_services) and level.rank < policy.allow_at_least.rank:
        reasons.append(f"level {level.value} is below {policy.allow_at_least.value}")
    reasons += [f"conflict: {c.kind} ({c.strength})" for c in report.facts.conflicts]
    for use in sorted(policy.review_uses_conditional):
        if use in report.uses and report.uses[use].answer in ("conditional", "unknown"):
            reasons.append(f"{use}: {report.uses[use].answer}")
    return list(dict.fromkeys(reasons))
