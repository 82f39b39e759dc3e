import pytest

from openness.errors import UsageError
from openness.policy.load import Config, find_config, load_config, load_policy

GOOD = """
policy = "ours"

[policies.ours]
extends = "commercial-use"
about = "ours"
[[policies.ours.rules]]
verdict = "deny"
models = ["evil/*"]
reason = "we do not work with evil"

[[scopes]]
paths = ["research/**"]
policy = "default"

[[waivers]]
id = "W1"
model = "acme/rocket"
reason = "test"
owner = "ann"
approver = "bob"
expires = 2027-01-01

[[agreements]]
id = "A1"
counterparty = "Acme"
reference = "C-7"
models = ["acme/*"]
uses = ["commercial"]
until = 2027-01-01

[baseline]
references = "openness-baseline.json"

[profile]
commercial = true
"""


def write(folder, text, name="openness.toml"):
    path = folder / name
    path.write_text(text)
    return path


def test_a_full_configuration_loads(elsewhere):
    config = load_config(write(elsewhere, GOOD))
    policy = config.named("ours")
    assert policy.rules[0].reason == "we do not work with evil"
    assert len(policy.rules) == 4
    assert policy.waivers[0].approver == "bob"
    assert policy.agreements[0].uses == ("commercial",)
    assert config.for_path("research/x.py").name == "default"
    assert config.for_path("src/x.py").name == "ours"


def test_it_is_found_from_below_and_not_above_the_repository(elsewhere, monkeypatch):
    path = write(elsewhere, GOOD)
    inner = elsewhere / "a" / "b"
    inner.mkdir(parents=True)
    assert find_config(inner) == str(path)
    (inner / ".git").mkdir()
    assert find_config(inner) is None


def test_pyproject_counts_only_with_its_table(elsewhere):
    write(elsewhere, "[project]\nname='x'\n", "pyproject.toml")
    assert find_config(elsewhere) is None
    write(elsewhere, "[tool.openness]\npolicy = 'commercial-use'\n", "pyproject.toml")
    assert load_policy(None).name == "commercial-use"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("polcy = 'x'", "unknown field 'polcy'"),
        ("[policies.a]\nrulez = []", "policies.a: unknown field 'rulez'"),
        ("[[policies.a.rules]]\nverdict = 'maybe'", "rules[1]: verdict: 'maybe' is not one of"),
        ("[[policies.a.rules]]\nmodels = ['x']", "verdict: one of allow, review, deny is needed"),
        ("[[policies.a.rules]]\nverdict = 'deny'\nlevels = ['free']", "'free' is not one of"),
        ("[[policies.a.rules]]\nverdict = 'deny'\nuses = { commercial = ['nope'] }", "'nope' is not one of"),
        (
            "[[waivers]]\nid = 'W'\nmodel='m'\nreason='r'\nowner='ann'\napprover='Ann '\nexpires=2027-01-01",
            "may not be the owner",
        ),
        ("[[waivers]]\nid = 'W'", "model: is needed"),
        ("[[agreements]]\nid='A'\ncounterparty='c'\nreference='r'\nuntil='soon'", "a date like"),
        ("[policies.a]\nextends = 'b'\n[policies.b]\nextends = 'a'", "in a circle"),
        ("= broken", "not readable as TOML"),
    ],
)
def test_bad_configuration_is_refused_by_field(elsewhere, text, words):
    path = write(elsewhere, text)
    with pytest.raises(UsageError) as caught:
        load_config(path).named("a")
    assert words in caught.value.message


def test_an_unknown_policy_names_the_known_ones():
    with pytest.raises(UsageError) as caught:
        load_policy("no-such")
    assert "commercial-use" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "words", "hint"),
    [
        (
            "[[policies.a.rules]]\nverdict='deny'\nclauses=['non-comercial']",
            "no clause 'non-comercial'",
            "non-commercial",
        ),
        ("[[policies.a.rules]]\nverdict='deny'\nlicenses=['apache-2']", None, ""),
        ("[[policies.a.rules]]\nverdict='deny'\nlicenses=['lama-3.1']", "no license 'lama-3.1'", "llama-3.1"),
        ("[[policies.a.rules]]\nverdict='deny'\nuses={comercial=['no']}", "no use 'comercial'", "commercial"),
        ("[[policies.a.rules]]\nverdict='deny'\nrubrics={osi=['no']}", "no rubric 'osi'", "list rubrics"),
        ("[policies.a]\nextends = 'nope'", "no policy 'nope'", "Known policies"),
        ("[[scopes]]\npaths=['x']\npolicy='nope'\n[policies.a]", "no policy 'nope'", "Known policies"),
        ("[[scopes]]\npolicy='default'\n[policies.a]", "a scope has paths", ""),
        ("policies = 3", "policies: a table is expected", ""),
        ("[policies.a]\nrules = 3", "an array of tables", ""),
        ("[policies.a]\nconflicts_need_review = 'no'", "true or false is expected", ""),
        ("baseline = 'x'", "baseline: a table is expected", ""),
        ("[baseline]\nfile = 'x'", "baseline: unknown field 'file'", "references"),
    ],
)
def test_a_name_that_nothing_can_match_is_refused_with_the_near_one(elsewhere, text, words, hint):
    path = write(elsewhere, text)
    if words is None:
        assert load_config(path).named("a").rules[0].licenses == ("apache-2.0",)
        return
    with pytest.raises(UsageError) as caught:
        load_config(path).named("a")
    assert words in caught.value.message
    assert hint in caught.value.hint


def test_a_typo_in_a_policy_that_is_not_used_is_found_too(elsewhere):
    path = write(elsewhere, "[[policies.unused.rules]]\nverdict='deny'\nclauses=['nope']")
    with pytest.raises(UsageError):
        load_config(path)


def test_licenses_are_understood_by_spdx_id_hub_id_and_name(elsewhere):
    path = write(
        elsewhere, "[[policies.a.rules]]\nverdict='allow'\nonly_licenses=['Apache-2.0','llama3.1','MIT License']"
    )
    assert load_config(path).named("a").rules[0].only_licenses == ("apache-2.0", "llama-3.1", "mit")


def test_two_waivers_of_one_id_are_refused(elsewhere):
    block = "[[waivers]]\nid='W'\nmodel='m'\nreason='r'\nowner='ann'\napprover='bob'\nexpires=2027-01-01\n"
    with pytest.raises(UsageError) as caught:
        load_config(write(elsewhere, block * 2))
    assert "W is given twice" in caught.value.message


def test_the_version_changes_with_the_file_and_with_what_is_extended(elsewhere, monkeypatch):
    first = load_config(write(elsewhere, GOOD)).named("ours")
    again = load_config(write(elsewhere, GOOD)).named("ours")
    changed = load_config(write(elsewhere, GOOD + "# x\n")).named("ours")
    assert first.version == again.version != changed.version
    assert first.version != load_config(write(elsewhere, GOOD)).version
    shipped_alone = load_config(write(elsewhere, "policy='default'")).named("commercial-use")
    assert shipped_alone.version != Config().named("commercial-use").version


def test_the_last_scope_that_covers_a_file_applies(elsewhere):
    text = (
        "[[scopes]]\npaths=['research/']\npolicy='default'\n"
        "[[scopes]]\npaths=['research/product/', '*.ipynb']\npolicy='commercial-use'\n"
    )
    config = load_config(write(elsewhere, text))
    assert config.name_for("research/a.py") == "default"
    assert config.name_for("research/product/a.py") == "commercial-use"
    assert config.name_for("notes/a.ipynb") == "commercial-use"
    assert config.for_path("src/a.py").name == "default"


def test_places_come_from_the_profile(elsewhere):
    config = load_config(write(elsewhere, "[profile]\nplaces_of_use = ['DE', 'FR']\n"))
    assert config.named("default").places == ("DE", "FR")
    assert Config().named("default").places is None
    assert Config().named("default").used_in(("US",)).places == ("US",)
