"""Whole cards through the command: the rung and the answer on commercial use that their words prove."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.folders import check_folders

CASES = yaml.safe_load((Path(__file__).parent / "verdict_cards.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    cards = {
        f"card-{number}": {"README.md": f"---\n{case['meta'] or 'tags: [none]'}\n---\n# Falkon-7B\n\n{case['body']}\n"}
        for number, case in enumerate(CASES)
    }
    return check_folders(tmp_path_factory.mktemp("cards"), cards)


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{c['meta'][:24]}-{c['body'][:50]}" for c in CASES])
def test_verdict(number: int, reports: dict[str, Any]) -> None:
    report = reports[f"card-{number}"]
    level, commercial = report["spectrum"]["level"], report["uses"]["commercial"]["answer"]
    assert (level.split("-")[0], commercial) == (CASES[number]["level"], CASES[number]["commercial"])
