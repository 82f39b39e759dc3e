"""Sources that cannot both be right: every kind of conflict once, in one order."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from openness.lineage.conflict.code_for_weights import code_for_weights
from openness.lineage.conflict.data_terms import data_terms
from openness.lineage.conflict.dead_license_link import dead_license_link
from openness.lineage.conflict.false_inheritance import false_inheritance
from openness.lineage.conflict.file_vs_metadata import file_vs_metadata
from openness.lineage.conflict.gate_vs_license import gate_vs_license
from openness.lineage.conflict.missing_notice import missing_notice
from openness.lineage.conflict.multi_license import multi_license
from openness.lineage.conflict.output_terms import output_terms
from openness.lineage.conflict.prose_vs_metadata import prose_vs_metadata
from openness.lineage.conflict.relabelled_base import relabelled_base
from openness.model import Conflict, Facts, Kind

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase

Finder = Callable[[Facts, "KnowledgeBase"], tuple[Conflict, ...]]

FINDERS: tuple[Finder, ...] = (
    relabelled_base,
    false_inheritance,
    prose_vs_metadata,
    file_vs_metadata,
    gate_vs_license,
    multi_license,
    code_for_weights,
    dead_license_link,
    missing_notice,
    data_terms,
    output_terms,
)


def conflicts(facts: Facts, kb: "KnowledgeBase") -> tuple[Conflict, ...]:
    """All conflicts of one subject, hard ones first within the order of kinds."""
    if facts.snapshot.kind is Kind.DATASET:
        return ()
    found = [conflict for finder in FINDERS for conflict in finder(facts, kb)]
    return tuple(sorted(found, key=lambda c: c.strength != "hard"))
