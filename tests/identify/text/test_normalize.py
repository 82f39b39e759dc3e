import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness.identify.text.exact import digest
from openness.identify.text.normalize import STEPS, normalize
from openness.identify.text.tokens import words


@pytest.mark.parametrize("step", STEPS, ids=lambda s: s.__name__)
@given(text=st.text(max_size=300))
def test_a_step_never_moves_a_character(step, text):
    assert len(step(text)) == len(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Licence  to use", "license\nTO USE"),
        ("“Software” – as is", '"software" - as is'),
        ("non-commercial use", "non-\n   commercial use"),
        ("the royalty-free grant", "the royalty-\nfree grant"),
        ("free distri-\n// bution", "free distribution"),
        (
            "Copyright (c) 2020 Jane Roe\nPermission is granted",
            "Copyright © 1999-2003 Acme, Inc.\n\nPermission is granted",
        ),
        ("# Permission is granted\n# to use", "dnl Permission is granted\ndnl to use"),
        ("<p>Permission is&nbsp;granted</p>", "Permission is granted"),
        ("see https://www.example.org/x", "see http://example.org/x"),
        ("sub-license", "sublicense"),
    ],
)
def test_equal_by_the_matching_guidelines(one, other):
    assert digest(one) == digest(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("you may use it", "you may not use it"),
        ("within 30 days", "within 60 days"),
        ("GPL 2.0", "GPL 2.0+"),
        (
            "Copyright (c) 2020 A, released under the MIT license",
            "Copyright (c) 2020 A, released under the BSD license",
        ),
        ("not copyrighted", "not"),
    ],
)
def test_not_equal(one, other):
    assert digest(one) != digest(other)


def test_offsets_are_those_of_the_text():
    text = "İX “The” soft-\nware 许可 GPL-2.0+ c++"
    found = words(text)
    said = [text[s:e] for s, e in zip(found.starts.tolist(), found.ends.tolist(), strict=True)]
    assert said[-7:] == ["许", "可", "GPL", "2", "0+", "c+"][-7:] or said[-6:] == ["许", "可", "GPL", "2", "0+", "c+"]


@given(st.text(max_size=400))
def test_words_are_in_order_and_inside(text):
    found = words(text)
    assert (found.starts < found.ends).all()
    assert (found.starts[1:] >= found.ends[:-1]).all()
    assert found.ends.size == 0 or int(found.ends[-1]) <= len(text)


def test_upper_case_and_rewrapping_change_nothing():
    text = "The licence is granted, free of charge, to any person."
    assert digest(text) == digest(text.upper()) == digest(text.replace(" ", "\n"))
    assert len(normalize(text)) == len(text)
