"""Registry answers that were worked out when the knowledge was compiled: the hot path of `check`.

Only click, sqlite3 and json are loaded. Whenever anything could change the answer (a policy or profile at hand, a
folder of that name, a cached repository, a network), None is returned and the pipeline runs.
"""

import json
import os
import sqlite3
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openness import __version__
from openness.kb.locate import data_dir, knowledge_root

DICTIONARY = "\n"  # as openness/kb/prepare.py writes it
_CONFIG = ("openness.toml", "pyproject.toml")


def ready_documents(targets: Sequence[str], *, offline: bool) -> dict[str, Any] | None:
    """The document for targets that the registry alone can answer, or None."""
    offline = offline or os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}
    if any(Path(target).exists() for target in targets) or _configured():
        return None
    path = data_dir() / "knowledge.sqlite"
    if (knowledge_root() / "pyproject.toml").is_file():
        from openness.kb.fresh import ensure_fresh

        ensure_fresh(path)
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        reports = [_report(connection, target, offline) for target in targets]
        version = connection.execute("SELECT value FROM meta WHERE key = 'sources'").fetchone()[0][:12]
        frame = connection.execute("SELECT report FROM ready WHERE id = ''").fetchone()
    except sqlite3.Error:
        return None
    if frame is None or any(report is None for report in reports):
        return None
    document: dict[str, Any] = json.loads(zlib.decompress(frame[0]))
    return {
        **document,
        "tool": {"name": "openness", "version": __version__, "knowledge": version},
        "reports": reports,
        "errors": [],
    }


def _report(connection: sqlite3.Connection, target: str, offline: bool) -> dict[str, Any] | None:
    from openness.kb.registry import Registry

    match = Registry(connection).find(target)
    if match is None or match.how == "re-upload" or (match.record.kind == "model" and not offline):
        return None
    if match.record.kind == "model" and _cached(match.id):
        return None
    rows = dict(
        connection.execute("SELECT id, report FROM ready WHERE id IN (?, ?)", (match.record.id, DICTIONARY)).fetchall()
    )
    if len(rows) != 2:
        return None
    unpacker = zlib.decompressobj(zdict=zlib.decompress(rows[DICTIONARY]))
    report: dict[str, Any] = json.loads(unpacker.decompress(rows[match.record.id]))
    report["target"] = target
    report["subject"]["id"] = match.id
    return report


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
