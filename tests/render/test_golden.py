"""Golden files: one a format. OPENNESS_RECORD=1 records them anew; look at the difference before you commit it."""

import io
import json
import os
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from openness.cli.check import FORMATS
from openness.cli.output import write
from openness.kb.locate import data_dir
from openness.render import clause_names, labels
from openness.render.phrases import languages, phrases
from tests.render.sample import audit

FOLDER = Path(__file__).parent / "golden"
HERE = [f for f in FORMATS if f != "text"]  # the terminal's golden files are in tests/cli
RECORD = os.environ.get("OPENNESS_RECORD") == "1"


@pytest.fixture(autouse=True)
def no_knowledge(monkeypatch: pytest.MonkeyPatch, elsewhere: Path):
    """Bare ids instead of titles: a golden file does not change when a rubric is reworded."""
    cached = [v for module in (labels, clause_names) for v in vars(module).values() if hasattr(v, "cache_clear")]
    for function in cached:
        function.cache_clear()
    monkeypatch.setattr(labels, "_knowledge", lambda: None)
    monkeypatch.setattr(clause_names, "clause_labels", dict)
    yield
    monkeypatch.undo()
    for function in cached:
        function.cache_clear()


def rendered(format_: str, language: str, folder: Path) -> str:
    path = folder / "out"
    write(audit(), format_, path, language=language)
    data = path.read_bytes()
    return workbook(data) if format_ == "xlsx" else data.decode("utf-8")


def workbook(data: bytes) -> str:
    book = load_workbook(io.BytesIO(data))
    lines = []
    for sheet in book:
        lines.append(f"== {sheet.title} {sheet.freeze_panes} {sheet.auto_filter.ref}")
        lines += [" | ".join(str(cell.value or "") for cell in row) for row in sheet.iter_rows()]
    return "\n".join(lines) + "\n"


def scrubbed(text: str) -> str:
    """Without what changes for reasons of its own: style, script and their hashes."""
    text = re.sub(r"(<style>).*?(</style>)", r"\1…\2", text, flags=re.S)
    text = re.sub(r"(<script>).*?(</script>)", r"\1…\2", text, flags=re.S)
    return re.sub(r"sha256-[A-Za-z0-9+/=]{44}", "sha256-…", text)


@pytest.mark.parametrize(
    ("format_", "language"), [*((f, "en") for f in HERE), ("html", "de"), ("markdown", "de"), ("csv", "de")]
)
def test_output_is_as_it_was_looked_at(format_: str, language: str, tmp_path: Path):
    name = format_ if language == "en" else f"{format_}-{language}"
    path = FOLDER / f"audit.{name}.txt"
    text = scrubbed(rendered(format_, language, tmp_path)).replace("\r\n", "\n")
    if RECORD:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert path.is_file(), "no golden file: run with OPENNESS_RECORD=1, and read what it wrote"
    assert text == path.read_text("utf-8")


def test_the_sample_is_a_valid_report():
    schema = json.loads((data_dir() / "schemas" / "report-1.json").read_text("utf-8"))
    assert not [e.message for e in Draft202012Validator(schema).iter_errors(audit())]


@pytest.mark.parametrize("format_", [f for f in HERE if f not in ("json", "jsonl")])
@pytest.mark.parametrize("language", languages())
def test_every_export_says_what_it_is_not(format_: str, language: str, tmp_path: Path):
    words = phrases(language)
    text = " ".join(rendered(format_, language, tmp_path).replace("\\", "").split())
    for part in (words["notice"], *words["not_checked"]):
        assert part in text, part
