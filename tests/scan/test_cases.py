"""Every example of tests/scan/cases, positive and silent: one snippet, the references that it makes."""

from pathlib import Path

import pytest
import yaml

from openness.scan.filetype import kind_of_path
from openness.scan.prefilter import may_name
from openness.scan.readers import PREFILTER
from openness.scan.scanner import references_of

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]


def found(file: str, text: str) -> list:
    kind = kind_of_path(file)
    if kind is None or not may_name(text.encode(), PREFILTER[kind]):
        return []
    return references_of(text, kind, file)[0]


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict) -> None:
    got = {f"{r.kind} {r.id}" + (f"@{r.revision}" if r.revision else "") for r in found(case["file"], case["text"])}
    assert got == set(case["want"])


@pytest.mark.parametrize("case", [c for c in CASES if c.values[0]["want"]])
def test_place_is_inside_the_text(case: dict) -> None:
    """A region lies in the file, and for most ids it is exactly the id."""
    text = case["text"]
    lines = text.split("\n")
    for r in found(case["file"], text):
        assert 1 <= r.line <= r.end_line <= len(lines)
        assert 1 <= r.column <= len(lines[r.line - 1]) + 1
        assert (r.line, r.column) < (r.end_line, r.end_column)


def test_there_are_enough_examples() -> None:
    silent = [c for c in CASES if not c.values[0]["want"]]
    assert len(CASES) >= 250
    assert len(silent) >= 80
