"""In a checkout, the compiled knowledge follows its sources. Loaded on the hot path: os and sqlite3 only."""

import os
import sqlite3
import sys
from contextlib import suppress

from openness.kb.updates import open_to_read

_ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
_FOLDERS = ("licenses", "rubric", os.path.join("data", "registry"))


def ensure_fresh(path: str | os.PathLike[str]) -> None:
    """Compile the knowledge anew if a source changed since; ready-made reports come back with `make generate`."""
    try:
        compiled = os.stat(path).st_mtime_ns
    except OSError:
        compiled = 0
    if compiled >= _newest(_ROOT):
        return
    from pathlib import Path

    from openness.kb.compile import compile_knowledge, digest

    if compiled and _stamp(path) == digest():
        with suppress(OSError):  # somebody else's checkout: compared again next time
            os.utime(path)
        return
    print("openness: knowledge sources changed, compiling", file=sys.stderr)
    try:
        compile_knowledge(Path(path))
    except (OSError, sqlite3.Error) as error:
        from openness.errors import KnowledgeError

        raise KnowledgeError(
            f"the knowledge's sources changed, and {os.path.basename(path)} cannot be written: {error}",
            hint="Run 'make generate' as somebody who may write in the checkout.",
        ) from error


def _newest(root: str) -> int:
    """Modification time of the newest source; a folder's own time shows a file that was removed."""
    newest = 0
    queue = [os.path.join(root, folder) for folder in _FOLDERS]
    while queue:
        folder = queue.pop()
        newest = max(newest, os.stat(folder).st_mtime_ns)
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    queue.append(entry.path)
                else:
                    newest = max(newest, entry.stat().st_mtime_ns)
    return newest


def _stamp(path: str | os.PathLike[str]) -> str:
    try:
        connection = open_to_read(path)
        try:
            row = connection.execute("SELECT value FROM meta WHERE key = 'sources'").fetchone()
        finally:
            connection.close()
    except sqlite3.Error:
        return ""
    return str(row[0]) if row else ""
