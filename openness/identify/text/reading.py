"""One file, read and identified."""

from dataclasses import dataclass
from pathlib import Path

from openness.identify.text.decode import LIMIT, decode
from openness.model import TextMatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file holds. `gap`: what of it could not be read; `failed`: nothing could."""

    path: str
    text: str = ""
    encoding: str = "utf-8"
    matches: tuple[TextMatch, ...] = ()
    gap: str | None = None
    failed: bool = False


def read(path: str) -> Reading:
    """The file at `path`, identified; a file that cannot be read is a Reading that says why."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(LIMIT + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        return Reading(path=path, gap=f"cannot be read: {why}", failed=True)
    return read_bytes(data, path=path)


def read_bytes(data: bytes, *, path: str = "") -> Reading:
    """`data` decoded and identified."""
    from openness.identify.text import identify_text

    decoded = decode(data)
    matches = identify_text(decoded.text, path=path) if decoded.text else ()
    return Reading(path=path, text=decoded.text, encoding=decoded.encoding, matches=matches, gap=decoded.gap)
