"""Builders of facts for tests, and a small knowledge base that reads the checkout's YAML once."""

from functools import lru_cache

from openness.kb.records import load_clause_types, load_records
from openness.kb.rubrics import Rubric, load_rubrics
from openness.model import (
    BaseLink,
    Basis,
    ClauseFinding,
    Component,
    Conflict,
    DatasetLink,
    Evidence,
    Facts,
    FileEntry,
    HubMeta,
    Kind,
    LicenseMatch,
    Lineage,
    Snapshot,
    Span,
)
from openness.model.kinds import KINDS

COMPLETE = (
    "architecture",
    "inference-code",
    "training-code",
    "evaluation-code",
    "preprocessing-code",
    "tokenizer",
    "hyperparameters",
    "data",
    "data-described",
    "data-listed",
    "data-card",
    "model-card",
    "research-paper",
    "evaluation-results",
    "evaluation-data",
    "intermediate-checkpoints",
)


class TestKnowledge:
    """Records, vocabulary and rubrics straight from the YAML."""

    __test__ = False

    def __init__(self) -> None:
        self.vocabulary = load_clause_types(validate=False)
        self.records = load_records(validate=False)
        self.by_id = load_rubrics(clauses=frozenset(self.vocabulary), kinds=frozenset(KINDS))

    def license(self, license_id: str):
        return self.records.get(license_id)

    def clause(self, clause_id: str):
        return self.vocabulary.get(clause_id)

    def rubric(self, rubric_id: str) -> Rubric | None:
        return self.by_id.get(rubric_id)

    def clauses(self):
        return tuple(self.vocabulary.values())

    def licenses(self):
        return iter(self.records.values())

    def license_by_name(self, name: str) -> str | None:
        return next((r.id for r in self.records.values() if name in (r.id, r.name, r.spdx, *r.hub_ids)), None)

    def rubrics(self) -> tuple[Rubric, ...]:
        return tuple(self.by_id.values())


@lru_cache(maxsize=1)
def knowledge() -> TestKnowledge:
    return TestKnowledge()


def evidence(number: int, kind: str, value: str | None = None, component: Component = Component.UNCLEAR) -> Evidence:
    quote = f"quote for {kind}"
    return Evidence(
        id=f"e{number}",
        kind=kind,
        component=component,
        span=Span(path="README.md", start=0, end=len(quote), line=1, quote=quote),
        value=value,
        basis=Basis.DECLARED,
    )


def match(license_id: str, number: int = 900, **changes) -> LicenseMatch:
    record = knowledge().license(license_id)
    values = {
        "id": license_id,
        "name": record.name if record else license_id,
        "spdx": record.spdx if record else None,
        "applies_to": Component.WEIGHTS,
        "basis": Basis.DECLARED,
        "from_": "license",
        "known": bool(record and record.known),
        "family": bool(record and record.kind == "family"),
        "candidates": record.members if record else (),
        "evidence": (f"e{number}",),
    }
    return LicenseMatch(**{**values, **changes})


def facts(
    *licenses: str | LicenseMatch,
    kinds: tuple[str | tuple[str, str], ...] = ("weights",),
    kind: Kind = Kind.MODEL,
    name: str = "org/model",
    source: str = "hub",
    bases: tuple[BaseLink, ...] = (),
    ancestors: dict[str, Facts] | None = None,
    datasets: tuple[DatasetLink, ...] = (),
    findings: tuple[ClauseFinding, ...] = (),
    conflicts: tuple[Conflict, ...] = (),
    hub: HubMeta | None = None,
    assumptions: tuple[str, ...] = (),
    **snapshot,
) -> Facts:
    """Facts about one subject; a license given by id is declared for the weights."""
    pairs = [(k, None) if isinstance(k, str) else k for k in kinds]
    shown = tuple(evidence(i + 1, k, v) for i, (k, v) in enumerate(pairs))
    matches = tuple(m if isinstance(m, LicenseMatch) else match(m, 900 + i) for i, m in enumerate(licenses))
    declared = tuple(evidence(900 + i, "license-declared", m.id) for i, m in enumerate(matches))
    return Facts(
        snapshot=Snapshot(
            target=name,
            id=name,
            kind=kind,
            source=source,
            files=(FileEntry(path="README.md"),),
            hub=hub or HubMeta(gated="none"),
            assumptions=assumptions,
            **snapshot,
        ),
        evidence=(*shown, *declared),
        licenses=matches,
        findings=findings,
        lineage=Lineage(bases=bases, datasets=datasets),
        ancestors=ancestors or {},
        conflicts=conflicts,
    )


def recorded(license_id: str, number: int = 900) -> tuple[ClauseFinding, ...]:
    """Findings as the clause stage makes them for a license that has a record."""
    record = knowledge().license(license_id)
    records = [record, *(knowledge().license(name) for name in record.incorporates)]
    return tuple(
        ClauseFinding(
            clause=clause.clause,
            polarity=knowledge().clause(clause.clause).polarity,
            applies_to=Component.WEIGHTS,
            license=license_id,
            basis=Basis.RECORD,
            params=clause.params,
            evidence=(f"e{number}",),
            section=clause.section,
            summary=clause.summary,
            contested=clause.contested,
        )
        for r in records
        for clause in r.clauses
    )


def base(name: str, relation: str = "finetune", basis: str = "declared", **changes) -> BaseLink:
    return BaseLink(id=name, relation=relation, basis=basis, **changes)
