"""Folding for matching, and the way back to the original offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness.clauses.fold import flatten, fold


def folded(text: str) -> str:
    return fold(flatten(text), 0, len(text)).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Non\u2011Commercial", "non-commercial"),
        ("non\u200bcommer\u200dcial", "noncommercial"),
        ("n\u043en-c\u043emmercial us\u0435", "non-commercial use"),
        ("ｎｏｎ－ｃｏｍｍｅｒｃｉａｌ", "non-commercial"),
        ("commer-\n   cial use", "commercial use"),
        ("non-\ncommercial use", "non-commercial use"),
        ("**You** may\n> not  _use_ it", "you may not use it"),
        ("you <b>may</b>&nbsp;not", "you may not"),
        ("“Built with X”", '"built with x"'),
        ("\u202eyou may\u202c not", "you may not"),
    ],
)
def test_folds_to(text: str, expected: str) -> None:
    assert folded(text) == expected


def test_spans_lead_back_to_the_original() -> None:
    text = "  You  **may\u200b not**\n   use “it”."
    passage = fold(flatten(text), 0, len(text))
    at = passage.text.index("may not")
    start, end = passage.span(at, at + len("may not"))
    assert text[start:end] == "may\u200b not"


@given(st.text(max_size=300))
def test_flattening_keeps_every_offset(text: str) -> None:
    assert len(flatten(text)) == len(text)


@given(st.text(max_size=300))
def test_every_span_is_inside_the_text(text: str) -> None:
    passage = fold(flatten(text), 0, len(text))
    for start in range(0, len(passage.text), 7):
        first, last = passage.span(start, min(start + 9, len(passage.text)))
        assert 0 <= first < last <= len(text)
