"""One file of named arrays that is mapped into memory, never parsed: opening it costs the same at any size."""

import json
import mmap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from openness.errors import KnowledgeError

MAGIC = b"OPENIDX1"
_ALIGN = 64


def write(path: Path, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """Write `arrays` to `path`; equal arrays give equal bytes."""
    directory: dict[str, tuple[str, int, int]] = {}
    offset = 0
    for name, array in arrays.items():
        directory[name] = (array.dtype.str, offset, int(array.size))
        offset += -(-array.nbytes // _ALIGN) * _ALIGN
    head = json.dumps(directory, separators=(",", ":")).encode()
    head += b" " * (-(len(head) + 16) % _ALIGN)
    with path.open("wb") as out:
        out.write(MAGIC + len(head).to_bytes(8, "little") + head)
        for array in arrays.values():
            raw = np.ascontiguousarray(array).tobytes()
            out.write(raw + b"\0" * (-len(raw) % _ALIGN))


def read(path: Path) -> dict[str, npt.NDArray[Any]]:
    """The arrays of `path`, as views of the mapped file."""
    try:
        with path.open("rb") as file:
            view = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if view[:8] != MAGIC:
            raise ValueError("not an index")
        size = int.from_bytes(view[8:16], "little")
        directory = json.loads(view[16 : 16 + size])
        base = 16 + size
        return {
            name: np.frombuffer(view, np.dtype(kind), count, base + offset)
            for name, (kind, offset, count) in directory.items()
        }
    except (OSError, ValueError) as error:
        raise KnowledgeError(
            f"{path.name}: the license index cannot be read ({error})", hint="Run `make index` or reinstall openness."
        ) from error
