"""The knowledge at run time: one SQLite file, rows turned into frozen values when they are asked for."""

import json
import sqlite3
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from openness.errors import KnowledgeError
from openness.kb.license_names import NAME_LIMIT, loose_name, normalize_name, normalize_url
from openness.kb.locate import in_checkout
from openness.kb.records import ClauseType, LicenseRecord, _clause_type, record_from
from openness.kb.registry import Registry
from openness.kb.rubrics import Rubric, rubric_from
from openness.kb.updates import knowledge_file, open_to_read


class KnowledgeBase:
    """Licenses, clause vocabulary, rubrics and registry, read on demand. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._licenses: dict[str, LicenseRecord | None] = {}
        try:
            # Serialized mode (sqlite3.threadsafety == 3) makes one connection safe for reading from many threads.
            self._connection = open_to_read(path, threads=True)
            self._meta = dict(self._connection.execute("SELECT key, value FROM meta"))
        except sqlite3.Error as error:
            raise KnowledgeError(
                f"the knowledge file {path.name} cannot be read: {error}",
                hint="In a checkout run 'make generate'; otherwise reinstall openness.",
            ) from error

    @classmethod
    def load(cls) -> "KnowledgeBase":
        """The knowledge of this installation; in a checkout it is compiled anew when its sources changed."""
        path = Path(knowledge_file())
        if in_checkout():
            from openness.kb.fresh import ensure_fresh

            ensure_fresh(path)
        return cls(path)

    @property
    def version(self) -> str:
        """A short digest of all sources."""
        return str(self._meta["sources"])[:12]

    @property
    def date(self) -> str:
        """ISO date of the newest source: what the knowledge is as of."""
        return str(self._meta["date"])

    def license(self, record_id: str) -> LicenseRecord | None:
        """The license record with that id, or None."""
        if record_id not in self._licenses:
            row = self._connection.execute("SELECT data FROM licenses WHERE id = ?", (record_id,)).fetchone()
            self._licenses[record_id] = record_from(json.loads(row[0])) if row else None
        return self._licenses[record_id]

    def licenses(self) -> Iterator[LicenseRecord]:
        """All license records, by id."""
        for (record_id,) in self._connection.execute("SELECT id FROM licenses ORDER BY id").fetchall():
            record = self.license(record_id)
            if record is not None:
                yield record

    def license_by_name(self, name: str) -> str | None:
        """Record id for a Hub id, SPDX id, LicenseRef, full name or alias, or None."""
        if not name or len(name) > NAME_LIMIT:
            return None
        key = normalize_name(name)
        for candidate in (key, loose_name(key)):
            row = self._connection.execute("SELECT id FROM license_names WHERE key = ?", (candidate,)).fetchone()
            if row:
                return str(row[0])
        return None

    def license_by_url(self, url: str) -> str | None:
        """Record id for the canonical URL of a license, or None."""
        key = normalize_url(url)
        row = self._connection.execute("SELECT id FROM license_urls WHERE url = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    @cached_property
    def _clauses(self) -> dict[str, ClauseType]:
        rows = self._connection.execute("SELECT data FROM clauses ORDER BY position")
        return {entry.id: entry for entry in (_clause_type(json.loads(data)) for (data,) in rows)}

    def clause(self, clause_id: str) -> ClauseType | None:
        """The clause type with that id, or None."""
        return self._clauses.get(clause_id)

    def clauses(self) -> tuple[ClauseType, ...]:
        """The clause vocabulary, in the order of the file."""
        return tuple(self._clauses.values())

    @cached_property
    def _rubrics(self) -> dict[str, Rubric]:
        rows = self._connection.execute("SELECT data FROM rubrics ORDER BY position")
        return {rubric.id: rubric for rubric in (rubric_from(json.loads(data)) for (data,) in rows)}

    def rubric(self, rubric_id: str) -> Rubric | None:
        """The newest version of a rubric, or None."""
        return self._rubrics.get(rubric_id)

    def rubrics(self) -> tuple[Rubric, ...]:
        """All rubrics."""
        return tuple(self._rubrics.values())

    @cached_property
    def registry(self) -> Registry:
        """Known models, families and services."""
        return Registry(self._connection)
