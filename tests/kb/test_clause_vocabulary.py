"""The clause vocabulary: complete, explained, with examples of our own."""

import pytest
import yaml

from openness.errors import KnowledgeError
from openness.kb.locate import licenses_dir
from openness.kb.records import load_clause_types


@pytest.fixture(scope="module")
def types():
    return load_clause_types()


def test_all_types_are_there(types):
    assert len(types) == 56
    assert sum(kind.labelled for kind in types.values()) == 48


def test_every_type_has_distinct_examples(types):
    for kind in types.values():
        assert len(set(kind.positive)) >= 3, kind.id
        assert len(set(kind.negative)) >= 3, kind.id
        assert not set(kind.positive) & set(kind.negative), kind.id


def test_no_example_serves_two_types(types):
    seen: dict[str, str] = {}
    for kind in types.values():
        for text in kind.positive:
            assert text not in seen, (kind.id, seen.get(text))
            seen[text] = kind.id


def test_what_caps_the_level_breaks_a_criterion(types):
    harmless = [
        k.id for k in types.values() if k.caps_at and not (k.breaks.osd or k.breaks.osaid or k.breaks.eu_ai_act)
    ]
    assert harmless == []


def test_contested_types_lower_nothing_and_say_why(types):
    for kind in types.values():
        if kind.contested:
            assert kind.caps_at is None, kind.id
            assert kind.dispute, kind.id


def test_copyleft_never_lowers_the_level(types):
    assert types["copyleft"].caps_at is None


def test_a_wrong_vocabulary_is_refused_by_file_and_field(tmp_path):
    data = yaml.safe_load((licenses_dir() / "_clauses.yaml").read_text("utf-8"))
    data["clauses"][0]["polarity"] = "bad"
    (tmp_path / "_clauses.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"_clauses\.yaml: clauses\.0\.polarity: "):
        load_clause_types(tmp_path)


def test_an_id_occurs_once(tmp_path):
    data = yaml.safe_load((licenses_dir() / "_clauses.yaml").read_text("utf-8"))
    data["clauses"].append(data["clauses"][0])
    (tmp_path / "_clauses.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="occurs twice"):
        load_clause_types(tmp_path)
