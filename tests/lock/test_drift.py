from dataclasses import replace

from openness.lock.drift import changes
from openness.lock.entry import entry_from
from tests.building import finding, license_entry, make_report

TOOL = {"version": "0.1.0", "knowledge": "k"}


def entry(**values):
    return entry_from(make_report(**values), TOOL)


def summaries(before, after):
    return [change.summary for change in changes(before, after)]


def test_nothing_changed_is_nothing():
    assert summaries(entry(), entry()) == []


def test_a_changed_text_clause_and_use_are_seen():
    before = entry()
    read = [{"path": "LICENSE", "url": None, "sha256": "2" * 64, "retrieved_at": None, "truncated": False}]
    after = entry(
        read=read,
        findings=[finding("non-commercial", "restriction", "e2")],
        uses={"commercial": {"answer": "no", "conditions": [], "because": ["e2"]}},
        level="research-weights",
    )
    found = summaries(before, after)
    assert f"the text of llama-3.1 changed (sha256 {'1' * 12} → {'2' * 12})" in found
    assert "clause gained: non-commercial (llama-3.1, section 2)" in found
    assert "clause lost: user-threshold (llama-3.1, section 2)" in found
    assert "commercial: permitted under conditions → not permitted" in found
    assert "level: restricted-weights → research-weights" in found


def test_a_relicensing_is_one_line_with_both_names():
    assert "license of the weights: llama-3.1 → mit" in summaries(entry(), entry(licenses=[license_entry("mit")]))


def test_a_second_license_keeps_the_first_in_sight():
    after = entry(licenses=[license_entry(), license_entry("mit")])
    assert "license of the weights: none → mit (still llama-3.1)" in summaries(entry(), after)


def at(key):
    return {"commercial": {"answer": "conditional", "conditions": [], "because": [key]}}


def test_a_lowered_threshold_is_a_change_of_the_same_clause():
    old = entry(findings=[finding("user-threshold", "condition", "e2", params={"users": 700_000_000})], uses=at("e2"))
    new = entry(findings=[finding("user-threshold", "condition", "e1", params={"users": 1_000_000})], uses=at("e1"))
    (change,) = changes(old, new)
    assert change.summary == "clause changed: user-threshold (llama-3.1, section 2): users 700,000,000 → 1,000,000"
    assert change.worse
    assert change.before.quoted
    assert change.before != change.after


def test_a_new_gate_and_a_rename_are_worse_and_an_opened_gate_is_not():
    before = entry()
    after = replace(before, id="acme/rocket2", gated="manual")
    assert {c.what for c in changes(before, after) if c.worse} == {"renamed", "gate"}
    assert not any(c.worse for c in changes(replace(before, gated="manual"), before))


def test_a_license_file_that_is_gone_is_seen():
    after = entry(licenses=[license_entry(grade="B")])
    assert any("can no longer be read" in text for text in summaries(entry(), after))


def test_only_a_commit_is_no_change_of_weight_and_a_moved_tag_is():
    before = entry()
    (change,) = changes(before, replace(before, revision="b" * 40))
    assert (change.what, change.worse) == ("revision", False)
    tagged = replace(before, requested="v1")
    (change,) = changes(tagged, replace(tagged, revision="b" * 40))
    assert (change.what, change.worse) == ("tag", True)
    assert change.summary.startswith("v1 points elsewhere now")


def test_the_cause_is_named():
    before = entry()
    worse = {"level": "research-weights", "uses": {**before.uses, "commercial": "no"}}
    upstream = replace(before, revision="b" * 40, **worse)
    assert {c.cause for c in changes(before, upstream)} == {"upstream"}
    knowledge = replace(before, knowledge="newer", **worse)
    assert {c.cause for c in changes(before, knowledge)} == {"knowledge"}
    base = {"id": "x/base", "relation": "finetune", "licenses": ["mit"], "level": "open-weights"}
    with_base = replace(before, bases=(base,))
    worse_base = replace(with_base, bases=({**base, "licenses": ["cc-by-nc-4.0"]},), **worse)
    assert {c.cause for c in changes(with_base, worse_base)} == {"base"}
    assert "base x/base: mit, open-weights → cc-by-nc-4.0, open-weights" in summaries(with_base, worse_base)


def test_the_weighty_ones_come_first():
    before = entry()
    after = replace(before, revision="b" * 40, card_hash="x", level="closed", gated="auto")
    worse = [change.worse for change in changes(replace(before, card_hash="y"), after)]
    assert worse == sorted(worse, reverse=True)


def test_a_grant_that_was_locked_before_is_kept():
    before = entry()
    same = replace(before, revision="b" * 40).after(before)
    assert same.earlier == ()
    other = replace(entry(licenses=[license_entry("mit")]), acquired="2027-01-01").after(before)
    (grant,) = other.earlier
    assert grant["licenses"] == ["llama-3.1"]
    assert grant["acquired"] == before.acquired
    again = replace(entry(licenses=[license_entry("gpl-3.0")]), acquired="2028-01-01").after(other)
    assert [g["licenses"] for g in again.earlier] == [["llama-3.1"], ["mit"]]
