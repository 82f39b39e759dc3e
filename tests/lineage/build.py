"""A small knowledge base and facts for tests of conflicts and effective terms."""

from dataclasses import dataclass, replace

from openness.kb.records import LicenseRecord, RecordClause, RecordObligation
from openness.model import (
    BaseLink,
    Basis,
    ClauseFinding,
    Component,
    DatasetLink,
    Evidence,
    Facts,
    LicenseMatch,
    Lineage,
    Span,
)
from tests.evidence.build import snapshot

CAPS = {
    "non-commercial": "research-weights",
    "research-only": "research-weights",
    "user-threshold": "restricted-weights",
    "external-aup": "restricted-weights",
    "output-restricted": "restricted-weights",
    "naming-prefix": "restricted-weights",
}


@dataclass(frozen=True)
class Clause:
    """The part of a clause type that conflicts read."""

    id: str
    caps_at: str | None
    polarity: str = "restriction"
    contested: bool = False


def record(id: str, *clauses: str, **more: object) -> LicenseRecord:
    values = {"kind": "license", "family": id, "summary": "", "reading": "text", "sources": (), **more}
    found = tuple(RecordClause(clause=c, summary=f"{id} {c}") for c in clauses)
    return LicenseRecord(id=id, name=id.upper(), clauses=found, **values)  # type: ignore[arg-type]


RECORDS = {
    r.id: r
    for r in (
        record("mit", spdx="MIT"),
        record("apache-2.0", spdx="Apache-2.0"),
        record("cc-by-nc-4.0", "non-commercial", spdx="CC-BY-NC-4.0", family="cc"),
        record("acme-nc", "non-commercial", family="acme"),
        record(
            "llama-2",
            "user-threshold",
            "external-aup",
            family="llama",
            derivative_license="same",
            hub_ids=("llama2",),
            obligations=(RecordObligation(id="notice-retention", when="redistribute", summary="keep it", notice="(c) Meta"),),
        ),
        record(
            "llama-3.1",
            "user-threshold",
            "naming-prefix",
            family="llama",
            derivative_license="same",
            obligations=(RecordObligation(id="naming-prefix", when="modify", summary="prefix", notice="Llama"),),
        ),
        record("llama-1", "non-commercial", family="llama", derivative_license="same"),
        record("creativeml-openrail-m", "external-aup", hub_ids=("creativeml-openrail-m",), derivative_license="same-restrictions"),
        record("openai-terms", "no-competing-product", kind="terms-of-service"),
        record("deepseek", "external-aup", "derivative-by-output"),
        record("openrail", kind="family", members=("creativeml-openrail-m",), family="openrail"),
    )
}  # fmt: skip


class Knowledge:
    """The part of the knowledge base that lineage reads."""

    def license(self, id: str) -> LicenseRecord | None:
        return RECORDS.get(id)

    def clause(self, id: str) -> Clause | None:
        return Clause(id, CAPS.get(id))

    def license_by_name(self, name: str) -> str | None:
        return name if name in RECORDS else None


KB = Knowledge()


def match(
    id: str, basis: Basis = Basis.DECLARED, component: Component = Component.WEIGHTS, **more: object
) -> LicenseMatch:
    found = RECORDS.get(id)
    values: dict[str, object] = {
        "from_": "README.md",
        "evidence": (f"l-{id}-{basis.value}",),
        "known": found is not None and found.kind != "family",
        "family": bool(found and found.members),
        "candidates": found.members if found else (),
        **more,
    }
    return LicenseMatch(
        id=id, name=id.upper(), spdx=found.spdx if found else None, applies_to=component, basis=basis, **values
    )  # type: ignore[arg-type]


def quote(id: str, kind: str, text: str, start: int = 0, value: str | None = None) -> Evidence:
    span = Span(path="README.md", start=start, end=start + len(text), line=1, quote=text)
    return Evidence(id=id, kind=kind, component=Component.WEIGHTS, span=span, value=value, basis=Basis.PROSE)


def finding(clause: str, evidence: str, **more: object) -> ClauseFinding:
    return ClauseFinding(
        clause=clause,
        polarity="restriction",
        applies_to=Component.WEIGHTS,
        license=None,
        basis=Basis.PROSE,
        evidence=(evidence,),
        **more,
    )  # type: ignore[arg-type]


def facts(  # one argument a thing that tests vary
    *licenses: LicenseMatch,
    id: str = "acme/rocket-7b",
    evidence: tuple[Evidence, ...] = (),
    findings: tuple[ClauseFinding, ...] = (),
    bases: dict[str, tuple[LicenseMatch, ...]] | None = None,
    datasets: tuple[DatasetLink, ...] = (),
    weights: bool = True,
    link_states: dict[str, str] | None = None,
) -> Facts:
    ancestors = {
        name: Facts(snapshot=snapshot("# B\n", id=name), evidence=(), licenses=terms, findings=())
        for name, terms in (bases or {}).items()
    }
    links = tuple(
        BaseLink(id=name, relation="finetune", basis="declared", evidence=(f"b-{name}",), path=(name,), weights=weights)
        for name in (bases or {})
    )
    subject = replace(snapshot("# A\n", id=id), link_states=link_states or {})
    return Facts(
        snapshot=subject,
        evidence=evidence,
        licenses=licenses,
        findings=findings,
        lineage=Lineage(bases=links, datasets=datasets),
        ancestors=ancestors,
    )
