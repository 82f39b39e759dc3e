"""The cheapest question: is this text, letters aside, exactly one that we know? Needs neither numpy nor the index."""

import mmap
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from openness.errors import KnowledgeError
from openness.identify.text.normalize import JOIN, VARIETAL_WORDS, normalize

FILE = "exact.bin"
MAGIC = b"OPENEXA1"
WHOLE_TEXT = 300  # words; nothing that long is a notice
_KEY = 8
_ENTRY = _KEY + 4
_LONGEST = 400_000  # characters; no known text is longer
_WORD = re.compile(
    "[\u3040-\u9fff]|[0-9a-z\u00aa\u00b2\u00b3\u00b5\u00b9\u00ba\u00c0-\u1fff\u2070-\u218f\u2c00-\u2fff\ua000-\ud7ff\uf900-\ufdff"
    "\ufe70-\ufeff\uffff-\U0010ffff]+(?:\\+[0-9a-z]*)*"
)


@dataclass(frozen=True, slots=True)
class Exact:
    """A text known as a whole."""

    license: str
    kind: str  # "text" | "notice" | "tag" | "reference"
    derived_from: str | None
    start: int  # of its first word
    end: int  # of its last word


def digest(text: str) -> bytes:
    """The hash under which a text is known: of its words, in the spelling of `normalize`."""
    found = _WORD.findall(normalize(text).replace(JOIN, ""))
    return blake2b(
        " ".join([VARIETAL_WORDS.get(w, w) for w in found]).encode("utf-8", "replace"), digest_size=_KEY
    ).digest()


def lookup(text: str) -> str | None:
    """The license that `text` is, word for word; None when it is not known as a whole."""
    hit = find(text)
    return hit.license if hit else None


def find(text: str) -> Exact | None:
    """Like `lookup`, with the kind of text, what it derives from, and where its words begin and end."""
    if len(text) > _LONGEST:
        return None
    view, count, names = _open()
    key = digest(text)
    low, high = 0, count
    while low < high:
        middle = (low + high) // 2
        at = 16 + middle * _ENTRY
        here = view[at : at + _KEY]
        if here < key:
            low = middle + 1
        elif here > key:
            high = middle
        else:
            start = names + int.from_bytes(view[at + _KEY : at + _ENTRY], "little")
            license_, kind, base = view[start : view.find(b"\n", start)].decode().split("\t")
            return Exact(license_, kind, base or None, *_extent(text))
    return None


def _extent(text: str) -> tuple[int, int]:
    normal = normalize(text)
    first = _WORD.search(normal)
    end = len(normal)
    while end and not _WORD.match(normal[end - 1]) and normal[end - 1] != "+":
        end -= 1
    return (first.start(), end) if first else (0, 0)


def write(path: Path, entries: dict[bytes, tuple[str, str, str]]) -> None:
    """Write the table (build time): sorted keys, each with the place of its line of text."""
    lines: dict[str, int] = {}
    blob = b""
    for line in sorted({"\t".join(value) for value in entries.values()}):
        lines[line] = len(blob)
        blob += line.encode() + b"\n"
    table = b"".join(key + lines["\t".join(entries[key])].to_bytes(4, "little") for key in sorted(entries))
    path.write_bytes(MAGIC + len(entries).to_bytes(8, "little") + table + blob)


@lru_cache(maxsize=1)
def _open() -> tuple[mmap.mmap, int, int]:
    from openness.kb.locate import data_dir

    try:
        with (data_dir() / "index" / FILE).open("rb") as file:
            view = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        hint = "Run `make index` or reinstall openness."
        raise KnowledgeError(f"{FILE}: the table of license hashes cannot be read ({error})", hint=hint) from error
    count = int.from_bytes(view[8:16], "little")
    return view, count, 16 + count * _ENTRY
