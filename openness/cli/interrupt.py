"""Ctrl-C while targets are checked: a sentence and the usual exit code at once, whatever requests are still open."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

EXIT_INTERRUPTED = 128 + signal.SIGINT  # what shells expect of a program that Ctrl-C ended
_SHOW_CURSOR = "\x1b[?25h"


@contextmanager
def leaves_at_once() -> Iterator[None]:
    """End the process on Ctrl-C without waiting for its threads; nothing has been written yet when this is used."""

    def leave(_signal: int, _frame: FrameType | None) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{_SHOW_CURSOR}")
        sys.stderr.write("openness: interrupted, nothing was written\n")
        sys.stderr.flush()
        os._exit(EXIT_INTERRUPTED)

    try:
        before = signal.signal(signal.SIGINT, leave)
    except ValueError:  # not the main thread: whoever started it decides
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
