"""Whole cards of our own making through the command: level, commercial use, hard conflicts and bases."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.lineage.test_conflict_cards import CLASHES

CASES = [
    case
    for path in sorted((Path(__file__).parent / "cards").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
ANSWERS = {"allowed": "yes", "conditional": "conditional", "prohibited": "no"}


def folder(case: dict[str, Any]) -> str:
    return str(case["id"]).lower().replace("/", "__")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    root = tmp_path_factory.mktemp("cards")
    for case in CASES:
        (root / folder(case)).mkdir()
        for name, text in {"README.md": case["card"], **case.get("files", {})}.items():
            (root / folder(case) / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "openness", "check", "--offline", "--assume", "weights", "--assume", "links"]
    done = subprocess.run(
        [*command, "--format", "json", *(str(root / folder(c)) for c in CASES)],
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    return {Path(r["target"]).name: r for r in json.loads(done.stdout)["reports"]}


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_card(case: dict[str, Any], reports: dict[str, Any]) -> None:
    report = reports[folder(case)]
    assert report["spectrum"]["level"] == case["level"]
    if case["commercial"] in ANSWERS:
        assert report["uses"]["commercial"]["answer"] == ANSWERS[case["commercial"]]
    if case["conflict"] != "skip":
        found = [c for c in report["conflicts"] if c["kind"] in CLASHES and c["strength"] != "soft"]
        assert bool(found) == (case["conflict"] == "hard"), found
    bases = {b["id"].rsplit("/", 1)[-1].lower() for b in report["lineage"]["bases"]}
    assert bases == {b.rsplit("/", 1)[-1].lower() for b in case["bases"]} | set(case.get("also", ()))


def test_models_behind_training_data_are_no_bases(reports: dict[str, Any]) -> None:
    lineage = reports["tinfoil__small-distill-gpt4"]["lineage"]
    assert [b["id"] for b in lineage["outputs_of"]] == ["GPT-4"]
    assert "GPT-4" not in {b["id"] for b in lineage["bases"]}
