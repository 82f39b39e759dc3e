"""Answers for one organisation: the examples that people ask about, with the words that decide."""

import pytest

from openness.evaluate.profile import Profile, parse_profile
from openness.evaluate.uses import uses
from openness.model import Basis, ClauseFinding, Component, HubMeta, LicenseMatch
from tests.evaluate.building import base, facts, knowledge, match, recorded

VISION = HubMeta(gated="manual", pipeline_tag="image-text-to-text")
TEXT = HubMeta(gated="manual", pipeline_tag="text-generation")


def ask(subject, use, **profile):
    return uses(subject, knowledge(), parse_profile(profile) if profile else Profile())[use]


class TestLlamaThreshold:
    def test_a_group_of_two_million_may_with_its_duties(self):
        answer = ask(facts("llama-3.1"), "commercial", monthly_active_users={"value": 2_000_000, "month": "2024-06"})
        assert answer.answer == "yes"
        assert any('display "Built with Llama"' in c for c in answer.conditions)
        assert any("Acceptable Use Policy" in c for c in answer.conditions)

    def test_a_group_of_800_million_may_not_without_a_grant_from_meta(self):
        subject = facts("llama-3.1", findings=recorded("llama-3.1", 700))
        answer = ask(subject, "commercial", monthly_active_users={"value": "800M", "month": "2024-06"})
        assert answer.answer == "no"
        assert any("no without a separate grant from Meta" in c for c in answer.conditions)
        assert "e700" in answer.because  # the sentence of section 2

    def test_who_states_no_figure_is_told_which_one(self):
        answer = ask(facts("llama-3.1"), "commercial")
        assert answer.answer == "conditional"
        assert any("monthly_active_users in 2024-06" in c and "700,000,000" in c for c in answer.conditions)

    def test_bands(self):
        assert ask(facts("llama-3.1"), "commercial", monthly_active_users="<1M").answer == "yes"
        assert ask(facts("llama-3.1"), "commercial", monthly_active_users=">1B").answer == "no"
        unsure = ask(facts("llama-3.1"), "commercial", monthly_active_users="100M-1B")
        assert unsure.answer == "conditional"
        assert any("band" in c for c in unsure.conditions)

    def test_another_month_or_half_the_group_is_not_the_figure(self):
        late = ask(facts("llama-3.1"), "commercial", monthly_active_users={"value": "2M", "month": "2025-01"})
        assert late.answer == "conditional"
        assert any("2024-06" in c for c in late.conditions)
        alone = ask(facts("llama-3.1"), "commercial", monthly_active_users={"value": "2M", "affiliates": False})
        assert alone.answer == "conditional"
        assert any("whole group" in c for c in alone.conditions)

    def test_above_the_threshold_no_right_is_left(self):
        answer = ask(facts("llama-3.1"), "fine-tune", monthly_active_users="800M")
        assert answer.answer == "no"

    def test_the_release_date_of_the_model_outranks_the_license(self):
        subject = facts("llama-3.1", kinds=("weights", ("released", "2025-01-15")))
        answer = ask(subject, "commercial")
        assert any("2024-12" in c for c in answer.conditions)


class TestHosting:
    def test_a_limit_on_hosting_for_money_leaves_other_hosting(self):
        answer = ask(facts("modified-creativeml-openrail-m"), "hosted-service")
        assert answer.answer == "conditional"

    def test_a_limit_on_all_hosting_bars_it(self):
        assert ask(facts("stability-nc-2023"), "hosted-service").answer == "no"

    def test_a_limit_by_the_people_of_a_team_asks_for_employees(self):
        answer = ask(facts("modified-creativeml-openrail-m"), "commercial")
        assert any("state employees" in c for c in answer.conditions)
        assert not any("monthly_active_users" in c for c in answer.conditions)


class TestPlaces:
    @pytest.mark.parametrize("use", ["run", "commercial", "fine-tune"])
    def test_an_eu_company_may_not_use_multimodal_llama(self, use):
        answer = ask(facts("llama-3.2", hub=VISION), use, principal_place_of_business="FR", monthly_active_users="<1M")
        assert answer.answer == "no"
        assert any("principal_place_of_business" in c and "FR" in c for c in answer.conditions)

    def test_an_eu_end_user_of_a_product_may(self):
        answer = ask(
            facts("llama-3.2", hub=VISION),
            "run",
            principal_place_of_business="FR",
            role="end-user",
            monthly_active_users="<1M",
        )
        assert answer.answer == "yes"

    def test_text_models_are_not_concerned(self):
        answer = ask(facts("llama-3.2", hub=TEXT), "run", principal_place_of_business="FR")
        assert answer.answer == "yes"

    @pytest.mark.parametrize(("base", "answer"), [("1B", "yes"), ("3B-Instruct", "yes"), ("11B-Vision", "no")])
    def test_the_size_of_the_model_that_carries_the_license_tells(self, base, answer):
        subject = facts("llama-3.2", name=f"acme/Llama-3.2-{base}")
        assert ask(subject, "run", principal_place_of_business="FR").answer == answer

    def test_a_us_company_may(self):
        answer = ask(facts("llama-3.2", hub=VISION), "run", principal_place_of_business="US")
        assert answer.answer == "yes"

    def test_without_a_place_it_is_conditional_and_says_so(self):
        answer = ask(facts("llama-3.2", hub=VISION), "run")
        assert answer.answer == "conditional"
        assert any("principal_place_of_business" in c for c in answer.conditions)

    def test_hunyuan_looks_at_use_and_at_outputs(self):
        hunyuan = facts("hunyuan-a13b")
        seat_only = ask(hunyuan, "run", principal_place_of_business="US")
        assert seat_only.answer == "conditional"
        assert any("places_of_use" in c and "places_of_output" in c for c in seat_only.conditions)
        outside = {"places_of_use": ["US"], "places_of_output": ["US", "JP"]}
        assert ask(hunyuan, "run", **outside).answer == "yes"
        assert ask(hunyuan, "run", places_of_use=["DE"], places_of_output=["US"]).answer == "no"
        outputs = ask(hunyuan, "run", places_of_use=["US"], places_of_output=["KR"])
        assert outputs.answer == "no"
        assert any("places_of_output" in c for c in outputs.conditions)

    def test_jurisdictions(self):
        answers = uses(facts("hunyuan-a13b"), knowledge(), Profile(places_of_use=("DE", "US")))
        assert answers["jurisdiction:EU"].answer == "no"
        assert answers["jurisdiction:GB"].answer == "no"
        assert answers["jurisdiction:DE"].answer == "no"
        assert answers["jurisdiction:US"].answer == "yes"
        assert uses(facts("mit"), knowledge())["jurisdiction:EU"].answer == "yes"


class TestNonCommercial:
    def test_a_university_may_evaluate_and_not_sell(self):
        profile = {"organisation": "university", "commercial": False}
        subject = facts("cc-by-nc-4.0")
        assert ask(subject, "evaluate", **profile).answer == "yes"
        assert ask(subject, "commercial", **profile).answer == "no"
        assert ask(subject, "run", **profile).answer == "yes"
        assert ask(subject, "fine-tune", commercial=True).answer == "no"
        assert ask(subject, "fine-tune").answer == "conditional"

    @pytest.mark.parametrize("license_id", ["flux1-dev-nc", "flux1-dev-nc-2024"])
    def test_flux_contradicts_itself_on_outputs(self, license_id):
        for profile in ({}, {"commercial": True}, {"commercial": False}):
            answer = ask(facts(license_id), "sell-outputs", **profile)
            assert answer.answer == "conditional"
            said = " ".join(answer.conditions)
            assert "non-commercial" in said
            assert "outputs" in said.split("yet ", 1)[1]


class TestConventions:
    @pytest.mark.parametrize("license_id", ["creativeml-openrail-m", "gemma", "deepseek-license-1.0"])
    def test_use_restrictions_alone_leave_commercial_use_open(self, license_id):
        answer = ask(facts(license_id), "commercial")
        assert answer.answer == "yes"
        assert any("not for the uses" in c or "policy" in c.lower() for c in answer.conditions)

    @pytest.mark.parametrize("license_id", ["llama-2", "llama-3.1", "stability-community-2024", "tongyi-qianwen"])
    def test_thresholds_and_registration_make_it_conditional(self, license_id):
        assert ask(facts(license_id), "commercial").answer == "conditional"

    def test_a_credit_line_above_a_threshold_is_a_duty(self):
        answer = ask(facts("kimi-k2"), "commercial")
        assert answer.answer == "yes"
        assert any("100,000,000" in c for c in answer.conditions)
        big = ask(facts("kimi-k2"), "commercial", monthly_active_users="1B")
        assert big.answer == "yes"
        assert any("this duty binds you" in c for c in big.conditions)

    def test_no_license_grants_nothing_and_the_base_may_still_forbid(self):
        assert ask(facts(), "commercial").answer == "unknown"
        inherited = match("llama-1", 901, basis=Basis.INHERITED, from_="huggyllama/llama-7b")
        child = facts(inherited, bases=(base("huggyllama/llama-7b"),))
        answer = ask(child, "commercial")
        assert answer.answer == "no"
        assert any("huggyllama/llama-7b" in c for c in answer.conditions)

    def test_or_is_the_recipients_choice_and_and_is_all(self):
        either = [match("cc-by-nc-4.0", 901, choice="x"), match("mit", 902, choice="x")]
        answer = ask(facts(*either), "commercial")
        assert answer.answer == "yes"
        assert "MIT" in answer.conditions[0]
        both = [match("cc-by-nc-4.0", 901), match("mit", 902)]
        assert ask(facts(*both), "commercial").answer == "no"

    def test_a_code_license_does_not_answer_for_the_weights(self):
        code = match("mit", 901, applies_to=Component.CODE)
        assert ask(facts(code), "commercial").answer == "unknown"

    def test_unread_terms_are_unknown(self):
        named = LicenseMatch(
            id="LicenseRef-acme",
            name="Acme",
            spdx=None,
            applies_to=Component.WEIGHTS,
            basis=Basis.DECLARED,
            from_="license_name",
            known=False,
        )
        answer = ask(facts(named), "run")
        assert answer.answer == "unknown"
        assert "not read" in answer.conditions[0]

    def test_an_unread_ancestor_is_noted(self):
        answer = ask(facts("mit", bases=(base("somebody/base"),)), "commercial")
        assert answer.answer == "yes"
        assert any("somebody/base" in c for c in answer.conditions)

    def test_free_for_research_and_commerce_after_registration_is_one_grant(self):
        def spoken(clause, **params):
            return ClauseFinding(
                clause=clause,
                polarity="restriction",
                applies_to=Component.WEIGHTS,
                license=None,
                basis=Basis.PROSE,
                params=params,
                evidence=("e1",),
            )

        dual = (spoken("research-only"), spoken("commercial-permission", mode="registration"))
        assert ask(facts(match("LicenseRef-x", 901), findings=dual), "commercial").answer == "unknown"
        assert ask(facts(findings=dual), "commercial").answer == "unknown"
        asked = (spoken("research-only"), spoken("commercial-permission", mode="license"))
        assert ask(facts(findings=asked), "commercial").answer == "no"

    def test_an_unlicensed_ancestor_grants_nothing(self):
        child = facts("mit", bases=(base("org/base"),), ancestors={"org/base": facts(name="org/base")})
        answer = ask(child, "commercial")
        assert answer.answer == "unknown"
        assert any("org/base" in c for c in answer.conditions)

    def test_military_and_sensitive(self):
        answers = uses(facts("flux1-dev-nc"), knowledge())
        assert answers["military"].answer == "no"
        assert answers["sensitive:biometric"].answer == "no"
        assert answers["sensitive:employment"].answer == "conditional"
        assert uses(facts("mit"), knowledge())["sensitive:medical"].answer == "yes"

    def test_what_can_be_taken_back(self):
        assert ask(facts("flux1-dev-nc"), "keep-using-if-withdrawn").answer == "no"
        assert ask(facts("apache-2.0"), "keep-using-if-withdrawn").answer == "yes"
        assert ask(facts("mit"), "keep-using-if-withdrawn").answer == "conditional"

    def test_train_on_outputs(self):
        assert ask(facts("llama-3"), "train-on-outputs").answer == "no"
        assert ask(facts("llama-3.1"), "train-on-outputs").answer == "yes"
        assert ask(facts("flux1-dev-nc"), "train-on-outputs", commercial=False).answer == "conditional"

    def test_a_service_has_no_weights_to_run(self):
        from openness.model import Kind

        service = facts(kinds=("hosted-api", "weights-none"), kind=Kind.SERVICE)
        answers = uses(service, knowledge())
        assert answers["run"].answer == "no"
        assert answers["redistribute"].answer == "no"
        assert answers["commercial"].answer == "unknown"


def test_every_use_is_answered_for_every_license():
    rubric = knowledge().rubric("uses")
    for record in knowledge().records.values():
        answers = uses(facts(record.id), knowledge())
        assert set(answers) >= {u.id for u in rubric.uses if u.id not in ("sensitive", "jurisdiction")}
        assert all(a.answer in ("yes", "conditional", "no", "unknown") for a in answers.values())
        assert all(a.conditions for a in answers.values() if a.answer != "yes")


def test_commercial_agrees_with_the_record():
    """The record's own summary and the use table must not drift apart (a credit line counts as allowed here)."""
    for record in knowledge().records.values():
        if not record.known or record.kind != "license":
            continue
        answer = ask(facts(record.id), "commercial").answer
        if record.commercial == "no":
            assert answer == "no", record.id
        if record.commercial == "yes":
            assert answer in ("yes", "conditional"), record.id


def test_members_of_a_family_that_agree_on_the_answer_and_not_on_the_conditions_say_so():
    answer = ask(facts("gemma"), "redistribute")
    assert any("conditions differ from member to member" in c for c in answer.conditions)
    same = ask(facts("cc0-1.0"), "redistribute")
    assert not any("differ" in c for c in same.conditions)
