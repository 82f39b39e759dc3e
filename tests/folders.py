"""Folders of our own making through the command, as a user would check them."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def check_folders(root: Path, folders: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """The report of each folder by its name; `folders` gives path and text of every file. One offline command."""
    for name, files in folders.items():
        for path, text in files.items():
            target = root / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "openness", "check", "--offline", "--assume", "weights", "--format", "json"]
    done = subprocess.run(
        [*command, *(str(root / name) for name in folders)], capture_output=True, text=True, timeout=180, check=False
    )
    return {Path(report["target"]).name: report for report in json.loads(done.stdout)["reports"]}
