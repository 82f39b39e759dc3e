"""Whole cards through the command: the rung and the answer on commercial use that their words prove."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

CASES = yaml.safe_load((Path(__file__).parent / "verdict_cards.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    root = tmp_path_factory.mktemp("cards")
    folders = [root / f"card-{number}" for number in range(len(CASES))]
    for folder, case in zip(folders, CASES, strict=True):
        folder.mkdir()
        meta = case["meta"] or "tags: [none]"
        (folder / "README.md").write_text(f"---\n{meta}\n---\n# Falkon-7B\n\n{case['body']}\n", encoding="utf-8")
    command = [sys.executable, "-m", "openness", "check", "--offline", "--assume", "weights", "--format", "json"]
    done = subprocess.run([*command, *map(str, folders)], capture_output=True, text=True, timeout=180, check=False)
    reports: list[dict[str, Any]] = json.loads(done.stdout)["reports"]
    return reports


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{c['meta'][:24]}-{c['body'][:50]}" for c in CASES])
def test_verdict(number: int, reports: list[dict[str, Any]]) -> None:
    report = reports[number]
    level, commercial = report["spectrum"]["level"], report["uses"]["commercial"]["answer"]
    assert (level.split("-")[0], commercial) == (CASES[number]["level"], CASES[number]["commercial"])
