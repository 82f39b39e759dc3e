"""Whole cards through the command: the level, the answer for commercial use, and whether sources clash."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.folders import check_folders

CASES = yaml.safe_load((Path(__file__).parent / "card_habits.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return check_folders(tmp_path_factory.mktemp("cards"), {c["name"]: {"README.md": c["card"]} for c in CASES})


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_verdict(case: dict[str, Any], reports: dict[str, Any]) -> None:
    report = reports[case["name"]]
    hard = [c["kind"] for c in report["conflicts"] if c["strength"] == "hard"]
    found = (report["spectrum"]["level"], report["uses"]["commercial"]["answer"], bool(hard))
    assert found == (case["level"], case["commercial"], case["hard"]), (report["spectrum"], hard)
