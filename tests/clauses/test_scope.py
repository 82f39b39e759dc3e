"""What governs a match: prohibition, permission, duty, encouragement, or the denial of a rule."""

import pytest

from openness.clauses.patterns import pattern_set
from openness.clauses.scope import Scope
from openness.clauses.segment import segment


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("You may not use it for warfare.", "warfare", "prohibit"),
        ("You will not, and will not permit any third party to, sell it.", "sell", "prohibit"),
        ("You may use it for warfare.", "warfare", "permit"),
        ("You may use it for anything except warfare.", "warfare", "prohibit"),
        ("Use for warfare is strictly prohibited.", "warfare", "prohibit"),
        ("Nothing in this license restricts warfare.", "warfare", "negate"),
        ("We encourage you to cite the paper.", "cite", "encourage"),
        ("You must cite the paper.", "cite", "oblige"),
        ("Neither you nor your staff will sell it.", "sell", "prohibit"),
        ("Hosting includes but is not limited to sales.", "sales", "none"),
    ],
)
def test_governs(text: str, trigger: str, expected: str) -> None:
    sentence = segment(text)[0]
    at = sentence.text.index(trigger)
    assert Scope(pattern_set()).governs(sentence, at, at + len(trigger)) == expected


def test_items_inherit_and_own_words_win() -> None:
    items = segment("You may not:\n- sell it\n- lend it; you may copy it, though\n")
    scope = Scope(pattern_set())
    sell, lend = items[1], items[2]
    assert scope.governs(sell, 0, 4) == "prohibit"
    at = lend.text.index("copy")
    assert scope.governs(lend, at, at + 4) == "permit"
