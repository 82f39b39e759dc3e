"""The hot path of `check`: registry answers that were worked out when the knowledge was compiled.

Only click, sqlite3 and json are loaded. Whenever anything could change the answer (a policy or profile at hand, a
folder of that name, a cached repository, a network), None is returned and the pipeline runs.
"""

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openness import __version__

_CONFIG = ("openness.toml", "pyproject.toml")


def ready_documents(targets: Sequence[str], *, offline: bool) -> dict[str, Any] | None:
    """The document for targets that the registry alone can answer, or None."""
    from openness.kb.ready import ReadyReports

    offline = offline or os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}
    if any(Path(target).exists() for target in targets) or _configured():
        return None
    ready = ReadyReports.open()
    if ready is None:
        return None
    try:
        reports = []
        for target in targets:
            found = ready.report(target)
            if found is None:
                return None
            report, kind = found
            model = kind == "model" or (kind == "set" and report["subject"]["kind"] == "model")
            if model and (not offline or _cached(report["subject"]["id"])):
                return None
            reports.append(report)
        frame = ready.frame()
        if frame is None:
            return None
        tool = {"name": "openness", "version": __version__, "knowledge": ready.version}
    except sqlite3.Error:
        return None
    return {**frame, "tool": tool, "reports": reports, "errors": []}


def _cached(repo_id: str) -> bool:
    """Whether the Hub's cache on this machine may hold the repository: then that is read instead."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    home = os.environ.get("HF_HOME") or Path(base, "huggingface")
    cache = os.environ.get("HF_HUB_CACHE") or os.environ.get("HUGGINGFACE_HUB_CACHE") or Path(home, "hub")
    return Path(cache, "models--" + repo_id.replace("/", "--")).is_dir()


def _configured() -> bool:
    """Whether a policy or profile lies in this folder or above it."""
    folder = Path.cwd()
    for place in (folder, *folder.parents):
        for name in _CONFIG:
            path = place / name
            if path.is_file() and (name == "openness.toml" or b"[tool.openness" in path.read_bytes()):
                return True
        if (place / ".git").exists():
            return False
    return False
