"""Where an installed knowledge update lies, which knowledge file to open, and how. On the hot path: no pathlib."""

import os
import sqlite3

from openness.kb.locate import data_file, in_checkout

FILE = "knowledge.sqlite"


def updates_folder() -> str:
    """Folder of installed updates: XDG_DATA_HOME, as other programs use it."""
    base = os.environ.get("XDG_DATA_HOME") or os.path.join(os.path.expanduser("~"), ".local", "share")
    return os.path.join(base, "openness")


def knowledge_file() -> str:
    """The knowledge file to use: a checkout's own, else an installed update, else the one the program came with."""
    shipped = data_file(FILE)
    if in_checkout():
        return shipped
    update = os.path.join(updates_folder(), FILE)
    return update if os.path.isfile(update) else shipped


def open_to_read(path: "str | os.PathLike[str]", *, threads: bool = False) -> sqlite3.Connection:
    """A connection that reads a knowledge file. `threads`: for several of them. Raises sqlite3.Error.

    The file never changes: it is replaced as a whole. Told so, SQLite takes no locks, also on a read-only disk.
    """
    name = os.fspath(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")  # sqlite.org/uri.html
    return sqlite3.connect(f"file:{name}?mode=ro&immutable=1", uri=True, check_same_thread=not threads)
