"""data/schemas/policy-1.json and the parser say the same."""

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from openness.errors import UsageError
from openness.kb.locate import data_dir
from openness.policy import load, parse
from openness.policy.shipped import shipped_names
from tests.quick import quick

SCHEMA = json.loads((data_dir() / "schemas" / "policy-1.json").read_text())
VALIDATOR = Draft202012Validator(SCHEMA)


@pytest.mark.parametrize(
    ("fields", "table"),
    [
        (load.FIELDS, SCHEMA),
        (parse.POLICY_FIELDS, SCHEMA["$defs"]["policy"]),
        (parse.RULE_FIELDS, SCHEMA["$defs"]["rule"]),
        (parse.WAIVER_FIELDS, SCHEMA["properties"]["waivers"]["items"]),
        (parse.AGREEMENT_FIELDS, SCHEMA["properties"]["agreements"]["items"]),
        (frozenset({"paths", "policy"}), SCHEMA["properties"]["scopes"]["items"]),
        (frozenset({"references"}), SCHEMA["properties"]["baseline"]),
    ],
)
def test_the_same_fields(fields, table):
    assert set(table["properties"]) == fields
    assert table["additionalProperties"] is False


def test_the_profile_has_the_fields_of_its_parser(tmp_path):
    from openness.evaluate.profile import parse_profile

    with pytest.raises(UsageError) as caught:
        parse_profile({"nope": 1})
    assert set(caught.value.hint.removeprefix("Known keys: ").removesuffix(".").split(", ")) == set(
        SCHEMA["properties"]["profile"]["properties"]
    )


@pytest.mark.parametrize("name", shipped_names())
def test_the_shipped_policies_are_valid(name):
    data = tomllib.loads((data_dir() / "policies" / f"{name}.toml").read_text())
    schema = {**SCHEMA["$defs"]["policy"], "$defs": SCHEMA["$defs"]}
    assert not list(Draft202012Validator(schema).iter_errors(data))


TEXT = st.sampled_from(["a", "", "commercial", "deny", "met", "A", "open-weights", "model", "hard", "DE", "default"])
VALUE = st.one_of(
    TEXT,
    st.booleans(),
    st.integers(0, 3),
    st.lists(TEXT, max_size=2),
    st.dictionaries(st.sampled_from(["commercial", "osd"]), st.one_of(TEXT, st.lists(TEXT, max_size=2)), max_size=1),
)
GOOD_RULE = {
    "verdict": st.sampled_from(["allow", "review", "deny"]),
    "models": st.one_of(TEXT, st.lists(TEXT, max_size=2)),
    "kinds": st.lists(st.sampled_from(["model", "dataset", "service"]), max_size=2),
    "level_below": st.sampled_from(["open-weights", "closed"]),
    "levels": st.lists(st.sampled_from(["open-weights", "closed"]), max_size=2),
    "uses": st.dictionaries(st.just("commercial"), st.lists(st.sampled_from(["no", "yes"]), max_size=2), max_size=1),
    "rubrics": st.dictionaries(st.just("osd"), st.lists(st.sampled_from(["met", "unmet"]), max_size=2), max_size=1),
    "conflicts": st.lists(TEXT, max_size=2),
    "grade_worse_than": st.sampled_from(["A", "B"]),
    "reason": TEXT,
}


@st.composite
def rules(draw):
    """A rule, mostly right, with at most one field replaced by anything."""
    keys = draw(st.lists(st.sampled_from(sorted(GOOD_RULE)), unique=True, max_size=4))
    rule = {key: draw(GOOD_RULE[key]) for key in dict.fromkeys((*keys, "verdict"))}
    if draw(st.booleans()):
        rule[draw(st.sampled_from([*sorted(GOOD_RULE), "nope"]))] = draw(VALUE)
    if draw(st.integers(0, 9)) == 0:
        del rule["verdict"]
    return rule


@quick
@given(rules())
def test_the_parser_accepts_a_rule_when_the_schema_does(rule):
    document = {"policies": {"p": {"rules": [rule]}}}
    valid = not list(VALIDATOR.iter_errors(document))
    problem = refusal(parse.parse_rule, rule)
    assert "there is no" in problem or (problem == "") == valid, (rule, problem)


WAIVER = {
    "id": "W1",
    "model": "a/b",
    "reason": "r",
    "owner": "ann",
    "approver": "bob",
    "expires": "2027-01-01",
    "license_hash": ["x"],
    "clause": "non-commercial",
}
AGREEMENT = {
    "id": "A1",
    "counterparty": "c",
    "reference": "r",
    "models": ["a/*"],
    "uses": ["commercial"],
    "until": "2027-01-01",
    "territory": ["EU", "US-CA"],
}


def refusal(parser, entry):
    """Why a parser refuses an entry; "" when it does not."""
    try:
        parser(entry, "here")
    except UsageError as error:
        return error.message
    return ""


@pytest.mark.parametrize(
    ("key", "good", "parser"),
    [("waivers", WAIVER, parse.parse_waiver), ("agreements", AGREEMENT, parse.parse_agreement)],
)
def test_exceptions_without_a_field_or_with_a_wrong_one(key, good, parser):
    for field in (None, *good):
        for value in (None, "", 3, "soon", [], ["x"], True, "2027-13-01"):
            entry = dict(good)
            if field is not None:
                del entry[field]
                if value is not None:
                    entry[field] = value
            valid = not list(VALIDATOR.iter_errors({key: [entry]}))
            problem = refusal(parser, entry)
            # What only the parser can know: real dates, ids that exist, and two people.
            beyond = any(words in problem for words in ("a date like", "there is no", "may not be the owner"))
            assert beyond or valid == (problem == ""), (field, value, problem)
