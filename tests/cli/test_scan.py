"""`openness scan` as it is called: output, exit codes in every format, files, start-up."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import openness.cli.scan as scan_module
from openness.cli.scan import FORMATS, command

ROOT = Path(__file__).parents[2]


def report(target: str, verdict: str) -> dict:
    decision = {"verdict": verdict, "policy": "p", "reasons": ["because"], "notes": []}
    return {"target": target, "spectrum": {"level": "unknown"}, "licenses": [], "decision": decision}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.py").write_text("m = AutoModel.from_pretrained('gpt2')\n")
    return tmp_path


def judged(monkeypatch: pytest.MonkeyPatch, reports: list, errors: list) -> None:
    def reports_for(references, **_options):
        return {"reports": reports, "errors": errors}

    monkeypatch.setattr(scan_module, "reports_for", reports_for)


def run(*arguments: str):
    return CliRunner().invoke(command, arguments)


ERROR = {"target": "gpt2", "kind": "not-found", "message": "gone", "hint": ""}
BUG = {"target": "gpt2", "kind": "internal", "message": "oops", "hint": ""}
TABLE = [  # reports, errors, fail-on, code
    ([report("gpt2", "allow")], [], "review", 0),
    ([report("gpt2", "review")], [], "review", 10),
    ([report("gpt2", "review")], [], "deny", 0),
    ([report("gpt2", "deny")], [], "review", 11),
    ([report("gpt2", "deny")], [], "deny", 11),
    ([], [ERROR], "review", 3),
    ([], [ERROR], "deny", 3),
    ([], [BUG], "deny", 1),
    ([report("gpt2", "review")], [ERROR], "review", 3),
    ([report("gpt2", "deny")], [BUG], "deny", 11),
]


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(("reports", "errors", "fail_on", "code"), TABLE)
def test_exit_codes_do_not_depend_on_the_format(
    tree: Path, monkeypatch: pytest.MonkeyPatch, format_: str, reports: list, errors: list, fail_on: str, code: int
) -> None:
    judged(monkeypatch, reports, errors)
    result = run("a.py", "--format", format_, "--fail-on", fail_on)
    assert result.exit_code == code, result.output


@pytest.mark.parametrize("format_", FORMATS)
def test_references_only_is_always_zero(tree: Path, format_: str) -> None:
    assert run(".", "--references-only", "--format", format_).exit_code == 0


def test_nothing_found_is_zero(tree: Path) -> None:
    (tree / "a.py").write_text("x = 1\n")
    result = run("a.py")
    assert result.exit_code == 0
    assert "no reference" in result.output


def test_a_path_that_is_missing_is_said(tree: Path) -> None:
    result = run("nowhere", "--references-only")
    assert result.exit_code == 3
    assert "nowhere could not be read" in result.output


def test_usage_errors(tree: Path) -> None:
    assert run("--format", "odd").exit_code == 2
    assert run("--also", "sarif", ".").exit_code == 2
    assert run("--also", "odd=x", ".").exit_code == 2


def test_json_is_the_documented_interface(tree: Path) -> None:
    document = json.loads(run(".", "--references-only", "--format", "json").output)
    assert document["schema"] == "openness.scan/1"
    assert "reports" not in document
    (reference,) = document["references"]
    assert reference["id"] == "gpt2"
    assert {"id", "kind", "revision", "path", "line", "column", "end_line", "end_column"} <= set(reference)
    assert (reference["line"], reference["column"], reference["end_column"]) == (1, 32, 36)


def test_further_formats_in_one_run(tree: Path) -> None:
    result = run(".", "--references-only", "--format", "github", "--also", "sarif=o.sarif", "--also", "text=o.txt")
    assert result.exit_code == 0
    assert result.output.startswith("::notice file=a.py")
    assert json.loads((tree / "o.sarif").read_text())["version"] == "2.1.0"
    assert "gpt2" in (tree / "o.txt").read_text()


def test_output_file(tree: Path) -> None:
    assert run(".", "--references-only", "-o", "r.txt").output == ""
    assert "a.py:1:32: model gpt2" in (tree / "r.txt").read_text()


def test_the_hook_without_a_hit_loads_nothing_heavy(tree: Path) -> None:
    (tree / "a.py").write_text("x = 1\n")
    code = (
        "import sys\nfrom openness.cli.scan import command\n"
        "try:\n    command(['a.py', '--offline', '--fail-on', 'deny'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'yaml', 'pydantic', 'requests', 'huggingface_hub', 'numpy', 'jinja2', 'rich', 'multiprocessing',"
        " 'openness.model', 'openness.pipeline'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_hooks_and_action_are_well_formed() -> None:
    hooks = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    assert set(hooks) == {"openness-scan", "openness-lock-check"}
    words = hooks["openness-scan"]["entry"].split()
    assert words[:2] == ["openness", "scan"]
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= options
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    assert action["runs"]["using"] == "composite"
    for step in action["runs"]["steps"]:
        assert "uses" in step or step["shell"] == "bash"


@pytest.mark.parametrize(
    "name",
    ["a.py", "x/n.ipynb", "Modelfile", "m.modelfile", "Dockerfile", "api.Dockerfile", ".env", ".env.example", "r.jsonl",
     "c.yaml", "Makefile", ".gitmodules", "requirements.txt", "uv.lock", "a.tsx", "README.md", "run.sh", "main.rs"],
)  # fmt: skip
def test_the_hook_takes_every_kind_of_file(name: str) -> None:
    import re

    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert re.search(hooks[0]["files"], name)


@pytest.mark.parametrize("name", ["a.png", "model.safetensors", "x.csv", "LICENSE"])
def test_the_hook_leaves_other_files(name: str) -> None:
    import re

    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert not re.search(hooks[0]["files"], name)
