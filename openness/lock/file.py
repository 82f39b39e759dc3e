"""openness.lock ↔ entries. TOML, one block an entry, sorted, stable, so that it reads and merges well."""

import json
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from openness.errors import UsageError
from openness.lock.entry import Entry

NAME = "openness.lock"
VERSION = 1
_HEAD = "# openness.lock: what was reviewed. Written by `openness lock`; check it in, do not edit it by hand.\n"
_TUPLES = ("licenses", "conflicts", "unread", "terms")


def read_lock(path: Path) -> dict[str, Entry]:
    """Entries by id. Raises UsageError for a file that cannot be read or has another version."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise UsageError(f"there is no {path.name} here", hint="`openness lock --add ID` writes one.") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(
            f"{path.name}: cannot be read: {error}", hint="After a merge, resolve it block by block."
        ) from error
    if data.get("version") != VERSION:
        raise UsageError(f"{path.name}: version {data.get('version')} is not {VERSION}", hint="Update openness.")
    known = {f.name for f in fields(Entry)}
    entries: dict[str, Entry] = {}
    for number, block in enumerate(data.get("entry", ()), 1):
        unknown = sorted(set(block) - known)
        if unknown:
            raise UsageError(f"{path.name}: entry {number}: unknown field '{unknown[0]}'")
        try:
            values: dict[str, Any] = {k: tuple(v) if k in _TUPLES else v for k, v in block.items()}
            entry = Entry(**values)
        except TypeError as error:
            raise UsageError(f"{path.name}: entry {number}: {error}") from error
        if entry.id in entries:
            raise UsageError(f"{path.name}: {entry.id} is pinned twice", hint="Keep one of the two blocks.")
        entries[entry.id] = entry
    return entries


def write_lock(path: Path, entries: Iterable[Entry]) -> None:
    """Write the file, atomically."""
    blocks = [_block(entry) for entry in sorted(entries, key=lambda e: (e.id.casefold(), e.id))]
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        scratch.write_text(f"{_HEAD}version = {VERSION}\n" + "".join(blocks), "utf-8")
        scratch.replace(path)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error


def _block(entry: Entry) -> str:
    lines = ["", "[[entry]]"]
    for field_ in fields(Entry):
        value = getattr(entry, field_.name)
        if isinstance(value, tuple):
            if not value:
                lines.append(f"{field_.name} = []")
                continue
            lines.append(f"{field_.name} = [")
            lines += [f"  {_inline(item)}," for item in value]
            lines.append("]")
        elif isinstance(value, Mapping):
            lines.append(f"{field_.name} = {_inline(value)}")
        else:
            lines.append(f"{field_.name} = {_inline(value)}")
    return "\n".join(lines) + "\n"


def _inline(value: Any) -> str:
    """A TOML value. JSON strings without surrogates are TOML basic strings (TOML 1.0, section String)."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(k)} = {_inline(v)}" for k, v in value.items()) + " }"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = str(value).encode("utf-8", "replace").decode("utf-8").replace("\x7f", " ")
    return json.dumps(text, ensure_ascii=False)


def _key(key: str) -> str:
    return key if key.replace("-", "").replace("_", "").isalnum() and key.isascii() else json.dumps(key)
