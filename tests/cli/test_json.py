"""The machine interface as tools read it: one object a line, valid whatever goes wrong."""

import json

import pytest
from jsonschema import Draft202012Validator

from openness.kb.locate import data_dir
from tests.cli.test_story import WEIGHTS, card

SCHEMA = json.loads((data_dir() / "schemas" / "report-1.json").read_text("utf-8"))
TARGETS = ("acme/rocket", "acme/missing", "gpt-4o", "two words", "gemma")


@pytest.fixture
def served(hub):
    """A repository, whose card holds what breaks lines."""
    evil = card(license="other", license_name="'x\\ny'", body="# X\nNot for commercial use.\u2028Really \x85 not.\n")
    hub.add("acme/rocket", {"README.md": evil, **WEIGHTS})
    return hub


def part(name):
    """The validator of one entry of `reports` or `errors`."""
    return Draft202012Validator({**SCHEMA["properties"][name]["items"], "$defs": SCHEMA.get("$defs", {})})


def test_jsonl_is_one_object_a_line(openness, served):
    answer = openness("check", *TARGETS, "--format", "jsonl")
    lines = answer.out.split("\n")
    assert lines.pop() == ""
    entries = [json.loads(line) for line in lines]
    assert [e["target"] for e in entries] == ["acme/rocket", "gpt-4o", "gemma", "acme/missing", "two words"]
    for entry in entries:
        assert list(part("reports" if "subject" in entry else "errors").iter_errors(entry)) == []


def test_lines_and_document_say_the_same(openness, served):
    lines = [json.loads(line) for line in openness("check", *TARGETS, "--format", "jsonl").out.splitlines()]
    document = openness("check", *TARGETS, "--format", "json").document
    whole = [*document["reports"], *document["errors"]]
    for line, entry in zip(lines, whole, strict=True):
        for volatile in (line, entry):
            volatile.get("subject", {}).pop("retrieved_at", None)
            for text in volatile.get("read", ()):
                text.pop("retrieved_at")
        assert line == entry


@pytest.mark.parametrize("name", ["report", "license", "scan"])
def test_a_schema_is_printed_as_it_is_published(openness, name):
    assert openness("schema", name).out == (data_dir() / "schemas" / f"{name}-1.json").read_text("utf-8")


@pytest.mark.parametrize(
    "options",
    [(), ("--offline",), ("--combine",), ("--policy", "commercial-use"), ("--fail-on", "deny"), ("--verbose",)],
)
def test_every_document_is_valid(openness, served, options):
    answer = openness("check", *TARGETS, "--format", "json", *options)
    assert {r["target"] for r in answer.document["reports"]} >= {"gpt-4o", "gemma"}


def test_a_document_written_to_a_file_is_the_one_that_is_printed(openness, served, elsewhere):
    printed = openness("check", "gpt-4o", "--format", "json").out
    openness("check", "gpt-4o", "--format", "json", "-o", "r.json")
    assert (elsewhere / "r.json").read_text("utf-8") == printed


@pytest.mark.parametrize("format_", ["json", "jsonl"])
def test_no_character_acts_on_the_terminal(openness, hub, format_):
    acting = "\x7f\x85\x9b\u2028\u202e\u2066"
    hub.add("acme/rocket", {"README.md": f"---\nlicense: mit\n---\nFor research{acting} use only.\n", **WEIGHTS})
    answer = openness("check", "acme/rocket", "--format", format_)
    assert not set(acting) & set(answer.out)
    document = json.loads(answer.out)
    report = document["reports"][0] if format_ == "json" else document
    assert any("\u202e" in item["quote"] for item in report["evidence"].values())
