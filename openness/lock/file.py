"""openness.lock ↔ entries. TOML, one block an entry, sorted, stable, so that it reads and merges well.

A block begins at a line `[entry."ID"]` and is read on its own, so that a hook parses only the models that it meets,
and a mistake names its entry and line.
"""

import json
import os
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from openness.errors import UsageError
from openness.lock.entry import Entry
from openness.lock.table import block, entry_of

NAME = "openness.lock"
VERSION = 1
_HEAD = "# openness.lock: what was reviewed. Written by `openness lock`; check it in, do not edit it by hand.\n"
_START = "[entry."
_RESTORE = "Name another file with --file or --lock, or restore this one from version control."
_MARKERS = ("<<<<<<< ", "=======", ">>>>>>> ")


@dataclass(frozen=True, slots=True)
class Block:
    """One entry as it stands in the file, not yet parsed."""

    id: str
    line: int  # of its header, 1-based
    text: str


@dataclass(frozen=True, slots=True)
class LockFile:
    """A lock whose entries are parsed when they are asked for."""

    name: str
    blocks: dict[str, Block]

    def entry(self, name: str) -> Entry | None:
        """The entry of a subject, by id in any case; None when it is not pinned. Raises UsageError for a bad block."""
        found = self.blocks.get(name) or next(
            (b for key, b in self.blocks.items() if key.casefold() == name.casefold()), None
        )
        return None if found is None else self._parsed(found)

    def entries(self) -> dict[str, Entry]:
        """All entries by id, in the order of the file."""
        return {name: self._parsed(found) for name, found in self.blocks.items()}

    def line(self, name: str) -> int:
        """The line at which an entry begins; 1 when there is none."""
        found = self.blocks.get(name)
        return found.line if found else 1

    def _parsed(self, found: Block) -> Entry:
        try:
            table = tomllib.loads(found.text)["entry"][found.id]
            if not isinstance(table, dict):
                raise ValueError("a table is expected")
            return entry_of(found.id, table)
        except (tomllib.TOMLDecodeError, KeyError, ValueError, RecursionError) as error:
            raise UsageError(
                f"{self.name}: line {found.line}: {found.id}: {error}",
                hint=f"After a merge keep one of two equal lines; or write it again: openness lock --add {found.id}",
            ) from error


def open_lock(path: Path) -> LockFile:
    """The lock at a path, split into blocks. Raises UsageError for what cannot be read or has another version."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise UsageError(f"there is no {path.name} here", hint="`openness lock --add ID` writes one.") from None
    except OSError as error:
        raise UsageError(f"{path.name} cannot be read: {error.strerror or error}", hint=_RESTORE) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path.name} is no UTF-8 text", hint=_RESTORE) from error
    blocks: dict[str, Block] = {}
    for number, part in enumerate(_parts(text, path.name)):
        if number == 0:
            _check_head(part.text, path.name)
        elif part.id in blocks:
            raise UsageError(
                f"{path.name}: lines {blocks[part.id].line} and {part.line}: {part.id} is pinned twice",
                hint=f"Delete one of the two blocks; or delete both and run: openness lock --add {part.id}",
            )
        else:
            blocks[part.id] = part
    return LockFile(path.name, blocks)


def read_lock(path: Path) -> dict[str, Entry]:
    """Entries by id. Raises UsageError for a file that cannot be read or has another version."""
    return open_lock(path).entries()


def write_lock(path: Path, entries: Iterable[Entry]) -> None:
    """Write the file, atomically."""
    blocks = [block(entry) for entry in sorted(entries, key=lambda e: (e.id.casefold(), e.id))]
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        scratch.write_text(f"{_HEAD}version = {VERSION}\n" + "".join(blocks), "utf-8")
        scratch.replace(path)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error


def _parts(text: str, name: str) -> Iterator[Block]:
    """The head, then every block."""
    found, line_of, lines = "", 1, list[str]()
    for number, plain in enumerate(text.split("\n"), 1):  # splitlines would also split at characters inside quotes
        line = plain + "\n"
        if line.startswith(_MARKERS):
            raise UsageError(
                f"{name}: line {number}: a merge is not finished",
                hint="Keep the blocks of both sides. 'openness.lock merge=union' in .gitattributes does it for you.",
            )
        if line.startswith(_START):
            yield Block(found, line_of, "".join(lines))
            found, line_of, lines = _id_of(line, name, number), number, []
        lines.append(line)
    yield Block(found, line_of, "".join(lines))


def _id_of(line: str, name: str, number: int) -> str:
    try:
        found = json.loads(line.rstrip()[len(_START) : -1]) if line.rstrip().endswith("]") else None
    except ValueError:
        found = None
    if not isinstance(found, str) or not found:
        raise UsageError(f'{name}: line {number}: an entry begins with [entry."ID"]')
    return found


def _check_head(text: str, name: str) -> None:
    try:
        head = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{name}: what stands before its first entry is no TOML: {error}", hint=_RESTORE) from error
    version = head.get("version")
    if version != VERSION:
        newer = isinstance(version, int) and version > VERSION
        raise UsageError(
            f"{name} has version {version}; this program reads version {VERSION}",
            hint="Update openness." if newer else "Is this a lock? `openness lock --add ID` writes one.",
        )
    rest = sorted(set(head) - {"version"})
    if rest:
        raise UsageError(f"{name}: unknown field '{rest[0]}'")
