"""Ctrl-C in the middle of a run, as a terminal sends it."""

import signal
import subprocess
import time
from typing import Any


def interrupted(process: "subprocess.Popen[str]", hub: Any) -> str:
    """The output of a run that is interrupted once it asked the Hub; it must end at once, with 130."""
    while not hub.requests and process.poll() is None:
        time.sleep(0.02)
    started = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)
    assert time.monotonic() - started < 2
    assert process.returncode == 130, err
    assert err == "openness: interrupted, there is no complete result\n"
    return out
