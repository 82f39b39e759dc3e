"""What changed since an earlier audit, from an archive, a report and a lock."""

import json
from pathlib import Path

import pytest

from openness.archive.container import write
from openness.archive.since import load_previous, previous_from, with_changes
from openness.errors import UsageError
from openness.lock.entry import entry_from
from openness.lock.file import write_lock
from tests.building import finding, make_document, make_report

BEFORE = make_document(make_report("acme/rocket", "open-weights"), make_report("acme/old"))
AFTER = make_document(make_report("acme/rocket"), make_report("acme/new"))


@pytest.fixture(params=["report.json", "audit", "audit.zip", "openness.lock"])
def earlier(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / request.param
    if path.suffix == ".json":
        path.write_text(json.dumps(BEFORE), "utf-8")
    elif path.suffix == ".lock":
        write_lock(path, [entry_from(report, BEFORE["tool"]) for report in BEFORE["reports"]])
    else:
        write(path, {"report.json": json.dumps(BEFORE).encode()})
    return path


def test_changes_new_ones_and_gone_ones_are_named(earlier: Path):
    previous = load_previous(earlier)
    assert previous_from(previous.name, previous.data) == previous
    document = with_changes(AFTER, previous)
    assert document["since"] == {"as_of": "2026-11-24", "gone": ["acme/old"]}
    rocket, new = document["reports"]
    assert ("level", True) in [(c["what"], c["worse"]) for c in rocket["changes"]]
    assert [c["what"] for c in new["changes"]] == ["new"]
    assert "changes" not in AFTER["reports"][0]


def test_a_gained_clause_shows_its_words():
    report = make_report("acme/rocket", "open-weights")
    report["findings"] = [*report["findings"], finding("non-commercial", "restriction", "e2")]
    document = with_changes(make_document(report), load_of(BEFORE))
    (change,) = [c for c in document["reports"][0]["changes"] if c["what"] == "clause"]
    assert change["after"] == {"text": "greater than 700 million monthly active users", "quoted": True}
    assert change["worse"]


def test_nothing_changed_is_an_empty_list():
    assert with_changes(BEFORE, load_of(BEFORE))["reports"][0]["changes"] == []


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"reports": 3}', "[" * 100_000])
def test_what_is_no_earlier_audit_is_said_to_be_none(tmp_path: Path, text: str):
    path = tmp_path / "x.json"
    path.write_text(text)
    with pytest.raises(UsageError, match="no earlier audit"):
        load_previous(path)
    with pytest.raises(UsageError, match="cannot read"):
        load_previous(tmp_path / "none.json")


def load_of(document: dict):
    return previous_from("report.json", json.dumps(document).encode())
