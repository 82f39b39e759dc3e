"""Words of a text as numbers, with the place where each stands."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from openness.identify.text.normalize import JOIN, normalize

U64 = npt.NDArray[np.uint64]
I64 = npt.NDArray[np.int64]

_SEPARATOR, _WORD, _SINGLE, _PLUS = 0, 1, 2, 3
_MIX = 64  # words longer than this reuse the multipliers


def _classes() -> npt.NDArray[np.uint8]:
    """One class a character: separator, part of a word, a word by itself (CJK), or the plus of "2.0+"."""
    table = np.zeros(65536, np.uint8)
    table[0x80:] = _WORD
    table[0x80:0xC0] = _SEPARATOR
    table[[0xAA, 0xB2, 0xB3, 0xB5, 0xB9, 0xBA]] = _WORD
    table[0x2000:0x2070] = _SEPARATOR
    table[0x2190:0x2C00] = _SEPARATOR
    table[0x3000:0x3040] = _SEPARATOR
    table[0x3040:0xA000] = _SINGLE
    table[0xD800:0xF900] = _SEPARATOR
    table[0xFE00:0xFE70] = _SEPARATOR
    table[0xFF00:0xFFFF] = _SEPARATOR
    for first, last in (("0", "9"), ("a", "z")):
        table[ord(first) : ord(last) + 1] = _WORD
    table[ord("+")] = _PLUS
    return table


def multipliers(count: int, seed: int) -> U64:
    """Fixed odd 64-bit numbers (splitmix64), the same on every machine."""
    state = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed)
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (state ^ (state >> np.uint64(31))) | np.uint64(1)


_CLASS = _classes()
_MULTIPLIER = multipliers(_MIX, 1)
_JOIN = ord(JOIN)


@dataclass(frozen=True, slots=True)
class Words:
    """Hashes of the words of a text and their offsets in it."""

    hashes: U64
    starts: I64
    ends: I64


def words(text: str) -> Words:
    """The words of `text` after normalisation."""
    normal = normalize(text)
    code: npt.NDArray[np.uint8] | npt.NDArray[np.uint32]
    if normal.isascii():
        code = np.frombuffer(normal.encode("ascii"), np.uint8)
        kind = _CLASS[code]
    else:
        code = np.frombuffer(normal.encode("utf-32-le", "surrogatepass"), np.uint32)
        kind = _CLASS[np.minimum(code, 65535)]
    if JOIN in normal:
        keep = np.flatnonzero(code != _JOIN)
        code, kind = code[keep], kind[keep]
    else:
        keep = None
    word = kind == _WORD
    plus = np.flatnonzero(kind == _PLUS)
    if plus.size:
        plus = plus[(plus > 0) & word[plus - 1]]
        word[plus] = True
    single = kind == _SINGLE if not normal.isascii() else None
    inside = word if single is None else word | single
    edge = np.empty(inside.size + 1, np.bool_)
    edge[0] = False
    edge[-1] = False
    np.not_equal(inside[1:], inside[:-1], out=edge[1:-1])
    if inside.size:
        edge[0] = inside[0]
        edge[-1] = inside[-1]
    if single is not None and single.any():
        # NOTE: a CJK character is a word by itself: it also ends the run before it and starts the one after.
        begins = edge[:-1] & inside
        begins[1:] |= inside[1:] & (single[1:] | single[:-1]) & inside[:-1]
        begins |= single
        stops = np.empty(inside.size, np.bool_)
        stops[:-1] = inside[:-1] & (~inside[1:] | begins[1:])
        stops[-1] = inside[-1]
        starts, ends = np.flatnonzero(begins), np.flatnonzero(stops) + 1
    else:
        bounds = np.flatnonzero(edge)
        starts, ends = bounds[0::2], bounds[1::2]
    if not starts.size:
        empty = np.zeros(0, np.int64)
        return Words(np.zeros(0, np.uint64), empty, empty)
    lengths = ends - starts
    first = np.cumsum(lengths) - lengths
    within = np.arange(int(lengths.sum())) - np.repeat(first, lengths)
    letters = code[within + np.repeat(starts, lengths)].astype(np.uint64)
    letters += np.uint64(1)
    letters *= _MULTIPLIER[within & (_MIX - 1)]
    hashes = np.add.reduceat(letters, first)
    if keep is not None:
        return Words(hashes, keep[starts], keep[ends - 1] + 1)
    return Words(hashes, starts, ends)
