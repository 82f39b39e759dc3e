"""The baseline: references that were there before the policy. It accepts nothing, it only says what is not new.

A JSON file of `path → ["kind id", …]`, sorted, so that it merges line by line.
"""

import json
import os
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from openness.errors import UsageError

NAME = "openness-baseline.json"
VERSION = 1


class Place(Protocol):
    """What a baseline needs of a reference."""

    @property
    def path(self) -> str:
        """File, relative to the repository."""
        ...

    @property
    def kind(self) -> str:
        """model, dataset or service."""
        ...

    @property
    def id(self) -> str:
        """What is named."""
        ...


class Baseline(NamedTuple):
    """(path, kind, id) of what was there."""

    places: frozenset[tuple[str, str, str]] = frozenset()

    def holds(self, reference: Place) -> bool:
        """Whether the reference was there before: the same name in the same file, on whatever line."""
        return _key(reference) in self.places

    def gone(self, references: Iterable[Place]) -> tuple[tuple[str, str, str], ...]:
        """Places of the baseline that a scan of the same tree no longer finds, sorted."""
        return tuple(sorted(self.places - {_key(reference) for reference in references}))


def read_baseline(path: str | os.PathLike[str] | None) -> Baseline:
    """The baseline in a file; without a path an empty one. Raises UsageError for a file that cannot be read."""
    if path is None:
        return Baseline()
    shown = os.path.basename(path)
    try:
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
    except FileNotFoundError:
        raise UsageError(
            f"the baseline {shown} is not there", hint="'openness policy baseline PATH' writes one."
        ) from None
    except (OSError, ValueError) as error:
        raise UsageError(f"{shown}: cannot be read: {error}") from error
    if not isinstance(data, dict) or data.get("version") != VERSION or not isinstance(data.get("references"), dict):
        raise UsageError(f"{shown}: is no baseline", hint="'openness policy baseline PATH' writes one.")
    places = set()
    for file, entries in data["references"].items():
        if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
            raise UsageError(f"{shown}: {file}: a list of texts is expected")
        for entry in entries:
            kind, _, name = entry.partition(" ")
            places.add((str(file), kind, name.casefold()))
    return Baseline(frozenset(places))


def dumps(references: Iterable[Place]) -> str:
    """The text of a baseline that holds these references."""
    files: dict[str, set[str]] = {}
    for reference in references:
        files.setdefault(_posix(reference.path), set()).add(f"{reference.kind} {reference.id}")
    data = {"version": VERSION, "references": {file: sorted(files[file]) for file in sorted(files)}}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _key(reference: Place) -> tuple[str, str, str]:
    return _posix(reference.path), reference.kind, reference.id.casefold()


def _posix(path: str) -> str:
    return path.replace("\\", "/").removeprefix("./")
