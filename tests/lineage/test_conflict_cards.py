"""Whole cards through the command: conflicts that must be found, and word traps that must not fire."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.folders import check_folders

CASES = yaml.safe_load((Path(__file__).parent / "conflict_cards.yaml").read_text(encoding="utf-8"))
CLASHES = {
    "relabelled-base", "prose-vs-metadata", "file-vs-metadata", "false-inheritance", "gate-vs-license",
    "internal-contradiction",
}  # fmt: skip


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return check_folders(tmp_path_factory.mktemp("cards"), {c["name"]: {"README.md": c["card"]} for c in CASES})


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_hard_conflict(case: dict[str, Any], reports: dict[str, Any]) -> None:
    found = [c for c in reports[case["name"]]["conflicts"] if c["kind"] in CLASHES and c["strength"] == "hard"]
    assert bool(found) == case["hard"], found
