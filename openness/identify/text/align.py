"""Word-by-word alignment of a passage with a document."""

from dataclasses import dataclass, replace

from rapidfuzz.distance import LCSseq

from openness.identify.text.index import Index
from openness.identify.text.sequence import U16

_EDGE = 8  # words; a run this short at an end, with more than thrice as much foreign text behind it, is not the text
_TINY = 3  # a run of equal words this short between two differences is chance


@dataclass(frozen=True, slots=True)
class Block:
    """`size` equal words from `query` in the text and `document` in the document."""

    query: int
    document: int
    size: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Words [q0, q1) of the text stand where the document has [d0, d1); one of the two may be empty."""

    q0: int
    q1: int
    d0: int
    d1: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """A document laid over a passage."""

    document: int
    start: int
    end: int
    blocks: tuple[Block, ...]
    matched: int
    length: int  # words of the document

    @property
    def coverage(self) -> float:
        """Share of the document's words that the passage has."""
        return self.matched / self.length if self.length else 0.0

    def stretched(self, start: int, end: int) -> "Alignment":
        """The same alignment, with the words from `start` to `end` around it as part of the passage."""
        return replace(self, start=min(start, self.start), end=max(end, self.end))

    def differences(self) -> tuple[Difference, ...]:
        """What lies between the blocks, and the ends of the document that are missing."""
        out = []
        q = self.start
        d = 0
        for block in self.blocks:
            if block.query > q or block.document > d:
                out.append(Difference(q, block.query, d, block.document))
            q, d = block.query + block.size, block.document + block.size
        if d < self.length or q < self.end:
            out.append(Difference(q, self.end, d, self.length))
        return tuple(out)


def as_text(ids: U16) -> str:
    """Word numbers as characters, the form that rapidfuzz compares fastest."""
    return (ids.astype("<u4") + 0x10000).tobytes().decode("utf-32-le")


def align(index: Index, query: str, offset: int, document: int) -> Alignment:
    """The best alignment of `document` with the words `query`, which begin at word `offset` of the text."""
    known = as_text(index.tokens(document))
    runs = LCSseq.editops(query, known).as_matching_blocks()
    blocks = [Block(run.a + offset, run.b, run.size) for run in runs if run.size]
    blocks = _trim(_grown(_solid(blocks), query, offset, known))
    matched = sum(b.size for b in blocks)
    start = blocks[0].query if blocks else offset
    end = blocks[-1].query + blocks[-1].size if blocks else offset
    return Alignment(document, start, end, tuple(blocks), matched, len(known))


def _solid(blocks: list[Block]) -> list[Block]:
    """Blocks without the chance ones inside a rewritten passage."""
    out = []
    for at, block in enumerate(blocks):
        if block.size < _TINY and 0 < at < len(blocks) - 1:
            before, after = blocks[at - 1], blocks[at + 1]
            gap = min(
                block.query - before.query - before.size + block.document - before.document - before.size,
                after.query - block.query - block.size + after.document - block.document - block.size,
            )
            if gap > 4 * block.size:
                continue
        out.append(block)
    return out


def _grown(blocks: list[Block], query: str, offset: int, known: str) -> list[Block]:
    """Blocks as long as they can be: what lies between two then shares neither its first nor its last word."""
    out: list[Block] = []
    for at, block in enumerate(blocks):
        q, d, size = block.query - offset, block.document, block.size
        q_low = out[-1].query + out[-1].size - offset if out else 0
        d_low = out[-1].document + out[-1].size if out else 0
        while out and q > q_low and d > d_low and query[q - 1] == known[d - 1]:
            q, d, size = q - 1, d - 1, size + 1
        q_high, d_high = (blocks[at + 1].query - offset, blocks[at + 1].document) if at + 1 < len(blocks) else (0, 0)
        while q + size < q_high and d + size < d_high and query[q + size] == known[d + size]:
            size += 1
        out.append(Block(q + offset, d, size))
    return out


def _trim(blocks: list[Block]) -> list[Block]:
    """Blocks without stray words before and after the passage proper."""
    while len(blocks) > 1 and blocks[0].size < _EDGE and _stray(blocks[0], blocks[1]):
        blocks = blocks[1:]
    while len(blocks) > 1 and blocks[-1].size < _EDGE and _stray(blocks[-2], blocks[-1]):
        blocks = blocks[:-1]
    return blocks


def _stray(left: Block, right: Block) -> bool:
    between = right.query - left.query - left.size
    missing = right.document - left.document - left.size
    return between > 3 * min(left.size, right.size) or missing > 12 * min(left.size, right.size)
