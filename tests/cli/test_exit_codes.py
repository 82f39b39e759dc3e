"""The exit-code table of docs/policy.md, for every combination of verdict, error and format (issue 8, item 5)."""

import itertools
import re
from pathlib import Path

import pytest

from openness.cli import check as check_module
from openness.cli import run as run_module
from openness.pipeline import Pipeline
from tests.building import make_document, make_report
from tests.cli.test_story import WEIGHTS, card

FORMATS = check_module.FORMATS
VERDICTS = (None, "allow", "review", "deny")
KINDS = {None: None, "unreachable": "not-found", "internal": "internal"}
CODES = {"allow": 0, "internal": 1, "usage": 2, "unreachable": 3, "review": 10, "deny": 11}


def expected(verdict, error, fail_on):
    """The table, written anew: the first that occurs of 11, 1, 3, 10, 0."""
    found = {CODES[error]} if error else set()
    if verdict == "deny" or (verdict == "review" and fail_on == "review"):
        found.add(CODES[verdict])
    return next((code for code in (11, 1, 3, 10) if code in found), 0)


def document(verdict, error):
    reports = []
    if verdict:
        report = make_report()
        report["decision"] = {**report["decision"], "verdict": verdict}
        reports.append(report)
    errors = ({"target": "a/b", "kind": KINDS[error], "message": "m", "hint": "h"},) if error else ()
    whole = make_document(*reports, errors=errors)
    return {**whole, "reports": reports}


COMBINATIONS = [pair for pair in itertools.product(VERDICTS, KINDS) if pair != (None, None)]


def code_of(openness, monkeypatch, whole, *options):
    monkeypatch.setattr(run_module, "run_check", lambda *_args, **_options: whole)
    return openness("check", "a/b", "--policy", "default", *options).code


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(("verdict", "error"), COMBINATIONS)
def test_a_format_never_changes_the_code(openness, monkeypatch, tmp_path, verdict, error, format_):
    options = ("--format", format_, "-o", str(tmp_path / "out"))
    assert code_of(openness, monkeypatch, document(verdict, error), *options) == expected(verdict, error, "review")


@pytest.mark.parametrize(("verdict", "error"), COMBINATIONS)
def test_a_hook_fails_on_a_denial_only(openness, monkeypatch, verdict, error):
    options = ("--format", "json", "--fail-on", "deny")
    assert code_of(openness, monkeypatch, document(verdict, error), *options) == expected(verdict, error, "deny")


@pytest.mark.parametrize("verdicts", list(itertools.combinations(("allow", "review", "deny"), 2)))
def test_the_strictest_of_several_reports_decides(openness, monkeypatch, verdicts):
    both = document(verdicts[0], None)
    both["reports"] += document(verdicts[1], None)["reports"]
    assert code_of(openness, monkeypatch, both, "--format", "json") == CODES[verdicts[1]]


@pytest.fixture
def four(hub):
    """One target for each code that a Hub can bring about."""
    hub.add("tuner/free", {"README.md": card(license="mit"), **WEIGHTS})
    hub.add("tuner/llama", {"README.md": card(license="llama3.1"), **WEIGHTS})
    hub.add("tuner/nc", {"README.md": card(license="cc-by-nc-4.0"), **WEIGHTS})
    hub.add("tuner/down", {"README.md": card(license="mit"), **WEIGHTS})
    return {"allow": "tuner/free", "review": "tuner/llama", "deny": "tuner/nc", "unreachable": "tuner/missing"}


@pytest.mark.parametrize(
    ("targets", "code"),
    [
        (("allow",), 0),
        (("review",), 10),
        (("deny",), 11),
        (("unreachable",), 3),
        (("allow", "unreachable"), 3),
        (("review", "unreachable"), 3),
        (("deny", "unreachable"), 11),
        (("allow", "review", "deny", "unreachable"), 11),
    ],
)
def test_the_table_from_a_hub_to_the_code(openness, four, targets, code):
    answer = openness("check", *(four[name] for name in targets), "--policy", "commercial-use", "--format", "json")
    assert answer.code == code


@pytest.mark.parametrize(("beside", "code"), [("allow", 1), ("review", 1), ("unreachable", 1), ("deny", 11)])
def test_a_bug_in_one_target_is_an_internal_failure_and_hides_no_other(openness, four, monkeypatch, beside, code):
    judge = Pipeline.judge

    def broken(self, facts):
        if facts.snapshot.id == "tuner/down":
            raise ZeroDivisionError("a bug")
        return judge(self, facts)

    monkeypatch.setattr(Pipeline, "judge", broken)
    answer = openness("check", "tuner/down", four[beside], "--policy", "commercial-use", "--format", "json")
    assert answer.code == code
    assert "internal failure while checking tuner/down" in answer.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("check", "a/b", "--format", "nope"),
        ("check", "a/b", "--policy", "no-such-policy"),
        ("check", "a/b", "--profile", "missing.toml"),
        ("nope",),
    ],
)
def test_usage_is_2(openness, arguments):
    assert openness(*arguments).code == 2


def test_a_broken_configuration_is_2_before_anything_is_read(openness, hub, elsewhere):
    (elsewhere / "openness.toml").write_text("polcy = 'x'\n")
    answer = openness("check", "tuner/free")
    assert answer.code == 2
    assert "unknown field 'polcy'" in answer.err
    assert "Did you mean 'policy'?" in answer.err
    assert hub.requests == []


def test_the_documented_table_is_this_one():
    text = (Path(__file__).parents[2] / "docs" / "policy.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| (\d+) \| (\w+)", text, re.MULTILINE))
    assert rows == {"0": "allow", "1": "internal", "2": "usage", "3": "unreachable", "10": "review", "11": "deny"}
