"""What every source has in common."""

from typing import Protocol

from openness.model.reference import Ref
from openness.model.snapshot import Snapshot


class Source(Protocol):
    """A place that subjects are read from."""

    def fetch(self, ref: Ref) -> Snapshot:
        """All that could be read of `ref`; what could not is a `Gap` in it.

        Raises `TargetUnavailable` when there is nothing to judge at all.
        """
        ...
