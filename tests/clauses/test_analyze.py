"""Known texts by record, unknown ones by detector, unreadable ones never as free."""

import pytest

from openness.clauses import analyze
from openness.clauses.align import locate, section_range
from openness.clauses.analyze import analyze_text, not_analyzed
from openness.clauses.detect import MAX_TEXT
from openness.kb.records import RecordClause
from openness.model.license import TextMatch

TEXT = """Heron License

1. Grant. You may copy and change the model.

2. Limits. You may not use the model for military purposes.

3. Law. Portuguese law governs this license.
"""


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "empty"),
        ("   \n", "empty"),
        ("\x00\x01\x02\x03" * 40, "binary"),
        ("您可以使用本模型进行学术研究，但不得用于商业目的。" * 20, "Chinese"),
        ("Sie dürfen das Modell nur zu nichtkommerziellen Zwecken verwenden und weitergeben. " * 10, "not in English"),
        ("Модель можно использовать только для исследований. " * 10, "not in English"),
        ("**** ____ ----", "no words"),
        ("you may use it. " * (MAX_TEXT // 16 + 10), "only the first"),
    ],
)
def test_reasons(text: str, part: str) -> None:
    assert part in (not_analyzed(text) or "")


@pytest.mark.parametrize("text", [TEXT, "Research use only.", "您可以使用。\n" * 30 + TEXT * 3])
def test_english_is_analyzed(text: str) -> None:
    assert not_analyzed(text) is None


def test_the_english_half_is_quoted() -> None:
    text = "本许可禁止军事用途。您不得将本模型用于任何军事目的。\n\n" + TEXT
    found = [c for c in analyze_text(text, (), use_records=False) if c.clause == "military-prohibition"]
    assert [c.quote for c in found] == ["You may not use the model for military purposes."]


def test_without_a_record_the_detector_speaks() -> None:
    assert analyze_text(TEXT, (), use_records=True) == analyze_text(TEXT, (), use_records=False)


def test_sections() -> None:
    span = section_range(TEXT, "2(a)")
    assert span is not None
    assert TEXT[span[0] : span[1]].strip().startswith("2. Limits.")
    assert "Law" not in TEXT[span[0] : span[1]]
    assert section_range(TEXT, None) is None
    assert section_range(TEXT, "17") is None


def test_recorded_clauses_are_located() -> None:
    clauses = (
        RecordClause(clause="military-prohibition", summary="", section="2"),
        RecordClause(clause="governing-law", summary="", section="3"),
        RecordClause(clause="arbitration", summary="", section="3"),
    )
    spans = locate(TEXT, clauses)
    assert TEXT[slice(*spans["governing-law"])] == "Portuguese law governs this license."
    assert "military" in TEXT[slice(*spans["military-prohibition"])]
    assert "arbitration" not in spans


def test_one_sentence_may_prove_two_recorded_clauses(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "1. You may not use the model or its output for military purposes.\n\n2. You must not sell outputs.\n"
    recorded = (
        RecordClause(clause="military-prohibition", summary="", section="1"),
        RecordClause(clause="output-restricted", summary="", section="2"),
    )
    monkeypatch.setattr(analyze, "_recorded", lambda match: iter([recorded]))
    match = TextMatch(license="x", family=None, candidates=(), score=1.0, kind="text", start=0, end=len(text))
    found = [(c.clause, text[c.start :][:7]) for c in analyze_text(text, (match,), use_records=True)]
    assert ("military-prohibition", "You may") in found
    assert {place for clause, place in found if clause == "output-restricted"} == {"You may", "You mus"}
