"""Where the three knowledge folders are. Loaded on the hot path: pathlib only where a Path is asked for."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_CHECKOUT = os.path.dirname(_PACKAGE)


def in_checkout() -> bool:
    """Whether this is an editable install, or the package run from its repository."""
    return os.path.isfile(os.path.join(_CHECKOUT, "pyproject.toml")) and os.path.isdir(
        os.path.join(_CHECKOUT, "licenses")
    )


def data_file(*parts: str) -> str:
    """The path of a file of data/, as text."""
    root = _CHECKOUT if in_checkout() else os.path.join(_PACKAGE, "_knowledge")
    return os.path.join(root, "data", *parts)


def knowledge_root() -> "Path":
    """The folder that holds licenses/, rubric/ and data/: the checkout if there is one, else the installed copy."""
    from pathlib import Path

    return Path(_CHECKOUT) if in_checkout() else Path(_PACKAGE) / "_knowledge"


def licenses_dir() -> "Path":
    """Folder of license records and the clause vocabulary."""
    return knowledge_root() / "licenses"


def rubric_dir() -> "Path":
    """Folder of rubrics."""
    return knowledge_root() / "rubric"


def data_dir() -> "Path":
    """Folder of the registry, compiled indexes and trained artefacts."""
    return knowledge_root() / "data"
