"""Whole cards through the command: the level, the answer for commercial use, and whether sources clash."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

CASES = yaml.safe_load((Path(__file__).parent / "card_habits.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    root = tmp_path_factory.mktemp("habits")
    for case in CASES:
        (root / case["name"]).mkdir()
        (root / case["name"] / "README.md").write_text(case["card"], encoding="utf-8")
    command = [sys.executable, "-m", "openness", "check", "--offline", "--assume", "weights", "--format", "json"]
    done = subprocess.run(
        [*command, *(str(root / c["name"]) for c in CASES)], capture_output=True, text=True, timeout=120, check=False
    )
    return {Path(r["target"]).name: r for r in json.loads(done.stdout)["reports"]}


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_verdict(case: dict[str, Any], reports: dict[str, Any]) -> None:
    report = reports[case["name"]]
    hard = [c["kind"] for c in report["conflicts"] if c["strength"] == "hard"]
    found = (report["spectrum"]["level"], report["uses"]["commercial"]["answer"], bool(hard))
    assert found == (case["level"], case["commercial"], case["hard"]), (report["spectrum"], hard)
