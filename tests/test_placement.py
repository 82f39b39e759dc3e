"""Where known systems stand, and the interval that is left when something was not found out."""

from dataclasses import replace

import pytest

from openness.evaluate.engine import evaluate_all
from openness.model import (
    Basis,
    ClauseFinding,
    Component,
    Conflict,
    DatasetLink,
    Deviation,
    Kind,
    Level,
    LicenseMatch,
)
from openness.placement import place, span
from tests.evaluate.building import COMPLETE, base, evidence, facts, knowledge, match


def placed(subject):
    return place(subject, evaluate_all(subject, knowledge(), knowledge().rubrics()), knowledge())


def level(*licenses, **more):
    found = placed(facts(*licenses, **more))
    return found.level.value, found.at_most.value


NO_SCIENCE = ("weights", "training-code-none", "data-none")


@pytest.mark.parametrize(
    ("name", "license_id", "kinds", "expected"),
    [
        ("Llama 3.1", "llama-3.1", ("weights",), "restricted-weights"),
        ("Gemma", "gemma", ("weights",), "restricted-weights"),
        ("DeepSeek-R1", "mit", NO_SCIENCE, "open-weights"),
        ("Qwen2.5", "apache-2.0", NO_SCIENCE, "open-weights"),
        ("Mixtral", "apache-2.0", NO_SCIENCE, "open-weights"),
        ("GPT-2", "modified-mit", NO_SCIENCE, None),
        ("Command R", "cc-by-nc-4.0", ("weights",), "research-weights"),
        ("FLUX.1 dev", "flux1-dev-nc", ("weights",), "research-weights"),
        ("Stable Diffusion", "creativeml-openrail-m", ("weights",), "restricted-weights"),
        ("Kimi K2", "kimi-k2", ("weights",), "restricted-weights"),
        ("a CC-BY model", "cc-by-4.0", ("weights",), "open-weights"),
    ],
)
def test_known_systems(name, license_id, kinds, expected):
    found = placed(facts(license_id, kinds=kinds))
    if expected is not None:
        assert found.level == expected
    assert found.level.rank <= found.at_most.rank


@pytest.mark.parametrize("name", ["Pythia", "OLMo", "Amber"])
def test_complete_releases_reach_open_source_ai(name):
    least, most = level("apache-2.0", kinds=("weights", *COMPLETE))
    assert least == "open-source-ai"
    assert most == "open-science"


def test_open_data_reaches_open_science():
    data = match("apache-2.0", 950, applies_to=Component.DATA)
    assert level("apache-2.0", data, kinds=("weights", *COMPLETE)) == ("open-science", "open-science")


def test_data_that_exists_under_closed_terms_stops_below_open_science():
    link = DatasetLink(id="org/data", basis="declared", licenses=("cc-by-nc-4.0",), state="exists", evidence=("e1",))
    assert level("apache-2.0", kinds=("weights", *COMPLETE), datasets=(link,)) == ("open-source-ai", "open-source-ai")


class TestClosed:
    def test_needs_positive_evidence(self):
        assert level(kinds=("hosted-api", "weights-none")) == ("closed", "closed")
        assert level(kinds=("hosted-api",), kind=Kind.SERVICE) == ("closed", "closed")
        assert level(kinds=()) == ("unknown", "unlicensed-weights")

    def test_not_reachable_is_not_closed(self):
        assert level("mit", kinds=())[0] == "unknown"

    def test_weights_at_hand_outrank_a_statement(self):
        assert level("mit", kinds=("weights", "weights-none"))[0] == "open-weights"


class TestUnlicensedAndUnread:
    def test_no_grant_found(self):
        found = placed(facts())
        assert found.level is Level.UNLICENSED_WEIGHTS
        assert found.at_most is Level.UNLICENSED_WEIGHTS
        assert any("license for the weights" in m for m in found.missing_for_next)

    def test_no_grant_found_in_half_a_tree_excludes_nothing(self):
        assert level(files_complete=False) == ("unlicensed-weights", "open-science")

    def test_a_registry_that_is_silent_proves_nothing(self):
        assert level(source="registry")[0] == "unknown"

    def test_named_and_unread_terms_are_unknown(self):
        named = LicenseMatch(
            id="LicenseRef-acme",
            name="Acme",
            spdx=None,
            applies_to=Component.WEIGHTS,
            basis=Basis.DECLARED,
            from_="license_name",
            known=False,
        )
        least, most = level(named)
        assert (least, most) == ("unknown", "open-science")

    def test_an_unknown_text_that_was_read_is_judged_by_its_clauses(self):
        text = match("LicenseRef-acme", 905, basis=Basis.TEXT)
        clause = ClauseFinding(
            clause="non-commercial",
            polarity="restriction",
            applies_to=Component.WEIGHTS,
            license="LicenseRef-acme",
            basis=Basis.TEXT,
            evidence=("e905",),
        )
        assert level(text, findings=(clause,)) == ("research-weights", "research-weights")

    def test_an_unknown_text_without_a_known_limit_proves_no_rung(self):
        text = match("LicenseRef-acme", 905, basis=Basis.TEXT)
        clause = ClauseFinding(
            clause="governing-law",
            polarity="condition",
            applies_to=Component.WEIGHTS,
            license="LicenseRef-acme",
            basis=Basis.TEXT,
            evidence=("e905",),
        )
        assert level(text, findings=(clause,))[0] == "unknown"

    def test_a_known_text_with_harmless_additions_is_contested_and_not_refused(self):
        added = Deviation(kind="added", path="LICENSE", start=10, end=90)
        changed = match("LicenseRef-modified-MIT", 905, basis=Basis.TEXT, deviations=(added,))
        assert level(changed)[0] == "open-weights"
        lacking = replace(changed, deviations=(Deviation(kind="removed", path="LICENSE", start=10, end=10),))
        assert level(lacking)[0] == "unknown"

    def test_a_base_known_by_license_does_not_license_the_derivative(self):
        inherited = match("mit", 901, basis=Basis.INHERITED, from_="org/base")
        assert level(inherited, bases=(base("org/base", level="open-weights"),))[0] == "unlicensed-weights"

    def test_other_without_a_name_keeps_the_terms_of_the_base(self):
        other = LicenseMatch(
            id="unknown",
            name="other",
            spdx=None,
            applies_to=Component.WEIGHTS,
            basis=Basis.DECLARED,
            from_="license",
            known=False,
        )
        inherited = match("llama-2", 901, basis=Basis.INHERITED, from_="meta-llama/Llama-2-7b-hf")
        llama = (base("meta-llama/Llama-2-7b-hf", level="restricted-weights"),)
        assert level(other, inherited, bases=llama)[0] == "restricted-weights"
        assert level(other)[0] == "unknown"

    def test_licensed_like_its_base_is_a_license(self):
        inherited = match("llama-1", 901, basis=Basis.INHERITED, from_="llama-7b")
        kinds = ("weights", "license-inherited")
        assert level(inherited, kinds=kinds, bases=(base("llama-7b", level="research-weights"),))[0] == (
            "research-weights"
        )


class TestExpressions:
    def test_or_is_the_recipients_choice(self):
        assert level(match("cc-by-nc-4.0", 901, choice="x"), match("mit", 902, choice="x"))[0] == "open-weights"

    def test_and_is_all(self):
        assert level("cc-by-nc-4.0", "mit") == ("research-weights", "research-weights")

    def test_several_texts_add_up_strictly_and_are_alternatives_leniently(self):
        texts = [match(name, 900 + n, basis=Basis.TEXT) for n, name in enumerate(("llama-3.1", "flux1-dev-nc"))]
        assert level(*texts) == ("research-weights", "restricted-weights")

    def test_a_bare_list_is_read_strictly_and_its_bound_leniently(self):
        pair = [match(i, 901 + n, unclear_list=True) for n, i in enumerate(("llama-3.1", "mit"))]
        assert level(*pair) == ("restricted-weights", "open-science")

    def test_a_code_license_does_not_answer_for_the_weights(self):
        assert level(match("mit", 901, applies_to=Component.CODE))[0] == "unlicensed-weights"
        weights = match("llama-3.1", 902)
        assert level(match("mit", 901, applies_to=Component.CODE), weights)[0] == "restricted-weights"

    def test_a_changed_text_is_not_the_approved_one(self):
        added = Deviation(kind="added", path="LICENSE", start=10, end=90)
        changed = match("apache-2.0", 901, basis=Basis.TEXT, deviations=(added,))
        clause = ClauseFinding(
            clause="non-commercial",
            polarity="restriction",
            applies_to=Component.WEIGHTS,
            license="apache-2.0",
            basis=Basis.TEXT,
            evidence=("e901",),
        )
        assert level(changed, findings=(clause,))[0] == "research-weights"

    def test_a_family_is_an_interval(self):
        family = match("openrail", 901, family=True, candidates=("creativeml-openrail-m", "bigscience-bloom-rail-1.0"))
        assert level(family)[0] == "restricted-weights"
        mixed = match("cc", 902, family=True, candidates=("cc-by-4.0", "cc-by-nc-4.0"))
        assert level(mixed) == ("research-weights", "open-science")


class TestConflicts:
    CONFLICT = Conflict(kind="file-vs-metadata", strength="hard", explanation="", remedy="", evidence=("e901", "e902"))

    def test_strict_below_lenient_above(self):
        tag, file = match("apache-2.0", 901), match("cc-by-nc-4.0", 902, basis=Basis.TEXT)
        assert level(tag, file, conflicts=(self.CONFLICT,)) == ("research-weights", "open-science")

    def prose(self, strength):
        finding = ClauseFinding(
            clause="non-commercial",
            polarity="restriction",
            applies_to=Component.WEIGHTS,
            license=None,
            basis=Basis.PROSE,
            evidence=("e990",),
        )
        conflict = Conflict(
            kind="prose-vs-metadata", strength=strength, explanation="", remedy="", evidence=("e901", "e990")
        )
        subject = facts(match("apache-2.0", 901), findings=(finding,), conflicts=(conflict,))
        found = placed(replace(subject, evidence=(*subject.evidence, evidence(990, "terms-prose"))))
        return found.level.value, found.at_most.value

    def test_hard_prose_counts(self):
        assert self.prose("hard") == ("research-weights", "open-science")

    def test_soft_prose_is_a_warning(self):
        assert self.prose("soft") == ("open-weights", "open-science")


class TestAncestors:
    def child(self, parent, license_id="apache-2.0", kinds=("weights", *COMPLETE), **link):
        bases = (base("org/base", **link),)
        return facts(license_id, kinds=kinds, bases=bases, ancestors={"org/base": parent} if parent else {})

    def test_the_weakest_ancestor_decides_and_is_named(self):
        found = placed(self.child(facts("llama-3.1", name="org/base")))
        assert found.level is Level.RESTRICTED_WEIGHTS
        assert found.own_level is Level.OPEN_SOURCE_AI
        assert found.at_most is Level.RESTRICTED_WEIGHTS
        assert any("org/base" in r for r in found.reasons)

    def test_grandparents_count(self):
        parent = facts(
            "apache-2.0",
            name="org/base",
            bases=(base("org/root"),),
            ancestors={"org/root": facts("cc-by-nc-4.0", name="org/root")},
        )
        assert placed(self.child(parent)).level is Level.RESEARCH_WEIGHTS

    def test_a_circle_ends(self):
        parent = facts("apache-2.0", name="org/base", bases=(base("org/model"),))
        assert placed(self.child(parent)).level.rank >= Level.OPEN_WEIGHTS.rank

    def test_an_unread_ancestor_keeps_it_out_of_open_source_ai(self):
        found = placed(self.child(None))
        assert found.level is Level.OPEN_WEIGHTS
        assert found.at_most is Level.OPEN_SCIENCE
        assert any("org/base" in m for m in found.missing_for_next)

    def test_terms_of_an_ancestor_that_are_named_and_unread_leave_nothing_proven(self):
        named = LicenseMatch(
            id="LicenseRef-acme",
            name="Acme",
            spdx=None,
            applies_to=Component.WEIGHTS,
            basis=Basis.DECLARED,
            from_="license_name",
            known=False,
        )
        found = placed(self.child(facts(named, name="org/base")))
        assert found.level is Level.UNKNOWN
        assert found.own_level is Level.OPEN_SOURCE_AI

    def test_a_restricted_ancestor_binds_even_where_its_weights_were_not_seen(self):
        found = placed(self.child(facts("cc-by-nc-4.0", name="org/base", kinds=(), source="registry")))
        assert found.level is Level.RESEARCH_WEIGHTS
        assert found.at_most is Level.RESEARCH_WEIGHTS

    def test_outputs_bind_only_where_the_license_says_so(self):
        taught = {"relation": "distilled", "weights": False}
        assert placed(self.child(facts("llama-3.1", name="org/base"), **taught)).level is Level.OPEN_SOURCE_AI
        gemma = facts("gemma-terms-2024", name="org/base")
        bound = self.child(gemma, licenses=("gemma-terms-2024",), **taught)
        assert placed(bound).level is Level.RESTRICTED_WEIGHTS

    def test_leaked_weights_are_unlicensed_and_not_closed(self):
        found = placed(self.child(facts(name="org/base", kinds=("weights-none",))))
        assert found.level is Level.UNLICENSED_WEIGHTS


def test_datasets_have_no_rung():
    found = placed(facts("apache-2.0", kind=Kind.DATASET))
    assert found.level is Level.UNKNOWN
    assert "no rung" in found.reasons[0]


def test_a_set_spans_its_members():
    members = [placed(facts("gemma-terms-2024")), placed(facts("apache-2.0", kinds=NO_SCIENCE))]
    assert (span(members).level, span(members).at_most) == (Level.RESTRICTED_WEIGHTS, Level.OPEN_WEIGHTS)
    assert span([]).level is Level.UNKNOWN


def test_every_level_has_reasons_and_evidence_or_a_gap():
    for license_id in knowledge().records:
        found = placed(facts(license_id))
        assert found.reasons
        assert found.level.rank <= found.at_most.rank
