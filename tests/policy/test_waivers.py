"""A waiver is bound to a model, its licenses and what it accepts; it is never hidden, and never outlives its day."""

from datetime import date

import pytest

from openness.model import Verdict
from openness.policy.decide import judge, weigh
from openness.policy.draft import draft_waiver, needed_clauses
from openness.policy.exceptions import Waiver, same_hash
from openness.policy.load import load_config
from openness.policy.report import exception_states, line_of, waiver_states
from openness.policy.shipped import shipped, shipped_names
from openness.policy.subject import from_data
from tests.building import finding, license_entry, make_report

TODAY = date(2026, 11, 24)
NC = finding("non-commercial", "restriction", "e2")
COMMERCIAL_NO = {"commercial": {"answer": "no", "conditions": [], "because": ["e2"]}}


def subject(**values):
    return from_data(make_report(**{"uses": COMMERCIAL_NO, "findings": [NC], **values}))


def waiver(found, **values):
    given = {
        "id": "W1",
        "model": found.id,
        "reason": "internal test",
        "owner": "ann",
        "approver": "bob",
        "expires": date(2027, 1, 1),
        "license_hash": (found.license_hash,),
        "clause": ("non-commercial",),
    }
    return Waiver(**{**given, **values})


def policy(*waivers, name="commercial-use"):
    return shipped(name)._replace(waivers=waivers, today=TODAY)


def decide(found, **values):
    return judge(found, policy(waiver(found, **values)))


def test_it_accepts_and_is_never_hidden():
    decision = decide(subject())
    assert decision.verdict is Verdict.ALLOW
    assert decision.waived == ("commercial: not permitted by the terms read (non-commercial of llama-3.1, section 2)",)
    assert decision.reasons == ("waiver W1 accepts this until 2027-01-01 (internal test; approved by bob)",)
    assert decision.rule == "waiver"


def test_it_never_changes_what_the_terms_permit():
    found = subject()
    assert weigh(found, policy(waiver(found))).subject.uses["commercial"] == "no"


def test_it_holds_on_its_last_day_and_not_after():
    found = subject()
    assert decide(found, expires=TODAY).verdict is Verdict.ALLOW
    decision = decide(found, expires=date(2026, 11, 23))
    assert decision.verdict is Verdict.DENY
    assert decision.notes == ("waiver W1 expired on 2026-11-23; the verdict that it covered stands again",)


def test_it_is_void_when_the_license_changed_and_prints_the_hash_to_paste():
    found = subject()
    changed = subject(licenses=[license_entry("cc-by-nc-4.0")])
    decision = judge(changed, policy(waiver(found)))
    assert decision.verdict is Verdict.DENY
    assert "W1 is void: the license changed" in decision.notes[0]
    assert f'license_hash = "{changed.license_hash}"' in decision.notes[0]


def test_it_is_void_when_only_the_text_changed():
    found = subject()
    read = [{"path": "LICENSE", "url": None, "sha256": "2" * 64, "retrieved_at": None, "truncated": False}]
    assert judge(subject(read=read), policy(waiver(found))).verdict is Verdict.DENY


def test_a_text_that_is_not_at_hand_does_not_void_it():
    """Offline, the registry names the licenses and no text; CI, which reads the text, sees a change of it."""
    found = subject()
    assert judge(subject(read=[]), policy(waiver(found))).verdict is Verdict.ALLOW


def test_a_license_of_the_code_is_no_change():
    found = subject()
    code = subject(licenses=[license_entry(), license_entry("mit", applies_to="code")])
    assert judge(code, policy(waiver(found))).verdict is Verdict.ALLOW


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"license_hash": ()}, 'license_hash = "'),
        ({"clause": ()}, 'clause = ["non-commercial"]'),
    ],
)
def test_without_a_hash_or_clause_it_is_not_in_force_and_says_what_to_add(values, words):
    decision = decide(subject(), **values)
    assert decision.verdict is Verdict.DENY
    assert "not in force" in decision.notes[0]
    assert words in decision.notes[0]


def test_a_use_policy_counts_by_its_text():
    """The registry names the license alone; on the Hub the file of its policy is read as well."""
    registry = subject(read=[])
    policy_file = license_entry("llama-3.1-aup", applies_to="unclear", **{"from": "USE_POLICY.md"})
    read = [
        {"path": path, "url": None, "sha256": digit * 64, "retrieved_at": None, "truncated": False}
        for path, digit in (("LICENSE", "1"), ("USE_POLICY.md", "2"))
    ]
    hub = subject(licenses=[license_entry(), policy_file], read=read)
    assert judge(hub, policy(waiver(registry))).verdict is Verdict.ALLOW
    read[1] = {**read[1], "sha256": "3" * 64}
    changed = subject(licenses=[license_entry(), policy_file], read=read)
    assert judge(changed, policy(waiver(hub))).verdict is Verdict.DENY


def test_it_may_hold_for_several_states_of_the_license():
    found = subject()
    assert decide(found, license_hash=("0" * 16 + "-" + "1" * 16, found.license_hash)).verdict is Verdict.ALLOW


def test_another_model_or_clause_is_not_accepted():
    assert decide(subject(), model="acme/other").verdict is Verdict.DENY
    decision = decide(subject(), clause=("geo-exclusion",))
    assert decision.verdict is Verdict.DENY
    assert decision.notes == ("waiver W1 accepts geo-exclusion; still open: non-commercial",)


TWO = [NC, finding("research-only", "restriction", "e1")]
BOTH = {"commercial": {"answer": "no", "conditions": [], "because": ["e2", "e1"]}}


def test_every_clause_behind_an_answer_has_to_be_accepted():
    found = subject(findings=TWO, uses=BOTH)
    assert judge(found, policy(waiver(found))).verdict is Verdict.DENY
    assert judge(found, policy(waiver(found), waiver(found, id="W2", clause=("research-only",)))).verdict is (
        Verdict.ALLOW
    )


RULES = """
policy = "ours"
[policies.ours]
otherwise = "allow"
[[policies.ours.rules]]
verdict = "deny"
clauses = ["non-commercial"]
[[policies.ours.rules]]
verdict = "review"
clauses = ["research-only"]
"""


def ours(folder, *waivers):
    path = folder / "openness.toml"
    path.write_text(RULES)
    return load_config(path).named("ours")._replace(waivers=waivers, today=TODAY)


def test_what_it_takes_out_of_the_way_uncovers_what_else_is_there(tmp_path):
    """A waived denial is no free pass: the review of another clause still comes."""
    found = subject(findings=TWO, uses=BOTH)
    decision = judge(found, ours(tmp_path, waiver(found)))
    assert decision.verdict is Verdict.REVIEW
    assert decision.reasons == ("clause research-only of llama-3.1, section 2",)
    assert decision.waived == ("clause non-commercial of llama-3.1, section 2",)
    both = waiver(found, clause=("non-commercial", "research-only"))
    assert judge(found, ours(tmp_path, both)).verdict is Verdict.ALLOW


def test_it_does_not_silence_a_conflict_that_it_does_not_name(tmp_path):
    conflict = {"kind": "relabelled-base", "strength": "hard", "explanation": "", "remedy": "", "evidence": []}
    found = subject(conflicts=[conflict])
    assert judge(found, ours(tmp_path, waiver(found))).verdict is Verdict.REVIEW
    named = waiver(found, clause=("non-commercial", "relabelled-base"))
    assert judge(found, ours(tmp_path, named)).verdict is Verdict.ALLOW


@pytest.mark.parametrize("name", shipped_names())
@pytest.mark.parametrize("level", ["unknown", "unlicensed-weights", "research-weights", "restricted-weights"])
def test_the_draft_names_all_that_is_needed_and_no_more(name, level):
    conflict = {"kind": "multi-license", "strength": "soft", "explanation": "", "remedy": "", "evidence": []}
    found = subject(level=level, conflicts=[conflict], findings=TWO, uses=BOTH)
    base = policy(name=name)
    names = needed_clauses(found, base)
    if judge(found, base).verdict is Verdict.ALLOW:
        assert names == ()
        return
    assert judge(found, policy(waiver(found, clause=names), name=name)).verdict is Verdict.ALLOW
    for dropped in names:
        rest = tuple(n for n in names if n != dropped)
        assert judge(found, policy(waiver(found, clause=rest), name=name)).verdict is not Verdict.ALLOW


def test_the_draft_loads_once_somebody_stands_for_it(tmp_path):
    found = subject()
    text = draft_waiver(found, needed_clauses(found, policy()), TODAY)
    path = tmp_path / "openness.toml"
    path.write_text(text)
    with pytest.raises(Exception, match="reason: is needed"):
        load_config(path)
    for field in ("reason", "owner", "approver"):
        text = text.replace(f'{field} = ""', f'{field} = "{field}"')
    path.write_text(text)
    decision = judge(found, load_config(path).named("commercial-use").on(TODAY))
    assert decision.verdict is Verdict.ALLOW


def state(found, *waivers, name="commercial-use", on=TODAY):
    return [(s.id, s.state, s.trouble) for s in waiver_states(policy(*waivers, name=name), found, on)]


def test_states_over_everything_that_was_judged():
    found = subject()
    assert state([found], waiver(found)) == [("W1", "in-force", False)]
    assert state([], waiver(found)) == [("W1", "unused", True)]
    assert state([found], waiver(found, model="acme/other")) == [("W1", "unused", True)]
    assert state([found], waiver(found, expires=date(2026, 1, 1))) == [("W1", "expired", True)]
    assert state([], waiver(found, expires=date(2026, 1, 1))) == [("W1", "expired", True)]
    assert state([found], waiver(found, license_hash=("0" * 16 + "-unread",))) == [("W1", "void", True)]
    assert state([found], waiver(found, clause=())) == [("W1", "unbound", True)]
    free = subject(findings=[], uses={"commercial": {"answer": "yes", "conditions": [], "because": []}})
    assert state([free], waiver(free)) == [("W1", "unused", True)]


def test_a_waiver_that_is_about_to_expire_says_so():
    found = subject()
    (soon,) = waiver_states(policy(waiver(found, expires=date(2026, 11, 30))), [found], TODAY)
    assert "it expires in 6 days, on 2026-11-30" in soon.explanation
    assert not soon.trouble


@pytest.mark.parametrize(
    ("stated", "actual", "same"),
    [
        ("a-b", "a-b", True),
        ("a-unread", "a-b", True),
        ("a-b", "a-unread", True),
        ("a-b", "a-c", False),
        ("a-b", "c-b", False),
        ("", "a-b", False),
        ("-", "-", False),
    ],
)
def test_hashes(stated, actual, same):
    assert same_hash(stated, actual) is same


def test_states_over_places_with_policies_of_their_own():
    found = subject()
    strict, lax = policy(waiver(found), name="commercial-use"), policy(waiver(found), name="default")
    pairs = [(lax, found), (strict, found)]
    assert [s.state for s in exception_states(pairs, lax, TODAY)] == ["in-force"]  # one of the places needs it
    assert [s.state for s in exception_states(pairs[:1], lax, TODAY)] == [waiver_states(lax, [found], TODAY)[0].state]
    assert [s.state for s in exception_states([], lax, TODAY)] == ["unused"]


def test_a_void_waiver_that_expired_too_says_both():
    found = subject()
    old = waiver(found, license_hash=("other-unread",), expires=date(2020, 1, 1))
    (note,) = judge(found, policy(old)).notes
    assert "is void (and it expired on 2020-01-01)" in note
    assert waiver_states(policy(old), [found], TODAY)[0].subjects == (found.id,)


def test_the_line_of_an_exception(tmp_path):
    file = tmp_path / "openness.toml"
    file.write_text("policy = 'default'\n\n[[waivers]]\nid = \"W1\"\n")
    assert line_of("W1", str(file)) == 4
    assert line_of("W2", str(file)) == 1
