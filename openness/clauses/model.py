"""The linear sentence model: a second reader for wording that no pattern knows.

Trained by tools/train_clauses on sentences of our own, shipped as model.npz (int8 weights) and model.json. numpy is
imported when the model is first used; without it the patterns alone decide, which the result of `available` tells.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from openness.clauses.features import columns, windows
from openness.kb.locate import data_dir


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What the model takes a stretch of words for."""

    clause: str
    start: int  # offsets in the sentence
    end: int
    probability: float  # calibrated on templates held out in training


class SentenceModel:
    """Loaded weights."""

    def __init__(self, folder: Path) -> None:
        import numpy

        self._numpy = numpy
        document = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        self._entries: list[dict[str, Any]] = document["clauses"]
        with numpy.load(folder / "model.npz", allow_pickle=False) as stored:
            weights = stored["weights"].astype(numpy.float32)
        scales = numpy.array([entry["scale"] for entry in self._entries], dtype=numpy.float32)
        self._weights = (weights * scales[:, None]).T.copy()
        self._intercepts = numpy.array([entry["intercept"] for entry in self._entries], dtype=numpy.float32)
        self._slopes = numpy.array([entry["slope"] for entry in self._entries], dtype=numpy.float32)
        self._shifts = numpy.array([entry["shift"] for entry in self._entries], dtype=numpy.float32)
        self._thresholds = numpy.array([entry["threshold"] for entry in self._entries], dtype=numpy.float32)

    def guesses(self, texts: Sequence[str], *, floor: float = 0.0) -> Iterator[tuple[int, Guess]]:
        """For each folded text by number: clauses whose probability reaches `floor` and their own threshold."""
        numpy = self._numpy
        places: list[tuple[int, int, int]] = []
        index: list[int] = []
        values: list[float] = []
        begins: list[int] = []
        for number, text in enumerate(texts):
            for start, end, tokens in windows(text):
                features = columns(tokens)
                if features:
                    begins.append(len(index))
                    index.extend(features)
                    values.extend(features.values())
                    places.append((number, start, end))
        if not places:
            return
        rows = self._weights[numpy.array(index)] * numpy.array(values, dtype=numpy.float32)[:, None]
        scores = numpy.add.reduceat(rows, numpy.array(begins), axis=0) + self._intercepts
        probabilities = 1.0 / (1.0 + numpy.exp(-(self._slopes * scores + self._shifts)))
        chosen = probabilities >= numpy.maximum(self._thresholds, floor) if floor >= 0 else probabilities >= 0
        for window, clause in zip(*numpy.nonzero(chosen), strict=True):
            number, start, end = places[window]
            name = self._entries[clause]["clause"]
            yield number, Guess(clause=name, start=start, end=end, probability=float(probabilities[window, clause]))


@lru_cache(maxsize=1)
def sentence_model() -> SentenceModel:
    """The shipped model."""
    return SentenceModel(data_dir() / "clauses")
