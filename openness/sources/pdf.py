"""PDF document → text, in a process of its own with a time and memory limit."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

TIMEOUT = 20.0  # seconds
MAX_BYTES = 8 * 1024 * 1024
NO_READER = 3  # exit code of the child when pypdf is not installed
_CHILD = Path(__file__).with_name("pdf_child.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfOutcome:
    """`text`, or `problem` as the rest of a sentence."""

    text: str | None = None
    problem: str = ""


def pdf_text(data: bytes, *, timeout: float = TIMEOUT) -> PdfOutcome:
    """The text of a PDF document. Never raises: hostile documents end with their process."""
    if len(data) > MAX_BYTES:
        return PdfOutcome(problem=f"documents above {MAX_BYTES // 2**20} MB are not read")
    environment = {k: v for k, v in os.environ.items() if k in {"PATH", "SYSTEMROOT", "LANG"}}
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_CHILD)],
            input=data,
            capture_output=True,
            timeout=timeout,
            env={**environment, "PYTHONIOENCODING": "utf-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return PdfOutcome(problem=f"reading it took longer than {timeout:.0f} s")
    except OSError as error:
        return PdfOutcome(problem=f"its reader could not be started ({type(error).__name__})")
    if done.returncode == NO_READER:
        return PdfOutcome(problem="reading it needs pypdf: pip install 'openness[pdf]'")
    if done.returncode != 0:
        return PdfOutcome(problem="it is broken or needs a password")
    text = done.stdout.decode("utf-8", "replace")
    if not text.strip():
        return PdfOutcome(problem="it holds no text (a scan?)")
    return PdfOutcome(text=text)
