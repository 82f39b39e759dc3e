"""Scanning trees: order, processes, suppression."""

from pathlib import Path

from openness.scan import ScanOptions, scan


def test_order_and_paths(tmp_path: Path) -> None:
    (tmp_path / "b.py").write_text("x = AutoModel.from_pretrained('gpt2')\n")
    (tmp_path / "a.sh").write_text("hf download gpt2\n\nhf download Qwen/Qwen3-8B\n")
    found = [(Path(r.path).name, r.line, r.id) for r in scan([tmp_path]).references]
    assert found == [("a.sh", 1, "gpt2"), ("a.sh", 3, "Qwen/Qwen3-8B"), ("b.py", 1, "gpt2")]


def test_processes_find_the_same(tmp_path: Path) -> None:
    for number in range(600):
        text = f"m = AutoModel.from_pretrained('owner{number}/bert-base')\n" if number % 7 == 0 else "x = 1\n"
        (tmp_path / f"m{number}.py").write_text(text)
    one = scan([tmp_path], options=ScanOptions(jobs=1))
    two = scan([tmp_path], options=ScanOptions(jobs=2))
    assert one == two
    assert len(one.references) == 86


def test_ignored_lines_are_listed_with_their_reason(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        "a = AutoModel.from_pretrained('gpt2')  # openness: ignore[test double]\n"
        "# openness: ignore[next line]\n"
        "b = AutoModel.from_pretrained('gpt2-xl')\n"
        "c = AutoModel.from_pretrained('gpt2-large')  # openness: ignore[]\n"
    )
    (tmp_path / "b.js").write_text("p('x', 'Xenova/gpt2'); // openness: ignore[demo]\n")
    result = scan([tmp_path])
    assert [r.id for r in result.references] == ["gpt2-large"]
    assert [(i.reference.id, i.reason) for i in result.ignored] == [
        ("gpt2", "test double"),
        ("gpt2-xl", "next line"),
        ("Xenova/gpt2", "demo"),
    ]


def test_scripts_without_a_suffix_are_known_by_their_first_line(tmp_path: Path) -> None:
    (tmp_path / "fetch").write_text("#!/usr/bin/env python3\nm = AutoModel.from_pretrained('gpt2')\n")
    (tmp_path / "serve").write_text("#!/bin/bash\nvllm serve Qwen/Qwen3-8B\n")
    (tmp_path / "other").write_text("vllm serve Qwen/Qwen3-8B\n")
    assert {r.id for r in scan([tmp_path]).references} == {"gpt2", "Qwen/Qwen3-8B"}


def test_unpinned_references_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("a = AutoModel.from_pretrained('gpt2')\nb = ChatOpenAI(model='gpt-4o')\n")
    assert [r.id for r in scan([tmp_path]).unpinned] == ["gpt2"]
