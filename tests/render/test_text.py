"""The text report: the answer first, everything once, and never more than the document says."""

import pytest

from openness.render.clause_names import clause_label, limits, reason
from openness.render.phrases import phrases
from openness.render.text import render_report
from tests.building import evidence, finding, license_entry, make_report

LIST = "not for the uses on the list: war"


def use(answer, *conditions):
    return {"answer": answer, "conditions": list(conditions), "because": []}


def uses_of(text):
    return " ".join(text.partition("May I …?")[2].partition("What the terms say")[0].split())


def test_a_condition_of_several_licenses_is_said_once_with_every_place():
    both = ["for research only [a-1, section 1]", "for research only [b-1, section 2]"]
    uses = {
        "run": {"answer": "no", "conditions": both, "because": []},
        "commercial": {"answer": "no", "conditions": both, "because": []},
        "redistribute": {"answer": "yes", "conditions": [], "because": []},
    }
    text = render_report(make_report(uses=uses))
    assert "run it, use it commercially (1)" in text
    assert "(1) for research only [a-1, section 1] [b-1, section 2]" in text
    uses["redistribute"]["conditions"] = both[:1]
    text = render_report(make_report(uses=uses))
    assert "(every use) for research only [a-1, section 1]" in text


def test_the_same_clause_of_two_ancestors_is_one():
    found = [
        finding("non-commercial", "restriction", "e3", inherited_from=base, basis="record")
        for base in ("acme/one", "acme/two")
    ]
    text = render_report(make_report(findings=found))
    assert text.count("No commercial use [2]") == 1
    assert "inherited from acme/one and acme/two" in text


def test_quotes_come_before_summaries_and_verbose_shows_both():
    text = render_report(make_report(), verbose=True)
    quoted, summary = text.index("LICENSE:3: “greater than"), text.index("our summaries, not quoted:")
    assert quoted < summary
    assert "what user-threshold means (our summary, not quoted)" in text
    assert "Credit must be shown (attribution-display) [2]: what attribution-display" in text[summary:]


def test_the_words_that_decide_stand_at_the_level():
    report = make_report()
    head = render_report(report).partition("use it commercially")[0]
    assert "LICENSE:3: “greater than 700 million" in head
    report["evidence"]["e2"]["kind"] = "record-clause"  # our own summary decides nothing by its words
    assert "700 million" not in render_report(report).partition("use it commercially")[0]


def test_reasons_name_clauses_by_label():
    assert clause_label("user-threshold") == "Limit by number of users"
    assert clause_label("user-threshold", phrases("de")) != clause_label("user-threshold")
    assert clause_label("never-heard-of") == "never-heard-of"
    assert limits("Gemma Terms: flow-down, revocable") == [("Gemma Terms", ["flow-down", "revocable"])]
    assert limits("terms without flow-down") == [("", ["flow-down"])]
    assert limits("the grant is revocable") == limits("data listed: nothing that was read says") == []
    assert reason("no code was found") == "no code was found"
    assert reason("Gemma Terms: flow-down") == "Gemma Terms: use limits must be passed on"
    family = "OpenRAIL, whichever is meant: A: flow-down, revocable; B: flow-down"
    assert reason(family) == (
        "OpenRAIL, whichever is meant: each of the 2: use limits must be passed on; some also: can be withdrawn"
    )
    two = "A: flow-down; the card: revocable"
    assert reason(two) == "A: use limits must be passed on; the card: can be withdrawn"


def test_what_is_missing_does_not_repeat_the_reasons():
    report = make_report()
    report["spectrum"] |= {
        "because": ["Acme Terms: user-threshold", "its ancestor a/b is at most open-weights"],
        "missing_for_next": [
            "terms without user-threshold",
            "its ancestor a/b is at most open-weights",
            "training code",
        ],
    }
    missing = render_report(report).partition("Missing for the next rung")[2]
    assert "terms without the limits named at the top" in missing
    assert "what the reasons at the top name" in missing
    assert "- training code" in missing


def test_the_only_license_is_not_named_at_every_condition():
    one = {"run": use("yes", "keep notices [a-1, section 4]"), "commercial": use("yes")}
    assert "(1) keep notices [section 4]" in uses_of(render_report(make_report(uses=one)))
    one["commercial"] = use("yes", "no army [b-1]")
    assert "(1) keep notices [a-1, section 4] (2) no army [b-1]" in uses_of(render_report(make_report(uses=one)))


def test_two_licenses_with_the_same_section_share_a_place():
    both = use("yes", "keep notices [a-1, section 4]", "keep notices [b-1, section 4]")
    text = uses_of(render_report(make_report(uses={"run": both, "commercial": use("yes")})))
    assert "(1) keep notices [a-1 and b-1, section 4]" in text


def test_a_figure_that_settles_a_condition_does_not_make_it_another():
    limit = "above 5 users: permission needed [a-1, section 2]"
    text = uses_of(render_report(make_report(uses={
        "run": use("yes", limit), "commercial": use("conditional", f"{limit}: state monthly_active_users in a profile"),
        "assign": use("yes"),
    })))  # fmt: skip
    assert "(2)" not in text
    assert "run it (1)" in text
    assert "[section 2]: state monthly_active_users in a profile" in text


def test_what_is_true_of_one_use_is_not_said_of_another():
    text = uses_of(render_report(make_report(uses={
        "run": use("yes", f"{LIST} [a-1]"), "military": use("no", f"{LIST} [a-1]: the list names it"),
    })))  # fmt: skip
    assert f"(1) as in (2): the list names it (2) {LIST}" in text
    assert "run it (2)" in text


def test_a_no_that_no_term_says_is_not_called_a_term():
    report = make_report(uses={"run": use("no", "the weights cannot be had"), "assign": use("no", "never [a-1]")})
    text = render_report(report)
    assert "x not possible: run it (1)" in text
    assert "x not permitted by the terms read: transfer the license (2)" in text
    of_members = make_report(uses={"run": use("no", "so for every member"), "assign": use("yes")})
    of_members["facets"]["set"] = ["a", "b"]
    assert "x no for every member: run it (1)" in render_report(of_members)
    of_members["uses"]["commercial"] = use("yes", "so for every member")
    assert "permitted by the terms read\n" in render_report(of_members)


def test_a_permission_with_duties_says_that_there_are_some():
    text = render_report(make_report(uses={"commercial": use("yes", "pass the limits on [a-1]")}))
    assert "use it commercially: permitted by the terms read; to observe:\n    - pass the limits on\n" in text
    assert "to observe" not in render_report(make_report(uses={"commercial": use("yes")}))


def test_words_on_which_two_clauses_rest_are_printed_once():
    words = evidence("no output may train a model")
    found = [finding(c, "restriction", e) for c, e in (("no-train-other-models", "e1"), ("output-restricted", "e2"))]
    report = make_report(findings=found, evidence={"e1": words, "e2": dict(words)})
    report["spectrum"]["evidence"] = []
    text = render_report(report)
    assert text.count("no output may train a model") == 1
    assert "- No training of other models; limits on outputs [2]" in text


def test_what_a_second_license_repeats_is_only_named():
    record = evidence("an army may not use it", kind="record-clause", basis="record")
    found = [
        finding("military-prohibition", "restriction", "e1", license=name, basis="record") for name in ("a-1", "b-1")
    ]
    report = make_report(findings=found, evidence={"e1": record}, licenses=[license_entry("a-1"), license_entry("b-1")])
    text = render_report(report)
    assert text.count("what military-prohibition means") == 1
    assert "as in A-1: no military use [2]" in text


def test_conflicts_are_announced_before_the_decision_the_hard_ones_first():
    conflicts = [
        {"kind": kind, "strength": strength, "explanation": f"{kind}!", "remedy": "", "evidence": []}
        for kind, strength in (("multi-license", "soft"), ("dead-license-link", "soft"), ("relabelled-base", "hard"))
    ]
    text = render_report(make_report(conflicts=conflicts))
    assert "! Conflicts: relabelled base (hard), dead license link (soft)\nDecision: " in text
    assert text.index("relabelled-base!") < text.index("dead-license-link!")
    assert "! Conflicts" not in render_report(make_report(conflicts=conflicts[:1]))  # a license for each part


def test_doubt_about_the_subject_stands_under_its_name():
    gaps = [{"what": "acme/rocket", "why": "no record has this very name"}]
    assert render_report(make_report(gaps=gaps)).splitlines()[2] == "! no record has this very name"


def test_conditions_that_find_no_room_are_counted_with_their_place():
    report = make_report(uses={"commercial": use("conditional", *(f"no use {n} [a-1]" for n in range(7)))})
    assert "    … and 2 more, see May I …?\n" in render_report(report)
    assert "    … and 2 more, see --verbose\n" in render_report(report, brief=True)


def test_a_brief_report_says_what_is_decided_and_due_and_how_to_see_the_rest():
    text = render_report(make_report(), brief=True)
    for said in (
        "RESTRICTED WEIGHTS",
        "use it commercially: ",
        "Decision: ",
        "Licenses",
        "What you must do",
        "--verbose",
    ):
        assert said in text
    for left_out in ("May I …?", "What the terms say", "Rubrics", "Not known"):
        assert left_out not in text


def test_rubrics_made_for_models_are_not_shown_for_data():
    report = make_report()
    report["subject"]["kind"] = "dataset"
    assert "osaid-1.0" not in render_report(report)


@pytest.mark.parametrize("width", [40, 50, 56])
def test_a_narrow_terminal_gets_words_instead_of_the_ladder(width):
    report = make_report()
    report["spectrum"]["at_most"] = "open-science"
    text = render_report(report, width=width)
    assert "[#]" not in text
    assert "at most, not excluded: open science" in text
    assert max(map(len, text.splitlines())) <= width


def test_what_the_level_means_is_not_repeated_in_the_decision():
    report = make_report()
    report["decision"]["reasons"] = [
        "restricted-weights: weights with limits; the policy allows open-weights and above"
    ]
    text = render_report(report, width=200)
    assert (
        "Decision: needs review by policy default: restricted-weights: the policy allows open-weights and above" in text
    )


def test_brackets_in_a_name_are_no_place():
    mine = "outputs may not train a model that competes with FLUX.1 [dev]"
    text = render_report(make_report(uses={"commercial": use("no", f"{mine} [a-1, section 2]"), "run": use("yes")}))
    assert f"    - {mine}\n" in text
    assert f"(1) {mine} [section 2]" in uses_of(text)


def test_what_is_granted_by_each_license_of_a_family_is_said_once():
    family = "Acme, whichever is meant: A 1.0 grants commercial use; A 2.0 grants commercial use"
    assert reason(family) == "Acme, whichever is meant: each of the 2 grants commercial use"
    differ = family.replace("A 2.0 grants commercial use", "A 2.0 grants use of the weights")
    assert reason(differ) == differ


def test_a_license_that_stands_for_a_family_is_named_once():
    found = [
        finding(clause, "restriction", "e3", basis="record", summary=f"no {clause} (Acme Terms (2025))")
        for clause in ("military-prohibition", "no-modification")
    ]
    text = render_report(make_report(findings=found))
    assert text.count("Acme Terms (2025)") == 1
    assert "Llama-3.1, taken from Acme Terms (2025) (our summaries, not quoted)" in text
