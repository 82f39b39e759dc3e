"""The sentence model: shipped as data, never an oracle."""

import json
import subprocess
import sys

import numpy as np
import pytest

from openness.clauses.corpus import digest
from openness.clauses.features import columns, words
from openness.clauses.model import sentence_model
from openness.kb.locate import data_dir

FOLDER = data_dir() / "clauses"


def test_the_model_was_trained_from_the_sentences_at_hand() -> None:
    stored = json.loads((FOLDER / "model.json").read_text(encoding="utf-8"))
    assert stored["sources"] == digest(FOLDER), "run tools/train_clauses"


def test_it_is_data_and_small() -> None:
    with np.load(FOLDER / "model.npz", allow_pickle=False) as stored:
        assert stored["weights"].dtype == np.int8
    assert (FOLDER / "model.npz").stat().st_size < 400_000


def test_reading_needs_no_scikit_learn() -> None:
    code = "import sys; from openness.clauses.detect import detect; detect('You may not sell it.'); print('sklearn' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_features_have_length_one() -> None:
    values = columns(words("whoever passes on changed versions must do so under these terms"))
    assert sum(value * value for value in values.values()) == pytest.approx(1.0)
    assert columns([]) == {}


def test_it_recognises_wording_of_its_own_sentences() -> None:
    texts = ["a fine day at the lake with bread and cheese", "the courts of lyon alone are competent for disputes"]
    found = {(number, guess.clause) for number, guess in sentence_model().guesses(texts, floor=0.6)}
    assert (1, "governing-law") in found
    assert not [clause for number, clause in found if number == 0]
