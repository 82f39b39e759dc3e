"""The page of a license or clause."""

import pytest

from openness.kb.records import load_clause_types, load_records
from openness.render.license_page import clause_page, license_page


class Shelf:
    """The part of the knowledge base that pages need, straight from the YAML."""

    def __init__(self):
        self._records = load_records(validate=False)
        self._types = load_clause_types(validate=False)

    def license(self, record_id):
        return self._records.get(record_id)

    def licenses(self):
        return self._records.values()

    def clause(self, clause_id):
        return self._types.get(clause_id)


@pytest.fixture(scope="module")
def shelf():
    return Shelf()


def test_every_record_has_a_page(shelf):
    for record in shelf.licenses():
        page = license_page(record.id, shelf)
        assert page.startswith(f"# {record.name}\n")
        assert record.summary in page
        assert "## Sources" in page
        assert "None" not in page.replace("None on record", ""), record.id


def test_every_clause_has_a_page(shelf):
    for clause_id in load_clause_types(validate=False):
        page = clause_page(clause_id, shelf)
        assert page.startswith("# ")
        assert f"({clause_id})" in page


def test_the_page_of_llama_says_what_counts(shelf):
    page = license_page("llama-3.1", shelf)
    for part in (
        "Commercial use: conditional",
        "700,000,000 monthly active users",
        'exact words: "Built with Llama"',
        "Llama 3.1 Acceptable Use Policy",
        "https://llama.meta.com/llama3_1/use-policy",
        "at most restricted-weights",
        "Replaces `llama-3`",
        "[5.c]",
        "not legal advice",
    ):
        assert part in page


def test_a_duty_is_said_once(shelf):
    page = license_page("llama-3.1", shelf)
    assert page.count("Built with Llama") == 2  # in the summary, and as the exact words
    assert "Credit must be shown" not in page
    assert "### In all that you do" in page
    assert "Export and sanctions law" in page


def test_a_contested_duty_is_said_with_its_doubt(shelf):
    assert "Credit must be shown** [2]: The source note is wanted" in license_page("cpm-bee", shelf)


def test_rights_that_are_bound_to_a_purpose_say_so(shelf):
    page = license_page("cc-by-nc-4.0", shelf)
    assert "Changing it: allowed for those purposes." in page
    assert "Changing it: allowed." in license_page("cc-by-4.0", shelf)


def test_silence_is_told_from_an_end_on_conditions(shelf):
    assert "no other ground than those below" in license_page("llama-3.1", shelf)
    assert "Can it be withdrawn: the text is silent." in license_page("mit", shelf)
    creative = license_page("creativeml-openrail-m", shelf)
    assert "It is called irrevocable. The licensor may restrict use" in creative
    assert "no. Releasing the database under other terms" in license_page("odbl-1.0", shelf)


def test_the_policy_of_llama_3_2_brings_the_exclusion_of_the_eu(shelf):
    page = license_page("llama-3.2", shelf)
    assert "Places: People domiciled" in page
    assert "(Llama 3.2 Acceptable Use Policy)" in page


def test_a_free_license_lowers_nothing(shelf):
    assert "no clause lowers the level" in license_page("mit", shelf)


def test_a_family_lists_what_it_may_mean(shelf):
    page = license_page("cc", shelf)
    assert "## What the name may mean" in page
    assert "`cc-by-nc-4.0`" in page
    assert "at most research-weights because of non-commercial" in page


def test_what_was_not_read_is_said(shelf):
    page = license_page("yi-license", shelf)
    assert "The text was not at hand" in page
    assert "## Not certain" in page


def test_nothing_is_claimed_where_nothing_is_known(shelf):
    page = license_page("motif-license", shelf)
    assert "Nothing is known about the clauses." in page
    assert "At a glance" not in page


@pytest.mark.parametrize("render", [license_page, clause_page])
def test_an_unknown_id_is_an_error(shelf, render):
    with pytest.raises(KeyError):
        render("no-such-thing", shelf)
