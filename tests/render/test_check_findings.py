"""Where a finding of a check stands in a repository, and that code hosts accept it."""

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from openness.cli import group
from openness.lock.entry import entry_from
from openness.lock.file import write_lock
from openness.render import github_check, sarif_check
from openness.render.check_findings import check_findings, deciding_words, lock_lines
from tests.building import make_document, make_report
from tests.render.sample import audit
from tests.scan.test_formats import SCHEMA, check_github_limits


def local(target: str, **values):
    report = make_report(target, **values)
    report["subject"] |= {"source": "local", "revision": None}
    return report


def places(document: dict) -> list[tuple[str, int]]:
    return [(f.path, f.line) for f in check_findings(document)]


def test_a_subject_stands_at_its_block_of_the_lock(elsewhere: Path):
    document = make_document(make_report("acme/rocket"), make_report("acme/other"))
    write_lock(elsewhere / "openness.lock", [entry_from(r, document["tool"]) for r in document["reports"][:1]])
    (path, line), (other, first) = places(document)
    assert path == "openness.lock"
    assert "acme/rocket" in (elsewhere / "openness.lock").read_text().splitlines()[line - 1]
    assert (other, first) == ("acme/other", 1)


def test_a_folder_stands_at_the_deciding_words(elsewhere: Path):
    document = make_document(
        local("models/rocket"),
        local(str(elsewhere / "in" / "here")),
        local("/somewhere/else/rocket"),
        local("cards/README.md", findings=[]),
    )
    document["reports"][3]["spectrum"]["evidence"] = []
    assert places(document) == [
        ("models/rocket/LICENSE", 3),
        ("in/here/LICENSE", 3),
        ("rocket/LICENSE", 3),
        ("cards/README.md", 1),
    ]


def test_the_words_told_are_those_that_the_level_rests_on():
    report = make_report()
    assert "greater than 700 million" in deciding_words(report)[0]
    report["spectrum"]["evidence"] = []
    report["findings"][0] |= {"contested": True}  # a limit that people argue about decides nothing
    report["findings"][1] |= {"evidence": ["e1"]}
    assert report["evidence"]["e1"]["quote"] in deciding_words(report)[0]


def test_only_what_is_not_allowed_is_a_finding(elsewhere: Path):
    found = list(check_findings(audit()))
    assert [(f.rule, f.id) for f in found] == [
        ("model-needs-review", "acme/rocket"),
        ("model-needs-review", "acme/thesis"),
        ("model-needs-review", "acme/blend"),
        ("model-needs-review", "acme/fox"),
        ("model-denied", "acme/oracle"),
        ("model-not-read", "acme/gone"),
        ("model-not-read", "acme/slow"),
    ]
    assert "“greater than 700 million monthly active users” (LICENSE:3)" in found[0].message


@pytest.mark.parametrize("language", ["en", "de"])
def test_sarif_is_valid_and_within_the_limits_of_its_reader(elsewhere: Path, language: str):
    log = json.loads(sarif_check.render(audit(), language))
    jsonschema.Draft4Validator(SCHEMA).validate(log)
    check_github_limits(log)
    run = log["runs"][0]
    assert run["results"][0]["level"] == "error"
    assert run["properties"]["notChecked"]
    assert run["automationDetails"]["id"] == "openness/check/"


def test_annotations_end_with_the_limits(elsewhere: Path):
    lines = github_check.render(audit()).splitlines()
    assert lines[0].startswith("::error file=acme/oracle,line=1,")
    assert lines[-1].startswith("::notice title=openness (7)::")
    assert "not legal advice" in lines[-1]


@pytest.mark.parametrize("data", [b"\xff", b"", b'id = "x', b"[[entry]]\n"])
def test_a_lock_that_cannot_be_read_anchors_nothing(elsewhere: Path, data: bytes):
    (elsewhere / "openness.lock").write_bytes(data)
    assert lock_lines(elsewhere / "openness.lock") == {}
    assert lock_lines(elsewhere / "none.lock") == {}


def run(*args: str):
    return CliRunner().invoke(group, ["check", *args])


def test_since_and_language_are_options_of_check(elsewhere: Path):
    assert run("gpt-4o", "--offline", "--format", "json", "-o", "before.json").exit_code == 0
    page = run("gpt-4o", "--offline", "--format", "html", "--since", "before.json", "--language", "de").output
    assert '<html lang="de">' in page
    assert "Kein Unterschied zur letzten Prüfung." in page
    document = json.loads(run("gpt-4o", "--offline", "--format", "json", "--since", "before.json").output)
    assert document["reports"][0]["changes"] == []
    assert run("gpt-4o", "--offline", "--format", "text", "--since", "before.json").exit_code == 2
    assert run("gpt-4o", "--offline", "--format", "html", "--language", "xx").exit_code == 2
    assert run("gpt-4o", "--offline", "--format", "json", "--since", "none.json").exit_code == 2
