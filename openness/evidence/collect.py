"""Snapshot → evidence: every collector once, in one order."""

from collections.abc import Callable

from openness.evidence.completeness import collect_completeness
from openness.evidence.data_facts import collect_datasets
from openness.evidence.files import collect_files
from openness.evidence.governance import collect_governance
from openness.evidence.license_fields import collect_license_fields
from openness.evidence.lineage_fields import collect_lineage_fields
from openness.evidence.lineage_names import collect_lineage_names
from openness.evidence.prose_facts import collect_prose_lineage, collect_prose_terms
from openness.evidence.subject import Subject, read_subject
from openness.model import Gap, Snapshot
from openness.model.ledger import Ledger

Collector = Callable[[Subject, Ledger], tuple[Gap, ...]]

COLLECTORS: tuple[Collector, ...] = (
    collect_license_fields,
    collect_lineage_fields,
    collect_files,
    collect_prose_terms,
    collect_prose_lineage,
    collect_lineage_names,
    collect_datasets,
    collect_completeness,
    collect_governance,
)


def collect(snapshot: Snapshot, ledger: Ledger) -> tuple[Gap, ...]:
    """What could not be read; what was read goes into the ledger."""
    subject = read_subject(snapshot)
    gaps: list[Gap] = []
    for collector in COLLECTORS:
        gaps += collector(subject, ledger)
    return tuple(dict.fromkeys(gaps))
