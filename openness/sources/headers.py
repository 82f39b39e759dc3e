"""Metadata that weight files carry themselves, from their first bytes. Weights are never read, nothing is unpickled.

GGUF: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. safetensors:
https://huggingface.co/docs/safetensors/index#format. Lengths in a header are claims of a stranger: nothing is
allocated or skipped on their word.
"""

import json
import posixpath
import re
import struct
from collections.abc import Iterable, Iterator, Mapping

from openness.model.snapshot import FileEntry, WeightHeader

NO_HEADER = "Its beginning is not that of such a file."  # why metadata is a gap
_MAX_VALUES = 256
_MAX_KEYS = 4096  # GGUF key-value pairs looked at
_MAX_VALUE = 4000  # characters
_MAX_ITEMS = 64  # of an array
_MAX_HEADER = 100_000_000  # bytes; the limit of the safetensors library
_METADATA_FIRST = re.compile(r'\s*\{\s*"__metadata__"\s*:\s*\{\s*')
_BETWEEN = re.compile(r"[\s:,]*")
_SHARD = re.compile(r"-?\d{3,6}-of-\d{3,6}")
_QUANT = re.compile(r"[.\-_](?:i?q\d\w*|f16|f32|bf16|fp16|fp8)(?=[.\-_]|$)", re.IGNORECASE)


def choose_headers(files: Iterable[FileEntry], limit: int) -> list[FileEntry]:
    """Weight files whose headers are worth reading: one of each sharded set, one of each family of quantizations."""
    first: dict[tuple[str, str], FileEntry] = {}
    for entry in sorted(files, key=lambda e: (e.path.count("/"), e.path)):
        stem, suffix = posixpath.splitext(entry.path)
        if suffix.lower() not in {".gguf", ".safetensors"} or entry.size == 0:
            continue
        family = _QUANT.sub("", _SHARD.sub("", stem)) if suffix.lower() == ".gguf" else _SHARD.sub("", stem)
        first.setdefault((family, suffix.lower()), entry)
    return list(first.values())[:limit]


def weight_header(path: str, data: bytes) -> WeightHeader | None:
    """The metadata in `data`, the first bytes of the weight file at `path`, or None when there is none to be read."""
    if data.startswith(b"GGUF"):
        return WeightHeader(path=path, format="gguf", values=gguf_metadata(data))
    values = safetensors_metadata(data)
    return WeightHeader(path=path, format="safetensors", values=values) if values is not None else None


def safetensors_metadata(data: bytes) -> Mapping[str, str] | None:
    """`__metadata__` of a safetensors file ({} when it has none), or None when `data` does not start as one."""
    if len(data) < 10 or data[8:9] != b"{":
        return None
    length = int.from_bytes(data[:8], "little")
    if not 2 <= length <= _MAX_HEADER:
        return None
    text = data[8 : 8 + length].decode("utf-8", "replace")
    start = _METADATA_FIRST.match(text)
    if start:  # where the library writes it: first, so that the beginning of a long header is enough
        return dict(_kept(_pairs(text, start.end())))
    if len(data) < 8 + length:
        return {}
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return None
    found = whole.get("__metadata__") if isinstance(whole, dict) else None
    return dict(_kept(found.items())) if isinstance(found, dict) else {}


def _pairs(text: str, at: int) -> Iterator[tuple[str, object]]:
    """Keys and values of the JSON object whose inside starts at `at`, as far as the text goes."""
    decode = json.JSONDecoder().raw_decode
    try:
        while text[at : at + 1] == '"':
            key, at = decode(text, at)
            value, at = decode(text, _BETWEEN.match(text, at).end())  # type: ignore[union-attr]  # matches always
            yield key, value
            at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]
    except (ValueError, RecursionError):
        return


def _kept(pairs: Iterable[tuple[str, object]]) -> Iterator[tuple[str, str]]:
    """The pairs that can be facts: not too many, not too long. Trainers store whole logs there."""
    count = 0
    for key, value in pairs:
        if isinstance(value, str) and len(key) <= 200 and len(value) <= _MAX_VALUE:
            # An escaped half of a character is no text: nothing later could write it.
            yield key.encode("utf-8", "replace").decode(), value.encode("utf-8", "replace").decode()
            count += 1
            if count == _MAX_VALUES:
                return


def gguf_metadata(data: bytes) -> Mapping[str, str]:
    """The `general.*` values that stand within `data`; they come before the long tokenizer tables."""
    values: dict[str, str] = {}
    try:
        for key, value in _Gguf(data).pairs():
            if key.startswith("general.") and value is not None and len(values) < _MAX_VALUES:
                values[key] = value
    except (struct.error, ValueError, OverflowError):  # the end of what was read, or nonsense: keep what came before
        pass
    return values


class _Gguf:
    """A reader over the beginning of a GGUF file. Raises struct.error or ValueError where it ends."""

    _NUMBERS: Mapping[int, str] = {
        0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d",
    }  # fmt: skip
    _STRING, _ARRAY = 8, 9

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 4
        self.order = "<"
        version = self._number("I")
        if version > 0xFFFF:  # version 3 may be big-endian
            self.order, self.at = ">", 4
            version = self._number("I")
        self.wide = version != 1  # version 1 counted in 32 bits

    def pairs(self) -> Iterable[tuple[str, str | None]]:
        """Keys and their values as text (None: not one that is kept)."""
        self._length()  # tensors
        for _ in range(min(self._length(), _MAX_KEYS)):
            key = self._string()
            yield key, self._value(self._number("I"))

    def _number(self, code: str) -> int:
        value = struct.unpack_from(self.order + code, self.data, self.at)[0]
        self.at += struct.calcsize(self.order + code)
        return value  # type: ignore[no-any-return]

    def _length(self) -> int:
        return self._number("Q" if self.wide else "I")

    def _string(self) -> str:
        length = self._length()
        if length > len(self.data) - self.at:
            raise ValueError("a string beyond what was read")
        self.at += length
        return self.data[self.at - length : self.at].decode("utf-8", "replace")

    def _value(self, kind: int) -> str | None:
        if kind == self._STRING:
            return self._string()[:_MAX_VALUE]
        if kind in self._NUMBERS:
            return str(self._number(self._NUMBERS[kind]))
        if kind != self._ARRAY:
            raise ValueError("an unknown type")
        item, count = self._number("I"), self._length()
        if item in self._NUMBERS:
            width = struct.calcsize("<" + self._NUMBERS[item])
            if count * width > len(self.data) - self.at:
                raise ValueError("an array beyond what was read")
            self.at += count * width
            return None
        if item != self._STRING or count > len(self.data):
            raise ValueError("an array of arrays, or one beyond what was read")
        kept = [self._string() for _ in range(count)][:_MAX_ITEMS]
        return ", ".join(kept)[:_MAX_VALUE]
