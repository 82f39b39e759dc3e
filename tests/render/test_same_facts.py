"""Every format states the same level, answers, decision and conflicts as the document that it is made from."""

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from openpyxl import load_workbook

from openness.render.csv import render as as_csv
from openness.render.github_check import render as as_github
from openness.render.html import render as as_html
from openness.render.markdown import md
from openness.render.markdown import render as as_markdown
from openness.render.phrases import languages, phrases, use_label
from openness.render.said import answer_label, level_words
from openness.render.sarif_check import render as as_sarif
from openness.render.text import render_overview, render_report
from openness.render.xlsx import render as as_xlsx
from tests.render.sample import audit

DOCUMENT = audit()
REPORTS = {report["subject"]["id"]: report for report in DOCUMENT["reports"]}
MARKS = {"yes": "+", "conditional": "~", "no": "x", "unknown": "?"}


def labels(report: Any, words: Any) -> tuple[str, str, str, set[str]]:
    """Level, commercial answer, decision and conflicts, as they are called."""
    answer = answer_label(report, report["uses"]["commercial"], words)
    kinds = {words["conflict"][c["kind"]] for c in report["conflicts"]}
    return level_words(report, words)["label"], answer, words["verdict"][report["decision"]["verdict"]], kinds


def uses(report: Any, words: Any) -> set[tuple[str, str]]:
    return {(use_label(n, words), answer_label(report, u, words)) for n, u in report["uses"].items()}


def sections(text: str, start: str) -> Iterator[tuple[str, str]]:
    """(subject, what is said of it)."""
    found = re.split(rf"(?m)^{start}", text)[1:]
    yield from zip(REPORTS, found, strict=False)


def test_text():
    words, overview = phrases(), render_overview(DOCUMENT)
    for name, report in REPORTS.items():
        level, answer, verdict, kinds = labels(report, words)
        text = " ".join(render_report(report, width=400, verbose=True).split())
        assert f"{level.upper()}: " in text
        mark = MARKS[report["uses"]["commercial"]["answer"]]
        assert f"{mark} use it commercially: {answer}" in text
        assert f"Decision: {verdict} by policy {report['decision']['policy']}" in text
        for kind in kinds:
            assert f"! {kind} (" in text
        for use, said in uses(report, words):
            assert re.search(rf"[+~x?] {re.escape(said)}: [^+~?]*\b{re.escape(use)}\b", text), (name, use, said)
        (line,) = [line for line in overview.splitlines() if line.startswith(name)]
        assert level in line
        assert line.endswith(verdict)
        assert f" {mark} {report['uses']['commercial']['answer']} " in line


@pytest.mark.parametrize("language", languages())
def test_csv_and_xlsx(language: str):
    words = phrases(language)
    columns = words["column"]
    rows = list(csv.DictReader(io.StringIO(as_csv(DOCUMENT, language).lstrip("\ufeff"))))
    book = load_workbook(io.BytesIO(as_xlsx(DOCUMENT, language)))
    head, *cells = book[words["sheet"]["models"]].iter_rows(values_only=True)
    table = [{k: v or "" for k, v in zip(head, row, strict=True)} for row in cells]
    for source in (rows, table):
        for name, report in REPORTS.items():
            (row,) = [r for r in source if r[columns["id"]] == name]
            level, answer, verdict, kinds = labels(report, words)
            assert (row[columns["level"]], row[columns["commercial"]], row[columns["decision"]]) == (
                level, answer, verdict,
            )  # fmt: skip
            assert {part.split(": ")[0] for part in row[columns["conflicts"]].split("; ") if part} == kinds
    found = list(book[words["sheet"]["uses"]].iter_rows(values_only=True))[1:]
    for name, report in REPORTS.items():
        assert {(row[1], row[2]) for row in found if row[0] == name} == uses(report, words)


@pytest.mark.parametrize("language", languages())
def test_markdown(language: str):
    words = phrases(language)
    text = as_markdown(DOCUMENT, language)
    for name, section in sections(text, "## "):
        report = REPORTS[name]
        level, answer, verdict, kinds = labels(report, words)
        assert section.startswith(f"{md(name)}\n\n**{level}**: ")
        assert f"**{words['heading']['decision']}**: {verdict} " in section
        assert f"| {name} | {level} | " in text
        assert f" | {answer} | {verdict} |" in text
        for kind in kinds:
            assert f"| {kind} | " in section
        for use, said in uses(report, words):
            assert f"| {md(use)} | {said} |" in section


@pytest.mark.parametrize("language", languages())
def test_html(language: str):
    words = phrases(language)
    letters = {"yes": "y", "conditional": "c", "no": "n", "unknown": "u"}
    for name, section in sections(as_html(DOCUMENT, language), "<article "):
        report = REPORTS[name]
        level, answer, verdict, kinds = labels(report, words)
        head = re.sub(r"\s+", " ", section.partition("<details")[0])
        assert f'data-level="{report["spectrum"]["level"]}"' in head
        assert f'data-uses="{"".join(letters[u["answer"]] for u in report["uses"].values())}"' in head
        assert f'data-verdict="{report["decision"]["verdict"]}"' in head
        for said in (level, answer, verdict):
            assert f">{said}</span>" in head
        for kind in kinds:
            assert f"<strong>{kind}</strong>" in section
        for use, said in uses(report, words):
            assert re.search(
                rf'<th scope="row">{re.escape(use)}</th><td class="answer \w+">{re.escape(said)}</td>', section
            )


@pytest.mark.parametrize("language", languages())
def test_code_hosts(language: str, elsewhere: Any):
    """What is not allowed is told, with the same facts; what is allowed is no finding."""
    words = phrases(language)
    log = json.loads(as_sarif(DOCUMENT, language))
    annotations = as_github(DOCUMENT, language)
    messages = [result["message"]["text"] for result in log["runs"][0]["results"]]
    for name, report in REPORTS.items():
        found = [m for m in messages if m.startswith(f"{name}: ")]
        level, answer, verdict, kinds = labels(report, words)
        assert len(found) == (report["decision"]["verdict"] != "allow")
        for message in found:
            assert message.startswith(f"{name}: {verdict} {words['page']['by_policy']} ")
            assert f"; {words['column']['level']}: {level}; {words['column']['commercial']}: {answer}" in message
            assert all(kind in message for kind in kinds)
            assert f"::{message.replace('%', '%25')}\n" in annotations
