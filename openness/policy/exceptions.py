"""Waivers and agreements (DESIGN.md section 8); the baseline is openness/policy/baseline.py. Three different things."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from openness.policy.subject import UNREAD, Subject

EVERYWHERE = "worldwide"


class Waiver(NamedTuple):
    """Somebody accepts a risk for a while. It never changes what the terms permit."""

    id: str
    model: str  # id or pattern
    reason: str
    owner: str  # who asked
    approver: str  # who accepted; never the owner
    expires: date  # the last day on which it holds
    license_hash: tuple[str, ...] = ()  # void when the license is none of these; without any it is not in force
    clause: tuple[str, ...] = ()  # what it accepts; without any it is not in force

    def state(self, subject: Subject, today: date) -> str:
        """valid | expired | void (the license changed since) | unbound | elsewhere (another model)."""
        if not subject.is_named((self.model,)):
            return "elsewhere"
        if not self.license_hash or not self.clause:
            return "unbound"
        if not any(same_hash(stated, subject.license_hash) for stated in self.license_hash):
            return "void"
        return "expired" if today > self.expires else "valid"


class Agreement(NamedTuple):
    """A separate license that the organisation holds. It does change what is permitted."""

    id: str
    counterparty: str
    reference: str  # contract number or file
    models: tuple[str, ...]  # ids or patterns
    uses: tuple[str, ...]  # use ids that it grants
    until: date  # the last day on which it holds
    clauses: tuple[str, ...] = ()  # clauses of the public terms that it sets aside
    territory: tuple[str, ...] = ()  # places in which it holds; () is everywhere

    def state(
        self, subject: Subject, today: date, places: tuple[str, ...] | None, regions: Mapping[str, tuple[str, ...]]
    ) -> str:
        """valid | expired | outside (used in a place that it leaves out) | places-unknown | elsewhere."""
        if not subject.is_named(self.models):
            return "elsewhere"
        if today > self.until:
            return "expired"
        if not self.territory or EVERYWHERE in (name.casefold() for name in self.territory):
            return "valid"
        if not places:
            return "places-unknown"
        return "outside" if outside(places, self.territory, regions) else "valid"


def outside(places: Iterable[str], territory: Iterable[str], regions: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The places that a territory does not hold; a region holds its members, and is held only as a whole."""
    held = {name.upper() for name in territory}
    for name in tuple(held):
        held.update(regions.get(name, ()))
    return tuple(
        place
        for place in places
        if place.upper() not in held
        and place.upper().partition("-")[0] not in held
        and not (regions.get(place.upper()) and held.issuperset(regions[place.upper()]))
    )


def same_hash(stated: str, actual: str) -> bool:
    """Whether the licenses are those of a hash that somebody wrote down, and their texts where both were read."""
    licenses, _, text = stated.partition("-")
    licenses_now, _, text_now = actual.partition("-")
    return bool(licenses) and licenses == licenses_now and (text == text_now or UNREAD in (text, text_now))
