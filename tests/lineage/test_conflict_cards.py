"""Whole cards through the command: conflicts that must be found, and word traps that must not fire."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

CASES = yaml.safe_load((Path(__file__).parent / "conflict_cards.yaml").read_text(encoding="utf-8"))
CLASHES = {
    "relabelled-base", "prose-vs-metadata", "file-vs-metadata", "false-inheritance", "gate-vs-license",
    "internal-contradiction",
}  # fmt: skip


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    root = tmp_path_factory.mktemp("cards")
    for case in CASES:
        (root / case["name"]).mkdir()
        (root / case["name"] / "README.md").write_text(case["card"], encoding="utf-8")
    command = [sys.executable, "-m", "openness", "check", "--offline", "--assume", "weights", "--format", "json"]
    done = subprocess.run(
        [*command, *(str(root / c["name"]) for c in CASES)], capture_output=True, text=True, timeout=120, check=False
    )
    return {Path(r["target"]).name: r for r in json.loads(done.stdout)["reports"]}


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_hard_conflict(case: dict[str, Any], reports: dict[str, Any]) -> None:
    found = [c for c in reports[case["name"]]["conflicts"] if c["kind"] in CLASHES and c["strength"] == "hard"]
    assert bool(found) == case["hard"], found
