"""The detector on the maintainers' texts and labels."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from openness.clauses.analyze import not_analyzed
from openness.clauses.detect import detect
from openness.model import Clause

SHARED = Path(__file__).parents[2] / ".." / "shared"
TEXTS = SHARED / "licenses" / "texts"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not TEXTS.is_dir(), reason="needs the maintainers' corpora in ../shared"),
]


def read(slug: str) -> str:
    with (TEXTS / f"{slug}.txt").open(encoding="utf-8", newline="") as file:
        return file.read()


def rows(name: str) -> list[dict[str, object]]:
    lines = (SHARED / "gold" / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def found() -> dict[str, tuple[Clause, ...]]:
    return {path.stem: detect(read(path.stem)) for path in sorted(TEXTS.glob("*.txt"))}


def test_every_quote_stands_where_it_is_said_to(found: dict[str, tuple[Clause, ...]]) -> None:
    for slug, clauses in found.items():
        text = read(slug)
        assert all(clause.quote == text[clause.start : clause.end] for clause in clauses), slug


def test_labels(found: dict[str, tuple[Clause, ...]]) -> None:
    gold = rows("clauses.jsonl")
    labelled = {row["clause"] for row in gold}
    want: dict[str, set[object]] = defaultdict(set)
    unsure: dict[str, set[object]] = defaultdict(set)
    for row in gold:
        (want if row.get("confidence", "high") == "high" else unsure)[str(row["slug"])].add(row["clause"])
    right = wrong = missed = 0
    for slug, clauses in want.items():
        have = {clause.clause for clause in found[slug]} & labelled
        right += len(have & clauses)
        wrong += len(have - clauses - unsure[slug])
        missed += len(clauses - have)
    assert 2 * right / (2 * right + wrong + missed) >= 0.98


def test_no_trap_is_hit(found: dict[str, tuple[Clause, ...]]) -> None:
    for trap in rows("clause_traps.jsonl"):
        start, end = int(str(trap["start"])), int(str(trap["end"]))
        hits = [c for c in found[str(trap["slug"])] if c.clause == trap["clause"] and c.start < end and start < c.end]
        assert not hits, trap


@pytest.mark.parametrize("slug", ["mit", "bsd-3-clause", "unlicense", "cdla-permissive-2.0"])
def test_permissive_texts_have_no_restriction(slug: str, found: dict[str, tuple[Clause, ...]]) -> None:
    duties = {"notice-retention", "trademark-limit", "output-ownership", "acceptance-gating", "irrevocable"}
    assert {clause.clause for clause in found[slug]} <= duties


def test_texts_without_english_are_not_analyzed() -> None:
    manifest = (SHARED / "licenses" / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    for entry in map(json.loads, manifest):
        assert (not_analyzed(read(entry["slug"])) is None) is (entry["lang"] == "en"), entry["slug"]
