"""Where the three knowledge folders are."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def knowledge_root() -> Path:
    """The folder that holds licenses/, rubric/ and data/: the checkout if there is one, else the installed copy."""
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "licenses").is_dir():
        return checkout
    return _PACKAGE / "_knowledge"


def licenses_dir() -> Path:
    """Folder of license records and the clause vocabulary."""
    return knowledge_root() / "licenses"


def rubric_dir() -> Path:
    """Folder of rubrics."""
    return knowledge_root() / "rubric"


def data_dir() -> Path:
    """Folder of the registry, compiled indexes and trained artefacts."""
    return knowledge_root() / "data"
