"""Turns one clause and a profile into yes, no or "it depends, and on this"."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from openness.evaluate.figure import Figure
from openness.evaluate.profile import Profile
from openness.evaluate.terms import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What one clause does to one use for one organisation."""

    answer: str  # "yes" | "conditional" | "no"
    says: str  # condition, duty or reason, added to the clause's own sentence; "" for nothing to add
    duty: bool = False  # shown with a yes


def threshold(term: Term, profile: Profile, publisher: str, released: str | None) -> Effect:
    """The effect of a clause that turns on users, revenue or employees."""
    limit, figure, name, unit = _measured(term, profile)
    credit = term.asks_only_credit
    if limit is None:
        return Effect(answer="conditional", says="the number is not stated in the record; read the clause")
    month = _month_before(released) if "before" in str(term.params.get("measured_at") or "") else None
    if figure is None:
        if credit:
            return Effect(
                answer="yes", says=f"only above {limit:,}{unit}; the profile does not state {name}", duty=True
            )
        when = f" in {month}" if month else ""
        group = ", with affiliates," if term.params.get("affiliates") else ""
        return Effect(answer="conditional", says=f"state {name}{when}{group} in a profile to settle it")
    doubt = _doubt(term, figure, name, month)
    above = figure.exceeds(limit)
    if doubt and above is not None and not credit:
        return Effect(answer="conditional", says=doubt)
    if above is None:
        return Effect(
            answer="conditional", says=f"the band stated for {name} does not tell on which side of {limit:,} it is"
        )
    if not above:
        return Effect(answer="yes", says="")
    if credit:
        return Effect(answer="yes", says=f"you are above {limit:,}{unit}: this duty binds you", duty=True)
    return Effect(
        answer="no", says=f"no without a separate grant from {publisher}: you state more than {limit:,}{unit}"
    )


def ceiling(term: Term, profile: Profile, publisher: str, released: str | None) -> Effect:
    """The effect of a threshold above which no right is granted at all, on uses that nobody asks figures for.

    Only a profile that is above bars them; without a figure the threshold is shown beside the answer.
    """
    effect = threshold(term, profile, publisher, released)
    return Effect(answer="yes", says="", duty=True) if effect.answer == "conditional" else effect


def narrowed(term: Term, use: str) -> Effect:
    """The effect of a bar; where the record's parameters say that it lets something through, a condition."""
    target, scope = (str(term.params.get(key) or "").lower() for key in ("target", "scope"))
    if term.clause == "no-train-other-models" and "compet" in target:
        return Effect(answer="conditional", says="")
    if term.clause in ("no-redistribution", "no-modification", "hosting-limit") and term.params.get("exception"):
        return Effect(answer="conditional", says="")
    if term.clause == "hosting-limit" and any(word in scope for word in _PARTLY) and "free" not in scope:
        return Effect(answer="conditional", says="")
    if term.clause == "non-transferable" and term.params.get("assignment") is False:
        return Effect(answer="conditional", says="the word stands alone; ask before you assign it")
    if term.clause == "no-modification" and use == "fine-tune" and "shar" in scope:
        return Effect(answer="conditional", says="changed versions stay with you")
    return Effect(answer="no", says="")


# A hosting limit whose scope says so leaves other hosting alone.
_PARTLY = ("earn", "paid", "commercial", "compet", "sale", "stand-alone")


def for_affiliates(term: Term) -> Effect:
    """The effect of a clause that makes the license personal on affiliates and contractors: only where it says so."""
    if term.params.get("affiliates") is True:
        return Effect(answer="conditional", says="affiliates and contractors need a license of their own")
    return Effect(answer="yes", says="", duty=True)


def needs_permission(term: Term, *, beside_threshold: bool) -> Effect | None:
    """The effect of a clause that asks for permission; None where the threshold beside it has answered already."""
    trigger = str(term.params.get("trigger") or "").lower()
    if beside_threshold and "threshold" in trigger:
        return None
    return Effect(answer="conditional", says="")


def purpose(profile: Profile) -> Effect:
    """The effect of a clause that lets only non-commercial, research or evaluation purposes in."""
    if profile.commercial is True:
        return Effect(answer="no", says="the profile says that your purpose is commercial")
    if profile.commercial is False:
        return Effect(answer="yes", says="for the non-commercial purpose that the profile states", duty=True)
    return Effect(answer="conditional", says="")


def territory(term: Term, profile: Profile, regions: Mapping[str, tuple[str, ...]], reached: bool | None) -> Effect:
    """The effect of a clause that leaves places out, by its own test: domicile, use, distribution or output."""
    if reached is False:
        return Effect(answer="yes", says="")
    if profile.role == "end-user" and "end user" in str(term.params.get("exception") or "").lower():
        return Effect(answer="yes", says="end users of somebody's product are let in", duty=True)
    excluded = _expanded(_listed(term.params.get("jurisdictions")), regions)
    if not excluded:
        return Effect(answer="conditional", says="the record does not name the places; read the clause")
    missing = []
    for name, places in _tested(term, profile):
        if places is None:
            missing.append(name)
            continue
        inside = [p for p in places if _expanded([p], regions) & excluded]
        if inside:
            return Effect(answer="no", says=f"{name} in the profile: {', '.join(inside)} is left out by the license")
    if missing:
        unsure = " and whether the model is multimodal" if reached is None else ""
        return Effect(answer="conditional", says=f"state {', '.join(missing)}{unsure}")
    return Effect(answer="yes", says="none of the places in the profile is left out", duty=True)


def in_territory(term: Term, place: str, regions: Mapping[str, tuple[str, ...]], reached: bool | None) -> Effect:
    """The effect of a clause on use in one named place."""
    if reached is False:
        return Effect(answer="yes", says="")
    excluded = _expanded(_listed(term.params.get("jurisdictions")), regions)
    if not excluded:
        return Effect(answer="conditional", says="the record does not name the places; read the clause")
    if not _expanded([place], regions) & excluded:
        return Effect(answer="yes", says="")
    if reached is None:
        return Effect(answer="conditional", says="only multimodal models are left out there")
    return Effect(answer="no", says=f"{place} is left out")


def domain(term: Term, words: tuple[str, ...]) -> Effect:
    """The effect of a list of forbidden uses on one domain, by the words of the record."""
    named = " ".join(_listed(term.params.get("domains"))).lower()
    if any(word in named for word in words):
        return Effect(answer="no", says="the list names it")
    return Effect(answer="conditional", says="read the list: the record's short words do not name it")


def _measured(term: Term, profile: Profile) -> tuple[int | None, Figure | None, str, str]:
    """(limit, figure of the profile, name of the figure, unit to show)."""
    if term.clause == "revenue-threshold":
        amount, currency = term.params.get("amount"), str(term.params.get("currency") or "").upper()
        return _int(amount), profile.annual_revenue, "annual_revenue", f" {currency}" if currency else ""
    measure = str(term.params.get("measure") or "").lower()
    if any(word in measure for word in ("employee", "people", "staff", "team")):
        return _int(term.params.get("users")), profile.employees, "employees", f" {measure}"
    return _int(term.params.get("users")), profile.monthly_active_users, "monthly_active_users", " users"


def _doubt(term: Term, figure: Figure, name: str, month: str | None) -> str | None:
    """Why the stated figure is not the one that the clause asks for; a plain figure is taken to be that one."""
    if month and figure.month and figure.month != month:
        return f"state {name} for {month}: the profile's figure is for {figure.month}"
    if term.params.get("affiliates") and not figure.affiliates:
        return f"state {name} for the whole group: the clause counts affiliates"
    currency = str(term.params.get("currency") or "").upper()
    if currency and figure.currency and figure.currency != currency:
        return f"state {name} in {currency}: the profile's figure is in {figure.currency}"
    return None


def _tested(term: Term, profile: Profile) -> list[tuple[str, tuple[str, ...] | None]]:
    """The places of the profile that the clause's test looks at."""
    test = str(term.params.get("test") or "domicile, use").lower()
    found: list[tuple[str, tuple[str, ...] | None]] = []
    if any(word in test for word in ("domicile", "seat", "place of business", "resident")):
        seat = profile.principal_place_of_business
        found.append(("principal_place_of_business", None if seat is None else (seat,)))
    if any(word in test for word in ("use", "distribution")):
        found.append(("places_of_use", profile.places_of_use))
    if "output" in test or term.params.get("reaches_outputs"):
        found.append(("places_of_output", profile.places_of_output))
    return found


def _listed(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [str(item) for item in value] if isinstance(value, list | tuple) else []


def _expanded(places: list[str], regions: Mapping[str, tuple[str, ...]]) -> set[str]:
    found: set[str] = set()
    for place in places:
        code = {"UK": "GB"}.get(place.upper(), place.upper())
        found.add(code)
        found.update(regions.get(code, ()))
    return found


def _month_before(released: str | None) -> str | None:
    try:
        day = date.fromisoformat((released or "")[:10])
    except ValueError:
        return None
    return f"{day.year - 1}-12" if day.month == 1 else f"{day.year}-{day.month - 1:02d}"


def _int(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
