"""What stands beside a license text and takes back what the text gives."""

import pytest

from openness.clauses.leftovers import with_leftovers
from openness.identify.text import identify_text
from openness.kb.load import KnowledgeBase
from tests.cli.test_lock import MIT


@pytest.fixture(scope="module")
def kb():
    return KnowledgeBase.load()


@pytest.mark.parametrize(
    ("passage", "clause"),
    [
        (
            "The Software may only be used for non-commercial purposes. Commercial use is not permitted.",
            "non-commercial",
        ),
        ("You may not use the Software for any military purpose.", "military-prohibition"),
        (
            "Companies with more than 100 employees or 10 million users per month must obtain a license from Acme.",
            "user-threshold",
        ),
        ("This model is licensed for academic research only.", "research-only"),
    ],
)
@pytest.mark.parametrize("place", ["after", "before"])
def test_a_limit_beside_the_text_is_a_deviation(kb, passage, clause, place):
    text = f"{MIT}\n\n{passage}\n" if place == "after" else f"{passage}\n\n{MIT}"
    matches = with_leftovers(text, identify_text(text), kb)
    passages = [text[d.start : d.end] for m in matches if m.kind == "text" for d in m.deviations]
    assert any(set(passage.split()[:4]) & set(p.split()) for p in passages), clause


@pytest.mark.parametrize(
    "passage",
    ["Copyright (c) 2024 Acme Inc. and contributors", "This project uses the MIT license, see below for its text."],
)
def test_a_harmless_line_changes_nothing(kb, passage):
    text = f"{passage}\n\n{MIT}"
    before = identify_text(text)
    assert with_leftovers(text, before, kb) == before
