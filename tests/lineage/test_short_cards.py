"""Short cards from repository name to bases: what a reader would call the ancestors."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from openness.lineage.bases import bases
from tests.evidence.build import gather, snapshot

CASES = yaml.safe_load((Path(__file__).parent / "short_cards.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_bases(case: dict[str, Any]) -> None:
    evidence, _ = gather(snapshot(f"# {case['name'].split('/')[1]}\n\n{case['card']}\n", id=case["name"]))
    found = {b.id.rsplit("/", 1)[-1].lower() for b in bases(evidence) if b.weights}
    assert found == set(case["bases"])
