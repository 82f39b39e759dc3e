"""The hook is called for every file that the scan reads, and its definition is one that pre-commit takes."""

import json
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
FILES = json.loads((ROOT / "data" / "scan" / "files.json").read_text("utf-8"))
NAMES = [name.replace("*", "x") for names in FILES["names"].values() for name in names]
SUFFIXES = [f"src/a.{suffix}" for suffixes in FILES["suffixes"].values() for suffix in suffixes]


@pytest.mark.parametrize("name", [*NAMES, *SUFFIXES])
def test_hook_is_called_for(name: str) -> None:
    assert re.search(HOOKS["openness-scan"]["files"], name)


@pytest.mark.parametrize("name", [f"values.yaml.{suffix}" for suffix in FILES["template_suffixes"]])
def test_hook_is_called_for_templates(name: str) -> None:
    assert re.search(HOOKS["openness-scan"]["files"], name)


@pytest.mark.parametrize("name", ["a.png", "model.safetensors", "weights.bin", "a.parquet", "a.csv", "LICENSE"])
def test_hook_is_not_called_for(name: str) -> None:
    assert not re.search(HOOKS["openness-scan"]["files"], name)


def test_hooks_need_no_network_and_no_extra() -> None:
    for hook in HOOKS.values():
        assert hook["language"] == "python"
        assert "--offline" in hook["entry"]
        assert "additional_dependencies" not in hook
