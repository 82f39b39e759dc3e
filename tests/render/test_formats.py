"""What every format must keep: nothing executes, nothing breaks out, nothing is lost."""

import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest
from jsonschema import Draft202012Validator

from openness.kb.locate import data_dir
from openness.render.csv import render as as_csv
from openness.render.html import render as as_html
from openness.render.markdown import render as as_markdown
from openness.render.rubric_text import render_rubric
from openness.render.safe import plain, shorten
from openness.render.text import render_footer, render_overview, render_report
from tests.building import evidence, license_entry, make_document, make_report

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\x1b[31mred\x07\u202e=cmd|'/c calc'!A1"


def hostile():
    base = {
        "id": EVIL, "relation": "merge", "basis": "inferred", "weights": True, "licenses": [EVIL], "level": None,
        "resolved_from": None, "bases": [], "evidence": [],
    }  # fmt: skip
    report = make_report(
        EVIL,
        licenses=[license_entry(name=EVIL) | {"name": EVIL, "from": EVIL}],
        evidence={
            "e1": evidence(EVIL, path=EVIL),
            "e2": evidence(EVIL, path=EVIL, url="javascript:alert(1)"),
            "e3": evidence(EVIL),
        },
        conflicts=[
            {"kind": "multi-license", "strength": "soft", "explanation": EVIL, "remedy": EVIL, "evidence": ["e1"]}
        ],
        gaps=[{"what": EVIL, "why": EVIL}],
        lineage={"bases": [base], "datasets": []},
    )
    return make_document(report, errors=({"target": EVIL, "kind": "x", "message": EVIL, "hint": EVIL},))


def test_the_builder_is_valid():
    schema = json.loads((data_dir() / "schemas" / "report-1.json").read_text())
    Draft202012Validator.check_schema(schema)
    assert not [e.message for e in Draft202012Validator(schema).iter_errors(make_document())]


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.problems: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "link", "br", "input", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append(tag)


@pytest.mark.parametrize(
    "document", [make_document(), hostile(), make_document(*[make_report(f"a/m{i}") for i in range(20)])]
)
def test_html_is_well_formed_and_holds_no_foreign_script(document):
    text = as_html(document)
    parser = Tags()
    parser.feed(text)
    assert parser.problems == []
    assert parser.open == []
    assert [tag for tag, _ in parser.tags].count("script") == 1
    assert not [tag for tag, _ in parser.tags if tag in {"img", "iframe", "object", "embed", "link"}]
    for _, attributes in parser.tags:
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("href", "src"):
            address = attributes.get(name) or "#"
            assert address.startswith(("#", "https://", "http://")), address
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_html_asks_the_network_for_nothing():
    text = as_html(make_document())
    assert "default-src 'none'" in text
    assert not re.search(r"@import|url\(", text)


def test_html_shows_the_quote_in_its_place():
    text = as_html(make_document())
    assert "<mark>greater than 700 million monthly active users</mark>" in text
    assert "Built with Llama" in text


def test_csv_cells_are_defused_and_all_targets_have_a_row():
    rows = list(csv.reader(io.StringIO(as_csv(hostile()))))
    assert {len(row) for row in rows[:3]} == {len(rows[0])}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "|"))]
    assert "not read" in rows[2]


def test_markdown_keeps_markup_literal():
    text = as_markdown(hostile())
    assert "<script>" not in text
    assert "<img" not in text
    assert re.search(r"(?<!\\)\]\(", text) is None


@pytest.mark.parametrize("width", [60, 80, 100])
def test_text_fits_its_width_and_holds_no_control_characters(width):
    for document in (make_document(), hostile()):
        text = "".join(render_report(r, width=width, verbose=True) for r in document["reports"])
        text += render_footer(document, width=width)
        long = [line for line in text.splitlines() if len(line) > width and " " in line.strip()]
        assert not long
        assert plain(text.replace("\n", "")) == text.replace("\n", "")


def test_text_shows_level_interval_quote_gap_and_decision():
    report = make_report()
    report["spectrum"]["at_most"] = "open-science"
    text = render_report(report)
    for words in (
        "RESTRICTED WEIGHTS",
        "[#]",
        "(?)",
        "LICENSE:3",
        "700 million",
        "training code",
        "Decision: needs review",
    ):
        assert words in text
    assert "also: credit must be shown [2], copyright-grant [2]" in text
    assert "our summaries, not quoted" in render_report(report, verbose=True)


def test_one_rubric_is_explained_with_reason_quote_and_what_is_missing():
    text = render_rubric(make_report(), "osaid-1.0")
    for words in ("NOT MET", "limits", "700 million", "Missing: free terms", "openness explain osaid-1.0/CRITERION"):
        assert words in text


def test_plain_and_shorten():
    assert plain("a\x00b\u200bc\u202ed") == "abcd"
    assert shorten("a  b\nc", 10) == "a b c"
    assert shorten("x" * 20, 5) == "xxxx…"


def test_the_overview_fits_and_names_every_target():
    reports = [
        make_report(name, level) for name in ("acme/rocket", "o/" + "x" * 90) for level in ("closed", "open-weights")
    ]
    reports[1]["spectrum"]["at_most"] = "open-science"
    for width in (60, 80, 100):
        lines = render_overview({"reports": reports}, width=width).splitlines()
        assert len(lines) == 1 + len(reports)
        assert max(map(len, lines)) <= width
        assert "open weights …" in lines[2]
        assert all(line.endswith("review") for line in lines[1:])


@pytest.mark.parametrize("width", [40, 59])
def test_the_overview_of_a_narrow_window_is_stacked(width):
    document = {"reports": [make_report("acme/rocket"), make_report("o/" + "x" * 90, "closed")]}
    lines = render_overview(document, width=width).splitlines()
    assert max(map(len, lines)) <= width
    assert lines[:4] == ["acme/rocket", "  restricted weights", "  ~ commercial use: conditional", "  needs review"]


def test_waivers_and_notes_are_shown_with_the_decision():
    report = make_report()
    report["decision"] |= {"waived": ["level restricted-weights"], "notes": ["waiver w1 expired on 2026-01-01"]}
    text = render_report(report)
    assert "Waived: level restricted-weights" in text
    assert "waiver w1 expired" in text
