"""Example sentences of our own: what states terms, about what, and how strongly."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from openness.evidence.card import parse_card
from openness.evidence.own_name import own_name
from openness.evidence.prose import sentences
from openness.evidence.prose_license import read_terms
from openness.model import Component

CASES = yaml.safe_load((Path(__file__).parent / "terms_sentences.yaml").read_text(encoding="utf-8"))
FORCES = {"binding": {"binding"}, "statement": {"statement", "permission"}, "intended-use": {"intended-use"}}


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:60] for c in CASES])
def test_terms(case: dict[str, Any]) -> None:
    card = f"## {case['section']}\n\n{case['text']}" if "section" in case else case["text"]
    found = read_terms(sentences(parse_card(card)), own_name(case.get("name", "")))
    if case["about"] is None:
        assert not [s for s in found if s.own and s.value != "intended-use"]
        return
    assert found
    if case["about"] == "other":
        assert all(not s.own for s in found)
        found = tuple(s for s in found if s.component in (Component.WEIGHTS, Component.UNCLEAR))
    else:
        found = tuple(s for s in found if s.component.value == case["about"] and (s.own or case["about"] == "data"))
    assert found
    if "license" in case:
        assert case["license"] in [s.value for s in found if s.kind == "license"]
    if "force" in case and "license" not in case:
        assert {s.value.split(":")[0] for s in found if s.kind == "terms"} <= FORCES[case["force"]]
        assert [s for s in found if s.kind == "terms"]
    if "inherits" in case:
        assert {s.inherits for s in found if s.kind == "license" and s.value == case["license"]} == {case["inherits"]}
