"""Near twins told apart by the words in which they differ.

A text that has words only one twin has is that twin. A text that lacks all such words is either of them, and is called
by the family's name: 98.8 % similarity to a license is no reason to name it when another one is as near.
"""

import numpy as np
import numpy.typing as npt

from openness.identify.text.deviations import material
from openness.identify.text.index import Index
from openness.identify.text.search import Found

_RIVAL = 0.85  # share of the best one's words that a rival must have
_WHOLE = 8  # words that a rival must lack more, when the best one is all there
_SCANCODE = "LicenseRef-scancode-"  # mostly printings that SPDX holds to be the same license
_CLEAR = 2  # times as many words for one twin as for the other decide


def undecided(index: Index, found: Found) -> tuple[int, ...]:
    """Documents of other licenses between which and `found` the text does not decide."""
    best = found.comparison
    if best is None:
        return ()
    out: list[int] = []
    changed = bool(material(index, best))
    seen = {index.expression_number(found.document)}
    mine = _matched(found, found.start, found.end)
    for rival in found.rivals:
        other = rival.comparison
        number = index.expression_number(rival.document)
        if other is None or number in seen or other.alignment.matched < _RIVAL * best.alignment.matched:
            continue
        if not index.arrays["canonical"][rival.document]:
            continue
        seen.add(number)
        theirs = _matched(rival, found.start, found.end)
        only_mine, only_theirs = int(np.sum(mine & ~theirs)), int(np.sum(theirs & ~mine))
        if only_mine > _CLEAR * only_theirs and only_mine > 1:  # NOTE: one word more can be how the two were aligned
            continue
        mine_off, theirs_off = best.missing + best.extra, other.missing + other.extra
        if theirs_off >= 3 * mine_off + _WHOLE and mine_off <= best.alignment.matched // 12:
            continue
        if index.expression(rival.document).startswith(index.expression(found.document) + "-"):
            continue  # an id with a suffix names a variant that says more than this text does
        if index.expression(rival.document).startswith(_SCANCODE) and not index.expression(found.document).startswith(
            _SCANCODE
        ):
            continue
        if mine_off == 0 < theirs_off:
            continue
        if not changed and material(index, other):
            continue  # the clauses that tell the two apart are there
        out.append(rival.document)
    return tuple(out)


def _matched(found: Found, start: int, end: int) -> npt.NDArray[np.bool_]:
    """Which words of [start, end) the document accounts for; single words out of context do not count."""
    out = np.zeros(end - start, np.bool_)
    if found.comparison is not None:
        for block in found.comparison.alignment.blocks:
            if block.size > 1:
                out[max(0, block.query - start) : max(0, block.query + block.size - start)] = True
    return out
