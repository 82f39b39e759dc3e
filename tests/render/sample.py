"""One audit with known answers: what the formats, the golden files and the browser are asked about."""

from typing import Any

from openness.render.phrases import phrases
from tests.building import evidence, finding, license_entry, make_document, make_report

COMMIT = "a" * 40
BLOB = f"https://huggingface.co/acme/rocket/blob/{COMMIT}/LICENSE"


def audit() -> dict[str, Any]:
    """Seven subjects: one for each question that docs/reports.md answers, and two that could not be read."""
    document = make_document(
        rocket(), noncommercial(), merged(), relabelled(), waived(), service(), dataset(),
        errors=(
            {"target": "acme/gone", "kind": "not-found", "message": "there is no such repository", "hint": "Check it."},
            {"target": "acme/slow", "kind": "timeout", "message": "the Hub did not answer", "hint": ""},
        ),
    )  # fmt: skip
    document["notice"], document["not_checked"] = phrases()["notice"], phrases()["not_checked"]
    document["approval"] = {"by": "Jane Doe, General Counsel"}
    document["since"] = {"as_of": "2026-05-01", "gone": ["acme/retired"]}
    return document


def rocket() -> dict[str, Any]:
    """Restricted, with a threshold, required words, and a change since the last audit."""
    report = make_report("acme/rocket")
    for item in report["evidence"].values():
        item["url"] = BLOB
    report["evidence"]["e3"] |= {"basis": "record", "url": "https://example.org/llama", "as_of": "2024-07-23"}
    report["changes"] = [
        {
            "what": "license-text",
            "summary": "the text of llama-3.1 changed",
            "before": {"text": "up to 700 million users", "quoted": True},
            "after": {"text": "a limit of 500 million users", "quoted": False},
            "worse": True,
            "cause": "upstream",
        }
    ]
    return report


def noncommercial() -> dict[str, Any]:
    """Bars commercial use."""
    key = {"e1": evidence("for non-commercial research purposes only", url=None)}
    return make_report(
        "acme/thesis",
        "research-weights",
        findings=[finding("non-commercial", "restriction", "e1", license="cc-by-nc-4.0", summary="no commerce")],
        licenses=[license_entry("cc-by-nc-4.0", spdx="CC-BY-NC-4.0", grade="B", basis="declared")],
        uses={
            "run": _use("yes"),
            "commercial": _use("no", "not for commerce [cc-by-nc-4.0, section 1]"),
            "redistribute": _use("yes"),
        },
        obligations=[],
        evidence=key,
        changes=[],
    )


def merged() -> dict[str, Any]:
    """Inherits terms from two ancestors; its level is lower than its own license."""
    base = {
        "id": "meta-llama/Llama-2-7b", "relation": "merge", "basis": "inferred", "weights": True,
        "licenses": ["llama-2"], "level": "restricted-weights", "resolved_from": "registry", "bases": [],
        "evidence": ["e1"],
    }  # fmt: skip
    middle = {**base, "id": "acme/middle", "basis": "declared", "relation": "finetune", "bases": [base]}
    report = make_report(
        "acme/blend",
        lineage={
            "bases": [middle, {**base, "id": "acme/other", "licenses": []}],
            "datasets": [
                {"id": "acme/pile", "basis": "declared", "licenses": ["odc-by"], "state": "exists", "evidence": []}
            ],
        },
        licenses=[
            license_entry("apache-2.0", spdx="Apache-2.0"),
            license_entry("llama-2", basis="inherited", **{"from": "meta-llama/Llama-2-7b"}),
        ],
        findings=[finding("user-threshold", "condition", "e2", inherited_from="meta-llama/Llama-2-7b")],
        changes=[
            {
                "what": "new",
                "summary": "not part of the last audit",
                "before": None,
                "after": None,
                "worse": False,
                "cause": "upstream",
            }
        ],
    )
    report["spectrum"]["own_level"] = "open-weights"
    return report


def relabelled() -> dict[str, Any]:
    """Two sources contradict each other."""
    return make_report(
        "acme/fox",
        "open-weights",
        conflicts=[
            {
                "kind": "prose-vs-metadata",
                "strength": "hard",
                "explanation": "the card says more than the tag",
                "remedy": "Ask the publisher.",
                "evidence": ["e1", "e2"],
            }
        ],
        uses={"run": _use("yes"), "commercial": _use("unknown"), "redistribute": _use("unknown")},
        obligations=[],
        changes=[],
    )


def waived() -> dict[str, Any]:
    """Allowed by a waiver that names who approved it."""
    report = make_report("acme/waived", obligations=[], gaps=[], changes=[])
    report["decision"] |= {
        "verdict": "allow",
        "waived": ["level restricted-weights"],
        "reasons": ["waiver W-7 accepts this until 2027-01-31 (pilot; approved by A. Counsel)"],
    }
    return report


def service() -> dict[str, Any]:
    """Denied, closed, answered from the registry."""
    report = make_report(
        "acme/oracle", "closed", licenses=[], findings=[], obligations=[], read=[], gaps=[], changes=[]
    )
    report["subject"] |= {"kind": "service", "revision": None, "source": "registry", "retrieved_at": None}
    report["decision"] |= {"verdict": "deny", "rule": "deny rule 1", "reasons": ["level closed"]}
    report["uses"] = {"run": _use("no"), "commercial": _use("yes"), "redistribute": _use("no")}
    return report


def dataset() -> dict[str, Any]:
    """A data set: no rung."""
    report = make_report("acme/corpus", "unknown", obligations=[], findings=[], gaps=[], changes=[])
    report["subject"]["kind"] = "dataset"
    report["licenses"] = [license_entry("odc-by", applies_to="data")]
    report["decision"] |= {"verdict": "allow", "reasons": ["license odc-by"]}
    return report


def _use(answer: str, *conditions: str) -> dict[str, Any]:
    return {"answer": answer, "conditions": list(conditions), "because": ["e1"]}
