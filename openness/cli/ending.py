"""Ends that are nobody's answer: Ctrl-C, a reader that is gone, no room for the output, no ground to stand on."""

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


def explained(error: Exception) -> bool:
    """Whether it is the machine that failed, and no bug of ours; then it has been said."""
    if not isinstance(error, OSError):
        return False
    if error.errno in _NO_ROOM and error.filename is None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is still in the buffer would fail again
        said = f"the output could not be written: {error.strerror}\n  Make room, or write elsewhere: -o FILE."
    elif isinstance(error, FileNotFoundError) and _folder_is_gone():
        said = "the folder that this runs in does not exist any more\n  Change to one that does."
    else:
        return False
    sys.stderr.write(f"openness: {said}\n")
    return True


def _folder_is_gone() -> bool:
    try:
        os.getcwd()  # noqa: PTH109 - start-up does without pathlib
    except FileNotFoundError:
        return True
    return False
