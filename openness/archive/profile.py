"""A profile ↔ plain JSON values; figures may be widened to bands before they are used and kept."""

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any

from openness.errors import UsageError
from openness.evaluate.figure import UNBOUNDED, Figure
from openness.evaluate.profile import Profile

_FIGURES = ("monthly_active_users", "annual_revenue", "employees")
_TUPLES = ("uses", "places_of_use", "places_of_output")


def as_plain(profile: Profile) -> dict[str, Any]:
    """Every field of the profile as JSON values, what is not stated as null."""
    return asdict(profile)


def from_plain(data: Mapping[str, Any]) -> Profile:
    """The profile that `as_plain` took apart. Raises UsageError for anything else."""
    known = {field.name for field in fields(Profile)}
    try:
        values = {name: value for name, value in data.items() if name in known}
        for name in _TUPLES:
            values[name] = tuple(values[name]) if values.get(name) is not None else None
        for name in _FIGURES:
            values[name] = Figure(**values[name]) if values.get(name) is not None else None
        values["uses"] = values["uses"] or ()
        return Profile(**values)
    except (TypeError, AttributeError) as error:
        raise UsageError(f"the archived profile cannot be read: {error}") from error


def banded(profile: Profile) -> Profile:
    """The profile with each figure widened to its power of ten: what an archive of redacted figures is made with."""
    changed: dict[str, Any] = {name: _band(getattr(profile, name)) for name in _FIGURES}
    return replace(profile, source="redacted to bands" if profile.source else None, **changed)


def _band(figure: Figure | None) -> Figure | None:
    if figure is None:
        return None
    low = 10 ** (len(str(figure.low)) - 1) if figure.low else 0
    high = UNBOUNDED if figure.high >= UNBOUNDED else 10 ** len(str(figure.high)) - 1
    return replace(figure, low=low, high=high)
