"""Bytes → text, with the encoding that was used; or why they are no text.

The text is the decoded file and nothing else: a byte-order mark stays in it as U+FEFF and line ends stay as they
are, so that offsets fit the file.
"""

import re
from dataclasses import dataclass

# What a text never starts with, and how a reader would call it.
_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive (or an office document)"),
    (b"\x1f\x8b", "gzip-compressed"),
    (b"\x7fELF", "a program"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"GGUF", "a weight file"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "an RTF document"),
)
_LFS_POINTER = b"version https://git-lfs.github.com/spec/"
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MARKS = (  # longest first: the UTF-32 mark starts with that of UTF-16
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The outcome: `text` and `encoding`, or `problem`."""

    text: str | None = None
    encoding: str = "utf-8"  # "utf-8/replace": some bytes were no UTF-8 and became U+FFFD
    problem: str | None = None  # the end of the sentence "it is …"


def decode(data: bytes, *, cut: bool = False) -> Decoded:
    """The text in `data`. `cut`: the data ends early, so that a character may be broken at its end."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _replacing(data, encoding)
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            return Decoded(problem=name)
    if data.startswith(_LFS_POINTER):
        return Decoded(problem="a Git LFS pointer whose content was not downloaded")
    wide = _wide_encoding(data)
    if wide is not None:
        return _replacing(data, wide)
    if len(_CONTROLS.findall(data[:65536])) > len(data[:65536]) // 50:
        return Decoded(problem="binary")
    return _narrow(data, cut=cut)


def is_pdf(data: bytes) -> bool:
    """Does `data` start as a PDF document does?"""
    return data.startswith(b"%PDF-")


def _narrow(data: bytes, *, cut: bool) -> Decoded:
    """UTF-8, else what the bytes allow: mostly UTF-8, an East Asian encoding, at last Windows-1252."""
    try:
        return Decoded(text=data.decode("utf-8"))
    except UnicodeDecodeError as error:
        if cut and error.start >= len(data) - 3 and error.reason == "unexpected end of data":
            return Decoded(text=data[: error.start].decode("utf-8"))
    high = sum(byte >= 0x80 for byte in data)
    text = data.decode("utf-8", errors="replace")
    good = sum(ord(c) >= 0x80 and c != "\ufffd" for c in text)
    if good > 2 * text.count("\ufffd"):
        return Decoded(text=text, encoding="utf-8/replace")
    for encoding in ("gb18030", "shift_jis", "euc_kr", "big5"):
        found = _strict(data, encoding, cut=cut)
        # Western text in an East Asian encoding gives few and rare ideographs; real text is dense in common ones.
        if found is not None and high > 20 and _east_asian(found) * 2 > 0.8 * high:
            return Decoded(text=found, encoding=encoding)
    found = _strict(data, "cp1252", cut=False)
    if found is not None:
        return Decoded(text=found, encoding="cp1252")
    return Decoded(text=data.decode("latin-1"), encoding="latin-1")


def _strict(data: bytes, encoding: str, *, cut: bool) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        return data[: error.start].decode(encoding) if cut and error.start >= len(data) - 3 else None


def _east_asian(text: str) -> int:
    return sum("\u3000" <= c <= "\u30ff" or "\u4e00" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3" for c in text)


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: Latin text in it is every second byte zero."""
    sample = data[:4096]
    if len(sample) < 16 or b"\x00" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _replacing(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    if text.count("\ufffd") > len(text) // 20 + 1:
        return Decoded(problem="binary")
    return Decoded(text=text, encoding=encoding)
