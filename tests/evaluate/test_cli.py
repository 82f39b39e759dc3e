"""The commands as a user calls them, on the compiled knowledge and without a network."""

import json

from click.testing import CliRunner

from openness.cli import group


def run(*arguments):
    return CliRunner().invoke(group, list(arguments))


def test_explain():
    result = run("explain", "osaid-1.0/data-information", "restricted-weights", "mof-1.0")
    assert result.exit_code == 0
    assert "data-description" in result.stdout
    assert "limit who" in result.stdout
    assert "Class III" in result.stdout


def test_explain_hands_licenses_and_clauses_on():
    result = run("explain", "llama-3.1", "geo-exclusion")
    assert result.exit_code == 0
    assert "Llama 3.1 Community License" in result.stdout


def test_explain_of_nothing_is_a_usage_error():
    result = run("explain", "no-such-thing-at-all")
    assert result.exit_code == 2
    assert "nothing is called" in result.stderr


def test_compare_shows_closed_and_open_side_by_side():
    result = run("compare", "gpt-4o", "EleutherAI/pythia-1.4b", "--offline", "--format", "json")
    assert result.exit_code == 0, result.stderr
    table = json.loads(result.stdout)
    rows = {row["what"]: row["values"] for section in table["sections"] for row in section["rows"]}
    assert rows["level"][0] == "closed"
    assert rows["level"][1] in ("open-source-ai", "open-science")
    assert rows["host-yourself"] == ["no", "yes"]


def test_compare_needs_two():
    assert run("compare", "gpt-4o", "--offline").exit_code == 2


def test_compare_says_which_target_could_not_be_read():
    result = run("compare", "gpt-4o", "nobody/nothing-like-this-at-all", "--offline")
    assert result.exit_code == 3
    assert "nobody/nothing-like-this-at-all" in result.stderr
