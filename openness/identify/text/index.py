"""The compiled knowledge of license texts, mapped into memory."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from openness.identify.text import store
from openness.identify.text.sequence import U16, Sequence
from openness.identify.text.tokens import U64, Words
from openness.identify.text.vocabulary import word_list

FILE = "texts.bin"
VOCABULARY_BITS = 17
ANCHOR_BITS = 17
SEGMENT_BITS = 18
TEMPLATE = 2  # value of "canonical" for a template of a license text; 1 for the text
TEXT, NOTICE, REFERENCE, TAG, INTRO, CLUE, FALSE_POSITIVE = range(7)
FIELD_WORD = "templatefield0"  # stands in a document where a template has a field; no text holds it
KIND_NAMES = ("text", "notice", "reference", "tag", "reference", "reference", "")

Array = npt.NDArray[Any]


def slot_of(hashes: U64, bits: int) -> npt.NDArray[np.int64]:
    """Where a word hash is looked for first."""
    return ((hashes * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - bits)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Table:
    """A hash table from a run of words to (document, position) pairs."""

    bucket: Array
    check: Array
    document: Array
    position: Array
    bits: int

    def lookup(self, grams: U64, limit: int) -> tuple[Array, Array, Array]:
        """For every known gram: its place in the query, the document, and the place there (at most `limit` rows)."""
        slot = (grams >> np.uint64(64 - self.bits)).astype(np.int64)
        first = self.bucket[slot].astype(np.int64)
        count = self.bucket[slot + 1] - first
        at = np.flatnonzero(count)
        if not at.size:
            return at, at, at
        count = count[at]
        total = np.cumsum(count)
        if total[-1] > limit:
            keep = int(np.searchsorted(total, limit, "right"))
            at, count, total = at[:keep], count[:keep], total[:keep]
            if not at.size:
                return at, at, at
        query = np.repeat(at, count)
        row = np.arange(int(total[-1])) + np.repeat(first[at] - (total - count), count)
        same = self.check[row] == (grams[query] & np.uint64(0xFFFFFFFF))
        query, row = query[same], row[same]
        return query, self.document[row].astype(np.int64), self.position[row].astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """All documents (license texts and rules) by number."""

    arrays: dict[str, Array]
    lengths: Array  # words of each document
    anchors: Table
    segments: Table

    @property
    def size(self) -> int:
        """How many documents there are."""
        return int(self.arrays["hash"].size)

    def number(self, words: Words) -> U16:
        """The words as numbers; 0 for one that no document holds."""
        key, number = self.arrays["vocabulary_key"], self.arrays["vocabulary_id"]
        slot = slot_of(words.hashes, VOCABULARY_BITS)
        ids: U16 = np.where(key[slot] == words.hashes, number[slot], np.uint16(0))
        missing = np.flatnonzero((ids == 0) & (number[slot] != 0))
        mask = (1 << VOCABULARY_BITS) - 1
        while missing.size:
            slot[missing] = (slot[missing] + 1) & mask
            here = slot[missing]
            found = key[here] == words.hashes[missing]
            ids[missing[found]] = number[here[found]]
            missing = missing[~found & (number[here] != 0)]
        return ids

    def length(self, document: int) -> int:
        """Words of a document."""
        start = self.arrays["token_start"]
        return int(start[document + 1]) - int(start[document])

    def tokens(self, document: int) -> U16:
        """Word numbers of a document."""
        start = self.arrays["token_start"]
        out: U16 = self.arrays["token"][int(start[document]) : int(start[document + 1])]
        return out

    def free(self, document: int) -> list[tuple[int, int]]:
        """Word spans of a document that may differ without meaning: placeholders, list markers, title, how-to-apply."""
        return self._pairs("free", document)

    def phrases(self, document: int) -> list[tuple[int, int]]:
        """Word spans of a rule without which it does not hold."""
        return self._pairs("phrase", document)

    def _pairs(self, name: str, document: int) -> list[tuple[int, int]]:
        start = self.arrays[f"{name}_start"]
        flat = self.arrays[f"{name}_span"][2 * int(start[document]) : 2 * int(start[document + 1])].tolist()
        return list(zip(flat[0::2], flat[1::2], strict=True))

    def is_template(self, document: int) -> bool:
        """Is the document a template, with fields and optional passages marked by those who wrote it?"""
        return int(self.arrays["canonical"][document]) == TEMPLATE

    def kind(self, document: int) -> int:
        """TEXT, NOTICE, …"""
        return int(self.arrays["kind"][document])

    def expression(self, document: int) -> str:
        """The SPDX expression that a document names; empty for a false positive."""
        return self._line("expression_text", int(self.arrays["expression"][document]))

    def expression_number(self, document: int) -> int:
        """The number of the expression (equal numbers, equal expressions)."""
        return int(self.arrays["expression"][document])

    def base(self, document: int) -> str | None:
        """What the license of a document is known to derive from."""
        return self._line("expression_base", int(self.arrays["expression"][document])) or None

    def family(self, document: int) -> str:
        """The family of the license of a document."""
        return self._line("expression_family", int(self.arrays["expression"][document]))

    def section(self, document: int, word: int) -> str | None:
        """The section of a document in which a word stands."""
        found = None
        for at, label in self._pairs("section", document):
            if at > word:
                break
            found = label
        return None if found is None else self._line("label", found)

    def identity(self, document: int) -> list[tuple[int, int]]:
        """Words of a license text that are its own name."""
        return self._pairs("identity", document)

    def names(self, document: int) -> list[int]:
        """Numbers of the words that make up the name of a document's license."""
        at, start = int(self.arrays["expression"][document]), self.arrays["name_start"]
        out: list[int] = self.arrays["name"][int(start[at]) : int(start[at + 1])].tolist()
        return out

    def canonical(self, license_: str) -> int | None:
        """The document that is the text of a license."""
        return _canonical(self).get(license_)

    def known_ids(self) -> dict[str, str]:
        """Every id of a single license and its aliases, in lower case, and the id that we use."""
        return _known_ids(self)

    def _line(self, name: str, number: int) -> str:
        start = self.arrays[f"{name}_start"]
        return bytes(self.arrays[name][int(start[number]) : int(start[number + 1]) - 1]).decode()

    def sequence(self, words: Words) -> Sequence:
        """The words, numbered and ready for window hashes."""
        return Sequence.of(self.number(words))


def lines(name: str, values: list[str]) -> dict[str, Array]:
    """Strings as arrays (build time)."""
    raw = [v.encode() + b"\n" for v in values]
    return {
        name: np.frombuffer(b"".join(raw), np.uint8),
        f"{name}_start": np.concatenate(([0], np.cumsum([len(r) for r in raw]))).astype(np.uint32),
    }


@lru_cache(maxsize=2)
def _canonical(index: Index) -> dict[str, int]:
    numbers = np.flatnonzero(index.arrays["canonical"]).tolist()
    return {index.expression(n): n for n in reversed(numbers)}


@lru_cache(maxsize=2)
def _known_ids(index: Index) -> dict[str, str]:
    said = bytes(index.arrays["alias"]).decode().split("\n")
    # NOTE: deprecated SPDX ids that now are expressions; they parse as one id.
    deprecated = dict(line.split("=") for line in word_list("deprecated"))
    return deprecated | dict(line.split("\t") for line in said if line)


def open_index(path: Path) -> Index:
    """The index in `path`."""
    arrays = store.read(path)

    def table(name: str, bits: int) -> Table:
        bucket, check, document, position = (arrays[f"{name}_{p}"] for p in ("bucket", "check", "document", "position"))
        return Table(bucket, check, document, position, bits)

    lengths = np.diff(arrays["token_start"].astype(np.int64))
    return Index(arrays, lengths, table("anchor", ANCHOR_BITS), table("segment", SEGMENT_BITS))


@lru_cache(maxsize=1)
def load() -> Index:
    """The index that ships with openness."""
    from openness.kb.locate import data_dir

    return open_index(data_dir() / "index" / FILE)
