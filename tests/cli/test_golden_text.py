"""Golden files of the text report. OPENNESS_RECORD=1 records them anew; read the difference before you commit it."""

import os
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "golden" / "text"
RECORD = os.environ.get("OPENNESS_RECORD") == "1"
WEIGHTS = {"config.json": "{}", "model.safetensors": b"\x02" + b"\x00" * 7 + b"{}"}
RELABELLED = """---
license: apache-2.0
base_model: meta-llama/Llama-3.1-8B
datasets: [acme/stars]
---
# Rocket 8B

Rocket is a fine-tune of Llama 3.1 8B, trained on one node in a week. Its weights come under the Apache 2.0 license.
You may use it for research; commercial use is not allowed without our written consent.
"""
TERMS = """ACME MODEL TERMS

1. You may use, copy and change the model for any purpose, provided that your product has fewer than 1,000,000 monthly
active users. Above that number you need our written permission.
2. You may not use the model, or what it generates, to train another language model.
3. You must display "Powered by Acme Rocket" in your user interface.
4. We may change these terms at any time; by using the model after a change you accept it.
"""
NAMED = "---\nlicense: other\nlicense_name: acme-rocket-terms\nlicense_link: LICENSE\n---\n# Rocket\n"
GATED = "---\nlicense: cc-by-nc-4.0\nextra_gated_prompt: You agree to use the model for research only.\n---\n# Rocket\n"
CASES = {
    "llama-3.1-registry": "meta-llama/Llama-3.1-8B",
    "gpt-4o": "gpt-4o",
    "pythia": "EleutherAI/pythia-1.4b",
    "relabelled": "rocket",
    "gated": "acme/gated",
    "unknown-license": "acme/terms",
}


@pytest.mark.parametrize("name", CASES)
def test_the_text_is_as_recorded(openness, hub, elsewhere, name):
    (elsewhere / "rocket").mkdir()
    (elsewhere / "rocket" / "README.md").write_text(RELABELLED)
    hub.add("acme/gated", {"README.md": GATED, "LICENSE": "behind the gate", **WEIGHTS}, gated="manual")
    hub.add("acme/terms", {"README.md": NAMED, "LICENSE": TERMS, **WEIGHTS})
    options = [] if name in ("gated", "unknown-license") else ["--offline", "--assume", "weights"]
    answer = openness("check", CASES[name], *options)
    text = re.sub(r"as of \d{4}-\d\d-\d\d", "as of DATE", answer.out)
    text = re.sub(r"(?m) at [0-9a-f]{12}, ", " at COMMIT, ", re.sub(r"knowledge [0-9a-f]+\.", "knowledge HASH.", text))
    path = FOLDER / f"{name}.txt"
    if RECORD:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text("utf-8") == text, "record: OPENNESS_RECORD=1 pytest tests/cli/test_golden_text.py"
    assert [line for line in text.splitlines() if len(line) > 80] == []
    assert answer.err == ""


def test_no_recorded_file_is_left_over():
    assert {path.stem for path in FOLDER.iterdir()} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_the_first_screen_answers_what_is_asked_first(name):
    head = "\n".join((FOLDER / f"{name}.txt").read_text("utf-8").splitlines()[:40])
    for said in ("use it commercially: ", "Decision: ", "[#]"):
        assert said in head
    assert "Licenses" in head
    assert ("What you must do" in head) == (name != "unknown-license")


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_said_twice(name):
    lines = [line.strip() for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines() if len(line) > 60]
    starts = [line for line in lines if line.startswith(("- ", "! ", "? ", "x ", "~ ", "+ "))]
    assert len(starts) == len(set(starts))
