"""The page in a real browser: `pytest -m browser tests/render/browser` (docs/reports.md says what it needs)."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from openness.cli import group
from openness.kb.load import KnowledgeBase
from openness.render.html import render
from openness.render.phrases import languages
from tests.building import make_document
from tests.render.browser.questions import QUESTIONS
from tests.render.sample import audit, rocket
from tests.render.test_hostile import CARD, LICENSE

HERE = Path(__file__).parent
DOCS = HERE.parents[2] / "docs" / "reports.md"
CARDS = HERE.parents[2] / ".." / "shared" / "cards"
TEN = (
    "llm360__amber", "apple__coreml-stable-diffusion-v1-4", "m42-health__med42-70b", "gryphe__mythomax-l2-13b",
    "sambanovasystems__bloomchat-176b-v1", "openai__whisper-large-v3", "nvidia__nemotron-4-340b-instruct",
    "eleutherai__gpt-j-6b", "ds__common_voice", "neoserve__llama31-8b-w4a8",
)  # fmt: skip
MODULES = Path(os.environ.get("OPENNESS_NODE_MODULES", Path.home() / ".cache/openness-browser/node_modules"))
CHROMIUM = os.environ.get("OPENNESS_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
WANTED = ("playwright-core", "axe-core", "html-validate")
MISSING = [
    *([] if shutil.which("node") else ["node"]),
    *([] if CHROMIUM else ["chromium"]),
    *(name for name in WANTED if not (MODULES / name).is_dir()),
]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (see docs/reports.md)"),
]
MAX_BYTES, MAX_LOAD = 15_000_000, 2000  # of 500 models; bytes, milliseconds


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("browser") / "audit.html"
    path.write_text(render(audit()), "utf-8")
    return path


def browse(file: Path, do: str, **job: Any) -> dict[str, Any]:
    order = file.with_suffix(".job.json")
    order.write_text(
        json.dumps({"modules": str(MODULES), "chromium": CHROMIUM, "file": str(file), "do": do, **job}), "utf-8"
    )
    done = subprocess.run(
        ["node", str(HERE / "page.mjs"), str(order)], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    result: dict[str, Any] = json.loads(done.stdout)
    assert result["requests"] == [], "a report asks nobody"
    assert result["dialogs"] == []
    if do != "axe":
        assert result["console"] == []
    return result


def valid(*files: Path) -> None:
    rules = {"extends": ["html-validate:recommended", "html-validate:a11y"], "rules": {"long-title": "off"}}
    settings = files[0].with_suffix(".rules.json")
    settings.write_text(json.dumps({"root": True, **rules}), "utf-8")
    done = subprocess.run(
        ["node", str(MODULES / "html-validate" / "bin" / "html-validate.mjs"), "-c", str(settings), *map(str, files)],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-500:]


def named(name: str) -> str:
    """A locator of what bears that name: a button or link of the page, or the heading of a section."""
    quoted = json.dumps(name)
    return f"button:has-text({quoted}):visible, a:text-is({quoted}):visible, summary:has-text({quoted}):visible"


@pytest.mark.parametrize("language", languages())
def test_the_page_is_valid_and_accessible(language: str, tmp_path: Path):
    pages = {"audit": audit(), "one": make_document(rocket()), "none": {**audit(), "reports": []}}
    files = [tmp_path / f"{name}.html" for name in pages]
    for file, document in zip(files, pages.values(), strict=True):
        file.write_text(render(document, language), "utf-8")
    valid(*files)
    for file in files:
        result = browse(file, "axe")
        assert result["violations"] == []
        assert result["wide"] <= 0, "a phone does not scroll sideways"


def test_ten_questions_are_answered_within_two_clicks(sample: Path):
    steps = [[*(("click", named(c)) for c in q.clicks), *([("see", q.at)] if q.at else [])] for q in QUESTIONS]
    runs = browse(sample, "steps", steps=steps)["runs"]
    for question, run in zip(QUESTIONS, runs, strict=True):
        assert run["clicks"] <= 2, question
        if question.subjects is not None:
            assert tuple(run["subjects"]) == question.subjects, question.question
        for words in question.answer:
            assert words in run["screen"], (question.question, words, run["screen"])
        if question.link:
            assert [link for link in run["links"] if question.link in link], (question.question, run["links"])


def test_the_docs_list_the_ten_questions_with_their_clicks():
    rows = re.findall(r"^\| \d+ \| (.+?) \| (.+?) \|", DOCS.read_text("utf-8"), flags=re.M)
    assert [question for question, _ in rows] == [q.question for q in QUESTIONS]
    for question, (_, path) in zip(QUESTIONS, rows, strict=True):
        clicked = re.findall(r"\*\*(.+?)\*\*", path)
        assert len(clicked) == len(question.clicks), question.question
        for ours, theirs in zip(question.clicks, clicked, strict=True):
            assert theirs in (ours, "the model's name", "Not read: …"), question.question


def test_search_filters_and_keyboard(sample: Path):
    runs = browse(
        sample,
        "steps",
        steps=[
            [("key", "Tab"), ("key", "Enter")],
            [("key", "/"), ("type", "non-commercial research")],
            [("key", "/"), ("type", "nothing like this")],
            [("key", "/"), ("type", "prose-vs"), ("click", "#clear")],
            [("choose", ["#by-use", "redistribute"]), ("choose", ["#by-answer", "no"])],
            [("choose", ["#by-verdict", "deny"])],
            [("choose", ["#by-level", "research-weights"])],
            [("choose", ["#by-flag", "notice"])],
            [("click", named("Which bar commercial use?")), ("click", named("Which bar commercial use?"))],
            [("click", "button.col.closed")],
            [("see", ".questions button"), *[("key", "Tab")] * 12, ("key", "Enter")],
            [("click", "#collapse"), ("click", "#m1 .s-findings summary"), ("see", "#m1 .s-findings blockquote")],
            [("click", "#expand"), ("see", "#m1 .s-read code")],
            [("click", "#m1 .because .refs a")],
        ],
    )["runs"]
    skip, search, none, cleared, uses, verdict, level, flag, twice, rung, tabbed, closed, opened, ref = runs
    everyone = [r["subject"]["id"] for r in audit()["reports"]]
    assert "7 of 7 shown" in skip["screen"]
    assert search["subjects"] == ["acme/thesis"]
    assert search["highlights"] > 0
    assert none["subjects"] == []
    assert "Nothing matches" in none["screen"]
    assert cleared["subjects"] == everyone
    assert cleared["focus"] == "search"
    assert uses["subjects"] == ["acme/oracle"]
    assert verdict["subjects"] == ["acme/oracle"]
    assert level["subjects"] == ["acme/thesis"]
    assert flag["subjects"] == ["acme/rocket", "acme/blend"]
    assert twice["subjects"] == everyone
    assert rung["subjects"] == ["acme/oracle"]
    assert len(tabbed["subjects"]) < len(everyone), tabbed["focus"]
    assert "greater than 700 million" in closed["screen"]
    assert "1" * 64 in opened["screen"]
    assert "greater than 700 million" in ref["screen"]


def test_nothing_executes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "m <img src=x onerror=alert(1)>"
    folder.mkdir()
    (folder / "README.md").write_text(CARD, "utf-8")
    (folder / "LICENSE").write_text(LICENSE, "utf-8")
    arguments = ["check", str(folder), "--offline", "--assume", "weights", "--format", "html", "-o", "out.html"]
    assert CliRunner().invoke(group, arguments).exit_code in (10, 11)
    valid(tmp_path / "out.html")
    (run,) = browse(tmp_path / "out.html", "steps", steps=[[("click", "#expand")]])["runs"]
    assert run["title"].startswith("Openness report")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="not installed: pdftotext (poppler-utils)")
def test_print_holds_the_closed_sections(sample: Path):
    pdf = sample.with_suffix(".pdf")
    browse(sample, "print", pdf=str(pdf))
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    joined = "".join(text.split())
    for words in ("1" * 64, "Criterion", "Methodandlimits", "Jane", "Licensesinthisreport", "LICENSE#L3"):
        assert words in joined, words
    assert re.search(r"\d+ / \d+", text)


def test_five_hundred_models(tmp_path: Path):
    from openness.cli.run import run_check

    document = run_check(list(KnowledgeBase.load().registry.ids())[:500], offline=True)
    assert len(document["reports"]) == 500
    file = tmp_path / "many.html"
    file.write_text(render(document), "utf-8")
    assert file.stat().st_size < MAX_BYTES
    rounds = browse(file, "load", word="llama", before="500 of 500 shown")["load"]
    assert min(r["load"] for r in rounds) < MAX_LOAD, rounds
    assert all(0 < r["after"] < 500 for r in rounds), rounds
    assert min(r["search"] for r in rounds) < MAX_LOAD, rounds


@pytest.mark.shared
@pytest.mark.skipif(not CARDS.is_dir(), reason="needs the maintainers' cards in ../shared/cards")
def test_ten_real_cards(tmp_path: Path):
    file = tmp_path / "ten.html"
    arguments = ["check", *(str(CARDS / name) for name in TEN), "gpt-4o", "black-forest-labs/FLUX.1-dev"]
    options = ["--offline", "--assume", "weights", "--format", "html", "-o", str(file)]
    assert CliRunner().invoke(group, [*arguments, *options]).exit_code in (10, 11)
    valid(file)
    result = browse(file, "axe")
    assert result["violations"] == []
    assert result["wide"] <= 0
