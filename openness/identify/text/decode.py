"""Bytes of unknown origin as text, or the reason why not."""

import codecs
from dataclasses import dataclass

LIMIT = 4 * 1024 * 1024  # bytes; what lies beyond is not read, and said so
_CONTROL = bytes(c for c in range(32) if c not in (7, 8, 9, 10, 11, 12, 13, 26, 27))
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY_MAGIC = (
    b"%PDF",
    b"\x7fELF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\xca\xfe\xba\xbe",
    b"GGUF",
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file; `gap` says what could not be read of it."""

    text: str
    encoding: str
    gap: str | None = None


def decode(data: bytes) -> Decoded:
    """The text in `data`: BOM, UTF-16 without one, UTF-8, else Windows-1252; empty with a gap for binary data."""
    gap = None
    if len(data) > LIMIT:
        data = data[:LIMIT]
        gap = f"only the first {LIMIT // 1024 // 1024} MiB were read"
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return Decoded(data.decode(encoding, "replace"), encoding, gap)
    if data.startswith(_BINARY_MAGIC):
        return Decoded("", "binary", "binary file, not read as text")
    sample = data[:65536]
    if b"\0" in sample:
        wide = _wide(sample)
        if wide:
            return Decoded(data.decode(wide, "replace"), wide, gap)
        if sample.count(b"\0") > len(sample) // 10:
            return Decoded("", "binary", "binary file, not read as text")
    strange = len(sample) - len(sample.translate(None, _CONTROL))
    if strange > len(sample) // 5:
        return Decoded("", "binary", "binary file, not read as text")
    try:
        return Decoded(data.decode("utf-8"), "utf-8", gap)
    except UnicodeDecodeError as error:
        if gap and error.start > len(data) - 4:  # the cut fell inside a letter
            return Decoded(data[: error.start].decode("utf-8"), "utf-8", gap)
    try:
        return Decoded(data.decode("cp1252"), "cp1252", gap)
    except UnicodeDecodeError:
        return Decoded(data.decode("latin-1"), "latin-1", gap)


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of Latin text is NUL, on one side only."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None
