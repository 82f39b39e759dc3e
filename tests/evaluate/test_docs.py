from tests.evaluate.building import knowledge
from tools.rubric_docs import TARGET, build


def test_the_rubric_page_is_fresh():
    assert TARGET.read_text(encoding="utf-8") == build(), "run `python -m tools.rubric_docs`"


def test_every_rubric_is_documented():
    text = TARGET.read_text(encoding="utf-8")
    for rubric in knowledge().by_id.values():
        for criterion in rubric.criteria:
            assert f"({rubric.id}/{criterion.id})" in text
        for use in rubric.uses:
            assert f"({use.id})" in text
