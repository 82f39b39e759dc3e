"""Pairs whose answer is known; each through the whole pipeline, from a card on the fake Hub."""

import json

import pytest

from openness.errors import UsageError
from openness.kb.load import KnowledgeBase
from openness.policy.combine import combine
from openness.policy.compatibility import load_compatibility
from openness.policy.vocabulary import names
from tests.building import finding, license_entry, make_report

KB = KnowledgeBase.load()


def part(name, license_id, *, kind="model", component="weights"):
    """A report whose findings are those of a license record, as the pipeline would give them."""
    record = KB.license(license_id)
    findings = []
    for clause in record.clauses:
        found = finding(clause.clause, KB.clause(clause.clause).polarity, "e3", license=license_id)
        findings.append(
            {
                **found,
                "params": dict(clause.params),
                "summary": clause.summary,
                "applies_to": component,
                "section": clause.section,
            }
        )
    commercial = {"answer": record.commercial, "conditions": [], "because": []}
    duties = [
        {"id": o.id, "summary": o.summary, "when": o.when, "notice": o.notice, "license": license_id, "evidence": []}
        for o in record.obligations
    ]
    report = make_report(
        name=name,
        findings=findings,
        licenses=[license_entry(license_id, spdx=record.spdx, applies_to=component)],
        uses={"commercial": commercial},
        obligations=duties,
    )
    report["subject"]["kind"] = kind
    return report


def clashes(first, second, **options):
    result = combine([part("a/one", first), part("b/two", second, **options)], KB)
    return {(tuple(sorted(c.terms)), c.strength) for c in result.clashes}


def strengths(first, second, **options):
    return {strength for _, strength in clashes(first, second, **options)}


@pytest.mark.parametrize(
    ("first", "second", "strength"),
    [
        ("gpl-3.0", "bigscience-openrail-m", {"hard"}),  # copyleft against use restrictions
        ("agpl-3.0", "cc-by-nc-4.0", {"hard"}),
        ("cc-by-sa-4.0", "llama-3.1", {"hard"}),
        ("cc-by-sa-3.0", "gpl-3.0", {"hard"}),  # two copylefts, no way between them
        ("gpl-2.0", "gpl-3.0", {"hard"}),
        ("cc-by-sa-4.0", "gpl-3.0", {"soft"}),  # one way: the whole under GPL-3.0
        ("cc-by-sa-4.0", "gpl-3.0-or-later", {"soft"}),
        ("cc-by-sa-3.0", "cc-by-sa-4.0", {"soft"}),
        ("cc-by-nc-sa-2.0", "cc-by-nc-sa-3.0", {"soft"}),
        ("lgpl-2.1", "gpl-2.0-or-later", {"soft"}),
        ("eupl-1.1", "eupl-1.2", {"soft"}),
        ("lgpl-3.0", "gpl-3.0", {"soft"}),
        ("gpl-3.0", "gpl-3.0", set()),
        ("gpl-3.0", "apache-2.0", set()),
        ("cc-by-nc-sa-4.0", "cc-by-nc-4.0", set()),  # the copyleft has the restriction itself
        ("cc-by-nc-sa-4.0", "cc-by-sa-4.0", {"hard"}),
        ("cc-by-nc-4.0", "apache-2.0", set()),
        ("apache-2.0", "mit", set()),
        ("llama-3.1", "llama-3.1", set()),
        ("llama-3.1", "apache-2.0", set()),
        ("cc-by-nd-4.0", "mit", {"hard"}),
    ],
)
def test_pairs(first, second, strength):
    assert strengths(first, second) == strength
    assert strengths(second, first) == strength


def test_two_prefixes_cannot_both_begin_a_name():
    found = clashes("llama-3.1", "exaone-4.0-nc")
    assert (("naming-prefix", "naming-prefix"), "hard") in found
    result = combine([part("a/one", "llama-3.1"), part("b/two", "exaone-4.0-nc")], KB)
    clash = next(c for c in result.clashes if c.terms == ("naming-prefix", "naming-prefix"))
    assert "“Llama” and with “EXAONE”" in clash.explanation
    assert all(clash.words)


def test_a_word_anywhere_can_be_carried_beside_a_prefix():
    assert (("naming-prefix", "naming-prefix"), "soft") in clashes("llama-3.1", "plamo-community")


def test_a_prefix_that_begins_with_the_other_meets_both():
    assert not any(terms == ("naming-prefix", "naming-prefix") for terms, _ in clashes("llama-3", "llama-3.1"))


def test_two_ai_licenses_that_claim_derivatives_need_care():
    assert (("flux1-dev-nc", "llama-3.1"), "soft") in clashes("llama-3.1", "flux1-dev-nc")


def test_copyleft_data_beside_a_model_is_not_settled():
    assert strengths("llama-3.1", "cc-by-sa-4.0", kind="dataset", component="data") == {"soft"}


def test_nothing_is_joined_with_a_service():
    assert strengths("gpl-3.0", "llama-3.1", kind="service") == set()


def test_the_strictest_answer_and_who_decides_it():
    result = combine([part("a/nc", "cc-by-nc-4.0"), part("b/free", "apache-2.0")], KB)
    assert result.uses["commercial"] == ("no", ("a/nc",))
    assert not result.clashes


def test_an_answer_that_one_part_lacks_is_unknown():
    free = part("b/free", "apache-2.0")
    free["uses"] = {}
    assert combine([part("a/x", "mit"), free], KB).uses["commercial"] == ("unknown", ("b/free",))


def test_a_data_set_does_not_lower_the_level_of_the_models():
    data = part("d/words", "cc-by-4.0", kind="dataset", component="data")
    data["spectrum"]["level"] = "unknown"
    assert combine([part("a/x", "mit"), data], KB).level == "restricted-weights"


def test_duties_are_there_once():
    result = combine([part("a/one", "llama-3.1"), part("b/two", "llama-3.1")], KB)
    keys = [(summary, words) for _, summary, words in result.duties]
    assert len(keys) == len(set(keys))
    assert result.duties[0][0] == ("a/one", "b/two")


def code(name, spdx):
    return make_report(name=name, findings=[], licenses=[license_entry(spdx.lower(), spdx=spdx, applies_to="code")])


@pytest.mark.parametrize(
    ("first", "second", "strength"),
    [
        ("GPL-2.0-only", "Apache-2.0", {"hard"}),
        ("GPL-3.0-only", "Apache-2.0", set()),
        ("AGPL-3.0-only", "GPL-3.0-only", {"soft"}),
        ("MIT", "GPL-3.0-or-later", set()),
        ("MIT", "No-Such-License", set()),
    ],
)
def test_code_by_the_osadl_matrix(first, second, strength):
    assert {c.strength for c in combine([code("a/x", first), code("b/y", second)], KB).clashes} == strength


def test_one_part_is_no_combination():
    with pytest.raises(UsageError):
        combine([part("a/one", "mit")], KB)


def test_the_file_of_compatibilities_names_what_exists():
    rules = load_compatibility()
    assert set(rules.restrictions) <= names("clauses")
    assert {way.source for way in rules.ways} | {way.target for way in rules.ways} <= names("licenses")
    assert all(way.url.startswith("https://") and way.because for way in rules.ways)


def test_the_command_says_it_and_asks_for_review(openness, hub):
    from tests.cli.test_story import WEIGHTS, card

    hub.add("tuner/free", {"README.md": card(license="gpl-3.0"), **WEIGHTS})
    hub.add("tuner/rail", {"README.md": card(license="bigscience-openrail-m"), **WEIGHTS})
    answer = openness("check", "tuner/free", "tuner/rail", "--combine")
    assert answer.code == 10
    assert "cannot be met together" in " ".join(answer.out.split())
    assert "Side by side in a product, each part keeps its own terms." in answer.out
    document = json.loads(openness("check", "tuner/free", "tuner/rail", "--combine", "--format", "json").out)
    assert document["combination"]["hard"] is True
    assert openness("check", "tuner/free", "tuner/rail", "--combine", "--fail-on", "deny").code == 0
    assert openness("check", "tuner/free", "--combine").code == 2
    assert openness("check", "tuner/free", "tuner/rail", "--combine", "--format", "csv").code == 2


def test_a_service_is_not_asked_what_needs_weights():
    service = part("s/api", "mit", kind="service")
    service["uses"] = {name: {"answer": "no", "conditions": [], "because": []} for name in ("run", "commercial")}
    model = part("a/x", "mit")
    model["uses"] = {name: {"answer": "yes", "conditions": [], "because": []} for name in ("run", "commercial")}
    uses = combine([model, service], KB).uses
    assert uses["run"] == ("yes", ("a/x",))
    assert uses["commercial"] == ("no", ("s/api",))
