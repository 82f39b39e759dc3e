"""Ends that are nobody's answer: Ctrl-C, a reader that is gone, no room for the output."""

import errno
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NoReturn

EXIT_INTERRUPTED = 128 + 2  # what shells expect of a program that SIGINT (2) ended
EXIT_READER_GONE = 128 + 13  # the same of SIGPIPE (13)
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def ready_streams() -> None:
    """Streams that can be written to: a closed one swallows, and no character of a stranger's file name fails."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - for the whole run
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def interrupted() -> "NoReturn":
    """End the process without waiting for its threads, which may hang on a server for a minute."""
    sys.stderr.write("openness: interrupted, there is no complete result\n")
    sys.stderr.flush()
    os._exit(EXIT_INTERRUPTED)


def reader_gone() -> "NoReturn":
    """End quietly, as `openness … | head` expects; what is still in the buffer goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(EXIT_READER_GONE)


def no_room(error: OSError) -> bool:
    """Whether the output could not be written for want of room; then it is said, and the buffer is dropped."""
    if error.errno not in _NO_ROOM or error.filename is not None:
        return False
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.stderr.write(
        f"openness: the output could not be written: {error.strerror}\n  Make room, or write elsewhere: -o FILE.\n"
    )
    return True
