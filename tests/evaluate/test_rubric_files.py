"""The rubric files themselves: every id known, every criterion complete, every clause's `breaks` mirrored."""

import pytest
import yaml

from openness.errors import KnowledgeError
from openness.kb.rubrics import load_rubrics, rubric_files
from openness.model.kinds import KINDS
from tests.evaluate.building import knowledge

VALID = {
    "id": "sample",
    "version": "1",
    "title": "Sample",
    "publisher": "us",
    "url": "https://example.org",
    "as_of": "2026-11-24",
    "seen": "all of it, in full",
    "kind": "binary",
    "summary": "a rubric to break in tests",
    "outcome": {"criterion": {"id": "one"}},
    "criteria": [
        {
            "id": "one",
            "title": "One",
            "question": "Is there one of them?",
            "rule": {"all": ["weights-available", {"evidence": {"kind": "data"}}]},
            "source": "paragraph 1",
            "why": "because it is asked",
            "remedy": "one of them",
        }
    ],
}


def load(tmp_path, data):
    (tmp_path / "sample.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    return load_rubrics(tmp_path, clauses=frozenset(knowledge().vocabulary), kinds=frozenset(KINDS))


def broken(**criterion):
    return {**VALID, "criteria": [{**VALID["criteria"][0], **criterion}]}


def test_a_valid_file_loads(tmp_path):
    assert load(tmp_path, VALID)["sample"].criterion("one").rule.op == "all"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (broken(rule={"all": ["weights-avaliable"]}), "criteria.0.one.rule.all.0: no predicate 'weights-avaliable'"),
        (broken(rule={"evidence": {"kind": "training-cod"}}), "no evidence kind 'training-cod'"),
        (broken(rule={"evidence": {}}), "argument 'kind' is missing"),
        (broken(rule={"evidence": {"kind": "data", "colour": "red"}}), "no argument 'colour'"),
        (
            broken(rule={"no-clause": {"component": "weights", "clauses": ["non-comercial"]}}),
            "no clause 'non-comercial'",
        ),
        (broken(rule={"terms-reach": {"level": "open", "component": "weights"}}), "level 'open' is not one of"),
        (broken(rule={"criterion": {"id": "two"}}), "'two' is no criterion above this one"),
        (broken(rule={"license-open": {"component": "weights", "lists": ["fsfe"]}}), "no list 'fsfe'"),
        (broken(rule=["weights-available"]), "a rule is one of"),
        (broken(id="One"), "lower-case"),
        (broken(colour="red"), "criteria.0.colour"),
        ({**VALID, "outcome": None}, "says which rule decides"),
        ({**VALID, "id": "other"}, "not the name of the file"),
        ({**VALID, "rungs": [{"id": 1, "title": "t", "definition": "d", "requires": ["x"]}]}, "no criterion 'x'"),
        ({**VALID, "wording": {"non-comercial": ["x"]}}, "no clause 'non-comercial'"),
    ],
)
def test_what_nobody_knows_fails_with_file_and_field(tmp_path, data, words):
    with pytest.raises(KnowledgeError) as caught:
        load(tmp_path, data)
    assert "sample.yaml" in caught.value.message
    assert words in caught.value.message


def test_frameworks_are_all_there():
    assert set(knowledge().by_id) == {
        "spectrum",
        "osd",
        "osaid-1.0",
        "mof-1.0",
        "osai-index",
        "eu-ai-act-art53",
        "openness-2023",
        "uses",
    }
    assert len(rubric_files()) == 8


def test_sizes_are_those_of_the_frameworks():
    by_id = knowledge().by_id
    assert len(by_id["mof-1.0"].criteria) == 17
    assert sum(len(r.requires) for r in by_id["mof-1.0"].rungs) == 14
    assert len(by_id["osai-index"].criteria) == 12
    assert len(by_id["openness-2023"].criteria) == 14
    assert len(by_id["osd"].criteria) == 11  # ten, and that there is a license at all


def clauses_of(rubric_id, criterion_id):
    found = set()
    for node in knowledge().rubric(rubric_id).criterion(criterion_id).rule.walk():
        found |= set(node.args.get("clauses") or ()) | set(node.args.get("excused") or ())
    return found


OSD = {
    "1": "free-redistribution",
    "3": "derived-works",
    "4": "integrity",
    "5": "no-discrimination-persons",
    "6": "no-discrimination-fields",
    "7": "distribution-of-license",
    "8": "not-specific-to-product",
    "9": "no-restriction-on-other-software",
    "10": "technology-neutral",
}


@pytest.mark.parametrize("clause", list(knowledge().clauses()), ids=lambda c: c.id)
def test_every_clause_breaks_what_the_vocabulary_says(clause):
    for paragraph in clause.breaks.osd:
        assert clause.id in clauses_of("osd", OSD[paragraph]), f"osd {paragraph}"
    for freedom in clause.breaks.osaid:
        assert clause.id in clauses_of("osaid-1.0", f"freedom-{freedom}"), f"osaid {freedom}"
    act = set().union(
        *(
            clauses_of("eu-ai-act-art53", c)
            for c in ("access", "use", "modification", "distribution", "disqualifying-terms")
        )
    )
    if clause.breaks.eu_ai_act:
        assert clause.id in act, "eu-ai-act-art53"


def test_every_capping_clause_is_answered_by_some_use():
    answered = {c for use in knowledge().rubric("uses").uses for c in use.clauses}
    capping = {c.id for c in knowledge().clauses() if c.caps_at}
    assert capping <= answered


def test_every_clause_of_a_use_has_words():
    rubric = knowledge().rubric("uses")
    named = {c for use in rubric.uses for c in (*use.clauses, *use.relieved_by)}
    assert named <= set(rubric.wording)
