"""What holds for every policy and every subject."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from openness.model import Level, Verdict
from openness.policy.decide import judge, weigh
from openness.policy.draft import needed_clauses
from openness.policy.exceptions import Waiver
from openness.policy.policy import Policy
from openness.policy.rule import Rule
from openness.policy.subject import Subject, Term
from tests.quick import quick

ORDER = (Verdict.DENY, Verdict.REVIEW, Verdict.ALLOW)
CLAUSES = ("non-commercial", "copyleft", "user-threshold")
TODAY = date(2026, 11, 24)


@st.composite
def subjects(draw):
    clauses = draw(st.lists(st.sampled_from(CLAUSES), unique=True))
    answer = draw(st.sampled_from(["yes", "no", "conditional", "unknown"]))
    behind = tuple(draw(st.lists(st.sampled_from(clauses), unique=True))) if clauses and answer != "yes" else ()
    return Subject(
        id=draw(st.sampled_from(["a/one", "b/two"])),
        kind=draw(st.sampled_from(["model", "dataset", "service"])),
        level=draw(st.sampled_from(list(Level))),
        licenses=tuple((name, "weights", "B") for name in draw(st.lists(st.sampled_from(["mit", "gpl-3.0"])))),
        terms=tuple(Term(clause=clause, license="x") for clause in clauses),
        uses={"commercial": answer},
        because={"commercial": behind} if behind else {},
        level_because=tuple(clauses[:1]),
        rubrics={"osd": draw(st.sampled_from(["met", "unmet", "unknown"]))},
        conflicts=tuple(draw(st.lists(st.sampled_from([("multi-license", "soft"), ("relabelled-base", "hard")])))),
        unread=tuple(draw(st.lists(st.just("x/base"), max_size=1))),
        license_hash="a-b",
    )


def built(kind, **fields):
    """Values of a type with only these fields drawn; `builds` would draw the others of a named tuple, too."""
    return st.fixed_dictionaries(fields).map(lambda drawn: kind(**drawn))


RULES = built(
    Rule,
    verdict=st.sampled_from(list(Verdict)),
    models=st.sampled_from([(), ("a/*",)]),
    kinds=st.sampled_from([(), ("model",)]),
    clauses=st.lists(st.sampled_from(CLAUSES), max_size=2).map(tuple),
    level_below=st.sampled_from([None, Level.OPEN_WEIGHTS]),
    uses=st.sampled_from([{}, {"commercial": ("no",)}, {"commercial": ("conditional", "unknown")}]),
    conflicts=st.sampled_from([(), ("hard",)]),
)
POLICIES = built(
    Policy,
    name=st.just("p"),
    rules=st.lists(RULES, max_size=5).map(tuple),
    otherwise=st.sampled_from(list(Verdict)),
    conflicts_need_review=st.booleans(),
    unread_ancestors_need_review=st.booleans(),
    today=st.just(TODAY),
)


def rank(decision):
    return ORDER.index(decision.verdict)


@quick
@given(subjects(), POLICIES)
def test_the_order_of_the_rules_does_not_matter(subject, policy):
    turned = policy._replace(rules=policy.rules[::-1])
    one, two = judge(subject, policy), judge(subject, turned)
    assert (one.verdict, set(one.reasons)) == (two.verdict, set(two.reasons))


@quick
@given(subjects(), POLICIES, RULES)
def test_a_rule_that_denies_never_loosens(subject, policy, rule):
    stricter = policy._replace(rules=(*policy.rules, rule._replace(verdict=Verdict.DENY)))
    assert rank(judge(subject, stricter)) <= rank(judge(subject, policy))


@quick
@given(subjects(), POLICIES)
def test_a_conflict_never_loosens(subject, policy):
    policy = policy._replace(rules=tuple(r for r in policy.rules if not r.conflicts))
    more = subject._replace(conflicts=(*subject.conflicts, ("gate-vs-license", "hard")))
    assert rank(judge(more, policy)) <= rank(judge(subject, policy))


@quick
@given(subjects(), POLICIES, st.lists(st.sampled_from([*CLAUSES, "level", "model", "commercial"]), max_size=3))
def test_a_waiver_never_tightens_and_an_expired_one_changes_nothing(subject, policy, clauses):
    waiver = Waiver(
        id="W",
        model="*",
        reason="r",
        owner="a",
        approver="b",
        expires=date(2027, 1, 1),
        license_hash=("a-b",),
        clause=tuple(clauses),
    )
    plain = judge(subject, policy)
    waived = weigh(subject, policy._replace(waivers=(waiver,)))
    assert rank(waived.decision) >= rank(plain)
    if waived.decision.verdict is not plain.verdict:
        assert waived.used == (waiver,)
        assert waived.decision.waived
    expired = judge(subject, policy._replace(waivers=(waiver._replace(expires=date(2020, 1, 1)),)))
    assert (expired.verdict, expired.reasons) == (plain.verdict, plain.reasons)


@quick
@given(subjects(), POLICIES)
def test_every_decision_has_a_reason_and_a_draft_settles_it(subject, policy):
    decision = judge(subject, policy)
    assert decision.reasons
    names = needed_clauses(subject, policy)
    waiver = Waiver(
        id="W",
        model=subject.id,
        reason="r",
        owner="a",
        approver="b",
        expires=date(2027, 1, 1),
        license_hash=("a-b",),
        clause=names,
    )
    assert judge(subject, policy._replace(waivers=(waiver,))).verdict is Verdict.ALLOW
