"""When the Hub does not answer, the registry may; that is never a pass, and never the answer for a revision."""

import json

import pytest

NAME = "EleutherAI/pythia-1.4b"
DOWN = "http://127.0.0.1:9"


def test_the_registry_in_place_of_the_hub_is_review_at_best(openness):
    assert openness("check", NAME, "--offline").code == 0
    answer = openness("check", NAME, "--format", "json", HF_ENDPOINT=DOWN)
    assert answer.code == 10
    assert "could not be reached" in answer.report["decision"]["reasons"][0]
    assert openness("check", NAME, "--format", "json", "--policy", "osi-weights", HF_ENDPOINT=DOWN).code == 10


@pytest.mark.parametrize("revision", ["v1", "0" * 40])
def test_the_registry_never_answers_for_a_revision(openness, hub, revision):
    """Nobody knows what the license was there."""
    answer = openness("check", f"{NAME}@{revision}", "--format", "json", HF_ENDPOINT=DOWN)
    assert (answer.code, answer.document["reports"]) == (3, [])
    hub.add(NAME, {"README.md": "---\nlicense: mit\n---\n"})
    answer = openness("check", f"{NAME}@{revision}", "--format", "json")
    assert (answer.code, answer.document["errors"][0]["kind"]) == (3, "revision-not-found")


def test_offline_the_registry_says_that_it_knows_no_revision(openness):
    gaps = openness("check", f"{NAME}@v1", "--offline", "--format", "json").report["gaps"]
    assert [g for g in gaps if g["what"] == "revision v1" and "of no revision" in g["why"]]


def test_nothing_is_compared_that_was_not_read(openness, elsewhere):
    for environment in ({"HF_ENDPOINT": DOWN}, {"HF_HUB_OFFLINE": "1"}):
        answer = openness("diff", f"{NAME}@v1", f"{NAME}@v2", **environment)
        assert (answer.code, answer.out) == (3, "")
        assert openness("lock", "--add", f"{NAME}@v1", HF_ENDPOINT=DOWN).code == 3


def test_the_lock_is_not_compared_with_the_registry(openness, hub, elsewhere):
    hub.add(NAME, {"README.md": "---\nlicense: mit\n---\n"})
    assert openness("lock", "--add", NAME).code == 0
    answer = openness("diff", NAME, HF_ENDPOINT=DOWN)
    assert (answer.code, answer.out) == (3, "")
    assert "nothing was compared" in answer.err
    assert json.loads(openness("lock", "--check", "--format", "json", HF_ENDPOINT=DOWN).out)["entries"][0]["state"] == (
        "unreachable"
    )
