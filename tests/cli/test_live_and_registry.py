"""What the registry adds to a live repository, and what it does not."""

import pytest

WEIGHTS = {"README.md": b"# Weights", "model.safetensors": b"\x02\0\0\0\0\0\0\0{}"}


@pytest.mark.parametrize(
    ("repository", "level"),
    [
        ("mistralai/Mistral-7B-v0.1", "open-weights"),  # its very id: what the registry knows counts
        ("mistral/Mistral-7B-v0.1", "unlicensed-weights"),  # anybody's account, called like the company
        ("mistralai/Mistral-7B-New", "unlicensed-weights"),  # only a family rule knows it
        ("TheBloke/Mistral-7B-v0.1-GGUF", "unlicensed-weights"),  # a conversion whose page states nothing
        ("TheBloke/Mistral-7B-my-merge-GGUF", "unlicensed-weights"),
    ],
)
def test_only_its_own_name_grants_what_a_live_repository_does_not_state(openness, hub, repository, level):
    for name in {repository, "mistralai/Mistral-7B-v0.1"}:
        hub.add(name, WEIGHTS)
    report = openness("check", repository, "--format", "json").report
    assert report["subject"]["source"] == "hub"
    assert report["spectrum"]["level"] == level


def test_a_date_behind_an_at_sign_is_part_of_a_gateways_name(openness):
    names = ("vertex_ai/mistral-large@2407", "no-such-thing/at-all")
    document = openness("check", *names, "--offline", "--format", "json").document
    assert [report["subject"]["id"] for report in document["reports"]] == ["mistralai/Mistral-Large-Instruct-2407"]
