"""Values with units."""

from typing import Any

import pytest

from openness.clauses.detect import detect
from openness.clauses.params.numbers import numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("700 million", 700_000_000),
        ("1,000,000", 1_000_000),
        ("1.000.000", 1_000_000),
        ("2.5 billion", 2_500_000_000),
        ("two hundred fifty", 250),
        ("two and a half million", 2_500_000),
        ("half a million", 500_000),
        ("10k", 10_000),
        ("twenty-five", 25),
    ],
)
def test_numbers(text: str, value: int) -> None:
    assert [number.value for number in numbers(text)] == [value]


def params(text: str, clause: str) -> dict[str, Any]:
    return dict(next(c.params for c in detect(text) if c.clause == clause))


def test_users() -> None:
    text = (
        "If, on the release date of a version, the monthly active users of the products of Licensee or its affiliates "
        "is greater than 30 million in the preceding calendar month, you must request a license from Heron Ltd."
    )
    assert params(text, "user-threshold") == {
        "users": 30_000_000,
        "period": "month",
        "measure": "monthly active users",
        "measured_at": "month before release",
        "affiliates": True,
        "consequence": "permission needed",
    }


@pytest.mark.parametrize(
    ("text", "amount", "currency", "period"),
    [
        ("You need a license above EUR 10 million of annual revenue.", 10_000_000, "EUR", "year"),
        ("Firms earning more than $1M in yearly sales must ask us.", 1_000_000, "USD", "year"),
        ("If monthly revenue exceeds RMB 500,000 you must pay.", 500_000, "CNY", "month"),
        ("Whoever raised over five million US dollars in funding must ask.", 5_000_000, "USD", None),
    ],
)
def test_money(text: str, amount: int, currency: str, period: str | None) -> None:
    found = params(text, "revenue-threshold")
    assert (found["amount"], found["currency"], found.get("period")) == (amount, currency, period)


def test_no_threshold_without_a_term() -> None:
    assert not [
        c for c in detect("The licensor is liable for at most 1,000 dollars.") if c.clause == "revenue-threshold"
    ]
    assert not [
        c for c in detect("It runs on multi-user systems with up to 100 users.") if c.clause == "user-threshold"
    ]


def test_places_are_iso_codes() -> None:
    text = "This license does not apply in the European Union, the United Kingdom and South Korea."
    assert params(text, "geo-exclusion")["jurisdictions"] == ["EU", "GB", "KR"]
    law = params("This agreement is governed by the laws of the State of Delaware.", "governing-law")
    assert law["law"] == "US-DE"


def test_strings() -> None:
    shown = params("You shall prominently display “Built with Heron” on your website.", "attribution-display")
    assert shown["notice"] == "Built with Heron"
    named = params("The name of every derived model must begin with “Heron”.", "naming-prefix")
    assert (named["prefix"], named["position"]) == ("Heron", "beginning")
    policy = params(
        "Your use must adhere to the Heron Acceptable Use Policy (https://heron.example/aup), which is incorporated by reference.",
        "external-aup",
    )
    assert policy == {"policy_name": "Heron Acceptable Use Policy", "url": "https://heron.example/aup"}


def test_kinds() -> None:
    assert params("This license terminates automatically upon any breach.", "breach-termination")["mode"] == "automatic"
    assert (
        params("By clicking “Accept” or by using the model, you agree to this.", "acceptance-gating")["mode"]
        == "click-or-use"
    )
    bar = params("You may not use the outputs to train competing models.", "no-train-other-models")
    assert bar == {"target": "competing models", "covers_outputs": True}
