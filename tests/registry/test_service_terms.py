"""The public terms of a service limit what it may be used for; its contract grants, and only services have such terms."""

from pathlib import Path

import pytest

from openness.errors import KnowledgeError
from openness.kb.load import KnowledgeBase
from openness.kb.locate import data_dir
from openness.kb.schema.registry import load_common_file, load_registry_file
from openness.model import Component, Level, Ref, Report
from openness.pipeline import Pipeline
from openness.sources.registry import RegistrySource

FILE = """
provider: {{id: acme, name: Acme}}
sources: {{docs: {{url: "https://acme.example/docs", as_of: 2026-01-01}}}}
bundles: {{api: {{source: docs, facts: [{{fact: terms, value: openai-services-agreement}}]}}}}
records:
- {{id: acme/rocket, kind: {kind}, bundles: [api], facts: [{{fact: weights-none, value: never released}}]}}
"""


@pytest.fixture(scope="module", params=["gpt-4o", "claude-sonnet-4.5", "gemini-2.5-pro"])
def report(request: pytest.FixtureRequest) -> Report:
    kb = KnowledgeBase.load()
    return Pipeline(kb=kb, source=RegistrySource(kb)).check(Ref(typed=request.param, id=request.param))


def test_the_terms_are_shown_and_are_nobodys_weights(report: Report) -> None:
    assert report.placement.level is Level.CLOSED
    (terms,) = report.facts.licenses
    assert terms.applies_to is Component.UNCLEAR
    assert not terms.of_whole
    assert "no-train-other-models" in {f.clause for f in report.facts.findings if f.license == terms.id}


def test_they_limit_and_grant_nothing(report: Report) -> None:
    assert {use.answer for use in report.uses.values()} == {"no", "unknown"}
    commercial = report.uses["commercial"]
    assert "only the public terms" in commercial.conditions[0]
    assert any("compet" in condition for condition in report.uses["train-on-outputs"].conditions)


@pytest.mark.parametrize("kind", ["service", "model"])
def test_only_services_have_such_terms(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "acme.yaml"
    path.write_text(FILE.format(kind=kind), encoding="utf-8")
    common = load_common_file(data_dir() / "registry" / "_common.yaml")
    if kind == "service":
        assert load_registry_file(path, common)
        return
    with pytest.raises(KnowledgeError, match="acme/rocket: `terms` are a service's"):
        load_registry_file(path, common)
