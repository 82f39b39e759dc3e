"""The license records: every file has the right shape, every reference resolves, no name means two licenses."""

import shutil
import sqlite3
from collections import defaultdict

import pytest
import yaml

from openness.errors import KnowledgeError
from openness.kb.fresh import ensure_fresh
from openness.kb.license_names import normalize_name
from openness.kb.load import KnowledgeBase
from openness.kb.locate import data_dir, licenses_dir
from openness.kb.records import load_clause_types, load_records, problems, record_from, terms_of


@pytest.fixture(scope="module")
def records():
    return load_records()


@pytest.fixture(scope="module")
def types():
    return load_clause_types()


def test_there_are_many(records):
    assert len(records) >= 260
    assert sum(record.reading == "text" for record in records.values()) >= 200


def test_records_agree_with_each_other_and_with_the_vocabulary(records, types):
    assert list(problems(records, types)) == []


def test_no_name_means_two_licenses(records):
    owners = defaultdict(set)
    for record in records.values():
        for name in (record.id, record.public_id, record.name, *record.hub_ids, *record.aliases):
            owners[normalize_name(name)].add(record.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize(
    ("record_id", "commercial"),
    [
        ("mit", "yes"),
        ("apache-2.0", "yes"),
        ("gpl-3.0", "yes"),
        ("cc-by-4.0", "yes"),
        ("cc-by-nc-4.0", "no"),
        ("creativeml-openrail-m", "yes"),
        ("gemma-terms-2025", "yes"),
        ("llama-1", "no"),
        ("llama-3.1", "conditional"),
        ("stability-community-2024", "conditional"),
        ("chatglm3-6b", "conditional"),
        ("qwen-research-license", "no"),
        ("gemma", "unknown"),
        ("other", "unknown"),
        ("motif-license", "unknown"),
    ],
)
def test_commercial_use_follows_from_the_clauses(records, record_id, commercial):
    assert records[record_id].commercial == commercial


@pytest.mark.parametrize("record_id", ["mit", "apache-2.0", "bsd-3-clause", "mpl-2.0", "cc-by-4.0"])
def test_free_licenses_have_no_clause_that_lowers_the_level(records, types, record_id):
    assert [c.clause for c in records[record_id].clauses if types[c.clause].caps_at] == []


def test_terms_include_the_policy_that_a_license_incorporates(records):
    terms = list(terms_of(records["llama-3.2"], records.get))
    assert ("llama-3.2-aup", "geo-exclusion") in {(holder.id, clause.clause) for holder, clause in terms}
    assert "geo-exclusion" not in records["llama-3.2"].clause_ids


def test_relations_point_both_ways(records):
    one_way = [
        (record.id, record.supersedes)
        for record in records.values()
        if record.supersedes and records[record.supersedes].superseded_by is None
    ]
    assert one_way == []


def test_no_license_replaces_itself_in_a_circle(records):
    for record in records.values():
        seen, current = set(), record
        while current.superseded_by is not None:
            assert current.id not in seen, record.id
            seen.add(current.id)
            current = records[current.superseded_by]


def test_members_of_a_family_are_licenses(records):
    nested = [
        (r.id, m) for r in records.values() for m in r.members if records[m].kind not in ("license", "use-policy")
    ]
    assert nested == []


def test_records_hold_summaries_and_no_license_text(records):
    long = [
        (record.id, len(text))
        for record in records.values()
        for text in (record.summary, *(c.summary for c in record.clauses), *(o.summary for o in record.obligations))
        if len(text) > 330
    ]
    assert long == []


def test_what_was_not_read_says_so(records):
    silent = [
        record.id
        for record in records.values()
        if record.reading == "knowledge" and record.clauses and not record.uncertain
    ]
    assert silent == []


def test_records_are_frozen(records):
    with pytest.raises(AttributeError):
        records["mit"].name = "mine"
    with pytest.raises(TypeError):
        records["llama-3.1"].clauses[0].params["users"] = 1


def broken(tmp_path, **changes):
    data = yaml.safe_load((licenses_dir() / "mit.yaml").read_text("utf-8")) | changes
    (tmp_path / "mit.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"colour": "red"}, "mit.yaml: colour: "),
        ({"kind": "licence"}, "mit.yaml: kind: "),
        ({"clauses": [{"clause": "x", "summary": "y", "sections": "2"}]}, "mit.yaml: clauses.0.sections: "),
        ({"obligations": [{"id": "x", "when": "later", "summary": "y"}]}, "mit.yaml: obligations.0.when: "),
        ({"sources": [{"what": "text", "sha256": "abc", "as_of": "2026-11-24"}]}, "mit.yaml: sources.0.sha256: "),
        ({"sources": [{"what": "text", "url": "https://x.org/mit", "as_of": "2026-11-24"}]}, "mit.yaml: record: "),
        ({"members": ["apache-2.0"]}, "mit.yaml: record: "),
        ({"id": "mitt"}, "mit.yaml: id: "),
    ],
)
def test_a_wrong_file_is_refused_by_file_and_field(tmp_path, changes, said):
    with pytest.raises(KnowledgeError) as caught:
        load_records(broken(tmp_path, **changes))
    assert said in caught.value.message


def test_a_text_is_named_by_its_hash_or_by_the_commit_that_holds_it(tmp_path):
    source = {"what": "text", "url": f"https://x.org/a/b/blob/{'0a' * 20}/LICENSE", "as_of": "2026-11-24"}
    assert load_records(broken(tmp_path, sources=[source]))["mit"].reading == "text"


def test_every_wrong_field_is_named_at_once(tmp_path):
    with pytest.raises(KnowledgeError) as caught:
        load_records(broken(tmp_path, colour="red", kind="licence"))
    assert "colour" in caught.value.message
    assert "kind" in caught.value.message


def test_a_file_that_is_no_yaml_is_refused(tmp_path):
    (tmp_path / "mit.yaml").write_text("id: [", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"mit\.yaml"):
        load_records(tmp_path)


def test_problems_name_file_and_field(types):
    record = record_from(
        {
            "id": "x",
            "name": "X",
            "kind": "license",
            "family": "x",
            "reading": "text",
            "summary": "s",
            "incorporates": ["nowhere"],
            "clauses": [
                {"clause": "user-threshold", "summary": "s", "params": {"users": "many", "moon": 1}},
                {"clause": "no-such", "summary": "s"},
            ],
        }
    )
    found = " ".join(problems({"x": record}, types))
    for part in ("x.yaml: incorporates", "params.users", "'moon'", "'no-such'"):
        assert part in found


def test_the_knowledge_may_lie_in_a_folder_of_any_name(tmp_path):
    folder = tmp_path / "a#b%41?c d"
    folder.mkdir()
    version = KnowledgeBase.load().version
    shutil.copy(data_dir() / "knowledge.sqlite", folder)
    assert KnowledgeBase(folder / "knowledge.sqlite").version == version


def test_a_checkout_that_cannot_be_written_is_said(tmp_path, monkeypatch):
    def refuse(_target):
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr("openness.kb.compile.compile_knowledge", refuse)
    with pytest.raises(KnowledgeError, match=r"knowledge\.sqlite cannot be written"):
        ensure_fresh(tmp_path / "knowledge.sqlite")
