import pytest

from openness.cli.explain import page
from openness.errors import UsageError
from openness.render.explain import rule_lines, wrapped
from tests.evaluate.building import knowledge


@pytest.fixture(scope="module")
def kb():
    return knowledge()


@pytest.mark.parametrize("rubric", list(knowledge().by_id.values()), ids=lambda r: r.id)
def test_every_rubric_criterion_level_and_use_has_a_page(rubric, kb):
    assert rubric.summary.split()[0] in page(rubric.id, kb)
    for criterion in rubric.criteria:
        text = page(f"{rubric.id}/{criterion.id}", kb)
        for part in (criterion.question, criterion.source, criterion.why, criterion.remedy):
            assert part in text
        assert list(rule_lines(criterion.rule))
    for rung in rubric.rungs:
        assert rung.definition in page(f"{rubric.id}/{rung.id}", kb)
    for use in rubric.uses:
        assert use.question in page(f"{rubric.id}/{use.id}", kb)


def test_levels_and_uses_have_short_names(kb):
    assert "limit who, where" in page("restricted-weights", kb)
    assert "non-commercial" in page("commercial", kb)
    assert "Not found is never" in page("unknown", kb)
    assert "domain" in page("sensitive:medical", kb)


def test_what_nobody_knows_suggests_near_names(kb):
    with pytest.raises(UsageError) as caught:
        page("osaid-1.0/data-informaton", kb)
    assert "osaid-1.0/data-information" in caught.value.hint


def test_pages_fit_a_terminal(kb):
    assert all(len(line) <= 80 for line in wrapped(page("osaid-1.0/freedom-use", kb)).splitlines())


def test_no_page_shows_an_unfilled_argument(kb):
    for rubric in knowledge().by_id.values():
        for criterion in rubric.criteria:
            for line in rule_lines(criterion.rule):
                assert "{" not in line
                assert "none" not in line.replace("hold none of", "").replace("none,", "")
