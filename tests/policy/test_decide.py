from datetime import date

import pytest

from openness.model import Verdict
from openness.policy.decide import judge
from openness.policy.exceptions import Agreement
from openness.policy.policy import Policy
from openness.policy.shipped import shipped, shipped_names
from openness.policy.subject import from_data
from tests.building import finding, license_entry, make_report

TODAY = date(2026, 11, 24)


def subject(**values):
    return from_data(make_report(**values))


def uses(answer):
    return {"commercial": {"answer": answer, "conditions": [], "because": []}}


@pytest.mark.parametrize(
    ("level", "kind", "verdict"),
    [
        ("open-science", "model", "allow"),
        ("open-weights", "model", "allow"),
        ("restricted-weights", "model", "review"),
        ("unlicensed-weights", "model", "review"),
        ("unknown", "model", "review"),
        ("closed", "model", "review"),
        ("closed", "service", "allow"),
    ],
)
def test_the_default_policy_allows_from_open_weights_and_services(level, kind, verdict):
    data = make_report(level=level)
    data["subject"]["kind"] = kind
    assert judge(from_data(data), Policy.default()).verdict == verdict


def test_the_default_policy_never_denies():
    assert all(rule.verdict is not Verdict.DENY for rule in Policy.default().rules)


@pytest.mark.parametrize(
    ("answer", "verdict"), [("no", "deny"), ("conditional", "review"), ("unknown", "review"), ("yes", "allow")]
)
def test_commercial_use_follows_the_answer(answer, verdict):
    assert judge(subject(uses=uses(answer)), shipped("commercial-use")).verdict == verdict


def test_an_unanswered_use_is_unknown_and_reviewed():
    assert judge(subject(uses={}), shipped("commercial-use")).verdict is Verdict.REVIEW


@pytest.mark.parametrize("name", shipped_names())
def test_every_shipped_policy_explains_itself_and_reviews_the_unknown(name):
    policy = shipped(name)
    assert policy.about
    assert (
        judge(subject(level="unknown", uses={}, rubrics={}, licenses=[], findings=[]), policy).verdict
        is not Verdict.ALLOW
    )


def test_field_of_use_clauses_are_denied_by_no_field_of_use():
    found = [finding("field-of-use-list", "restriction", "e2")]
    decision = judge(subject(findings=found), shipped("no-field-of-use"))
    assert decision.verdict is Verdict.DENY
    assert "field-of-use-list" in decision.reasons[0]


def test_permissive_only_wants_every_license_permissive():
    free = [license_entry("apache-2.0")]
    mixed = [license_entry("apache-2.0"), license_entry("llama-3.1")]
    policy = shipped("permissive-only")
    assert judge(subject(level="open-weights", licenses=free, findings=[]), policy).verdict is Verdict.ALLOW
    assert judge(subject(level="open-weights", licenses=mixed, findings=[]), policy).verdict is Verdict.REVIEW
    assert judge(subject(level="open-weights", licenses=[], findings=[]), policy).verdict is Verdict.REVIEW


def test_a_code_license_does_not_stand_for_the_weights():
    code = [license_entry("apache-2.0", applies_to="code")]
    decision = judge(subject(level="open-weights", licenses=code, findings=[]), shipped("permissive-only"))
    assert decision.verdict is Verdict.REVIEW


def test_a_conflict_makes_an_allow_a_review():
    conflict = {"kind": "relabelled-base", "strength": "hard", "explanation": "", "remedy": "", "evidence": []}
    decision = judge(subject(level="open-weights", conflicts=[conflict]), Policy.default())
    assert decision.verdict is Verdict.REVIEW
    assert decision.reasons == ("conflict: relabelled-base (hard)",)


def test_an_agreement_changes_what_is_permitted_until_it_ends():
    agreement = Agreement(
        id="A1",
        counterparty="Acme",
        reference="C-7",
        models=("acme/*",),
        uses=("commercial",),
        until=date(2026, 12, 31),
    )
    policy = shipped("commercial-use")._replace(agreements=(agreement,))
    found = subject(uses=uses("no"))
    inside = judge(found, policy.on(TODAY))
    assert inside.verdict is Verdict.ALLOW
    assert "A1" in inside.notes[0]
    assert judge(found, policy.on(date(2027, 1, 1))).verdict is Verdict.DENY


def test_decisions_are_the_same_twice():
    found, policy = subject(), shipped("no-field-of-use").on(TODAY)
    assert judge(found, policy) == judge(found, policy)


def test_an_ancestor_that_could_not_be_read_makes_an_allow_a_review():
    base = {"id": "gone/base", "weights": True, "resolved_from": None, "bases": []}
    decision = judge(subject(level="open-weights", lineage={"bases": [base], "datasets": []}), Policy.default())
    assert decision.verdict is Verdict.REVIEW
    assert "gone/base" in decision.reasons[0]


def test_a_level_that_no_rule_covers_is_explained():
    (reason,) = judge(from_data(make_report(level="research-weights")), Policy.default()).reasons
    level, policy = reason.split("; ")
    assert level == "research-weights: weights are granted, commercial use is not"
    assert policy == "the policy allows open-weights and above and asks for review of the rest"


def test_a_service_answers_to_the_name_that_the_code_has_and_a_model_does_not():
    data = {**make_report(), "target": "gpt-4o"}
    data["subject"] = {**data["subject"], "id": "openai/gpt-4o", "kind": "service"}
    service = from_data(data)
    assert service.is_named(["gpt-4o"])
    assert service.is_named(["openai/*"])
    assert not service.is_named(["gpt-4"])
    data["subject"]["kind"] = "model"
    assert not from_data(data).is_named(["gpt-4o"])


def test_a_model_that_only_a_rule_of_its_family_answers_for_is_no_allow():
    gap = {"what": "acme/rocket-9b", "why": "no record has this very name; a rule of its family answers"}
    data = {**make_report(level="open-weights"), "gaps": [gap]}
    assert judge(from_data({**data, "gaps": []}), Policy.default()).verdict is Verdict.ALLOW
    decision = judge(from_data(data), Policy.default())
    assert (decision.verdict, decision.rule) == (Verdict.REVIEW, "family-rule-needs-review")
    data["subject"] = {**data["subject"], "kind": "service"}
    assert judge(from_data(data), Policy.default()).rule != "family-rule-needs-review"
