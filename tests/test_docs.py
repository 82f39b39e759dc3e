"""Examples in the documentation are real: every command in a code block parses, and the README's offline ones run."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from openness.cli import COMMANDS, group

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
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
