"""An agreement is a license of its own: it changes what is permitted, where and while it holds."""

from datetime import date

import pytest

from openness.model import Verdict
from openness.policy.decide import judge
from openness.policy.exceptions import Agreement, outside
from openness.policy.report import agreement_states
from openness.policy.shipped import shipped
from openness.policy.subject import from_data
from openness.policy.vocabulary import regions
from tests.building import finding, make_report

TODAY = date(2026, 11, 24)
USES = {"commercial": {"answer": "no", "conditions": [], "because": ["e2"]}}
SUBJECT = from_data(make_report(uses=USES, findings=[finding("non-commercial", "restriction", "e2")]))


def agreement(**values):
    given = {
        "id": "A1",
        "counterparty": "Acme",
        "reference": "C-7",
        "models": ("acme/*",),
        "uses": ("commercial",),
        "until": date(2026, 12, 31),
    }
    return Agreement(**{**given, **values})


def decide(places=None, name="commercial-use", today=TODAY, **values):
    policy = shipped(name)._replace(agreements=(agreement(**values),), places=places)
    return judge(SUBJECT, policy.on(today))


def test_it_holds_to_its_last_day():
    decision = decide(today=date(2026, 12, 31))
    assert decision.verdict is Verdict.ALLOW
    assert decision.notes == ("agreement A1 with Acme (C-7) grants commercial until 2026-12-31",)
    ended = decide(today=date(2027, 1, 1))
    assert ended.verdict is Verdict.DENY
    assert "ended on 2026-12-31; the public terms apply again" in ended.notes[0]


@pytest.mark.parametrize(
    ("territory", "places", "verdict"),
    [
        ((), None, "allow"),
        (("worldwide",), None, "allow"),
        (("DE",), ("DE",), "allow"),
        (("EU",), ("DE", "FR"), "allow"),
        (("EU",), ("EU",), "allow"),
        (("DE",), ("DE-BY",), "allow"),
        (("DE",), ("DE", "US"), "deny"),
        (("DE",), ("EU",), "deny"),
        (("DE",), None, "deny"),
    ],
)
def test_it_holds_in_its_territory(territory, places, verdict):
    assert decide(places, territory=territory).verdict == verdict


def test_what_is_missing_for_the_territory_is_said():
    assert "state places_of_use in [profile]" in decide(None, territory=("DE",)).notes[0]
    assert "you use models in US" in decide(("DE", "US"), territory=("DE",)).notes[0]


def test_all_members_of_a_region_are_the_region():
    assert outside(("EU",), regions()["EU"], regions()) == ()
    assert outside(("EU",), regions()["EU"][1:], regions()) == ("EU",)


def test_it_may_set_clauses_aside():
    assert decide(name="no-field-of-use").verdict is Verdict.DENY
    decision = decide(name="no-field-of-use", clauses=("non-commercial",))
    assert decision.verdict is Verdict.REVIEW  # the level of the public terms is still below open weights
    assert "sets aside non-commercial" in decision.notes[0]


def test_it_is_for_its_models_only():
    assert decide(models=("other/*",)).verdict is Verdict.DENY


def test_states():
    def state(subjects, places=None, **values):
        policy = shipped("commercial-use")._replace(agreements=(agreement(**values),), places=places)
        return [(s.state, s.trouble) for s in agreement_states(policy, subjects, TODAY)]

    assert state([SUBJECT]) == [("in-force", False)]
    assert state([]) == [("unused", True)]
    assert state([SUBJECT], until=date(2026, 1, 1)) == [("expired", True)]
    assert state([SUBJECT], territory=("DE",)) == [("unbound", True)]
    assert state([SUBJECT], ("US",), territory=("DE",)) == [("outside", True)]
    assert state([SUBJECT], ("DE",), territory=("DE",)) == [("in-force", False)]
