"""Waivers, agreements and the baseline: three different things (DESIGN.md section 8)."""

from dataclasses import dataclass
from datetime import date

from openness.policy.rule import matches
from openness.policy.subject import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Somebody accepts a risk for a while. It never changes what the terms permit."""

    id: str
    model: str  # id or pattern
    reason: str
    owner: str  # who asked
    approver: str  # who accepted; never the owner
    expires: date
    license_hash: str | None = None  # void when the license changes
    clause: str | None = None  # None: any reason

    def state(self, subject: Subject, today: date) -> str:
        """valid | expired | void (the license changed since) | elsewhere (another model)."""
        if not matches(self.model, subject.id):
            return "elsewhere"
        if self.license_hash and subject.license_hash and self.license_hash != subject.license_hash:
            return "void"
        return "expired" if today > self.expires else "valid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A separate license that the organisation holds. It does change what is permitted."""

    id: str
    counterparty: str
    reference: str  # contract number or file
    models: tuple[str, ...]  # ids or patterns
    uses: tuple[str, ...]  # use ids that it grants
    until: date
    territory: str | None = None

    def covers(self, subject: Subject, today: date) -> bool:
        """Whether it is in force for the subject."""
        return today <= self.until and any(matches(pattern, subject.id) for pattern in self.models)
