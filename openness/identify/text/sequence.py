"""Rolling hashes over word numbers: any window of a text in constant time, all windows of one length in one step."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from openness.identify.text.tokens import U64, multipliers

U16 = npt.NDArray[np.uint16]
_BASE = 0x5851F42D4C957F2D  # odd: it has an inverse modulo 2**64
_VALUE = multipliers(65536, 2)


@lru_cache(maxsize=2)
def _powers(size: int) -> tuple[U64, U64]:
    inverse = pow(_BASE, -1, 1 << 64)
    return (
        np.multiply.accumulate(np.concatenate((np.ones(1, np.uint64), np.full(size - 1, _BASE, np.uint64)))),
        np.multiply.accumulate(np.concatenate((np.ones(1, np.uint64), np.full(size - 1, inverse, np.uint64)))),
    )


@dataclass(frozen=True, slots=True)
class Sequence:
    """A text as word numbers (0: a word of no known license), ready for window hashes."""

    ids: U16
    prefix: U64
    inverse: U64

    @classmethod
    def of(cls, ids: U16) -> "Sequence":
        """Precompute the prefix sums of `ids`."""
        size = max(4096, 1 << int(ids.size).bit_length())
        power, inverse = _powers(size)
        prefix = np.zeros(ids.size + 1, np.uint64)
        np.cumsum(_VALUE[ids] * power[: ids.size], out=prefix[1:])
        return cls(ids, prefix, inverse)

    def grams(self, length: int) -> U64:
        """Hash of every window of `length` words, in order."""
        count = self.ids.size - length + 1
        if count <= 0:
            return np.zeros(0, np.uint64)
        return spread((self.prefix[length:] - self.prefix[:count]) * self.inverse[:count])

    def windows(self, starts: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64]) -> U64:
        """Hash of the windows that begin at `starts` and have `lengths`; all must lie inside the text."""
        return spread((self.prefix[starts + lengths] - self.prefix[starts]) * self.inverse[starts])


def spread(value: U64) -> U64:
    """Mix the bits, so that the upper ones may choose a bucket and the lower ones check it."""
    value = (value ^ (value >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
    return value ^ (value >> np.uint64(29))
