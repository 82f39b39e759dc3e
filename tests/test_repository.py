"""Rules of the house that no linter knows."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "openness").rglob("*.py"))
MAX_LINES = 400
BANNED_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common"}


def test_no_module_is_longer_than_a_module_should_be():
    long = {str(p.relative_to(ROOT)): n for p in MODULES if (n := len(p.read_text("utf-8").splitlines())) > MAX_LINES}
    assert not long, "ask which second thing moved in"


def test_modules_are_named_for_what_they_hold():
    assert not [p for p in MODULES if p.stem in BANNED_NAMES]


def test_code_spells_license_the_american_way():
    wrong = re.compile(r"def \w*licence|class \w*Licence|^\s*\w*licence\w* = ", re.MULTILINE)
    assert not [str(p.relative_to(ROOT)) for p in MODULES if wrong.search(p.read_text("utf-8"))]


@pytest.mark.parametrize("folder", ["openness", "licenses", "rubric", "data", "docs", "tools", "bench", "tests"])
def test_no_path_of_a_machine_is_committed(folder):
    machine = re.compile(rb"(?<![\w.])/(?:work|root)/[a-z]")
    found = [
        str(p.relative_to(ROOT))
        for p in (ROOT / folder).rglob("*")
        if p.is_file() and p.suffix in {".py", ".yaml", ".md", ".json", ".toml"} and machine.search(p.read_bytes())
    ]
    allowed = {"tests/test_repository.py"}
    assert set(found) <= allowed, found


def test_every_document_of_the_readme_exists():
    text = (ROOT / "README.md").read_text()
    for target in re.findall(r"\]\(((?!http)[^)#]+)\)", text):
        assert (ROOT / target).exists(), target
