"""The file inventory → evidence of what a release ships."""

from collections.abc import Sequence

from openness.evidence.inventory import inventory
from openness.evidence.subject import Subject
from openness.model import Basis, Component, FileEntry, Gap, Kind
from openness.model.ledger import Ledger

_SHOWN = 4  # files quoted for one fact
_KINDS: tuple[tuple[str, str, Component], ...] = (
    ("weights", "weights", Component.WEIGHTS),
    ("adapters", "adapter", Component.WEIGHTS),
    ("configs", "architecture", Component.CODE),
    ("custom_code", "architecture", Component.CODE),
    ("tokenizers", "tokenizer", Component.CODE),
    ("training_code", "training-code", Component.CODE),
    ("inference_code", "inference-code", Component.CODE),
    ("evaluation_code", "evaluation-code", Component.CODE),
    ("preprocessing_code", "preprocessing-code", Component.CODE),
    ("evaluation_results", "evaluation-results", Component.DOCS),
    ("hyperparameters", "hyperparameters", Component.DOCS),
    ("training_logs", "training-logs", Component.DOCS),
)

_PAPERS = "only the papers that lie in the folder were read; the release may hold more"


def collect_files(subject: Subject, ledger: Ledger) -> tuple[Gap, ...]:
    """Evidence for each part of the release that the listing shows; gaps for what could not be listed."""
    snapshot = subject.snapshot
    parts = inventory(snapshot.files, snapshot.hub.refs if snapshot.hub is not None else ())
    dataset = snapshot.kind is Kind.DATASET
    for attribute, kind, component in _KINDS:
        if kind == "training-logs" or (dataset and kind in ("weights", "adapter")):
            continue
        _list(getattr(parts, attribute), kind, component, ledger)
    if dataset:
        _list(parts.data, "data", Component.DATA, ledger)
    for name in parts.checkpoints[:_SHOWN]:
        ledger.note(
            name, name, kind="intermediate-checkpoints", component=Component.WEIGHTS, basis=Basis.DECLARED, value=name
        )
    _list(parts.papers, "technical-report", Component.DOCS, ledger)
    gaps: list[Gap] = []
    if not snapshot.files_complete:
        why = _PAPERS if "weights" in snapshot.assumptions else "the files were not listed completely"
        gaps.append(Gap(what="file listing", why=why))
    if parts.missing_shards:
        gaps.append(
            Gap(what="weights", why=f"{len(parts.missing_shards)} shards are missing, e.g. {parts.missing_shards[0]}")
        )
    return tuple(gaps)


def _list(entries: Sequence[FileEntry], kind: str, component: Component, ledger: Ledger) -> None:
    for item in entries[:_SHOWN]:
        ledger.note(item.path, item.path, kind=kind, component=component, basis=Basis.DECLARED, value=item.path)
