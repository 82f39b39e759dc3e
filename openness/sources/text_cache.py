"""Texts of immutable commits that this process has read already."""

import threading
from collections import OrderedDict

from openness.model.snapshot import Gap, TextFile

_MOST = 32 * 1024 * 1024  # characters kept


class TextCache:
    """A bounded memory of texts by repository, commit and path. Safe for threads. Gaps are never remembered."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[tuple[str, ...], tuple[TextFile, tuple[Gap, ...]]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, ...]) -> tuple[TextFile, tuple[Gap, ...]] | None:
        """The text and what is to be said about it, or None."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: tuple[str, ...], text: TextFile, gaps: tuple[Gap, ...]) -> None:
        """Remember a text, forgetting the ones that were used longest ago."""
        with self._lock:
            if key in self._kept or len(text.text) > self._most // 4:
                return
            self._kept[key] = (text, gaps)
            self._size += len(text.text)
            while self._size > self._most:
                _, (oldest, _) = self._kept.popitem(last=False)
                self._size -= len(oldest.text)
