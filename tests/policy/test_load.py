import json
import tomllib

import pytest
from jsonschema import Draft202012Validator

from openness.errors import UsageError
from openness.kb.locate import data_dir
from openness.policy.load import find_config, load_config, load_policy
from openness.policy.shipped import shipped_names

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
    assert find_config(inner) == path
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


def test_the_published_schema_agrees_with_the_parser():
    schema = json.loads((data_dir() / "schemas" / "policy-1.json").read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    good = tomllib.loads(GOOD)
    assert not list(validator.iter_errors(json.loads(json.dumps(good, default=str))))
    for bad in (
        {"polcy": "x"},
        {"policies": {"a": {"rulez": []}}},
        {"policies": {"a": {"rules": [{"verdict": "maybe"}]}}},
    ):
        assert list(validator.iter_errors(bad)), bad
    inner = schema["properties"]["policies"]["additionalProperties"]
    for name in shipped_names():
        data = tomllib.loads((data_dir() / "policies" / f"{name}.toml").read_text())
        assert not list(Draft202012Validator({**inner, "$defs": schema["$defs"]}).iter_errors(data)), name
