import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness.errors import UsageError
from openness.evaluate.figure import parse_figure
from openness.evaluate.profile import find_profile, load_profile, parse_profile


@pytest.mark.parametrize(
    ("stated", "low", "high"),
    [
        (2_000_000, 2_000_000, 2_000_000),
        ("2M", 2_000_000, 2_000_000),
        ("2_000_000", 2_000_000, 2_000_000),
        ("1.5 million", 1_500_000, 1_500_000),
        ("<1M", 0, 999_999),
        ("<= 1M", 0, 1_000_000),
        ("1M-10M", 1_000_000, 10_000_000),
        ("250k", 250_000, 250_000),
    ],
)
def test_figures_and_bands(stated, low, high):
    figure = parse_figure(stated, "x")
    assert (figure.low, figure.high) == (low, high)


def test_open_band_exceeds():
    assert parse_figure(">700M", "x").exceeds(700_000_000) is True
    assert parse_figure("<=700M", "x").exceeds(700_000_000) is False
    assert parse_figure("1M-1B", "x").exceeds(700_000_000) is None


@pytest.mark.parametrize(
    "wrong", ["many", "", "10M-1M", True, -3, ["1"], "<", {"amount": 3}, {"value": 3, "unit": "x"}, "1e400"]
)
def test_wrong_figures_name_their_field(wrong):
    with pytest.raises(UsageError) as caught:
        parse_figure(wrong, "profile.employees")
    assert "profile.employees" in caught.value.message


@given(st.text(max_size=40))
def test_any_text_is_a_figure_or_a_usage_error(text):
    try:
        figure = parse_figure(text, "x")
    except UsageError:
        return
    assert figure.low <= figure.high


def test_a_full_profile():
    profile = parse_profile(
        {
            "commercial": True,
            "organisation": "company",
            "monthly-active-users": {"value": "<1M", "month": "2024-06"},
            "annual_revenue": {"value": 3_000_000, "currency": "eur"},
            "employees": "50-250",
            "principal_place_of_business": "de",
            "places_of_use": ["DE", "UK"],
            "distributes": False,
            "uses": ["commercial", "fine-tune"],
        }
    )
    assert profile.monthly_active_users.month == "2024-06"
    assert profile.annual_revenue.currency == "EUR"
    assert profile.principal_place_of_business == "DE"
    assert profile.places_of_use == ("DE", "GB")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ({"monthly_users": 3}, "monthly_users"),
        ({"commercial": "yes"}, "commercial"),
        ({"organisation": "guild"}, "organisation"),
        ({"principal_place_of_business": "Germany"}, "principal_place_of_business"),
        ({"places_of_use": "DE"}, "places_of_use"),
        ({"monthly_active_users": {"value": 3, "month": "June 2024"}}, "month"),
        ({"role": "owner"}, "role"),
    ],
)
def test_wrong_values_name_their_key(data, word):
    with pytest.raises(UsageError) as caught:
        parse_profile(data)
    assert word in caught.value.message


def test_places_to_read_from(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.openness.profile]\nemployees = "<50"\n')
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert find_profile(deep).employees.high == 49
    (tmp_path / "a" / "openness.toml").write_text("[profile]\nemployees = 7\n")
    assert find_profile(deep).employees.low == 7
    ours = tmp_path / "ours.toml"
    ours.write_text("commercial = true\n")
    assert load_profile(ours).commercial is True


def test_broken_files_are_usage_errors(tmp_path):
    bad = tmp_path / "bad.toml"
    bad.write_text("commercial = ")
    with pytest.raises(UsageError, match="not valid TOML"):
        load_profile(bad)
    with pytest.raises(UsageError, match="cannot be read"):
        load_profile(tmp_path / "none.toml")
    empty = tmp_path / "pyproject.toml"
    empty.write_text("[project]\n")
    with pytest.raises(UsageError, match=r"no \[tool\.openness\.profile\]"):
        load_profile(empty)
