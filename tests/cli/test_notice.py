"""NOTICE files; the golden one was read against the three licenses by hand."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.test_lock import FILES
from tests.cli.test_story import WEIGHTS, card

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def product(hub):
    """A Llama 3.1 derivative, FLUX.1 [dev] and an Apache model."""
    hub.add("meta-llama/Llama-3.1-8B", {"README.md": card(license="llama3.1"), **WEIGHTS})
    hub.add(
        "tuner/Llama-3.1-8B-Writer",
        {"README.md": card(license="llama3.1", base_model="meta-llama/Llama-3.1-8B"), **WEIGHTS},
    )
    hub.add(
        "black-forest-labs/FLUX.1-dev",
        {
            "README.md": card(license="other", license_name="flux-1-dev-non-commercial-license"),
            **WEIGHTS,
        },
    )
    hub.add("tuner/small", {"README.md": card(license="apache-2.0"), **WEIGHTS})
    return "tuner/Llama-3.1-8B-Writer", "black-forest-labs/FLUX.1-dev", "tuner/small"


def scrubbed(text):
    """Without the versions and commits of the run."""
    text = re.sub(r"Drafted by openness \S+ knowledge \S+", "Drafted by openness VERSION, knowledge VERSION.", text)
    return re.sub(r"\b[0-9a-f]{40}\b(?!/)", "COMMIT", text)


def test_the_golden_notice(openness, product):
    answer = openness("notice", *product)
    assert answer.code == 0
    body, _, foot = scrubbed(answer.out).partition("\n" + "-" * 88 + "\n")
    assert body.rstrip() + "\n" == (GOLDEN / "notice.txt").read_text("utf-8")
    assert "not legal advice" in foot


def test_no_line_of_duty_is_there_twice(openness, product):
    out = openness("notice", *product, "meta-llama/Llama-3.1-8B").out
    duties = [line for line in out.splitlines() if line.startswith("- ") and "[" not in line]
    assert len(duties) == len(set(duties))
    assert out.count("“Built with Llama”") == 1
    assert out.count("Copyright © Meta") == 1


def test_a_text_that_was_read_is_named_by_address_and_hash(openness, hub):
    hub.add("tuner/mit", FILES)
    out = openness("notice", "tuner/mit").out
    assert re.search(
        r"/tuner/mit/blob/[0-9a-f]{40}/LICENSE\n    sha256 [0-9a-f]{64}\n    \(the text that was read\)", out
    )


def write_profile(folder, text):
    (folder / "profile.toml").write_text(text)
    return "profile.toml"


@pytest.mark.parametrize(
    ("profile", "due"),
    [
        ("", "Due only above 100,000,000 users"),
        ("monthly_active_users = '<1M'\nannual_revenue = { value = 1_000_000, currency = 'USD' }", None),
        ("monthly_active_users = '>=700M'", "you are above 100,000,000 users: this duty binds you"),
        ("monthly_active_users = '<1M'", "Due only above 20,000,000 USD"),
    ],
)
def test_thresholds_of_the_profile(openness, hub, elsewhere, profile, due):
    hub.add(
        "moonshotai/Kimi-K2-Instruct",
        {"README.md": card(license="other", license_name="modified-mit"), **WEIGHTS},
    )
    hub.add("tuner/kimi", {"README.md": card(license="other", license_name="kimi-k2"), **WEIGHTS})
    out = openness("notice", "tuner/kimi", "--profile", write_profile(elsewhere, f"role = 'licensee'\n{profile}")).out
    out = " ".join(out.split())
    display, _, rest = out.partition("Not due for you")
    if due is None:
        assert "“Kimi K2”" not in display
        assert "the profile is below the threshold" in rest
    else:
        assert due in display
        assert "“Kimi K2”" in display


def test_who_does_not_distribute_is_told_what_that_spares_him(openness, product, elsewhere):
    out = openness("notice", product[2], "--profile", write_profile(elsewhere, "distributes = false")).out
    assert "Not due for you" in out
    assert "the profile says that you do not distribute" in " ".join(out.split())


def test_what_has_no_license_is_said(openness, hub):
    hub.add("tuner/nothing", {"README.md": card(), **WEIGHTS})
    assert "! no license was found, so nothing here covers it" in openness("notice", "tuner/nothing").out


def test_a_base_that_could_not_be_read_is_said(openness, hub):
    hub.add("tuner/child", {"README.md": card(license="mit", base_model="gone/base"), **WEIGHTS})
    assert "! the terms of the base gone/base could not be read" in openness("notice", "tuner/child").out


def test_a_derivative_without_the_prefix_is_told(openness, hub):
    hub.add("meta-llama/Llama-3.1-8B", {"README.md": card(license="llama3.1"), **WEIGHTS})
    hub.add("tuner/writer", {"README.md": card(license="llama3.1", base_model="meta-llama/Llama-3.1-8B"), **WEIGHTS})
    part = openness("notice", "tuner/writer").out.split("Words to pass on")[0]
    assert "!" in part
    assert "Llama" in part


def test_json_and_a_missing_target(openness, product, elsewhere):
    answer = openness("notice", *product, "tuner/none", "--format", "json", "-o", "notice.json")
    assert answer.code == 3
    document = json.loads((elsewhere / "notice.json").read_text())
    assert document["schema"] == "openness.notice/1"
    assert {duty["words"] for duty in document["display"]} == {"Built with Llama"}
    assert [part["id"] for part in document["parts"]] == list(product)


def test_everything_that_a_lock_pins_at_its_commits(openness, hub):
    repo = hub.add("tuner/mit", FILES)
    first = repo.branches["main"]
    hub.add("tuner/words", {"README.md": card(license="cc-by-4.0")}, kind="dataset")
    openness("lock", "--add", "tuner/mit", "--add", "datasets/tuner/words", "--add", "gpt-4o")
    repo.commit({"README.md": card(license="cc-by-nc-4.0"), **WEIGHTS})
    answer = openness("notice", "--lock", "openness.lock")
    assert answer.code == 0
    assert f"- tuner/mit, commit {first}\n    weights: MIT License\n" in answer.out
    assert "data: Creative Commons Attribution 4.0" in answer.out
    assert "[tuner/words]" in answer.out.split("Also due")[1]
    assert openness("notice").code == 2


def test_nothing_readable_writes_nothing(openness, hub, elsewhere):
    answer = openness("notice", "tuner/none", "-o", "NOTICE")
    assert answer.code == 3
    assert not (elsewhere / "NOTICE").exists()
