"""Examples in the documentation are real: commands parse, data is valid, files exist, generated pages are fresh.

OPENNESS_WRITE_DOCS=1 writes docs/json.md.
"""

import ast
import importlib.util
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
import yaml

from openness.cli import COMMANDS, HEADINGS, group
from openness.kb.locate import data_dir
from tests.json_page import PAGES as SCHEMAS
from tests.json_page import WRITE, fields, json_page

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_BLOCK = re.compile(r"```(?:sh|shell|bash|console|text)?\n(.*?)```", re.DOTALL)


def examples():
    for page in PAGES:
        for block in _BLOCK.findall(page.read_text("utf-8")):
            for line in block.splitlines():
                line = line.strip().removeprefix("$ ").removeprefix(".venv/bin/")
                if line.startswith("openness "):
                    yield pytest.param(line.split("  #")[0].strip(), id=f"{page.name}: {line[:60]}")


def parse(command, arguments, name):
    """Parse without running. Raises click.UsageError for what the command does not know."""
    context = click.Context(command, info_name=name)
    if isinstance(command, click.Group) and arguments and arguments[0] in command.list_commands(context):
        child = command.get_command(context, arguments[0])
        return parse(child, arguments[1:], arguments[0])
    if "--help" in arguments:
        return None
    return command.make_parser(context).parse_args(list(arguments))


@pytest.mark.parametrize("line", list(examples()))
def test_an_example_is_a_command_that_parses(line):
    words = shlex.split(re.split(r"\s[|>]\s|\s&&\s|\s2>", line)[0])
    parse(group, words[1:], "openness")


def helps():
    """(what is asked for help, command) of every command and subcommand."""
    found = [("openness", group)]
    for name in COMMANDS:
        command = group.get_command(click.Context(group), name)
        found.append((f"openness {name}", command))
        if isinstance(command, click.Group):
            found += [(f"openness {name} {child}", command.commands[child]) for child in command.commands]
    return found


@pytest.mark.parametrize(("name", "command"), helps(), ids=[name for name, _ in helps()])
def test_the_examples_of_a_help_text_parse_and_every_option_is_explained(name, command):
    for line in re.findall(r"^ +(openness [^\n]+)$", command.help or "", re.MULTILINE):
        parse(group, shlex.split(re.split(r"\s[|>]\s", line)[0])[1:], "openness")
    silent = [p.name for p in command.params if isinstance(p, click.Option) and not p.hidden and not p.help]
    assert set(silent) <= {"format_", "file"}, "an option without a word on it"


def test_help_lists_every_command_under_one_heading():
    assert sorted(name for names in HEADINGS.values() for name in names) == sorted(COMMANDS)
    from openness.cli import check

    known = {p.name for p in check.command.params}
    assert {name for names in check.HEADINGS.values() for name in names} == known - {"targets", "help"}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name):
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    assert re.search(rf"openness {name}\b", text), f"no page shows `openness {name}`"


def test_the_first_command_of_the_readme_works(tmp_path):
    text = (ROOT / "README.md").read_text("utf-8")
    assert "python3 tools/setup.py && .venv/bin/openness check EleutherAI/pythia-1.4b --offline" in text
    done = subprocess.run(
        [Path(sys.executable).with_name("openness"), "check", "EleutherAI/pythia-1.4b", "--offline"],
        capture_output=True, text=True, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert "no network used" in done.stdout


def test_the_exit_codes_of_the_readme_are_those_of_the_code():
    from openness import errors

    text = (ROOT / "README.md").read_text("utf-8")
    rows = {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)}
    assert rows == {value for name, value in vars(errors).items() if name.startswith("EXIT_")}


def fences():
    """(page, language, text) of every code block."""
    for page in PAGES:
        for number, (language, text) in enumerate(_FENCE.findall(page.read_text("utf-8"))):
            yield pytest.param(language, text, id=f"{page.name}: {number} {language}")


@pytest.mark.parametrize(("language", "text"), list(fences()))
def test_a_code_block_is_what_it_says(language, text):
    match language:
        case "json":
            json.loads(text)
        case "yaml":
            list(yaml.safe_load_all(text))
        case "toml":
            tomllib.loads(text)
        case "python":
            ast.parse(text)
        case "" | "text" | "sh" | "shell" | "console":
            for line in text.splitlines():
                _shell(line.strip().removeprefix("$ ").removeprefix(".venv/bin/"))
        case _:
            pytest.fail(f"nobody tests blocks of {language}")


def _shell(line):
    """Fail for a target of make, a module, a script or a test that does not exist."""
    words = shlex.split(line, comments=True) if re.match(r"(?:\w+=\S+ )*(?:make|python3?|pytest)\b", line) else []
    words = [word for word in words if "=" not in word or word.startswith("-")]
    if words[:1] == ["make"]:
        targets = re.findall(r"^([\w ]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
        assert set(words[1:]) <= {name for line in targets for name in line.split()}
    if words[1:2] == ["-m"] and words[0].startswith("python"):
        assert importlib.util.find_spec(words[2]) is not None, words[2]
    for word in words:
        if re.fullmatch(r"(?:tools|tests|bench)/[\w/]+(?:\.py)?", word):
            assert (ROOT / word).exists(), word


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_a_page_names_exist(page):
    text = page.read_text("utf-8")
    named = set(re.findall(r"`((?:openness|tests|tools|bench|docs|data|rubric|licenses)/[\w./-]+)`", text))
    named |= {f"docs/{name}" for name in re.findall(r"\bdocs/([\w-]+\.md)", text)}
    made = {"data/knowledge.sqlite"}
    assert [name for name in sorted(named - made) if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_of_a_page_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_the_architecture_names_every_package():
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    here = [p for p in (ROOT / "openness").iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()]
    names = {p.stem if p.is_dir() else p.name for p in here if not p.name.startswith("__")}
    table = set(re.findall(r"^\| (.+?) \|", text, re.MULTILINE))
    rows = {name.removesuffix(".py") for row in table for name in re.findall(r"`([\w.]+)`", row)}
    assert {name.removesuffix(".py") for name in names} <= rows


def test_the_page_of_the_machine_interface_is_fresh():
    page = ROOT / "docs" / "json.md"
    if os.environ.get("OPENNESS_WRITE_DOCS"):
        page.write_text(json_page(), encoding="utf-8")
    assert page.read_text("utf-8") == json_page(), f"run: {WRITE}"


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_says_what_it_means(name):
    schema = json.loads((data_dir() / "schemas" / f"{name}-1.json").read_text("utf-8"))
    parts = [schema, *schema.get("$defs", {}).values()]
    rows = [row for part in parts for row in fields(part, "")]
    assert [path for path, kind, meaning in rows if meaning in ("", "(may be absent)") and "`" in kind[:1]] == []
    bare = [path for path, _, meaning in rows if meaning.removesuffix("(may be absent)").strip() == ""]
    assert [path for path in bare if not path.endswith(("evidence", "because"))] == []
