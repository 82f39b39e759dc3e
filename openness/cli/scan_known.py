"""What hooks answer from: openness.lock, then the registry's ready-made reports. No pipeline, no cache, no network.

The Hub's cache is left out on purpose: a hook says the same on every machine. Names that neither knows are looked up
by the pipeline afterwards.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from openness.lock.offline import Known, known_offline
from openness.scan.reference import Reference

if TYPE_CHECKING:
    from openness.lock.entry import Entry

LOCK = "openness.lock"

NAMESPACES = ("ollama:", "spacy:", "pypi:")  # names that are not the Hub's; the registry may know them
_FITTING = {"model": ("model", "dataset"), "service": ("service",), "dataset": ("dataset",)}


def known_answers(references: Sequence[Reference], *, registry: bool) -> dict[str, Known]:
    """What lock and (when asked) registry know of each id that is referenced."""
    wanted = {reference.id: reference.kind for reference in references}
    found = known_offline(wanted, LOCK) if registry else _locked(wanted)
    short = {_bare(name): name for name in wanted if name not in found and _bare(name) != name}
    if registry and short:
        for bare, known in known_offline(short, None).items():
            found[short[bare]] = known
    return {name: known for name, known in found.items() if _fits(known, name, wanted[name])}


def _locked(wanted: Iterable[str]) -> dict[str, Known]:
    return {name: known for name, known in known_offline(wanted, LOCK).items() if known.source == "lock"}


def _bare(name: str) -> str:
    head, _, tail = name.partition(":")
    return tail if f"{head}:" in NAMESPACES else name


def _fits(known: Known, name: str, kind: str) -> bool:
    """False for a record of another kind that happens to have the name."""
    if known.report is None or _bare(name) != name:
        return True
    return known.report["subject"]["kind"] in _FITTING[kind]


def report_of(name: str, known: Known, decision: dict[str, Any]) -> dict[str, Any]:
    """An answer in the form of a report, with the decision of this run."""
    if known.entry is not None:
        return _lock_report(known.entry, decision)
    assert known.report is not None
    return {**known.report, "target": name, "decision": decision}


def _lock_report(entry: "Entry", decision: dict[str, Any]) -> dict[str, Any]:
    """A locked entry in the form of a report, as far as the lock holds it."""
    terms = {f"l{number}": term for number, term in enumerate(entry.terms, 1)}
    return {
        "target": entry.id,
        "subject": {
            "id": entry.id,
            "kind": entry.kind,
            "revision": entry.revision or None,
            "source": "lock",
            "retrieved_at": entry.acquired,
        },
        "as_of": entry.acquired,
        "spectrum": {"level": entry.level, "at_most": entry.at_most, "missing_for_next": []},
        "licenses": [
            {"id": m["id"], "name": m["id"], "applies_to": m["component"], "grade": m["grade"]} for m in entry.licenses
        ],
        "uses": {
            use: {
                "answer": answer,
                "conditions": [],
                "because": [mark for mark, term in terms.items() if term["clause"] in entry.because.get(use, ())],
            }
            for use, answer in entry.uses.items()
        },
        "findings": [
            {
                "clause": term["clause"],
                "polarity": "restriction",
                "license": term["license"] or None,
                "section": term["section"] or None,
                "evidence": [mark],
            }
            for mark, term in terms.items()
        ],
        "evidence": {
            mark: {
                "kind": "license-file" if term["quoted"] else "record-clause",
                "quote": term["words"],
                "source": f"{term['license'] or 'terms'}, locked {entry.acquired}",
            }
            for mark, term in terms.items()
        },
        "decision": decision,
    }
