"""License files by where they lie: what they grant, what they limit, and what they contradict."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.test_lock import MIT
from tests.folders import check_folders

CASES = yaml.safe_load((Path(__file__).parent / "license_files.yaml").read_text(encoding="utf-8"))
TEXTS = {
    "@mit": "This work is licensed under the MIT License.\n",
    "@mit-text and one limit": f"{MIT}\nThe Software may not be used by companies with more than 100 employees.\n",
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folders = {
        case["name"].replace(" ", "-"): {
            "README.md": f"---\n{case['card']}\n---\n# Rocket\n",
            **{path: TEXTS.get(text, text) for path, text in case["files"].items()},
        }
        for case in CASES
    }
    return check_folders(tmp_path_factory.mktemp("folders"), folders)


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_license_files(case: dict[str, Any], reports: dict[str, Any]) -> None:
    report = reports[case["name"].replace(" ", "-")]
    assert report["spectrum"]["level"] == case["level"]
    kinds = {c["kind"] for c in report["conflicts"] if c["strength"] == "hard"}
    assert kinds == set(case.get("conflicts", ()))
