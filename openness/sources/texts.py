"""Bytes of one file → `TextFile`, or the `Gap` that says why there is none."""

import hashlib
import posixpath
import time

from openness.model.snapshot import Gap, TextFile
from openness.sources.decode import decode, is_pdf

_HTML = (".html", ".htm", ".xhtml")


def now() -> str:
    """This moment as ISO 8601 in UTC."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def as_text(
    path: str, data: bytes, *, cut: bool = False, url: str | None = None, when: str | None = None, html: bool = False
) -> TextFile | Gap:
    """The text of `data`, which was read from `path`. `cut`: it is only the beginning. `html`: it is a web page."""
    digest = hashlib.sha256(data).hexdigest()
    if is_pdf(data):
        if cut:
            return Gap(what=path, why="It is a PDF document too large to be read.")
        from openness.sources.pdf import pdf_text

        outcome = pdf_text(data)
        if outcome.text is None:
            return Gap(what=path, why=f"It is a PDF document; {outcome.problem}.")
        return TextFile(path=path, text=outcome.text, sha256=digest, url=url, encoding="pdf", retrieved_at=when)
    found = decode(data, cut=cut)
    if found.text is None:
        return Gap(what=path, why=f"It cannot be read as text: it is {found.problem}.")
    text, encoding = found.text, found.encoding
    if html or posixpath.splitext(path)[1].lower() in _HTML:
        from openness.sources.page import page_text

        text, encoding = page_text(text), "html"
    return TextFile(path=path, text=text, sha256=digest, url=url, encoding=encoding, truncated=cut, retrieved_at=when)


def pseudo_text(path: str, text: str, *, url: str | None, when: str | None) -> TextFile:
    """A text that is no file: a gate prompt, tags."""
    return TextFile(
        path=path,
        text=text,
        sha256=hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(),
        url=url,
        retrieved_at=when,
    )


def cut_gap(path: str, limit: int) -> Gap:
    """The gap of a text that was read only in part."""
    return Gap(what=path, why=f"Only its first {limit} bytes were read.")
