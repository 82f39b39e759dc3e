"""Example sentences of our own: what names an ancestor and what does not."""

from pathlib import Path

import pytest
import yaml

from openness.evidence.card import parse_card
from openness.evidence.lineage_prose import read_descent
from openness.evidence.own_name import own_name
from openness.evidence.prose import sentences

CASES = yaml.safe_load((Path(__file__).parent / "lineage_sentences.yaml").read_text(encoding="utf-8"))


def tails(found: list[str]) -> list[str]:
    return sorted({f.rsplit("/", 1)[-1].lower().replace(" ", "-") for f in found})


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:60] for c in CASES])
def test_descent(case: dict[str, object]) -> None:
    own = own_name(str(case.get("name", "")))
    found = read_descent(sentences(parse_card(str(case["text"]))), own)
    bases = tails([d.id for d in found if d.relation != "distilled" and d.subject is None])
    outputs = tails([d.id for d in found if d.relation == "distilled"])
    assert bases == sorted(case["bases"])  # type: ignore[call-overload]
    if "outputs" in case:
        assert outputs == sorted(case["outputs"])  # type: ignore[call-overload]
