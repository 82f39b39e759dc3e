"""Every example of a pattern file and of the clause vocabulary reads as it says."""

from collections.abc import Iterator

import pytest
import yaml

from openness.clauses.detect import detect
from openness.kb.locate import data_dir, licenses_dir


def cases() -> Iterator[tuple[str, str, bool]]:
    for path in sorted((data_dir() / "clauses" / "patterns").glob("*.yaml")):
        examples = yaml.safe_load(path.read_text(encoding="utf-8"))["examples"]
        yield from ((path.stem, text, True) for text in examples["positive"])
        yield from ((path.stem, text, False) for text in examples["negative"])
    for entry in yaml.safe_load((licenses_dir() / "_clauses.yaml").read_text(encoding="utf-8"))["clauses"]:
        yield from ((entry["id"], text, True) for text in entry["positive"])
        yield from ((entry["id"], text, False) for text in entry["negative"])


CASES = list(cases())


@pytest.mark.parametrize("clause", sorted({case[0] for case in CASES}))
def test_examples(clause: str) -> None:
    wrong = [
        (text, expected)
        for name, text, expected in CASES
        if name == clause and (clause in {found.clause for found in detect(text)}) is not expected
    ]
    assert not wrong


def test_every_clause_of_the_vocabulary_has_patterns() -> None:
    entries = yaml.safe_load((licenses_dir() / "_clauses.yaml").read_text(encoding="utf-8"))["clauses"]
    patterns = {path.stem for path in (data_dir() / "clauses" / "patterns").glob("*.yaml")}
    assert patterns == {entry["id"] for entry in entries}
