"""Answers that many targets share, for as long as they can still be called live."""

import threading
import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

V = TypeVar("V")

FRESH = 300.0  # seconds
_MOST = 4096


class Memo(Generic[V]):
    """A bounded memory whose entries are forgotten after a while. Safe for threads."""

    def __init__(self, *, fresh: float = FRESH, clock: Callable[[], float] = time.monotonic) -> None:
        self._fresh = fresh
        self._clock = clock
        self._kept: dict[Hashable, tuple[float, V]] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, ask: Callable[[], V], *, keep: Callable[[V], bool]) -> V:
        """What is remembered under `key`, else what `ask` says, which is remembered when `keep` agrees."""
        with self._lock:
            known = self._kept.get(key)
        if known is not None and self._clock() - known[0] < self._fresh:
            return known[1]
        value = ask()
        if keep(value):
            with self._lock:
                if len(self._kept) >= _MOST:
                    self._kept.clear()
                self._kept[key] = (self._clock(), value)
        return value
