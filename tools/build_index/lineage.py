"""Which known licenses are another known one plus something."""

from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import LCSseq

from tools.build_index.documents import Document


def derive(documents: list[Document], ids: list[npt.NDArray[np.uint16]], notes: dict[str, Any]) -> dict[str, str]:
    """For a license that holds (nearly) all words of a common one, in order, and more: that one."""
    canonical = [(n, d) for n, d in enumerate(documents) if d.canonical]
    bases = [(d.expression, ids[n].tolist()) for base in notes["bases"] for n, d in canonical if d.expression == base]
    out: dict[str, str] = {}
    for number, document in canonical:
        mine = ids[number].tolist()
        best = (0.0, "")
        for base, theirs in bases:
            if base == document.expression or not len(theirs) <= len(mine) <= 3 * len(theirs):
                continue
            held = LCSseq.similarity(theirs, mine) / len(theirs)
            if held >= 0.96:
                best = max(best, (held * len(theirs), base))
        if best[1]:
            out.setdefault(document.expression, best[1])
    return {**out, **notes["derived"]}
