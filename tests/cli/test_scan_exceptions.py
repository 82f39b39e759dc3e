"""A scan tells what became of waivers and agreements, and Ctrl-C ends it at once."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from openness.cli import group
from openness.cli.scan_quick import quick
from tests.fakehub import Fault
from tests.interrupt import interrupted

SCHEMA = json.loads((Path(__file__).parents[2] / "data" / "schemas" / "scan-1.json").read_text("utf-8"))
FLUX = "black-forest-labs/FLUX.1-dev"
CONFIG = """policy = "commercial-use"

[[waivers]]
id = "W-flux"
model = "black-forest-labs/FLUX.1-dev"
license_hash = "0000-unread"
clause = ["non-commercial"]
reason = "pilot"
owner = "ann@example.org"
approver = "bob@example.org"
expires = 2999-01-01

[[waivers]]
id = "W-elsewhere"
model = "acme9/never-used"
license_hash = "0000-unread"
clause = ["non-commercial"]
reason = "pilot"
owner = "ann@example.org"
approver = "bob@example.org"
expires = 2999-01-01

[[agreements]]
id = "A-service"
counterparty = "OpenAI"
reference = "contract 12"
models = ["gpt-4o"]
uses = ["commercial"]
until = 2999-01-01
"""


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "openness.toml").write_text(CONFIG)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text(
        f"a = FluxPipeline.from_pretrained('{FLUX}')\nb = client.responses.create(model='gpt-4o', input='')\n"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def scan(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(group, ["scan", "--offline", *arguments])
    return done.exit_code, done.stdout


def states(*arguments: str) -> dict[str, str]:
    _, out = scan(*arguments, "--format", "json")
    document = json.loads(out)
    jsonschema.validate(document, SCHEMA)
    return {item["id"]: item["state"] for item in document["exceptions"]}


def test_a_scan_of_everything_tells_of_all(tree: Path) -> None:
    assert states(".") == {"W-flux": "void", "W-elsewhere": "unused", "A-service": "in-force"}
    (tree / "src" / "a.py").write_text("x = 1\n")
    assert set(states(".").values()) == {"unused"}


def test_a_scan_of_a_part_tells_only_of_what_it_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert states("src") == states("src/a.py") == {"W-flux": "void", "A-service": "in-force"}
    assert quick(["--offline", "src/a.py"]) == 11
    said = capsys.readouterr().out
    assert said == scan("src/a.py")[1]
    assert "waiver W-flux: void: the license changed" in said
    assert "W-elsewhere" not in said
    assert "note: agreement A-service with OpenAI (contract 12) grants commercial" in said  # why it is allowed


def test_what_the_baseline_holds_is_not_told_to_be_unneeded(tree: Path) -> None:
    assert CliRunner().invoke(group, ["policy", "baseline", "src"]).exit_code == 0
    (tree / "openness.toml").write_text(CONFIG + '[baseline]\nreferences = "openness-baseline.json"\n')
    assert states(".") == {"W-elsewhere": "unused"}


def test_a_path_that_cannot_be_read_is_no_pass() -> None:
    code, out = scan("missing.py")
    assert code == 3
    assert "allow, of what could be read" in out


def test_what_is_pinned_is_not_told_to_be_pinned() -> None:
    assert CliRunner().invoke(group, ["lock", "--add", FLUX, "--offline"]).exit_code == 0
    assert "openness lock --add" not in scan("src/a.py")[1]


def test_machine_formats_place_them_in_the_configuration() -> None:
    code, out = scan(".", "--format", "github")
    assert code == 11
    assert "::warning file=openness.toml,line=4,col=1" in out
    assert "waiver W-elsewhere: unused" in out
    assert f"openness policy waiver {FLUX}" in out
    sarif = json.loads(scan(".", "--format", "sarif")[1])["runs"][0]
    found = [r for r in sarif["results"] if r["ruleId"] == "exception-not-in-force"]
    regions = [r["locations"][0]["physicalLocation"]["region"]["startLine"] for r in found]
    assert regions == [4, 14]


def test_lines_that_some_readers_break_are_escaped(tree: Path) -> None:
    (tree / "src" / "b\u2028\rc.py").write_text("m = AutoModel.from_pretrained('gpt2')\n")
    _, out = scan("src", "--format", "jsonl", "--references-only")
    assert len(out.splitlines()) == 3
    assert {json.loads(line)["path"] for line in out.splitlines()} == {"src/a.py", "src/b\u2028\rc.py"}


@pytest.mark.parametrize("command", [["scan", "."], ["lock", "--add"], ["archive", "write", "out"]])
def test_ctrl_c_ends_the_run_at_once(hub, tree: Path, command: list[str]) -> None:
    names = [f"rockets9/rocket-{i}" for i in range(12)]
    for name in names:
        hub.add(name, {"README.md": "---\nlicense: mit\n---\n"})
        hub.fault(Fault(where="/api/", hang=5.0), name)
    (tree / "src" / "a.py").write_text("".join(f"a = AutoModel.from_pretrained('{n}')\n" for n in names))
    arguments = command if command[0] == "scan" else [*command, *names]
    process = subprocess.Popen(
        [sys.executable, "-m", "openness", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    interrupted(process, hub)
