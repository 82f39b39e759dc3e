"""Profiles as an archive keeps them."""

import pytest

from openness.archive.profile import as_plain, banded, from_plain
from openness.errors import UsageError
from openness.evaluate.figure import UNBOUNDED
from openness.evaluate.profile import Profile, parse_profile

STATED = parse_profile(
    {
        "uses": ["commercial"],
        "commercial": True,
        "organisation": "company",
        "monthly_active_users": {"value": 4_321_000, "month": "2024-06", "affiliates": False},
        "annual_revenue": {"value": ">1M", "currency": "eur"},
        "employees": 0,
        "principal_place_of_business": "DE",
        "places_of_use": ["DE", "FR"],
        "distributes": False,
    }
)


@pytest.mark.parametrize("profile", [Profile(), STATED, banded(STATED)])
def test_a_profile_comes_back_as_it_was(profile: Profile):
    assert from_plain(as_plain(profile)) == profile


def test_bands_hide_the_figure_and_keep_the_rest():
    hidden = banded(STATED)
    assert "4321000" not in str(as_plain(hidden))
    users = hidden.monthly_active_users
    assert users is not None
    assert (users.low, users.high, users.month, users.affiliates) == (1_000_000, 9_999_999, "2024-06", False)
    revenue = hidden.annual_revenue
    assert revenue is not None
    assert (revenue.low, revenue.high, revenue.currency) == (1_000_000, UNBOUNDED, "EUR")
    assert hidden.employees is not None
    assert (hidden.employees.low, hidden.employees.high) == (0, 9)
    assert hidden.principal_place_of_business == "DE"


def test_bands_never_cut_the_figure_off():
    for value in (1, 9, 10, 699_999_999, 700_000_000, 10**17):
        figure = banded(parse_profile({"employees": value})).employees
        assert figure is not None
        assert figure.low <= value <= figure.high


@pytest.mark.parametrize("data", [{"monthly_active_users": 3}, {"monthly_active_users": {"odd": 1}}, {"uses": 7}])
def test_a_broken_profile_is_a_usage_error(data: dict):
    with pytest.raises(UsageError, match="profile"):
        from_plain(data)
