"""Example sentences of our own: what the words of a license section state, in every language that is read."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from openness.evidence.card import parse_card
from openness.evidence.own_name import own_name
from openness.evidence.prose import sentences
from openness.evidence.prose_license import read_terms

CASES = yaml.safe_load((Path(__file__).parent / "terms_languages.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:60] for c in CASES])
def test_clause(case: dict[str, Any]) -> None:
    card = f"## {case['section']}\n\n{case['text']}" if "section" in case else case["text"]
    said = read_terms(sentences(parse_card(card)), own_name("acme/rocket-7b"))
    forces = [s.value for s in said if s.kind == "terms" and s.own]
    if case.get("never"):
        assert not [f for f in forces if case["never"] in f]
    elif case.get("grants"):
        assert not [f for f in forces if f.startswith("binding")]
    else:
        assert f"binding: {case['clause']}" in forces
