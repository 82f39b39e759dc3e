"""From documents to the arrays of the index."""

from collections import defaultdict

import numpy as np
import numpy.typing as npt

from openness.identify.text.index import ANCHOR_BITS, SEGMENT_BITS, TEMPLATE, VOCABULARY_BITS, lines, slot_of
from openness.identify.text.normalize import VARIETAL_WORDS
from openness.identify.text.sequence import Sequence
from openness.identify.text.tokens import Words, words
from tools.build_index.documents import KINDS, Document
from tools.build_index.fields import free_spans, sections

Arrays = dict[str, npt.NDArray[np.generic]]
GRAM = 4
_SHORT, _LONG = 6, 12  # words a segment, in notices and in texts


def vocabulary(parsed: list[Words]) -> tuple[Arrays, npt.NDArray[np.uint64]]:
    """Open-addressing table from word hash to word number, and the sorted hashes (number = position + 1)."""
    every = np.unique(np.concatenate([p.hashes for p in parsed]))
    varietal = {
        int(words(k).hashes[0]): int(words(v).hashes[0]) for k, v in VARIETAL_WORDS.items() if len(words(k).hashes) == 1
    }
    every = np.unique(
        np.concatenate(
            (np.setdiff1d(every, np.array(list(varietal), np.uint64)), np.array(list(varietal.values()), np.uint64))
        )
    )
    if every.size >= 65535:
        raise ValueError("more words than 16 bits can number")
    number = {int(h): i + 1 for i, h in enumerate(every)}
    number |= {k: number[v] for k, v in varietal.items()}
    size = 1 << VOCABULARY_BITS
    keys, ids = np.zeros(size, np.uint64), np.zeros(size, np.uint16)
    for key in sorted(number):
        slot = int(slot_of(np.array([key], np.uint64), VOCABULARY_BITS)[0])
        while ids[slot]:
            slot = (slot + 1) % size
        keys[slot], ids[slot] = key, number[key]
    return {"vocabulary_key": keys, "vocabulary_id": ids}, every


def _table(name: str, rows: list[tuple[int, int, int]], bits: int) -> Arrays:
    """Buckets over (gram hash, document, position) rows."""
    rows = sorted(rows)
    key = np.array([r[0] for r in rows], np.uint64)
    bucket = (key >> np.uint64(64 - bits)).astype(np.int64)
    return {
        f"{name}_bucket": np.searchsorted(bucket, np.arange((1 << bits) + 1)).astype(np.uint32),
        f"{name}_check": (key & np.uint64(0xFFFFFFFF)).astype(np.uint32),
        f"{name}_document": np.array([r[1] for r in rows], np.uint16),
        f"{name}_position": np.array([r[2] for r in rows], np.uint16),
    }


def token_spans(parsed: Words, spans: list[tuple[int, int]] | tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """Character spans as spans of words (those that overlap), empty ones dropped."""
    out = []
    for start, end in spans:
        low, high = int(np.searchsorted(parsed.ends, start, "right")), int(np.searchsorted(parsed.starts, end, "left"))
        if high > low:
            out.append((low, high))
    return out


def merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, overlapping ones as one."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _touching(count: int, spans: list[tuple[int, int]]) -> npt.NDArray[np.bool_]:
    """Which of `count` runs of words hold a word of the spans."""
    out = np.zeros(count, np.bool_)
    for start, end in spans:
        out[max(0, start - GRAM + 1) : end] = True
    return out


def _ragged(name: str, lists: list[list[tuple[int, int]]]) -> Arrays:
    flat = [pair for pairs in lists for pair in pairs]
    return {
        f"{name}_start": np.concatenate(([0], np.cumsum([len(p) for p in lists]))).astype(np.uint32),
        f"{name}_span": np.array(flat, np.uint16).reshape(-1),
    }


def _labels(documents: list[Document], parsed: list[Words]) -> Arrays:
    """Section labels of the license texts, by the word at which each begins."""
    found = [sections(d.text) if d.canonical else [] for d in documents]
    labels = sorted({label for rows in found for _, label in rows})
    number = {label: n for n, label in enumerate(labels)}
    placed = [
        [(int(np.searchsorted(p.ends, start, "right")), number[label]) for start, label in rows]
        for p, rows in zip(parsed, found, strict=True)
    ]
    return {**_ragged("section", placed), **lines("label", labels)}


def compile_arrays(
    documents: list[Document],
    parsed: list[Words],
    ids: list[npt.NDArray[np.uint16]],
    expressions: list[str],
    identities: list[list[tuple[int, int]]],
    names: list[frozenset[str]],
) -> Arrays:
    """Everything about the documents but their vocabulary."""
    sequences = [Sequence.of(i) for i in ids]
    grams = [s.grams(GRAM) for s in sequences]
    every, count = np.unique(np.concatenate([np.unique(g) for g in grams if g.size]), return_counts=True)
    lengths = np.array([i.size for i in ids], np.int64)
    anchors: list[tuple[int, int, int]] = []
    for number, (sequence, gram) in enumerate(zip(sequences, grams, strict=True)):
        size = int(lengths[number])
        if size >= GRAM:
            at = int(np.argmin(count[np.searchsorted(every, gram)]))
            anchors.append((int(gram[at]), number, at))
        else:
            anchors.append((int(sequence.grams(size)[0]), number, 0))
    segments: list[tuple[int, int, int]] = []
    segment_count = np.zeros(len(documents), np.uint16)
    free = [
        [*free_spans(d.text, canonical=d.canonical, names=n), *d.free] for d, n in zip(documents, names, strict=True)
    ]
    for number in _representatives(documents, grams):
        gram, size = grams[number], int(lengths[number])
        if size < 8:
            continue
        frequency = count[np.searchsorted(every, gram)]
        if documents[number].free:
            free_words = token_spans(parsed[number], documents[number].free)
            frequency = np.where(_touching(gram.size, free_words), 65536, frequency)
        step = _SHORT if size < 80 else _LONG
        for start in range(0, gram.size, step):
            at = start + int(np.argmin(frequency[start : start + step]))
            if frequency[at] == 65536:
                continue
            segments.append((int(gram[at]), number, at))
            segment_count[number] += 1
    expression_number = {e: i for i, e in enumerate(expressions)}
    presence = np.bincount(np.concatenate([np.unique(i) for i in ids]), minlength=65536)
    return {
        "presence": np.minimum(presence, 255).astype(np.uint8),
        "token": np.concatenate(ids).astype(np.uint16),
        "token_start": np.concatenate(([0], np.cumsum(lengths))).astype(np.uint32),
        "hash": np.array([int(s.grams(s.ids.size)[0]) for s in sequences], np.uint64),
        "expression": np.array([expression_number[d.expression] for d in documents], np.uint16),
        "kind": np.array([KINDS.index(d.kind) for d in documents], np.uint8),
        "canonical": np.array([TEMPLATE if d.free else int(d.canonical) for d in documents], np.uint8),
        "relevance": np.array([d.relevance for d in documents], np.uint8),
        "minimum_coverage": np.array([d.minimum_coverage for d in documents], np.uint8),
        "continuous": np.array([d.continuous for d in documents], np.uint8),
        "segments": segment_count,
        **_table("anchor", anchors, ANCHOR_BITS),
        **_table("segment", segments, SEGMENT_BITS),
        **_ragged(
            "free",
            [merged(token_spans(p, spans)) for p, spans in zip(parsed, free, strict=True)],
        ),
        **_ragged("identity", [token_spans(p, spans) for p, spans in zip(parsed, identities, strict=True)]),
        **_labels(documents, parsed),
        **_ragged("phrase", [token_spans(p, d.phrases) for d, p in zip(documents, parsed, strict=True)]),
    }


def _representatives(documents: list[Document], grams: list[npt.NDArray[np.uint64]]) -> list[int]:
    """Documents to search by similarity: of near-equal ones that name the same license, only the first."""
    groups: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for number, document in enumerate(documents):
        if document.kind in ("text", "notice", "reference", "false-positive") and grams[number].size:
            groups[document.expression, document.kind == "text"].append(number)
    kept_all: list[int] = []
    for members in groups.values():
        members.sort(key=lambda n: (not documents[n].canonical, -grams[n].size, n))
        kept: list[tuple[int, set[int]]] = []
        for number in members:
            mine = set(grams[number].tolist())
            for _, other in kept if not documents[number].free else ():
                if abs(len(other) - len(mine)) < 0.1 * len(mine) and len(mine & other) > 0.93 * max(
                    len(mine), len(other)
                ):
                    break
            else:
                kept.append((number, mine))
        kept_all.extend(n for n, _ in kept)
    return sorted(kept_all)
