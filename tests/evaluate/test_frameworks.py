"""Eight typical licenses through every rubric, and where the frameworks must differ."""

import pytest

from openness.evaluate.engine import evaluate, evaluate_all
from openness.model import HubMeta, LicenseMatch, Outcome
from tests.evaluate.building import COMPLETE, facts, knowledge, match

FULL = ("weights", *COMPLETE)


def results(license_id, kinds=FULL, **more):
    subject = facts(*([license_id] if license_id else []), kinds=tuple(kinds), **more)
    return evaluate_all(subject, knowledge(), knowledge().rubrics())


def criteria(result):
    return {c.id: c for c in result.criteria}


RAIL = ["creativeml-openrail-m", "bigscience-bloom-rail-1.0", "openrailpp-m-sd2"]


@pytest.mark.parametrize("license_id", RAIL)
def test_rail_fails_osaid_and_may_pass_the_act(license_id):
    found = results(license_id)
    assert found["osaid-1.0"].outcome is Outcome.UNMET
    act = found["eu-ai-act-art53"]
    assert act.outcome is Outcome.CONTESTED
    use = criteria(act)["use"]
    assert use.outcome is Outcome.CONTESTED
    assert "aragraph 84" in use.reason
    assert "field-of-use-list" in criteria(found["osaid-1.0"])["freedom-use"].reason


@pytest.mark.parametrize("license_id", ["llama-3.1", "cc-by-nc-4.0", "flux1-dev-nc", "tongyi-qianwen"])
def test_what_paragraph_83_names_disqualifies(license_id):
    act = criteria(results(license_id)["eu-ai-act-art53"])
    assert act["disqualifying-terms"].outcome is Outcome.UNMET
    assert results(license_id)["eu-ai-act-art53"].outcome is Outcome.UNMET


def test_a_credit_line_above_a_threshold_does_not_disqualify():
    found = results("kimi-k2")
    act = criteria(found["eu-ai-act-art53"])
    assert act["disqualifying-terms"].outcome is Outcome.CONTESTED
    assert act["no-monetization"].outcome is Outcome.MET
    assert found["osaid-1.0"].outcome is Outcome.UNMET


def test_systemic_risk_is_a_question_and_the_rest_is_never_exempt():
    act = criteria(results("apache-2.0")["eu-ai-act-art53"])
    assert act["systemic-risk"].outcome is Outcome.UNKNOWN
    assert "10^25" in (act["systemic-risk"].missing or "")
    assert act["copyright-policy"].outcome is Outcome.NOT_APPLICABLE
    assert "never exempt" in act["training-content-summary"].reason
    assert results("apache-2.0")["eu-ai-act-art53"].outcome is Outcome.MET


def test_approval_by_hand_is_not_free_access():
    act = criteria(results("apache-2.0", hub=HubMeta(gated="manual"))["eu-ai-act-art53"])
    assert act["access"].outcome is Outcome.PARTLY
    act = criteria(results("apache-2.0", hub=HubMeta(gated="auto"))["eu-ai-act-art53"])
    assert act["access"].outcome is Outcome.MET
    assert act["no-monetization"].outcome is Outcome.CONTESTED
    assert "paragraph 87" in act["no-monetization"].reason


def test_mof_classes_are_cumulative():
    rubric = knowledge().rubric("mof-1.0")

    def mof(kinds, license_id="apache-2.0"):
        return dict(evaluate(facts(license_id, kinds=tuple(kinds)), rubric, knowledge()).extra)

    assert mof(FULL)["class"] == 1
    assert mof(FULL)["progress"] == {"3": 1.0, "2": 1.0, "1": 1.0}
    without = [k for k in FULL if k != "intermediate-checkpoints"]
    assert mof(without)["class"] == 2
    assert mof(without)["missing"] == ["intermediate-parameters"]
    without = [k for k in FULL if k != "evaluation-code"]
    assert mof(without)["class"] == 3
    assert mof(without)["class_at_most"] == 1
    assert mof([*without, "evaluation-code-none"])["class_at_most"] == 3
    without = [k for k in FULL if k != "architecture"]
    assert mof(without)["class"] is None
    assert mof(FULL, "llama-3.1")["class"] is None
    assert mof(FULL, "llama-3.1")["class_at_most"] is None


def test_mof_substitutions():
    rubric = knowledge().rubric("mof-1.0")

    def outcome(kinds, criterion):
        result = evaluate(facts("apache-2.0", kinds=tuple(kinds)), rubric, knowledge())
        return criteria(result)[criterion].outcome

    assert outcome(("research-paper",), "technical-report") is Outcome.MET
    assert outcome(("research-paper",), "evaluation-results") is Outcome.MET
    assert outcome(("model-card", "data-described"), "data-card") is Outcome.MET
    assert outcome(("model-card",), "data-card") is Outcome.UNKNOWN
    assert outcome(("technical-report",), "research-paper") is Outcome.MET


def test_mof_takes_a_component_license_before_the_one_of_the_distribution():
    from openness.model import Component

    data = match("cc-by-nc-4.0", 950, applies_to=Component.DATA)
    result = evaluate(facts(match("apache-2.0"), data, kinds=FULL), knowledge().rubric("mof-1.0"), knowledge())
    assert criteria(result)["datasets"].outcome is Outcome.UNMET
    assert dict(result.extra)["class"] is None or criteria(result)["evaluation-data"].outcome is Outcome.UNMET


def test_index_score_counts_halves_and_shows_the_interval():
    found = dict(results("apache-2.0", kinds=("weights", "data-partial", "model-card"))["osai-index"].extra)
    assert 0 < found["score"] < found["score_at_most"] <= 1
    assert found["score"] == round((0.5 + 0.5 + 1 + 1 + 1 + 0.5) / 12, 4)


def test_osd_is_about_terms_alone():
    assert results("mit", kinds=())["osd"].outcome is Outcome.MET
    assert results("llama-3.1", kinds=())["osd"].outcome is Outcome.UNMET
    assert results(None, kinds=())["osd"].outcome is Outcome.UNMET
    unread = LicenseMatch(
        id="acme-license",
        name="Acme License",
        spdx=None,
        applies_to=match("mit").applies_to,
        basis=match("mit").basis,
        from_="license_name",
        known=False,
    )
    assert results(unread, kinds=())["osd"].outcome is Outcome.UNKNOWN
