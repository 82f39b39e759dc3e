"""The plain forms of commands: what they print and give is what the full command prints and gives."""

import pytest

from openness.cli import quick

CHECKS = [
    ("gpt-4o",),
    ("gpt-4o", "--offline", "--verbose"),
    ("gpt-4o", "claude", "--format", "json"),
    ("meta-llama/Llama-3.1-8B", "--offline"),
    ("--format=json", "--offline", "meta-llama/Llama-3.1-8B", "--fail-on=deny"),
    ("meta-llama/Llama-3.1-8B", "gpt-4o", "--offline", "-v", "--fail-on", "deny"),
]
LICENSES = [("LICENSE",), ("LICENSE", "none", "--format", "json"), ("LICENSE", "--format=jsonl")]


@pytest.fixture(autouse=True)
def texts(elsewhere):
    (elsewhere / "LICENSE").write_text("Permission is granted to nobody.\nSPDX-License-Identifier: MIT\n")


@pytest.mark.parametrize("arguments", CHECKS, ids=" ".join)
def test_a_registry_answer_is_that_of_the_full_command(openness, capsys, arguments):
    code = quick.check(arguments)
    said = capsys.readouterr()
    full = openness("check", *arguments)
    assert (code, said.out, said.err) == (full.code, full.out, full.err)


@pytest.mark.parametrize("arguments", LICENSES, ids=" ".join)
def test_a_license_is_named_as_by_the_full_command(openness, capsys, arguments):
    code = quick.license_([*arguments, "--identify-only"])
    said = capsys.readouterr()
    full = openness("license", *arguments, "--identify-only")
    assert (code, said.out, said.err) == (full.code, full.out, full.err)


@pytest.mark.parametrize(
    "arguments",
    [
        (), ("--offline",), ("gpt-4o", "--policy", "default"), ("gpt-4o", "-o", "x"), ("gpt-4o", "--format", "html"),
        ("gpt-4o", "--format"), ("gpt-4o", "--format="), ("gpt-4o", "--fail-on", "never"), ("gpt-4o", "--nonsense"),
        ("gpt-4o", "-h"), ("gpt-4o", "--"), ("gpt-4o", "--offline=yes"), ("acme/unheard-of", "--offline"),
        ("EleutherAI/pythia-1.4b",), ("gpt-4o", "LICENSE"), ("gpt-4o", "./x"), ("gpt-4\udcff",),
    ],
)  # fmt: skip
def test_everything_else_is_left_to_the_full_command(capsys, arguments):
    assert quick.check(arguments) is None
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    "arguments", [("LICENSE",), ("--identify-only",), ("LICENSE", "--identify-only", "--paths-from", "-")]
)
def test_clauses_and_lists_are_left_to_the_full_command(capsys, arguments):
    assert quick.license_(arguments) is None
    assert quick.license_([*["LICENSE"] * 101, "--identify-only"]) is None
    assert capsys.readouterr() == ("", "")
