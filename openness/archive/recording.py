"""A source that remembers what it gave, and one that gives it again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from openness.errors import OpennessError, TargetUnavailable
from openness.model import Ref, Snapshot
from openness.sources.interface import Source


@dataclass(kw_only=True)
class RecordingSource:
    """Passes on to `source` and keeps every snapshot and every refusal, by what was asked for."""

    source: Source
    snapshots: dict[str, Snapshot] = field(default_factory=dict)
    refusals: dict[str, OpennessError] = field(default_factory=dict)
    _guard: Lock = field(default_factory=Lock)

    def fetch(self, ref: Ref) -> Snapshot:
        """The snapshot, kept."""
        try:
            snapshot = self.source.fetch(ref)
        except OpennessError as error:
            with self._guard:
                self.refusals[key(ref)] = error
            raise
        with self._guard:
            self.snapshots[key(ref)] = snapshot
        return snapshot


@dataclass(frozen=True, kw_only=True)
class ArchivedSource:
    """Gives what an archive holds, and nothing else."""

    snapshots: Mapping[str, Snapshot]
    refusals: Mapping[str, tuple[str, str, str]]  # (message, hint, kind)

    def fetch(self, ref: Ref) -> Snapshot:
        """The archived snapshot. Raises what was raised then."""
        if key(ref) in self.snapshots:
            return self.snapshots[key(ref)]
        message, hint, kind = self.refusals.get(key(ref), (f"{ref.id} is not in the archive", "", "not-found"))
        raise TargetUnavailable(message, hint=hint, kind=kind)


def key(ref: Ref) -> str:
    """What a snapshot is kept under."""
    name = f"{ref.id}@{ref.revision}" if ref.revision else ref.id
    return f"{ref.kind.value}:{name}"
