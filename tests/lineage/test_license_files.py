"""License files by where they lie: what they grant, what they limit, and what they contradict."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.test_lock import MIT

CASES = yaml.safe_load((Path(__file__).parent / "license_files.yaml").read_text(encoding="utf-8"))
TEXTS = {
    "@mit": "This work is licensed under the MIT License.\n",
    "@mit-text and one limit": f"{MIT}\nThe Software may not be used by companies with more than 100 employees.\n",
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    root = tmp_path_factory.mktemp("folders")
    for case in CASES:
        folder = root / case["name"].replace(" ", "-")
        for path, text in {"README.md": f"---\n{case['card']}\n---\n# Rocket\n", **case["files"]}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(TEXTS.get(text, text), encoding="utf-8")
    command = [sys.executable, "-m", "openness", "check", "--offline", "--assume", "weights", "--format", "json"]
    done = subprocess.run(
        [*command, *map(str, root.iterdir())], capture_output=True, text=True, timeout=60, check=False
    )
    return {Path(r["target"]).name.replace("-", " "): r for r in json.loads(done.stdout)["reports"]}


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_license_files(case: dict[str, Any], reports: dict[str, Any]) -> None:
    report = reports[case["name"]]
    assert report["spectrum"]["level"] == case["level"]
    kinds = {c["kind"] for c in report["conflicts"] if c["strength"] == "hard"}
    assert kinds == set(case.get("conflicts", ()))
