"""The maintainers' corpora, scored through the command line alone: a figure that falls is a finding.

    python -m pytest -m shared tests/shared -s

The corpora lie beside the checkout and are not part of the project; without them this suite is skipped and says so.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.shared
SHARED = Path(__file__).parents[3] / "shared"
OPENNESS = Path(sys.executable).with_name("openness")

if not (SHARED / "bench" / "score.py").is_file():
    pytest.skip("../shared is not here: the maintainers' corpora are not part of the project", allow_module_level=True)


def figures(what, *arguments):
    """The scorer's last line, as numbers."""
    command = [sys.executable, SHARED / "bench" / "score.py", what, *arguments, "--cmd", str(OPENNESS)]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, cwd=SHARED.parent, check=True)
    print(done.stdout)
    return {
        key: float(value.split("/")[0]) for key, value in re.findall(r"(\w+)=([\d./]+)", done.stdout.splitlines()[-1])
    }


def test_cards():
    found = figures("cards", SHARED / "gold" / "cards.jsonl", SHARED / "cards")
    assert found["level_exact"] >= 0.94
    assert found["overclaims"] == 0
    assert found["commercial_right"] >= 0.95
    assert found["commercial_overclaims"] == 0
    assert found["conflict_f1"] >= 0.80
    assert found["base_recall"] >= 0.95


def test_openness():
    found = figures("openness", SHARED / "gold" / "openness.jsonl")
    assert found["answered"] >= 0.97
    assert found["right_of_answered"] >= 0.98


def test_license_identification():
    found = figures("license-id", SHARED / "gold" / "license_id.jsonl", SHARED / "license_cases")
    assert found["full_text_right"] >= 0.99
    assert found["strict_notices"] >= 0.90


def test_clauses_without_records():
    gold, texts = SHARED / "gold" / "clauses.jsonl", SHARED / "licenses" / "texts"
    found = figures("clauses", gold, texts, "--traps", SHARED / "gold" / "clause_traps.jsonl", "--args=--no-records")
    assert found["f1"] >= 0.95
    assert found["evidence_located"] >= 0.97
    assert found["traps_hit"] == 0


def test_references():
    assert figures("references", SHARED / "gold" / "references.jsonl")["f1"] >= 0.95


def test_every_card_gives_a_valid_report():
    from jsonschema import Draft202012Validator

    from openness.kb.locate import data_dir

    folders = sorted(str(p) for p in (SHARED / "cards").iterdir() if p.is_dir())
    command = [str(OPENNESS), "check", "--assume", "weights", "--offline", "--format", "json", *folders]
    done = subprocess.run(command, capture_output=True, text=True, cwd=SHARED.parent, check=False)
    assert "Traceback" not in done.stderr
    document = json.loads(done.stdout)
    assert len(document["reports"]) + len(document["errors"]) == len(folders)
    schema = json.loads((data_dir() / "schemas" / "report-1.json").read_text("utf-8"))
    assert [e.message for e in Draft202012Validator(schema).iter_errors(document)] == []
