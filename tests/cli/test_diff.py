import json

import pytest

from tests.cli.test_lock import FILES, MIT, NO_SALE
from tests.cli.test_story import WEIGHTS, card


@pytest.fixture
def tagged(hub):
    """A model that was MIT at v1 and has an addition now."""
    repo = hub.add("acme/rocket", FILES)
    repo.tags["v1"] = repo.branches["main"]
    repo.commit({**FILES, "LICENSE": MIT + NO_SALE})
    return repo


def test_two_revisions(openness, tagged):
    answer = openness("diff", "acme/rocket@v1", "acme/rocket@main")
    assert answer.code == 0
    first, *lines = answer.out.splitlines()
    assert first.startswith("acme/rocket@v1 (open-weights) → acme/rocket@main (")
    assert any("LICENSE is not mit any more" in line for line in lines)
    assert any("now: “Nobody may sell the Software" in line for line in lines)


def test_the_other_way_round_the_clause_is_lost(openness, tagged):
    answer = openness("diff", "acme/rocket@main", "acme/rocket@v1")
    assert "- clause lost: non-commercial" in answer.out
    assert "was: “Nobody may sell the Software" in answer.out


def test_two_commits_that_are_alike(openness, hub):
    repo = hub.add("acme/rocket", FILES)
    first = repo.branches["main"]
    repo.commit({**FILES, "notes.txt": "x"})
    answer = openness("diff", f"acme/rocket@{first}", "acme/rocket")
    assert answer.code == 0
    assert [line[:11] for line in answer.out.splitlines()[1:]] == ["  - commit:"]


def test_two_models(openness, hub):
    hub.add("a/free", {"README.md": card(license="apache-2.0"), **WEIGHTS})
    hub.add("b/llama", {"README.md": card(license="llama3.1"), **WEIGHTS})
    answer = openness("diff", "a/free", "b/llama")
    assert answer.code == 0
    assert "license of the weights: apache-2.0 → llama-3.1" in answer.out
    assert "clause gained: user-threshold (llama-3.1, section 2)" in answer.out
    assert "commit:" not in answer.out
    assert "renamed" not in answer.out


def test_the_lock_against_now(openness, hub):
    repo = hub.add("acme/rocket", FILES)
    openness("lock", "--add", "acme/rocket")
    repo.commit({**FILES, "LICENSE": MIT + NO_SALE})
    answer = openness("diff", "acme/rocket")
    assert answer.code == 0
    assert "clause gained: non-commercial" in answer.out


def test_the_lock_against_now_needs_the_entry(openness, hub):
    hub.add("acme/rocket", FILES)
    openness("lock", "--add", "acme/rocket")
    answer = openness("diff", "acme/other")
    assert answer.code == 2
    assert "acme/other is not in openness.lock" in answer.err


def test_json(openness, tagged):
    document = json.loads(openness("diff", "acme/rocket@v1", "acme/rocket", "--format", "json").out)
    assert document["schema"] == "openness.diff/1"
    assert set(document["tool"]) == {"name", "version", "knowledge"}
    assert document["a"]["revision"] == tagged.tags["v1"]
    assert document["a"]["license_hash"] != document["b"]["license_hash"]
    gained = [c for c in document["changes"] if c["what"] == "clause" and c["name"] == "non-commercial"]
    assert gained[0]["after"]["quoted"] is True
    assert gained[0]["before"] is None


def test_the_same_twice_is_no_difference(openness, tagged):
    answer = openness("diff", "acme/rocket@v1", "acme/rocket@v1")
    assert "no difference" in answer.out


@pytest.mark.parametrize("pair", [("acme/rocket@v1", "acme/nothing"), ("acme/rocket@v9", "acme/rocket")])
def test_what_cannot_be_read(openness, tagged, pair):
    answer = openness("diff", *pair)
    assert answer.code == 3
    assert answer.out == ""
    assert "openness:" in answer.err
