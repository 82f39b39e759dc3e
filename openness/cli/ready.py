"""The hot path of `check`: registry answers that were worked out when the knowledge was compiled.

Only sqlite3, json and lzma are loaded. Whenever anything could change the answer (a policy or profile at hand, a
folder of that name, a cached repository, a network), None is returned and the pipeline runs.
"""

import os
import sqlite3
from collections.abc import Sequence
from typing import Any

from openness import __version__


def ready_documents(targets: Sequence[str], *, offline: bool) -> dict[str, Any] | None:
    """The document for targets that the registry alone can answer, or None."""
    from openness.configuration import configurations
    from openness.kb.ready import ReadyReports

    offline = offline or os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}
    if any(not target.isprintable() or os.path.exists(target) for target in targets) or any(
        True for _ in configurations()
    ):
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
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    home = os.environ.get("HF_HOME") or os.path.join(base, "huggingface")
    cache = os.environ.get("HF_HUB_CACHE") or os.environ.get("HUGGINGFACE_HUB_CACHE") or os.path.join(home, "hub")
    cache = os.path.expanduser(os.path.expandvars(cache))
    return os.path.isdir(os.path.join(cache, "models--" + repo_id.replace("/", "--")))
