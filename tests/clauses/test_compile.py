"""The compiled pattern file is fresh, and broken sources are refused by file."""

import json
import re
import shutil
from pathlib import Path

import pytest

from openness.clauses.compile import compile_patterns, digest, required_literals, write
from openness.clauses.patterns import compiled, load, pattern_set
from openness.errors import KnowledgeError
from openness.kb.locate import data_dir

FOLDER = data_dir() / "clauses"


def test_the_compiled_file_is_fresh() -> None:
    stored = json.loads((FOLDER / "compiled.json").read_text(encoding="utf-8"))
    assert stored["digest"] == digest(FOLDER), "run tools/compile_clauses"
    assert stored == json.loads(json.dumps(compile_patterns(FOLDER)))


def test_every_pattern_is_valid_for_re2() -> None:
    patterns = pattern_set()
    for rule in patterns.rules:
        for pattern in (*rule.match, *rule.also, *rule.near, *rule.blockers, *rule.never):
            compiled(pattern)


def test_every_pattern_has_prefilter_keys() -> None:
    stored = json.loads((FOLDER / "compiled.json").read_text(encoding="utf-8"))
    assert not [rule["id"] for rule in stored["rules"] for keys in rule["keys"] if not keys]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\bmilitary use", {"military use"}),
        (r"\b(?:warfare|weapons)\b.{0,9}", {"arfare", "eapons", "warfare", "weapons"}),
        (r"(?:abc)?defgh", {"defgh"}),
        (r".{0,9}", set()),
    ],
)
def test_required_literals(pattern: str, expected: set[str]) -> None:
    found = required_literals(re._parser.parse(pattern)) or frozenset()  # type: ignore[attr-defined]
    assert found <= expected
    assert bool(found) is bool(expected)


def test_unknown_fields_are_refused_with_the_file_name(tmp_path: Path) -> None:
    folder = tmp_path / "clauses"
    shutil.copytree(FOLDER, folder)
    path = folder / "patterns" / "arbitration.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("- match:", "- mach: [x]\n  match:", 1), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"arbitration\.yaml.*mach"):
        write(folder)


def test_a_missing_compiled_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"nothing\.json"):
        load(tmp_path / "nothing.json")
