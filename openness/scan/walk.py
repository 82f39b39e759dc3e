"""Lists the files of a tree: what git would track, no links that lead out, nothing that is no file.

With os.path: Path objects would take ten times as long over a large tree.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from openness.scan.reference import Skipped

if TYPE_CHECKING:
    from openness.scan.gitignore import IgnoreFile

_NEVER = frozenset(
    {
        ".git",
        ".hg",
        ".svn",
        "node_modules",
        "__pycache__",
        ".venv",
        ".tox",
        ".nox",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".ipynb_checkpoints",
        ".terraform",
        ".next",
        ".idea",
    }
)
_IGNORE_FILES = frozenset({".gitignore", ".opennessignore"})
_MAX_IGNORE_FILE = 1 << 20


def files(paths: Iterable[str], *, respect_ignore: bool = True) -> Iterator[str | Skipped]:
    """Paths of the files to look at. A file that is named itself is looked at, unless .opennessignore leaves it out."""
    own = _read_ignore(".opennessignore", os.getcwd()) if respect_ignore else ()
    for path in paths:
        try:
            mode = os.stat(path).st_mode
        except OSError:
            yield Skipped(path, "unreadable")
            continue
        if stat.S_ISDIR(mode):
            yield from _tree(path, respect_ignore=respect_ignore)
        elif stat.S_ISREG(mode):
            if not (own and _is_left_out(path, own)):
                yield path
        else:
            yield Skipped(path, "not a regular file")


def _is_ignored(path: str, rules: "tuple[IgnoreFile, ...]", *, folder: bool) -> bool:
    from openness.scan.gitignore import is_ignored

    return is_ignored(path, rules, folder=folder)


def _is_left_out(path: str, rules: "tuple[IgnoreFile, ...]") -> bool:
    """True when the working directory's .opennessignore names a file or a folder above it."""
    here = os.getcwd() + "/"
    full = os.path.abspath(path)
    if not full.startswith(here):
        return False
    parts = full[len(here) :].split("/")
    return any(_is_ignored(here + "/".join(parts[:n]), rules, folder=n < len(parts)) for n in range(1, len(parts) + 1))


def _tree(top: str, *, respect_ignore: bool) -> Iterator[str | Skipped]:
    root = os.path.realpath(top)
    above = _ignore_files_above(root) if respect_ignore else ()
    top = top.rstrip("/") or "/"
    stack: list[tuple[str, str, tuple[IgnoreFile, ...]]] = [(top, root, above)]
    while stack:
        shown, real, rules = stack.pop()
        try:
            with os.scandir(shown) as scanned:
                entries = sorted(scanned, key=lambda entry: entry.name)
        except OSError:
            yield Skipped(shown, "unreadable")
            continue
        if respect_ignore:
            for name in (entry.name for entry in entries if entry.name in _IGNORE_FILES):
                rules = (*rules, *_read_ignore(os.path.join(real, name), real))
        folders: list[tuple[str, str, tuple[IgnoreFile, ...]]] = []
        for entry in entries:
            path, there = _joined(shown, entry.name), f"{real}/{entry.name}"
            if entry.is_symlink():
                yield from _link(entry, path, root)
            elif entry.is_dir(follow_symlinks=False):
                if entry.name not in _NEVER and not (rules and _is_ignored(there, rules, folder=True)):
                    folders.append((path, there, rules))
            elif entry.is_file(follow_symlinks=False):
                if not (rules and _is_ignored(there, rules, folder=False)):
                    yield path
            else:
                yield Skipped(path, "not a regular file")
        stack.extend(reversed(folders))


def _joined(folder: str, name: str) -> str:
    """A path as people write it: nothing before the names in the working directory."""
    if folder == ".":
        return name
    return f"/{name}" if folder == "/" else f"{folder}/{name}"


def _link(entry: "os.DirEntry[str]", path: str, root: str) -> Iterator[Skipped]:
    """A link inside the tree is read where it points to; one that leads out is said."""
    target = os.path.realpath(entry.path)
    if target != root and not target.startswith(root + "/"):
        yield Skipped(path, "link out of the tree")


def _read_ignore(path: str, folder: str) -> "tuple[IgnoreFile, ...]":
    try:
        with open(path, "rb") as file:
            text = file.read(_MAX_IGNORE_FILE).decode("utf-8", "replace")
    except OSError:
        return ()
    from openness.scan.gitignore import parsed

    return (parsed(text, folder + "/"),)


def _ignore_files_above(root: str) -> "tuple[IgnoreFile, ...]":
    """The .gitignore files between the repository's top and the folder that is scanned."""
    folders: list[str] = []
    folder = root
    while True:
        if os.path.exists(os.path.join(folder, ".git")):
            break
        parent = os.path.dirname(folder)
        if parent == folder:
            return ()
        folder = parent
        folders.append(folder)
    found: tuple[IgnoreFile, ...] = ()
    if os.path.isfile(os.path.join(folder, ".git", "info", "exclude")):
        found = _read_ignore(os.path.join(folder, ".git", "info", "exclude"), folder)
    for one in reversed(folders):
        for name in sorted(_IGNORE_FILES):
            found = (*found, *_read_ignore(os.path.join(one, name), one))
    return found
