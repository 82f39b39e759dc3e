"""Start-up stays cheap: names of modules, not milliseconds, so that the test is stable."""

import json
import subprocess
import sys

import pytest

from openness.cli import COMMANDS
from openness.kb.locate import data_dir

# What no hot command may load. Heavy libraries, and everything of ours that reaches them.
FORBIDDEN = (
    "pydantic", "yaml", "requests", "huggingface_hub", "httpx", "httpx2", "urllib3", "numpy", "spacy", "sklearn",
    "rich", "jinja2", "re2", "rapidfuzz", "license_expression", "openness.pipeline", "openness.kb.compile",
    "openness.kb.load", "openness.sources.hub", "openness.policy", "openness.evaluate",
)  # fmt: skip
PROBE = """
import json, os, sys
from openness.__main__ import main
os._exit = sys.exit
sys.argv = ["openness", *json.loads(sys.argv[1])]
try:
    main()
except SystemExit as stop:
    code = stop.code
sys.stderr.write("\\nMODULES " + json.dumps([code or 0, sorted(sys.modules)]))
"""


def modules_after(*arguments, cwd):
    done = subprocess.run(
        [sys.executable, "-c", PROBE, json.dumps(arguments)], capture_output=True, text=True, cwd=cwd, check=False
    )
    code, names = json.loads(done.stderr.rsplit("MODULES ", 1)[1])
    return code, names, done.stdout


def loaded(names):
    return sorted({name for name in names for heavy in FORBIDDEN if name == heavy or name.startswith(heavy + ".")})


@pytest.mark.parametrize("arguments", [("--help",), ("--version",)])
def test_help_and_version_load_click_and_nothing_heavy(arguments, elsewhere):
    code, names, out = modules_after(*arguments, cwd=elsewhere)
    assert code == 0
    assert out
    assert loaded(names) == []
    assert "sqlite3" not in names


@pytest.mark.parametrize(
    ("arguments", "level"),
    [
        (("check", "gpt-4o"), "closed"),
        (("check", "meta-llama/Llama-3.1-8B", "--offline"), "restricted"),
        (("check", "EleutherAI/pythia-1.4b", "--offline", "--format", "json"), "open-"),
    ],
)
def test_a_registry_answer_loads_sqlite_and_nothing_heavy(arguments, level, elsewhere):
    code, names, out = modules_after(*arguments, cwd=elsewhere)
    assert code in (0, 10)
    assert level in out.lower()
    assert loaded(names) == []
    assert "sqlite3" in names
    assert "click" not in names


def test_naming_a_license_loads_neither_click_nor_the_clause_detector(elsewhere):
    (elsewhere / "LICENSE").write_bytes((data_dir().parent / "LICENSE").read_bytes())
    code, names, out = modules_after("license", "LICENSE", "--identify-only", cwd=elsewhere)
    assert code == 0
    assert "Apache-2.0" in out
    assert not {"click", "numpy", "yaml", "openness.clauses", "openness.kb.load"} & set(names)


def test_a_policy_at_hand_switches_the_ready_answer_off(elsewhere):
    (elsewhere / "openness.toml").write_text("policy = 'commercial-use'\n")
    code, names, out = modules_after("check", "black-forest-labs/FLUX.1-dev", "--offline", cwd=elsewhere)
    assert code == 11
    assert "commercial-use" in out
    assert "openness.pipeline" in names


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_exists_and_has_help(name, elsewhere):
    done = subprocess.run(
        [sys.executable, "-m", "openness", name, "--help"], capture_output=True, text=True, cwd=elsewhere, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Usage:" in done.stdout


def test_the_knowledge_file_is_as_new_as_its_sources():
    from openness.kb.compile import digest
    from openness.kb.load import KnowledgeBase

    kb = KnowledgeBase(data_dir() / "knowledge.sqlite")
    assert kb.version == digest()[:12], "run `make generate`"
