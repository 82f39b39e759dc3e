"""Runs by itself: PDF document on stdin, text on stdout. Exit codes: 0 text, 1 unreadable, 3 pypdf is missing."""

import io
import sys

MAX_PAGES = 300
MAX_CHARACTERS = 2_000_000
_MEMORY = 1024 * 1024 * 1024  # bytes
_CPU = 30  # seconds


def main() -> int:
    """Exit code; the text goes to stdout."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_CPU, _CPU))
    except (ImportError, ValueError, OSError):  # not on Windows; the parent's timeout remains
        pass
    try:
        import logging

        import pypdf
    except ImportError:
        return 3
    logging.disable(logging.CRITICAL)
    out = io.StringIO()
    try:
        reader = pypdf.PdfReader(io.BytesIO(sys.stdin.buffer.read()), strict=False)
        for page in reader.pages[:MAX_PAGES]:
            out.write(page.extract_text() or "")
            out.write("\n")
            if out.tell() > MAX_CHARACTERS:
                break
    except Exception:  # noqa: BLE001  # whatever a hostile document provokes ends here, in this process
        return 1
    sys.stdout.buffer.write(out.getvalue()[:MAX_CHARACTERS].encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
