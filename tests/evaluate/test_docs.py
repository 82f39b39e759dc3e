from tests.evaluate.building import knowledge
from tools.freeze_rubrics import hashes, published
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


def test_a_published_rubric_is_never_edited():
    now, before = hashes(), published()
    assert set(now) <= set(before), "run `python -m tools.freeze_rubrics`"
    changed = [name for name, digest in now.items() if before[name] != digest]
    assert not changed, f"{changed}: give the change a version of its own (tools/freeze_rubrics.py says how)"
