"""The page without a browser: its links hold, its numbers agree, and it grows as it should."""

import re
from collections import Counter

import pytest

from openness.render.html import FULL_UP_TO, OPEN_UP_TO, render
from openness.render.phrases import languages
from openness.render.view import DENSE, FULL, at_line, prepared
from tests.building import evidence, finding, make_document, make_report
from tests.render.sample import audit, rocket


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("size", [0, 1, 7, OPEN_UP_TO + 1, FULL_UP_TO + 1])
def test_every_id_is_there_once_and_every_link_leads_somewhere(language: str, size: int):
    reports = audit()["reports"]
    text = render({**audit(), "reports": (reports * 10)[:size]}, language)
    ids = Counter(re.findall(r'\bid="([^"]+)"', text))
    assert not [name for name, count in ids.items() if count > 1]
    assert not set(re.findall(r'href="#([^"]+)"', text)) - set(ids)
    assert not set(re.findall(r'aria-labelledby="([^"]+)"', text)) - set(ids)


def test_a_page_admits_its_own_script_and_style_and_no_other():
    text = render(audit())
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy is not None
    assert "unsafe" not in policy[1]
    assert policy[1].count("sha256-") == 2
    assert not re.search(r'\sstyle="', text)


def test_a_passage_is_printed_once_and_named_elsewhere():
    report = make_report(
        findings=[finding("user-threshold", "condition", "e2"), finding("commercial-permission", "condition", "e2")],
        conflicts=[
            {"kind": "multi-license", "strength": "soft", "explanation": "x", "remedy": "", "evidence": ["e2", "e9"]}
        ],
    )
    text = render(make_document(report))
    assert text.count("<mark>greater than 700 million monthly active users</mark>") == 1
    assert text.count('href="#m1e2"') >= 2


def test_a_condition_is_said_once():
    report = make_report()
    report["uses"]["run"]["conditions"] = report["uses"]["commercial"]["conditions"]
    text = render(make_document(report))
    assert text.count("up to 700,000,000 monthly users") == 1
    assert text.count('href="#m1c1"') == 2


def test_the_picture_counts_what_is_proven_and_what_is_not_excluded():
    report = make_report("acme/maybe", "open-weights")
    report["spectrum"]["at_most"] = "open-science"
    text = render(make_document(report, make_report("acme/other")))
    column = re.search(r'data-set="level=open-science".*?</button>', text, re.S)
    assert column is not None
    assert ">0 <small>+1</small>" in column[0]


def test_one_subject_has_no_overview_and_a_hundred_are_closed():
    assert '<table class="overview">' not in render(make_document(rocket()))
    many = render(make_document(*[make_report(f"acme/m{i}") for i in range(FULL_UP_TO + 1)]))
    assert '<details class="s-uses"><summary>' in many
    assert "in the JSON report" in many


def test_a_large_report_says_less_of_each():
    long = make_report(evidence={"e2": evidence("word " * 400), "e3": evidence("x " * 300)}, findings=[], conflicts=[])
    from openness.render.phrases import phrases

    full, dense = (prepared(long, 1, phrases(), room) for room in (FULL, DENSE))
    assert len(dense["facts"][0]["quote"]) < len(full["facts"][0]["quote"]) < 500


def test_lines_are_named_where_the_place_knows_them():
    assert at_line("https://huggingface.co/a/b/blob/c/LICENSE", 7) == "https://huggingface.co/a/b/blob/c/LICENSE#L7"
    assert at_line("https://example.org/license", 7) == "https://example.org/license"
    assert at_line(None, 7) is None


def test_a_page_without_a_subject_says_what_could_not_be_read_and_offers_no_search():
    text = render({**audit(), "reports": []})
    assert 'href="#errors">Skip' in text
    assert "there is no such repository" in text
    for control in ('id="search"', 'class="chart"', 'id="subjects"'):
        assert control not in text


def test_a_data_set_is_not_called_unknown():
    section = render(audit()).partition("acme/corpus</h3>")[2].partition("<details")[0]
    assert ">data set</span>" in section
    assert "unknown" not in section
    assert 'class="ladder"' not in section
