import subprocess
import time
import tomllib
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness.errors import UsageError
from openness.lock.entry import QUOTE_LIMIT, entry_from
from openness.lock.file import open_lock, read_lock, write_lock
from openness.lock.git import keep_merges_easy
from openness.lock.table import block
from openness.policy.subject import from_data
from tests.building import evidence, finding, make_report
from tests.quick import quick

TOOL = {"version": "0.1.0", "knowledge": "k"}


def entry(**values):
    return entry_from(make_report(**values), TOOL)


def write(path, *entries):
    write_lock(path, entries)
    return path


def test_an_entry_survives_the_file(tmp_path):
    before = entry()
    found = read_lock(write(tmp_path / "openness.lock", before))["acme/rocket"]
    assert block(found) == block(before)
    assert found.subject().license_hash == before.license_hash
    assert sorted(t["clause"] for t in found.terms) == sorted(t["clause"] for t in before.terms)


@quick
@given(st.text(max_size=200))
def test_any_quote_survives_the_file(tmp_path_factory, quote):
    path = tmp_path_factory.mktemp("lock") / "openness.lock"
    write(path, entry(evidence={"e1": evidence("x"), "e2": evidence(quote), "e3": evidence("y")}))
    term = next(t for t in read_lock(path)["acme/rocket"].terms if t["clause"] == "user-threshold")
    assert term["words"] == quote.encode("utf-8", "replace").decode().replace("\x7f", " ")


@quick
@given(st.text(min_size=1, max_size=40))
def test_any_name_survives_the_file(tmp_path_factory, name):
    name = name.encode("utf-8", "replace").decode().replace("\x7f", " ")
    path = tmp_path_factory.mktemp("lock") / "openness.lock"
    write(path, replace(entry(), id=name))
    assert list(read_lock(path)) == [name]


def test_the_file_is_plain_toml_sorted_and_stable(tmp_path):
    a, b = entry(name="b/model"), entry(name="A/model")
    one, two = write(tmp_path / "a", a, b), write(tmp_path / "b", b, a)
    assert one.read_text() == two.read_text()
    assert list(tomllib.loads(one.read_text())["entry"]) == ["A/model", "b/model"]


def test_quotes_are_cut_with_their_offsets():
    long = "word " * 200
    term = entry(evidence={"e1": evidence("x"), "e2": evidence(long), "e3": evidence("y")}).terms[0]
    assert len(term["words"]) == QUOTE_LIMIT
    assert term["end"] - term["start"] == QUOTE_LIMIT


def test_only_the_clauses_that_decided_have_words_and_a_summary_is_no_quote():
    terms = {t["clause"]: t for t in entry().terms}
    assert terms["user-threshold"]["quoted"]
    assert terms["attribution-display"]["words"] == ""
    summary = entry(findings=[finding("user-threshold", "condition", "e3")]).terms[0]
    assert summary["quoted"] is False
    because = {"commercial": {"answer": "conditional", "conditions": [], "because": ["e3"]}}
    summary = entry(findings=[finding("user-threshold", "condition", "e3")], uses=because).terms[0]
    assert (summary["words"], summary["quoted"]) == ("what user-threshold means", False)


def test_a_policy_sees_the_same_in_lock_and_report(tmp_path):
    data = make_report()
    write(tmp_path / "openness.lock", entry_from(data, TOOL))
    locked, live = read_lock(tmp_path / "openness.lock")["acme/rocket"].subject(), from_data(data)
    for name in ("id", "kind", "level", "licenses", "because", "level_because", "conflicts", "unread", "license_hash"):
        assert getattr(locked, name) == getattr(live, name), name
    assert dict(locked.uses) == dict(live.uses)
    assert {(t.clause, t.license, t.component) for t in locked.terms} >= {
        (t.clause, t.license, t.component) for t in live.terms if t.clause != "copyright-grant"
    }


BLOCK = 'version = 1\n\n[entry."a/b"]\n'
HEAD = f"{BLOCK}kind = 'model'\nsource = 'hub'\nlevel = 'open-weights'\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("version = 2\n", "version 2"),
        ("name = 1\n", "version None"),
        ("= broken\n", "is no TOML"),
        ("x = " + "[" * 5000 + "\n", "is no TOML"),
        (HEAD + "license.weights = [{ id = 5 }]\n", "license.weights.id"),
        (HEAD + "license.weights = [{ sha256 = 5 }]\n", "license.weights.sha256"),
        (HEAD + "base.x = { licenses = 5 }\n", "base.x.licenses"),
        (HEAD + "term.x = [{ params = 5 }]\n", "term.x.params"),
        (HEAD + 'term.x = [{ start = "a" }]\n', "term.x.start"),
        (HEAD + "term.x = [{ more = 1 }]\n", "term.x.more: unknown field"),
        (HEAD + 'earlier."2026-01-01" = { licenses = 4 }\n', "earlier.2026-01-01.licenses"),
        ("version = 1\n[other]\n", "unknown field 'other'"),
        (f"{BLOCK}nope = 1\n", "line 3: a/b: unknown field 'nope'"),
        (f"{BLOCK}kind = 'model'\n", "line 3: a/b: the field 'source' is missing"),
        (f"{BLOCK}kind = 'model'\nsource = 'hub'\nlevel = 5\n", "level: text is expected"),
        (f"{BLOCK}kind = 'model'\nsource = 'hub'\nlevel = 'x'\nuses = 3\n", "uses: a table is expected"),
        (f"{BLOCK}kind = 'model'\nkind = 'model'\n", "line 3: a/b: Cannot overwrite a value"),
        (f'{BLOCK}\n[entry."a/b"]\n', "lines 3 and 5: a/b is pinned twice"),
        ("version = 1\n[entry.3]\n", "line 2: an entry begins with"),
        ("version = 1\n<<<<<<< HEAD\n", "line 2: a merge is not finished"),
    ],
)
def test_a_broken_lock_is_refused_by_line(tmp_path, text, words):
    path = tmp_path / "openness.lock"
    path.write_text(text)
    with pytest.raises(UsageError) as caught:
        read_lock(path)
    assert words in caught.value.message


def test_no_lock_says_how_to_write_one(tmp_path):
    with pytest.raises(UsageError) as caught:
        read_lock(tmp_path / "openness.lock")
    assert "openness lock --add" in caught.value.hint


def test_a_lock_of_an_older_openness_still_reads(tmp_path):
    """Fields, levels and clauses come and go with the knowledge; what an old lock says stays readable."""
    path = tmp_path / "openness.lock"
    path.write_text(
        'version = 1\n[entry."a/b"]\nkind = "model"\nsource = "hub"\nlevel = "a-level-of-old"\n'
        'knowledge = "0000"\nuses.no = ["a-use-of-old"]\n'
        'term.a-clause-of-old = [{ license = "old-license", words = "w", path = "LICENSE" }]\n'
    )
    found = read_lock(path)["a/b"]
    assert found.subject().level.value == "unknown"
    assert found.uses == {"a-use-of-old": "no"}
    assert found.terms[0]["quoted"]
    assert found.requested == ""


def many(count):
    terms = [finding(f"clause-{n}", "condition", "e2", section=str(n)) for n in range(20)]
    uses = {"commercial": {"answer": "conditional", "conditions": [], "because": []}}
    return [entry(name=f"acme/model-{n}", findings=terms, uses=uses) for n in range(count)]


def test_fifty_models_stay_readable(tmp_path):
    text = write(tmp_path / "openness.lock", *many(50)).read_text()
    assert len(text.splitlines()) < 50 * 40
    assert max(map(len, text.splitlines())) < 1200


def test_a_hook_parses_only_what_it_meets(tmp_path):
    path = write(tmp_path / "openness.lock", *many(400))
    start = time.perf_counter()
    assert open_lock(path).entry("ACME/Model-7").id == "acme/model-7"
    one = time.perf_counter() - start
    start = time.perf_counter()
    read_lock(path)
    assert one * 5 < time.perf_counter() - start


def git(folder, *arguments):
    return subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def merged(folder, base, ours, theirs, attributes=True):
    """The lock after two branches wrote theirs over a common base, and git's code."""
    git(folder, "init", "-q", "-b", "main")
    lock = folder / "openness.lock"
    write(lock, *base)
    if attributes:
        assert keep_merges_easy(lock)
    for branch, entries in (("main", base), ("ours", ours), ("theirs", theirs)):
        if branch != "main":
            git(folder, "checkout", "-q", "-b", branch, "main")
        write(lock, *entries)
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", branch)
    git(folder, "checkout", "-q", "ours")
    return lock, git(folder, "merge", "-q", "--no-edit", "theirs").returncode


def test_branches_that_pin_models_at_different_places_merge_with_plain_git(tmp_path):
    base = [entry(name=f"m/{n}") for n in (2, 4, 6)]
    lock, code = merged(tmp_path, base, [*base, entry(name="m/3")], [*base, entry(name="m/5")], attributes=False)
    assert code == 0
    assert list(read_lock(lock)) == ["m/2", "m/3", "m/4", "m/5", "m/6"]


@pytest.mark.parametrize("base", [(), ("m/1",), ("m/1", "m/9")])
def test_branches_that_pin_models_at_the_same_place_merge(tmp_path, base):
    """The two models are alike in every line but their ids."""
    base = [entry(name=name) for name in base]
    lock, code = merged(tmp_path, base, [*base, entry(name="m/5")], [*base, entry(name="m/6")])
    assert code == 0
    expected = [*base, entry(name="m/5"), entry(name="m/6")]
    assert {name: block(e) for name, e in read_lock(lock).items()} == {e.id: block(e) for e in expected}
    write_lock(lock, read_lock(lock).values())
    assert list(read_lock(lock)) == sorted(e.id for e in expected)


def test_a_branch_that_pins_again_and_one_that_adds_a_neighbour_merge(tmp_path):
    base = [entry(name="m/5")]
    again = replace(base[0], revision="b" * 40, verdict="deny")
    lock, code = merged(tmp_path, base, [again], [*base, entry(name="m/6")])
    assert code == 0
    found = read_lock(lock)
    assert found["m/5"].revision == "b" * 40
    assert "m/6" in found


def test_two_branches_that_pin_the_same_model_differently_are_told_apart_by_line(tmp_path):
    base = [entry(name="m/5")]
    ours, theirs = replace(base[0], revision="b" * 40), replace(base[0], revision="c" * 40)
    lock, _ = merged(tmp_path, base, [ours], [theirs])
    with pytest.raises(UsageError) as caught:
        read_lock(lock)
    assert "m/5" in caught.value.message
    assert "openness lock --add m/5" in caught.value.hint


def test_the_attribute_is_written_once_and_only_in_a_repository(tmp_path):
    lock = write(tmp_path / "openness.lock", entry())
    assert not keep_merges_easy(lock)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitattributes").write_text("*.png binary")
    assert keep_merges_easy(lock)
    assert not keep_merges_easy(lock)
    assert (tmp_path / ".gitattributes").read_text() == "*.png binary\nopenness.lock merge=union\n"


def test_what_is_folded_in_the_file_unfolds(tmp_path):
    """Domains that share their clauses are one line; clauses of code and of bases keep whose they are."""
    answer = {"answer": "no", "conditions": [], "because": ["e2"]}
    uses = dict.fromkeys(("sensitive:legal", "sensitive:medical", "commercial"), answer)
    uses["sensitive:children"] = {"answer": "yes", "conditions": [], "because": []}
    findings = [
        finding("field-of-use-list", "restriction", "e2"),
        finding("notice-retention", "obligation", "e9", applies_to="code", license="mit", section="1"),
        finding("copyleft", "obligation", "e9", license="gpl-3.0", inherited_from="a/base", section=None),
        finding("indemnity", "obligation", "e9", license=None, section=None),
    ]
    before = entry(uses=uses, findings=findings)
    path = write(tmp_path / "openness.lock", before)
    text = path.read_text()
    assert 'because."sensitive:*" = ["field-of-use-list"]' in text
    assert 'other."mit (code)" = ["notice-retention 1"]' in text
    assert 'other."gpl-3.0 (weights, through a/base)" = ["copyleft"]' in text
    after = read_lock(path)["acme/rocket"]
    assert dict(after.because) == dict(before.because)
    assert dict(after.uses) == dict(before.uses)
    keys = ("clause", "license", "component", "section", "inherited_from", "words", "quoted", "path", "start", "end")

    def plain(found):
        return sorted(tuple(term[key] for key in keys) for term in found.terms)

    assert plain(after) == plain(before)


def test_figures_are_kept_for_comparing_and_the_rest_of_the_parameters_is_not(tmp_path):
    params = {"users": 700, "affiliates": True, "jurisdictions": ["EU"], "measure": "monthly active users"}
    before = entry(findings=[finding("user-threshold", "condition", "e2", params=params)])
    path = write(tmp_path / "openness.lock", before)
    (term,) = read_lock(path)["acme/rocket"].terms
    assert term["params"] == {"users": 700, "jurisdictions": ["EU"]}


VALID = "version = 1\n" + "".join(block(entry(name=f"m/{n}")) for n in range(2))


@quick
@given(st.integers(0, len(VALID)), st.integers(0, 80), st.text(max_size=40))
def test_a_damaged_lock_is_read_or_refused_with_a_sentence(tmp_path_factory, start, length, inserted):
    path = tmp_path_factory.mktemp("lock") / "openness.lock"
    text = VALID[:start] + inserted + VALID[start + length :]
    path.write_text(text.encode("utf-8", "replace").decode(), "utf-8")
    with suppress(UsageError):
        for held in read_lock(path).values():
            held.subject()
