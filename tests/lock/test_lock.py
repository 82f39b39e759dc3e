from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness.errors import UsageError
from openness.lock.drift import changes
from openness.lock.entry import QUOTE_LIMIT, entry_from
from openness.lock.file import read_lock, write_lock
from openness.policy.subject import from_data
from tests.building import evidence, finding, license_entry, make_report

TOOL = {"version": "0.1.0", "knowledge": "k"}


def entry(**values):
    return entry_from(make_report(**values), TOOL)


def test_an_entry_survives_the_file(tmp_path):
    path = tmp_path / "openness.lock"
    before = entry()
    write_lock(path, [before])
    assert read_lock(path) == {"acme/rocket": before}


@given(st.text(max_size=200))
def test_any_quote_survives_the_file(tmp_path_factory, quote):
    path = tmp_path_factory.mktemp("lock") / "openness.lock"
    found = entry(evidence={"e1": evidence("x"), "e2": evidence(quote), "e3": evidence("y")})
    write_lock(path, [found])
    words = read_lock(path)["acme/rocket"].terms[0]["words"]
    assert words == quote.encode("utf-8", "replace").decode().replace("\x7f", " ")


def test_entries_are_sorted_and_stable(tmp_path):
    one, two = tmp_path / "a", tmp_path / "b"
    a, b = entry(name="b/model"), entry(name="A/model")
    write_lock(one, [a, b])
    write_lock(two, [b, a])
    assert one.read_text() == two.read_text()
    assert list(read_lock(one)) == ["A/model", "b/model"]


def test_quotes_are_cut_with_their_offsets():
    long = "word " * 200
    term = entry(evidence={"e1": evidence("x"), "e2": evidence(long), "e3": evidence("y")}).terms[0]
    assert len(term["words"]) == QUOTE_LIMIT
    assert term["end"] - term["start"] == QUOTE_LIMIT


def test_a_summary_is_not_passed_off_as_a_quote():
    terms = {t["clause"]: t for t in entry().terms}
    assert terms["user-threshold"]["quoted"]
    assert not terms["attribution-display"]["quoted"]


def test_a_policy_sees_the_same_in_lock_and_report():
    data = make_report()
    locked, live = entry_from(data, TOOL).subject(), from_data(data)
    assert (locked.id, locked.level, locked.licenses, dict(locked.uses)) == (
        live.id,
        live.level,
        live.licenses,
        dict(live.uses),
    )
    assert locked.license_hash == live.license_hash


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("version = 2\n", "version 2"),
        ("version = 1\n[[entry]]\nnope = 1\n", "unknown field 'nope'"),
        ("version = 1\n[[entry]]\nid = 'x'\n", "missing"),
        ("<<<<<<< HEAD\n", "cannot be read"),
    ],
)
def test_a_broken_lock_is_refused(tmp_path, text, words):
    path = tmp_path / "openness.lock"
    path.write_text(text)
    with pytest.raises(UsageError) as caught:
        read_lock(path)
    assert words in caught.value.message


def test_no_lock_says_how_to_write_one(tmp_path):
    with pytest.raises(UsageError) as caught:
        read_lock(tmp_path / "openness.lock")
    assert "openness lock --add" in caught.value.hint


def summaries(before, after):
    return [change.summary for change in changes(before, after)]


def test_nothing_changed_is_nothing():
    assert summaries(entry(), entry()) == []


def test_a_changed_text_license_clause_and_use_are_seen():
    before = entry()
    read = [{"path": "LICENSE", "url": None, "sha256": "2" * 64, "retrieved_at": None, "truncated": False}]
    after = entry(
        read=read,
        findings=[finding("non-commercial", "restriction", "e2")],
        uses={"commercial": {"answer": "no", "conditions": [], "because": []}},
        level="research-weights",
    )
    found = summaries(before, after)
    assert "the text of llama-3.1 changed" in found
    assert "clause gained: non-commercial" in found
    assert "clause lost: user-threshold" in found
    assert "commercial: conditional → no" in found
    assert "level: restricted-weights → research-weights" in found


def test_a_relicensing_names_both():
    found = summaries(entry(), entry(licenses=[license_entry("mit")]))
    assert "license lost: llama-3.1 (weights)" in found
    assert "license gained: mit (weights)" in found


def test_a_new_gate_and_a_rename_are_worse():
    before = entry()
    after = replace(before, id="acme/rocket2", gated="manual")
    assert {c.what for c in changes(before, after) if c.worse} == {"renamed", "gate"}
