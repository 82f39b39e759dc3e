"""Files come from strangers: no reader raises, none is slow."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openness.scan import ScanOptions, scan
from openness.scan.readers import READERS
from openness.scan.scanner import references_of

KINDS = sorted(READERS)
PIECES = [
    "from_pretrained(", "'a/b-7b'", '"', "'''", '"""', "`", "(", "[", "{", "}", ")", "\\", "\n", "    ", "- ", ": ", "|\n",
    "$", "${X:-", "<<EOF\n", "EOF\n", "#", "//", "/*", "*/", "```\n", "---\n", "huggingface.co/a/b", "hf://", "\x00", "é",
    "\U0001f600", "f'{x}'", "model=", "base_model: ", "FROM ", "RUN ", "=>", "def f(:", ">>> ", "\t", "&", "<!--", "-->",
    "{{", "}}", "ollama run ", "--model ", "\\u12", "\r", "\ud800",
]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_no_reader_raises(text: str) -> None:
    for kind in KINDS:
        references_of(text, kind, "f")


BOMBS = {
    "open brackets": "[" * 50_000,
    "open braces": '{"a":' * 30_000,
    "parentheses": "f(" * 20_000,
    "quotes": "'" * 50_000,
    "triple quotes": "'''" * 20_000,
    "backslashes": "\\" * 50_000,
    "comments": "/*" * 30_000,
    "html comments": "<!--" * 20_000,
    "fences": "```\n" * 20_000,
    "additions": "x = " + "'a' + " * 3_000 + "'b'\n",
    "indents": "".join(" " * n + "- a:\n" for n in range(400)),
    "heredocs": "cat <<EOF\n" * 5_000,
    "dollars": "${" * 20_000,
    "anchors": "a: &a [*a, *a]\n" * 5_000,
    "unclosed calls": "m = f('a',\n" * 3_000,
    "long line": "model=" + "a/b-7b," * 5_000,
    "links": "https://huggingface.co/" * 5_000,
    "ticks": "`" * 50_000,
    "settings": "MODEL_NAME=x\n" * 5_000,
    "commands that go on": "curl -d 'x \\\n" * 5_000,
    "prompts": ">>> f(\n" * 5_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_reader_is_slow(name: str) -> None:
    for kind in KINDS:
        start = time.process_time()
        references_of("from_pretrained model\n" + BOMBS[name], kind, "f")
        assert time.process_time() - start < 5, kind


def test_odd_files_are_skipped_and_said(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"m = AutoModel.from_pretrained('gpt2')\x00")
    (tmp_path / "b.py").write_text("# model\n" * 400_000)
    (tmp_path / "c.py").write_bytes(b"\xff\xfe" + "m = AutoModel.from_pretrained('gpt2')\n".encode("utf-16-le"))
    (tmp_path / "d.py").write_bytes(b"# \xe9\nm = AutoModel.from_pretrained('gpt2')\n")
    (tmp_path / "e.py").write_bytes(b"m = AutoModel.from_pretrained(\r\n'gpt2')\r\n")
    result = scan([tmp_path, tmp_path / "missing"], options=ScanOptions(jobs=1))
    assert {(Path(s.path).name, s.why) for s in result.skipped} == {
        ("a.py", "binary"),
        ("b.py", "too large"),
        ("missing", "unreadable"),
    }
    assert {Path(r.path).name for r in result.references} >= {"d.py", "e.py"}


def test_the_standard_library_names_nothing() -> None:
    """The top level here; bench/scan.py reads all of it."""
    import sysconfig

    paths = sorted(Path(sysconfig.get_paths()["stdlib"]).glob("*.py"))
    assert len(paths) > 100
    assert scan(paths).references == ()


def test_our_own_code_names_nothing_but_examples() -> None:
    package = Path(__file__).parents[2] / "openness" / "scan"
    assert [r for r in scan([package]).references if r.how != "mention"] == []
