"""Spreads a scan over processes. Forked by hand: a pool costs more to start than it saves here."""

import os
import pickle
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from openness.scan.reference import ScanOptions

if TYPE_CHECKING:
    from openness.scan.scanner import Found


def scan_in_processes(
    listed: Sequence[str], options: ScanOptions, work: "Callable[[Sequence[str], ScanOptions], Found]"
) -> "Found":
    """The joint result of `work` on shares of the list; in this process alone where forking is not to be had."""
    if not hasattr(os, "fork"):
        return work(listed, options)
    jobs = options.jobs
    children = [_start(listed[share::jobs], options, work) for share in range(1, jobs)]
    try:
        return _joined(listed, options, work, children)
    except BaseException:  # a run that was stopped leaves nobody working
        for pid, _ in children:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
        raise


def _joined(
    listed: Sequence[str],
    options: ScanOptions,
    work: "Callable[[Sequence[str], ScanOptions], Found]",
    children: Sequence[tuple[int, int]],
) -> "Found":
    """This process's share and those of its children."""
    jobs = options.jobs
    references, ignored, skipped = work(listed[::jobs], options)
    for share, (pid, reader) in enumerate(children, 1):
        with os.fdopen(reader, "rb") as stream:
            payload = stream.read()
        os.waitpid(pid, 0)
        # A child that died leaves no payload: its share is done again here, so that nothing goes unseen.
        more = pickle.loads(payload) if payload else work(listed[share::jobs], options)  # noqa: S301 - our own child
        references.extend(more[0])
        ignored.extend(more[1])
        skipped.extend(more[2])
    return references, ignored, skipped


def _start(
    share: Sequence[str], options: ScanOptions, work: "Callable[[Sequence[str], ScanOptions], Found]"
) -> tuple[int, int]:
    """Process id and result pipe of a child that works on a share."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        return pid, reader
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # the parent says that the run was interrupted
        os.close(reader)
        payload = pickle.dumps(work(share, options), protocol=pickle.HIGHEST_PROTOCOL)
        with os.fdopen(writer, "wb") as stream:
            stream.write(payload)
        code = 0
    finally:
        os._exit(code)
