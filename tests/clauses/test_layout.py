"""What comments, HTML, printed pages and capitals do to a text does not change what it says."""

from openness.clauses.detect import detect
from openness.clauses.fold import flatten
from openness.clauses.layout import own_lines

TEXT = (
    "Heron License\n\n1. You agree not to use the model:\n\n(a) for warfare;\n(b) to harass people.\n\n"
    "2. If you sue anybody because the model infringes a patent, then\nevery license granted here ends.\n\n"
    "3. Copies must carry this license. The laws of Ireland govern\nthis agreement.\n"
)
SAYS = {clause.clause for clause in detect(TEXT)}


def says(text: str) -> set[str]:
    found = detect(text)
    assert all(clause.quote == text[clause.start : clause.end] for clause in found)
    return {clause.clause for clause in found}


def test_the_plain_text() -> None:
    assert {"military-prohibition", "field-of-use-list", "patent-litigation-termination", "governing-law"} <= SAYS


def test_length_stays() -> None:
    for text in (TEXT, "<p>" * 50, "# a\n" * 9, "\n\nPage 3\n\n" * 5, ""):
        assert len(own_lines(flatten(text))) == len(text)


def test_comment_marks_go() -> None:
    for mark in ("# ", "// ", " * ", ";; ", "-- "):
        assert says("".join(mark + line + "\n" for line in TEXT.split("\n"))) == SAYS


def test_a_bullet_list_is_no_comment() -> None:
    text = "You may not use it to:\n* spy\n* stalk\n* sell weapons\n* cheat\n"
    assert "*" in own_lines(flatten(text))
    assert "field-of-use-list" in says(text)


def test_tags_are_lines() -> None:
    html = (
        "<h1>Heron License</h1><p>You agree not to use the model:</p><ul><li>for warfare</li><li>to harass people"
        "</li></ul><p>The laws of Ireland govern this agreement.</p>"
    )
    assert {"military-prohibition", "field-of-use-list", "governing-law"} <= says(html)
    assert own_lines("<h2>rules</h2>").startswith("\n## rules")


def test_page_headers_do_not_break_sentences() -> None:
    header = "\n\nHeron Terms      Page {} of 4\n\n"
    text = TEXT + "4. The end.\n"
    for page, words in enumerate(("patent, then\n", "govern\n", "The end.\n"), 1):
        text = text.replace(words, words.rstrip("\n") + header.format(page))
    assert says(text) == SAYS


def test_a_passage_in_capitals_is_no_heading() -> None:
    text = (
        "YOU AGREE THAT THE MODEL MAY NOT BE USED BY ANY ARMY AND\nTHAT NOBODY WILL USE IT FOR WARFARE OR IN OTHER\n"
        "WAYS THAT VIOLATE APPLICABLE LAWS.\n"
    )
    assert {"military-prohibition", "legal-compliance"} <= says(text)
