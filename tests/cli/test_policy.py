"""`openness policy` as its users meet it."""

import tomllib

import pytest

from tests.cli.test_lock import FILES
from tests.cli.test_story import WEIGHTS, card


@pytest.fixture
def models(hub):
    hub.add("tuner/free", FILES)
    hub.add("tuner/llama", {"README.md": card(license="llama3.1"), **WEIGHTS})
    hub.add("tuner/nc", {"README.md": card(license="cc-by-nc-4.0"), **WEIGHTS})
    return hub


def write(folder, text, name="openness.toml"):
    (folder / name).write_text(text)


def test_show(openness, elsewhere):
    out = openness("policy", "show", "commercial-use").out
    assert "  deny when commercial is not permitted  [rule 1 of commercial-use]\n" in out
    write(elsewhere, 'policy = "ours"\n[policies.ours]\nextends = "default"\nabout = "Ours."\n')
    assert openness("policy", "show").out.startswith("ours: Ours.\n")
    assert openness("policy", "show", "nope").code == 2


def test_explain(openness, models):
    answer = openness("policy", "explain", "tuner/nc", "--policy", "commercial-use")
    assert answer.code == 0
    assert answer.out.startswith("tuner/nc: deny, by policy commercial-use\n")
    assert "Rule 1 of commercial-use decided: deny when commercial is not permitted." in answer.out
    assert "non-commercial of cc-by-nc-4.0" in answer.out
    assert openness("policy", "explain", "tuner/missing").code == 3


def test_a_waiver_from_draft_to_expiry(openness, models, elsewhere):
    """Denied; drafted; refused until somebody stands for it; allowed; void after a change; denied after its day."""
    policy = 'policy = "commercial-use"\n'
    write(elsewhere, policy)
    assert openness("check", "tuner/nc", "--format", "json").code == 11
    draft = openness("policy", "waiver", "tuner/nc").out
    assert tomllib.loads(draft)["waivers"][0]["clause"] == ["non-commercial"]
    write(elsewhere, policy + draft)
    answer = openness("check", "tuner/nc", "--format", "json")
    assert answer.code == 2
    assert "reason: is needed" in answer.err
    for name in ("reason", "owner", "approver"):
        draft = draft.replace(f'{name} = ""', f'{name} = "{name} x"')
    write(elsewhere, policy + draft)
    answer = openness("check", "tuner/nc", "--format", "json")
    assert answer.code == 0
    assert answer.report["decision"]["waived"]
    assert answer.report["uses"]["commercial"]["answer"] == "no"
    assert "Waiver W-" in openness("policy", "explain", "tuner/nc").out
    expired = draft.replace(draft.split("expires = ")[1].strip(), "2020-01-01")
    write(elsewhere, policy + expired)
    answer = openness("check", "tuner/nc", "--format", "json")
    assert answer.code == 11
    assert "expired on 2020-01-01" in answer.report["decision"]["notes"][0]
    write(elsewhere, policy + draft)
    models.repos["model", "tuner/nc"].commit({"README.md": card(license="cc-by-nc-sa-4.0"), **WEIGHTS})
    answer = openness("check", "tuner/nc", "--format", "json")
    assert answer.code == 11
    assert "void" in answer.report["decision"]["notes"][0]


def test_a_waiver_that_is_not_needed_is_not_drafted(openness, models):
    answer = openness("policy", "waiver", "tuner/free", "--policy", "commercial-use")
    assert (answer.code, answer.out) == (0, "")
    assert "no waiver is needed" in answer.err


def test_a_draft_for_one_clause_says_what_stays_open(openness, models):
    answer = openness("policy", "waiver", "tuner/llama", "--policy", "commercial-use", "--clause", "user-threshold")
    assert tomllib.loads(answer.out)["waivers"][0]["clause"] == ["user-threshold"]
    assert "these stay open: " in answer.err
    assert "naming-prefix" in answer.err


def test_the_state_of_exceptions_over_the_lock(openness, models, elsewhere):
    write(elsewhere, 'policy = "commercial-use"\n')
    openness("lock", "--add", "tuner/nc", "--add", "tuner/free")
    draft = openness("policy", "waiver", "tuner/nc").out
    for name in ("reason", "owner", "approver"):
        draft = draft.replace(f'{name} = ""', f'{name} = "{name} x"')
    write(elsewhere, f'policy = "commercial-use"\n{draft}')
    answer = openness("policy", "waivers")
    assert answer.code == 0
    assert "accepts non-commercial of tuner/nc" in answer.out
    other = draft.replace("tuner/nc", "tuner/other").replace('id = "W-', 'id = "X-')
    write(elsewhere, f'policy = "commercial-use"\n{draft}{other}')
    answer = openness("policy", "waivers")
    assert answer.code == 10
    assert "! waiver X-" in answer.out
    assert "unused: nothing that was judged is tuner/other" in answer.out


CASES = """
[[case]]
model = "tuner/free"
expect = "allow"

[[case]]
model = "tuner/nc"
expect = "deny"
because = "non-commercial"

[[case]]
license = "Apache-2.0"
expect = "allow"

[[case]]
license = "llama3.1"
expect = "review"
"""


def run_cases(openness, elsewhere, text):
    write(elsewhere, text, "cases.toml")
    return openness("policy", "test", "cases.toml", "--policy", "commercial-use", "--online")


def test_cases_that_pass(openness, models, elsewhere):
    answer = run_cases(openness, elsewhere, CASES)
    assert answer.out.splitlines() == [
        "ok   tuner/free: allow",
        "ok   tuner/nc: deny",
        "ok   weights under apache-2.0: allow",
        "ok   weights under llama-3.1: review",
    ]
    assert (answer.code, answer.err) == (0, "4 passed, 0 failed\n")


@pytest.mark.parametrize(
    ("case", "code", "words"),
    [
        ('model = "tuner/free"\nexpect = "deny"\nnote = "why"', 11, "expected deny, got allow"),
        ('model = "tuner/nc"\nexpect = "deny"\nbecause = "geo"', 11, "no reason says 'geo'"),
        ('model = "tuner/missing"\nexpect = "deny"', 3, "was not found"),
    ],
)
def test_cases_that_fail_say_where_and_why(openness, models, elsewhere, case, code, words):
    answer = run_cases(openness, elsewhere, f"{CASES}\n[[case]]\n{case}\n")
    assert answer.code == code
    assert words in answer.out
    assert "cases.toml: case[5]" in answer.out
    assert "4 passed, 1 failed" in answer.err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "holds no [[case]]"),
        ("[[case]]\nmodel = 'a/b'\n", "expect: one of"),
        ("[[case]]\nexpect = 'deny'\n", "names a model or a license"),
        ("[[case]]\nmodel = 'a/b'\nlicense = 'mit'\nexpect = 'deny'\n", "one of the two"),
        ("[[case]]\nlicense = 'no-such'\nexpect = 'deny'\n", "there is no license 'no-such'"),
        ("[[case]]\nmodel = 'a/b'\nexpects = 'deny'\n", "Did you mean 'expect'?"),
        ("[[cases]]\n", "unknown field 'cases'"),
    ],
)
def test_broken_cases_are_refused(openness, elsewhere, text, words):
    answer = run_cases(openness, elsewhere, text)
    assert answer.code == 2
    assert words in answer.err


def test_a_baseline_is_written_and_named(openness, elsewhere):
    write(elsewhere, 'from transformers import AutoModel\nAutoModel.from_pretrained("tuner/nc")\n', "a.py")
    answer = openness("policy", "baseline", "a.py")
    assert answer.code == 0
    assert "[baseline]" in answer.err
    assert '"model tuner/nc"' in (elsewhere / "openness-baseline.json").read_text()


def test_decisions_are_recorded_with_versions_and_are_the_same_twice(openness, models):
    first, second = (
        openness("check", "tuner/llama", "--policy", "commercial-use", "--format", "json").document for _ in range(2)
    )
    decision = first["reports"][0]["decision"]
    assert decision == second["reports"][0]["decision"]
    assert set(first["tool"]) == {"name", "version", "knowledge"}
    assert len(decision["policy_version"]) == 12
    assert decision["rule"] == "review rule 2 of commercial-use"
