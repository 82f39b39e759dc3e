"""A web page → its words, for licenses that are published only as a page.

The scanner is our own and linear: html.parser of the standard library takes minutes for some pages of 100 KB (an open
tag that never ends, https://github.com/python/cpython/issues/135462), and pages come from strangers. Tags end, comments
end and raw text ends as in the HTML standard (https://html.spec.whatwg.org/multipage/parsing.html#tokenization).
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "head", "nav", "iframe", "button", "select"})
_RAW = frozenset({"script", "style"})  # what stands in them is no markup
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "figure", "footer",
        "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table",
        "td", "th", "tr", "ul",
    }
)  # fmt: skip
# Each of these moves forward one character at a time, so that Python's engine is linear on them.
_NAME = re.compile(r"/?[A-Za-z][^\s/>]{0,64}")
_STOP = re.compile(r"[>=]")
_VALUE = re.compile(r"\s*([\"']?)")
_LONG_NUMBER = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9A-Fa-f]{7,});?")  # no character; int() refuses thousands of digits


def page_text(html: str) -> str:
    """The visible words of `html`, one block a line; offsets of quotes refer to this text."""
    words = _Words()
    for tag, text in _tokens(html):
        if tag is None:
            words.add(text)
        elif tag.startswith("/"):
            words.end(tag[1:])
        else:
            words.start(tag)
    lines = (" ".join(line.split()) for line in "".join(words.parts).split("\n"))
    out: list[str] = []
    for line in lines:
        if line or (out and out[-1]):
            out.append(line)
    return "\n".join(out).strip("\n") + "\n"


class _Words:
    """Collects what a reader would see."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.silent: list[str] = []  # open elements whose text nobody sees
        self.open: Counter[str] = Counter()  # the same, counted: a page may leave a million open
        self.verbatim = 0  # open <pre> tags

    def start(self, tag: str) -> None:
        if tag == "body":  # ends a head that was never closed
            self.end("head")
        if tag in _SILENT:
            self.silent.append(tag)
            self.open[tag] += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")
            self.verbatim += tag == "pre"

    def end(self, tag: str) -> None:
        if self.open[tag]:
            last = ""
            while last != tag:
                last = self.silent.pop()
                self.open[last] -= 1
        elif tag in _BLOCKS:
            self.parts.append("\n")
            self.verbatim -= tag == "pre" and self.verbatim > 0

    def add(self, text: str) -> None:
        if not self.silent:
            text = unescape(_LONG_NUMBER.sub("\ufffd", text))
            self.parts.append(text if self.verbatim else text.replace("\n", " "))


def _tokens(html: str) -> Iterator[tuple[str | None, str]]:
    """(tag, "") for every tag, "/tag" where it ends; (None, text) for what stands between."""
    at = 0
    while True:
        found = html.find("<", at)
        if found < 0:
            yield None, html[at:]
            return
        if found > at:
            yield None, html[at:found]
        at = found
        name = _NAME.match(html, at + 1)
        if name is None:
            at = _after_other(html, at)
            if html[found + 1 : found + 2] not in {"!", "?", "/"}:
                yield None, "<"
            continue
        at = _after_tag(html, name.end())
        tag = name[0].lower()
        if at <= len(html):
            yield tag, ""
        if tag in _RAW:
            end = re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE).search(html, at)
            at = end.start() if end else len(html)


def _after_other(html: str, at: int) -> int:
    """Where the comment, declaration or lone "<" at `at` ends."""
    if html.startswith("<!--", at):
        end = html.find("-->", at + 2)  # "<!-->" is an empty comment
        return len(html) if end < 0 else end + 3
    if html[at + 1 : at + 2] in {"!", "?", "/"}:
        end = html.find(">", at + 2)
        return len(html) if end < 0 else end + 1
    return at + 1


def _after_tag(html: str, at: int) -> int:
    """Where the tag whose name ended at `at` ends: at ">" outside quoted values; beyond the page when it never does."""
    while True:
        stop = _STOP.search(html, at)
        if stop is None:
            return len(html) + 1
        at = stop.end()
        if stop[0] == ">":
            return at
        value = _VALUE.match(html, at)
        if value is not None and value[1]:
            end = html.find(value[1], value.end())
            if end < 0:
                return len(html) + 1
            at = end + 1
