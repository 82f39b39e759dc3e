"""The machine formats of a scan: valid, within the limits of their readers, and the same findings in each."""

import json
from pathlib import Path

import jsonschema
import pytest

from openness.render import github, gitlab, sarif, scan_findings, scan_text
from openness.render.scan_json import document
from openness.scan import scan

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
REPORTS = {
    "schema": "openness.report/1",
    "tool": {"name": "openness", "version": "0", "knowledge": "k"},
    "notice": "n",
    "reports": [
        {
            "target": "acme1/flux-dev",
            "spectrum": {"level": "research-weights"},
            "licenses": [{"id": "nc", "name": "NC License"}],
            "uses": {"commercial": {"answer": "no", "conditions": [], "because": ["e1"]}},
            "findings": [{"clause": "non-commercial", "polarity": "restriction", "evidence": ["e1"]}],
            "evidence": {"e1": {"kind": "license-file", "quote": "for non-commercial\nuse only", "source": "LICENSE"}},
            "decision": {
                "verdict": "deny",
                "policy": "p",
                "reasons": ["commercial: no by the terms read"],
                "notes": [],
            },
        },
        {
            "target": "gpt2",
            "spectrum": {"level": "open-weights"},
            "licenses": [{"id": "mit", "name": "MIT License"}],
            "decision": {"verdict": "allow", "policy": "p", "reasons": ["open-weights"], "notes": []},
        },
    ],
    "errors": [{"target": "owner2/gone-7b", "kind": "not-found", "message": "there is no such repository", "hint": ""}],
}


@pytest.fixture
def scanned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "a b,c"
    folder.mkdir()
    (folder / "ü.py").write_text(
        "x = AutoModel.from_pretrained('acme1/flux-dev')\ny = AutoModel.from_pretrained('gpt2', revision='"
        + "ab" * 20
        + "')\n"
        "z = AutoModel.from_pretrained('acme1/flux-dev')\nw = AutoModel.from_pretrained('owner2/gone-7b')\n"
    )
    return scan(["."])


def check_github_limits(log: dict) -> None:
    """The limits of GitHub's page "SARIF support for code scanning", and what it needs to show a result."""
    assert len(log["runs"]) <= 20
    for run in log["runs"]:
        rules = run["tool"]["driver"]["rules"]
        assert len(rules) <= 25_000
        for rule in rules:
            assert len(rule["shortDescription"]["text"]) <= 1024
            assert len(rule["fullDescription"]["text"]) <= 1024
            assert rule["help"]["text"]
            assert rule["help"]["markdown"]
            assert len(rule["properties"]["tags"]) <= 20
            assert rule["properties"]["problem.severity"] in {"error", "warning", "recommendation"}
            assert rule["properties"]["precision"] in {"very-high", "high", "medium", "low"}
        assert len(run["results"]) <= 25_000
        prints = set()
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
            assert 1 <= len(result["locations"]) <= 1_000
            place = result["locations"][0]["physicalLocation"]
            uri = place["artifactLocation"]["uri"]
            assert uri.isascii()
            assert not uri.startswith(("/", ".", "file:"))
            assert ":" not in uri.partition("/")[0]
            region = place["region"]
            assert (region["startLine"], region["startColumn"]) < (region["endLine"], region["endColumn"])
            assert result["partialFingerprints"]["primaryLocationLineHash"]
            prints.add(result["partialFingerprints"]["primaryLocationLineHash"])
        assert len(prints) == len(run["results"])
    assert len(json.dumps(log)) < 10_000_000


@pytest.mark.parametrize("judged", [False, True])
def test_sarif_is_valid_and_within_limits(scanned, judged: bool) -> None:
    log = json.loads(sarif.render(document(scanned, REPORTS if judged else None)))
    jsonschema.Draft4Validator(SCHEMA).validate(log)
    check_github_limits(log)
    rules = [r["ruleId"] for r in log["runs"][0]["results"]]
    if judged:
        assert rules.count("model-denied") == 2
        assert rules.count("model-not-read") == 1
        assert rules.count("revision-not-pinned") == 3
        assert rules[0] == "model-denied"
    else:
        assert rules == ["model-reference"] * 4


def test_sarif_leaves_out_the_least_grave_beyond_the_limit(scanned) -> None:
    full = document(scanned, REPORTS)
    full["references"] = full["references"] * 2_500
    log = json.loads(sarif.render(full))
    assert len(log["runs"][0]["results"]) == sarif.MAX_RESULTS
    assert {r["level"] for r in log["runs"][0]["results"]} == {"error"}
    assert "left out" in json.dumps(log["runs"][0]["invocations"])


def test_fingerprints_survive_moved_lines(scanned, tmp_path: Path) -> None:
    def prints() -> list[str]:
        log = json.loads(sarif.render(document(scan(["."]))))
        return [r["partialFingerprints"]["primaryLocationLineHash"] for r in log["runs"][0]["results"]]

    before = prints()
    path = next(tmp_path.rglob("*.py"))
    path.write_text("# a new line\n\n" + path.read_text())
    assert prints() == before


def test_github_commands_are_escaped(scanned) -> None:
    lines = github.render(document(scanned, REPORTS)).splitlines()
    assert lines[0].startswith("::error file=a b%2Cc/ü.py,line=1,col=32,endLine=1,endColumn=46,title=The policy denies")
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    order = [line.partition(" ")[0] for line in lines]
    assert order == sorted(order, key=["::error", "::warning", "::notice"].index)


def test_gitlab_report_has_the_fields_that_it_needs(scanned) -> None:
    issues = json.loads(gitlab.render(document(scanned, REPORTS)))
    assert {i["severity"] for i in issues} <= {"info", "minor", "major", "critical", "blocker"}
    assert len({i["fingerprint"] for i in issues}) == len(issues)
    for issue in issues:
        assert issue["description"]
        assert issue["check_name"]
        assert issue["location"]["path"] == "a b,c/ü.py"
        assert issue["location"]["lines"]["begin"] >= 1


def test_text_shows_words_and_ways_out(scanned) -> None:
    text = scan_text.render(document(scanned, REPORTS))
    assert "a b,c/ü.py:1:32: deny acme1/flux-dev" in text
    assert "words (LICENSE): \u201cfor non-commercial use only\u201d" in text
    assert "openness lock --add acme1/flux-dev" in text
    assert "there is no such repository" in text
    assert "3 references name no commit" in text


def test_every_rule_has_a_section_in_the_documentation() -> None:
    page = (Path(__file__).parents[2] / "docs" / "scan.md").read_text("utf-8")
    for rule in scan_findings.RULES:
        assert f"### {rule}\n" in page
