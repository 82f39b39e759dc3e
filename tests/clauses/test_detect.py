"""The detector as a whole: planted clauses, decoys, contexts, bad input."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openness.clauses.detect import MAX_TEXT, detect

HERON = Path(__file__).with_name("cases") / "heron.txt"
PLANTED = {
    "naming-prefix",
    "user-threshold",
    "attribution-display",
    "notice-retention",
    "military-prohibition",
    "field-of-use-list",
    "legal-compliance",
    "flow-down",
    "breach-termination",
    "patent-litigation-termination",
    "irrevocable",
    "output-ownership",
    "governing-law",
}


def ids(text: str, context: str = "license") -> set[str]:
    return {clause.clause for clause in detect(text, context=context)}


def test_planted_clauses_and_no_decoy() -> None:
    assert ids(HERON.read_text(encoding="utf-8")) == PLANTED


def test_values_of_the_planted_clauses() -> None:
    found = {clause.clause: clause.params for clause in detect(HERON.read_text(encoding="utf-8"))}
    assert found["user-threshold"]["users"] == 2_500_000
    assert found["user-threshold"]["period"] == "day"
    assert found["attribution-display"]["notice"] == "Carried by Heron"
    assert found["naming-prefix"]["prefix"] == "Heron"
    assert found["governing-law"] == {"law": "PT", "forum": "PT"}


@pytest.mark.parametrize("wrap", [" ".join, "\n".join, "\n> ".join, "\r\n".join])
def test_wrapping_changes_nothing(wrap: object) -> None:
    text = "Licensee may use the Software solely for non-commercial research purposes and for nothing else."
    assert {"non-commercial", "research-only"} <= ids(wrap(text.split(" ")))  # type: ignore[operator]


@pytest.mark.parametrize(
    "words",
    [
        "non\u2011commercial",
        "non\u200b-\u200bcommercial",
        "n\u043en-c\u043emmercial",
        "non\u00adcommercial",
        "NON–COMMERCIAL",
        "non-\ncommercial",
        "\u200fnon-commercial\u200e",
        "*non*-commercial",
    ],
)
def test_disguised_words_are_read(words: str) -> None:
    text = f"You may use the model for {words} purposes only."
    found = [clause for clause in detect(text) if clause.clause == "non-commercial"]
    assert found
    assert all(clause.quote == text[clause.start : clause.end] for clause in found)


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("You may use it for commercial or non-commercial purposes.", "non-commercial"),
        ("Nothing in this license restricts military use.", "military-prohibition"),
        ("You are encouraged to display “Built with Heron” on your website.", "attribution-display"),
        ("Reverse engineering is always allowed.", "no-reverse-engineering"),
        ("The license is irrevocable.", "revocable"),
        ("A court of competent jurisdiction may decide.", "no-competing-product"),
        ("You may host the model for remote access by third parties as a service.", "hosting-limit"),
        ("This license does not impose any restrictions on outputs.", "output-restricted"),
        ("Heron Ltd. may update the model from time to time.", "unilateral-update"),
        ("Unless required by applicable law, it comes as is.", "legal-compliance"),
        ("You may offer support only if you agree to indemnify each contributor.", "indemnity"),
    ],
)
def test_what_looks_like_a_clause_and_is_not(text: str, absent: str) -> None:
    assert absent not in ids(text)


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        (
            "You agree to: (i) use it kindly; (ii) not to use what it puts out, or results of it, for war.",
            "output-restricted",
        ),
        ("Every copy must keep the same restrictions as this license.", "flow-down"),
        ("You must prevent unauthorized access to the weights.", "confidentiality"),
        ("The weights are strictly confidential.", "confidentiality"),
        ("- Distribution: prohibited without consent", "no-redistribution"),
        ("You shall not get past the signature checks or circumvent license verification.", "guardrail-bypass"),
        ("We reserve the right to see to compliance, including restricting use of the model.", "remote-restriction"),
        ("The licensor claims no rights in the commands produced by the model.", "output-ownership"),
    ],
)
def test_wordings_of_unseen_licenses(text: str, clause: str) -> None:
    assert clause in ids(text)


def test_a_list_item_that_imposes_nothing_binds_nobody() -> None:
    assert "flow-down" not in ids(
        "You must:\n\n(c) Not impose further restrictions on recipients under this agreement."
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This model is for research purposes only.", {"research-only"}),
        ("Commercial use is not allowed.", {"non-commercial"}),
        ("Please contact us for a commercial license.", {"commercial-permission"}),
        ("The model is intended for research use only.", set()),
        ("The training dataset is licensed for non-commercial use only.", set()),
        ("The model should not be used to create hateful content.", set()),
        ("Released under the CC BY-NC 4.0 license.", set()),
        ("Unless required by law, nobody is liable.", set()),
    ],
)
def test_prose_of_cards(text: str, expected: set[str]) -> None:
    assert ids(text, "prose") == expected


def test_gate_prompts() -> None:
    text = "By requesting access you agree to use the weights for non-commercial research only and not to redistribute them."
    assert {"non-commercial", "no-redistribution"} <= ids(text, "gate")


def test_an_unknown_context_is_refused() -> None:
    with pytest.raises(ValueError, match="context"):
        detect("x", context="poem")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "\x00\x01\x02" * 50,
        "a" * 100_000,
        "(" * 5_000,
        "你可以使用本模型。" * 100,
        "\ufeff",
        "may not " * 9_000,
    ],
)
def test_bad_input_is_quiet(text: str) -> None:
    assert all(clause.quote == text[clause.start : clause.end] for clause in detect(text))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["you", "may", "not", "use", "commercially", ";", "(a)", "\n", "-", ":", "\u200b", "“X”", "1."]
        ),
        max_size=80,
    )
)
def test_quotes_stand_where_they_are_said_to(words: list[str]) -> None:
    text = " ".join(words)
    for clause in detect(text):
        assert clause.quote == text[clause.start : clause.end]
        assert clause.quote.strip()


def test_what_lies_beyond_the_limit_is_not_read() -> None:
    assert not detect(" " * MAX_TEXT + "You may not use it commercially.")


@pytest.mark.parametrize(
    "unit", ["you may not use it for military purposes; ", "1,000,000 users ", "- you may not:\n", "<a &amp; **"]
)
def test_time_is_linear(unit: str) -> None:
    def cost(size: int) -> float:
        text = unit * (size // len(unit))
        best = 9.0
        for _ in range(3):
            begun = time.process_time()
            detect(text)
            best = min(best, time.process_time() - begun)
        return best

    detect(unit * 50)
    small, large = cost(15_000), cost(30_000)
    assert large <= 2.6 * small + 0.01
