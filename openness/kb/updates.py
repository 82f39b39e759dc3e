"""Where an installed knowledge update lies, and which knowledge file to open. On the hot path: os.path only."""

import os

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
