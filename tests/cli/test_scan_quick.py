"""The quick path of hooks says what the full command says, and leaves the rest to it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from openness.cli import group
from openness.cli.scan_quick import quick

SOURCE = """
a = FluxPipeline.from_pretrained("black-forest-labs/FLUX.1-dev")
b = AutoModel.from_pretrained("meta-llama/Llama-3.1-8B")
c = AutoModel.from_pretrained("google-bert/bert-base-uncased")
d = ChatOllama(model="llama3.1:8b")
e = client.responses.create(model="gpt-4o-mini", input="")
"""


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "models.py").write_text(SOURCE)
    (tmp_path / "plain.py").write_text("print('hello')\n")
    (tmp_path / "openness.toml").write_text('policy = "commercial-use"\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [
        ["--offline", "models.py", "plain.py"],
        ["--offline", "--fail-on", "deny", "--jobs", "1", "models.py"],
        ["--offline", "plain.py"],
        ["--offline", "--fail-on", "deny", "plain.py"],
    ],
)
def test_same_answer_as_the_full_command(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code = quick(arguments)
    said = capsys.readouterr().out
    full = CliRunner().invoke(group, ["scan", *arguments])
    assert (code, said) == (full.exit_code, full.stdout)


@pytest.mark.parametrize(
    "arguments",
    [
        ["models.py"],  # the network may be asked
        ["--offline"],  # no path
        ["--offline", "."],  # a tree, perhaps a large one
        ["--offline", "--format", "json", "models.py"],
        ["--offline", "--policy", "default", "models.py"],
        ["--offline", "--jobs", "2", "models.py"],
        ["--offline", "--fail-on", "never", "models.py"],
        ["--offline", "--fail-on"],
        ["--offline", "--help"],
    ],
)
def test_leaves_what_it_does_not_know(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert quick(arguments) is None
    assert capsys.readouterr().out == ""


def test_leaves_a_broken_policy_to_the_full_command(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "openness.toml").write_text('policy = "no-such-policy"\n')
    assert quick(["--offline", "models.py"]) is None
    assert capsys.readouterr().out == ""


def loaded(tree: Path, file: str) -> tuple[int, set[str]]:
    """Exit code of the quick path over one file, and the modules that it loaded."""
    probe = (
        "import json, sys\nfrom openness.cli.scan_quick import quick\n"
        f"code = quick(['--offline', '--fail-on', 'deny', {file!r}])\n"
        "sys.stderr.write(json.dumps([code, sorted(sys.modules)]))\n"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, cwd=tree, check=True)
    code, modules = json.loads(done.stderr)
    return code, set(modules)


def test_loads_neither_click_nor_the_pipeline(tree: Path) -> None:
    code, modules = loaded(tree, "models.py")
    assert code == 11
    heavy = {"click", "yaml", "pydantic", "pathlib", "openness.pipeline", "openness.kb.load", "openness.model.report"}
    assert not heavy & modules


def test_loads_no_syntax_tree_and_no_policy_when_nothing_is_named(tree: Path) -> None:
    code, modules = loaded(tree, "plain.py")
    assert code == 0
    assert not {"ast", "inspect", "dataclasses", "sqlite3", "pathlib", "tomllib"} & modules


def test_ends_at_once_with_its_code(tree: Path) -> None:
    openness = [sys.executable, "-m", "openness", "scan", "--offline", "--fail-on", "deny"]
    for file, code in (("models.py", 11), ("plain.py", 0)):
        done = subprocess.run([*openness, file], capture_output=True, text=True, cwd=tree, check=False)
        assert (done.returncode, bool(done.stdout)) == (code, True)


def test_answers_come_from_the_lock_first(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["lock", "--add", "black-forest-labs/FLUX.1-dev", "--offline"]
    assert CliRunner().invoke(group, arguments).exit_code == 0
    assert quick(["--offline", "models.py"]) == 11
    assert "terms (flux1-dev-nc, locked " in capsys.readouterr().out
