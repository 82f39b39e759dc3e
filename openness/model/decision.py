"""What a policy concludes. By itself, because hooks decide without a whole report."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """A policy's answer."""

    ALLOW = "allow"
    REVIEW = "review"
    DENY = "deny"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a policy says about a report ("allowed by policy P")."""

    verdict: Verdict
    policy: str
    reasons: tuple[str, ...] = ()
    rule: str = ""  # which rule decided
    waived: tuple[str, ...] = ()  # reasons that a valid waiver accepts
    notes: tuple[str, ...] = ()  # agreements used, waivers expired or void
    policy_version: str = ""
