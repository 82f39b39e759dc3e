import json
from itertools import pairwise

import pytest

from openness.evaluate.engine import evaluate_all
from openness.evaluate.facets import facets
from openness.evaluate.obligations import obligations
from openness.evaluate.uses import uses
from openness.model import Decision, Kind, Report, Verdict
from openness.placement import place
from openness.render import compare, json_v1
from tests.evaluate.building import COMPLETE, facts, knowledge, recorded


def report(subject):
    from dataclasses import replace

    subject = replace(subject, facets=facets(subject))
    rubrics = evaluate_all(subject, knowledge(), knowledge().rubrics())
    return json_v1.report(
        Report(
            facts=subject,
            placement=place(subject, rubrics, knowledge()),
            rubrics=rubrics,
            uses=uses(subject, knowledge()),
            obligations=obligations(subject, knowledge()),
            decision=Decision(verdict=Verdict.ALLOW, policy="default"),
            as_of="2026-11-24",
        )
    )


@pytest.fixture(scope="module")
def reports():
    closed = facts(
        kinds=("hosted-api", "weights-none", ("price", "$2 per million tokens")), kind=Kind.SERVICE, name="svc"
    )
    llama = facts("llama-3.1", name="meta-llama/Llama-3.1-8B", findings=recorded("llama-3.1"))
    pythia = facts("apache-2.0", kinds=("weights", *COMPLETE), name="EleutherAI/pythia-1.4b")
    return [report(closed), report(llama), report(pythia)]


def test_reports_are_json(reports):
    assert json.loads(json.dumps(reports))


def test_a_closed_service_and_an_open_model_differ_at_a_glance(reports):
    rows = dict(compare.compare_rows(reports))
    assert rows["level"] == ["closed", "restricted-weights", "open-source-ai"]
    assert rows["host-yourself"] == ["no", "yes", "yes"]
    assert rows["data-stays"] == ["no", "yes", "yes"]
    assert rows["fine-tune-and-keep"] == ["no", "limited", "yes"]
    assert rows["lock-in"] == ["yes", "no", "no"]
    assert rows["cost"] == ["limited", "limited", "no"]


def test_criterion_by_criterion(reports):
    rows = dict(compare.compare_rows(reports))
    assert rows["data-information"] == ["unknown", "unknown", "met"]
    assert rows["freedom-use"][1:] == ["unmet", "met"]


def test_differences_only(reports):
    rows = compare.compare_rows(reports, differences=True)
    assert all(len(set(cells)) > 1 for _, cells in rows if cells)
    assert all(b for (_, a), (_, b) in pairwise(rows) if not a)


def test_text_is_a_table(reports):
    text = compare.render_text(reports, width=100)
    assert all(len(line) <= 100 for line in text.splitlines())
    assert "EleutherAI/pythia" in text
    line = next(line for line in text.splitlines() if line.startswith("  level"))
    assert "closed" in line
    assert "open-source-ai" in line


def test_markdown_is_defused():
    hostile = report(facts("mit", name="a|b<script>"))
    table = compare.render_markdown([hostile, hostile])
    assert "<script>" not in table
    assert "a\\|b" in table


def test_machine_form(reports):
    table = compare.document(reports)
    assert table["models"] == ["svc", "meta-llama/Llama-3.1-8B", "EleutherAI/pythia-1.4b"]
    assert {s["section"] for s in table["sections"]} >= {"Spectrum", "In practice", "osaid-1.0", "mof-1.0"}
