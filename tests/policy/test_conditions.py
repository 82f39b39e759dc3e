"""Conditions of a rule, one by one, and the words for them."""

import pytest

from openness.model import Level, Verdict
from openness.policy.conditions import listed, why
from openness.policy.decide import weigh
from openness.policy.rule import Rule
from openness.policy.shipped import shipped, shipped_names
from openness.policy.subject import from_data
from openness.policy.words import decided_by, explanation, policy_words, rule_words
from tests.building import finding, license_entry, make_report

CONFLICT = {"kind": "relabelled-base", "strength": "hard", "explanation": "", "remedy": "", "evidence": []}


def subject(**values):
    return from_data(make_report(**values))


def rule(**values):
    return Rule(verdict=Verdict.DENY, **values)


@pytest.mark.parametrize(
    ("values", "texts", "about"),
    [
        ({"models": ("acme/*",)}, ["model acme/rocket"], ["model"]),
        ({"models": ("ACME/Rocket",)}, ["model acme/rocket"], ["model"]),
        ({"models": ("other/*",)}, [], []),
        ({"kinds": ("model",)}, ["it is a model"], ["model"]),
        ({"kinds": ("dataset",)}, [], []),
        ({"licenses": ("llama-3.1", "mit")}, ["license llama-3.1"], ["llama-3.1"]),
        ({"licenses": ("mit",)}, [], []),
        ({"only_licenses": ("llama-3.1",)}, ["license llama-3.1"], ["llama-3.1"]),
        ({"clauses": ("user-threshold",)}, ["clause user-threshold of llama-3.1, section 2"], ["user-threshold"]),
        ({"clauses": ("copyleft",)}, [], []),
        ({"level_below": Level.OPEN_WEIGHTS}, ["level restricted-weights"], ["user-threshold"]),
        ({"level_at_least": Level.RESTRICTED_WEIGHTS}, ["level restricted-weights"], ["user-threshold"]),
        ({"level_at_least": Level.OPEN_WEIGHTS}, [], []),
        ({"levels": (Level.RESTRICTED_WEIGHTS,)}, ["level restricted-weights"], ["user-threshold"]),
        (
            {"uses": {"commercial": ("conditional",)}},
            ["commercial: permitted under conditions by the terms read (user-threshold of llama-3.1, section 2)"],
            ["user-threshold"],
        ),
        ({"uses": {"military": ("unknown",)}}, ["military: not answered by what could be read"], ["military"]),
        ({"uses": {"commercial": ("yes",)}}, [], []),
        ({"rubrics": {"osaid-1.0": ("unmet",)}}, ["osaid-1.0: unmet"], ["osaid-1.0"]),
        ({"rubrics": {"osd": ("unknown",)}}, ["osd: unknown"], ["osd"]),
        ({"conflicts": ("hard",)}, ["conflict: relabelled-base (hard)"], ["relabelled-base"]),
        ({"conflicts": ("multi-license",)}, [], []),
        ({"grade_worse_than": "A"}, [], []),
        ({}, ["the rule applies to everything"], ["everything"]),
    ],
)
def test_each_condition(values, texts, about):
    reasons = why(rule(**values), subject(conflicts=[CONFLICT]))
    assert [r.text for r in reasons] == texts
    assert [a for r in reasons for a in r.about] == about


def test_all_conditions_have_to_hold():
    assert why(rule(models=("acme/*",), clauses=("user-threshold",)), subject())
    assert not why(rule(models=("other/*",), clauses=("user-threshold",)), subject())


def test_which_model_it_is_is_no_reason_beside_a_clause():
    reasons = why(rule(models=("acme/*",), clauses=("user-threshold",), reason="ours"), subject())
    assert [r.about for r in reasons] == [(), (), ("user-threshold",)]


def test_a_weak_proof_counts_for_the_weights_only():
    weak = subject(licenses=[license_entry(grade="C")])
    code = subject(licenses=[license_entry(), license_entry("mit", applies_to="code", grade="C")])
    assert [r.text for r in why(rule(grade_worse_than="B"), weak)] == ["proof of llama-3.1 is grade C"]
    assert not why(rule(grade_worse_than="B"), code)


def test_a_long_list_of_clauses_says_how_many_there_are():
    findings = [finding(name, "restriction", "e2") for name in ("a", "b", "c", "d", "e")]
    uses = {"commercial": {"answer": "no", "conditions": [], "because": ["e2"]}}
    (reason,) = why(rule(uses={"commercial": ("no",)}), subject(findings=findings, uses=uses))
    assert reason.text.endswith("; and 2 more)")
    assert reason.about == ("a", "b", "c", "d", "e")


def test_lists_read_like_sentences():
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"], "or") == "a, b or c"
    assert listed(map(str, range(12))) == "0, 1, 2, 3, 4, 5, 6, 7 and 4 more"
    assert listed([]) == ""


@pytest.mark.parametrize("name", shipped_names())
def test_every_shipped_policy_reads_as_sentences(name):
    text = "\n".join(policy_words(shipped(name)))
    assert text.startswith(f"{name}: ")
    assert "  otherwise review" in text
    assert "[rule 1 of " in text


def test_a_rule_as_a_sentence():
    words = rule_words(rule(kinds=("model",), uses={"commercial": ("no", "unknown")}))
    assert words == "deny when it is a model and commercial is not permitted or not answered"
    assert rule_words(rule()) == "deny always"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Rule 2 of commercial-use decided: review when commercial is permitted under conditions or not answered."),
        (
            {"uses": {"commercial": {"answer": "yes", "conditions": [], "because": []}}, "conflicts": [CONFLICT]},
            "Rules would allow it, but sources conflict, and conflicts_need_review makes that a review.",
        ),
    ],
)
def test_which_rule_decided(values, sentence):
    policy = shipped("commercial-use")
    assert decided_by(weigh(subject(**values), policy), policy) == sentence


def test_an_explanation_quotes_and_says_why_the_others_do_not_apply():
    policy = shipped("commercial-use")
    lines = list(explanation("acme/rocket", weigh(subject(), policy), policy))
    text = "\n".join(lines)
    assert lines[0] == "acme/rocket: review, by policy commercial-use"
    assert "“greater than 700 million monthly active users”" in text
    assert "does not apply: commercial is permitted under conditions" in text
    assert "openness policy waiver acme/rocket --policy commercial-use" in text
