"""The names that a policy may use, read from the compiled knowledge with sqlite3 alone: hooks load this."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from openness.errors import UsageError
from openness.kb.updates import knowledge_file, open_to_read

_PREFIXES = ("LicenseRef-", "sensitive:", "jurisdiction:", "conflict:")  # families of names without a list


@cache
def names(what: str) -> frozenset[str]:
    """Ids of licenses, clauses, rubrics or uses; empty when the knowledge cannot be read."""
    if what == "uses":
        return frozenset(use["id"] for use in _uses_rubric().get("uses", ()))
    return frozenset(str(row[0]) for row in _rows(f"SELECT id FROM {what}"))  # noqa: S608 - a constant of this module


@cache
def use_policies() -> frozenset[str]:
    """Ids of the records that are use policies: part of a license's terms, and no license."""
    return frozenset(str(row[0]) for row in _rows("SELECT id FROM licenses WHERE kind = 'use-policy'"))


@cache
def regions() -> Mapping[str, tuple[str, ...]]:
    """Names of regions with the ISO codes of their members."""
    return {name.upper(): tuple(members) for name, members in (_uses_rubric().get("regions") or {}).items()}


def check_names(values: Iterable[str], what: str, where: str) -> None:
    """Refuse a name that nothing can ever match, with the near ones; a misspelled rule would silently never apply."""
    known = names(what)
    if not known:
        return
    for value in values:
        if value in known or value.startswith(_PREFIXES):
            continue
        from difflib import get_close_matches

        near = get_close_matches(value, known, n=3, cutoff=0.6)
        hint = f"Did you mean {' or '.join(near)}? " if near else ""
        raise UsageError(
            f"{where}: there is no {what.removesuffix('s')} '{value}'", hint=f"{hint}See 'openness list {what}'."
        )


def license_ids(values: Iterable[str], where: str) -> tuple[str, ...]:
    """The record ids that license names stand for: record id, SPDX id, Hub id or alias, in any case."""
    known = names("licenses")
    found: dict[str, None] = {}
    for value in values:
        name = value
        if known and value not in known and not value.startswith(_PREFIXES):
            name = value.casefold() if value.casefold() in known else _license_by_name(value)
            if not name:
                check_names([value], "licenses", where)
        found[name] = None
    return tuple(found)


def _license_by_name(name: str) -> str:
    from openness.kb.license_names import loose_name, normalize_name

    key = normalize_name(name)
    for candidate in (key, loose_name(key)):
        rows = _rows("SELECT id FROM license_names WHERE key = ?", candidate)
        if rows:
            return str(rows[0][0])
    return ""


@cache
def _uses_rubric() -> dict[str, Any]:
    rows = _rows("SELECT data FROM rubrics WHERE id = 'uses'")
    found: dict[str, Any] = json.loads(rows[0][0]) if rows else {}
    return found


def _rows(query: str, *values: str) -> list[tuple[str]]:
    try:
        connection = open_to_read(knowledge_file())
    except sqlite3.Error:
        return []
    try:
        return connection.execute(query, values).fetchall()
    except sqlite3.Error:
        return []
    finally:
        connection.close()
