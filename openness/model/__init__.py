"""The frozen values that travel between stages. Standard library only, nothing of ours but errors.

Names are imported when they are first asked for, so that a command that needs one type does not build them all.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openness.model.clause import Clause, ClauseFinding, Polarity
    from openness.model.decision import Decision, Verdict
    from openness.model.evidence import Basis, Component, Evidence, Span
    from openness.model.license import Deviation, LicenseMatch, TextMatch
    from openness.model.outcome import CriterionResult, Outcome, RubricResult
    from openness.model.placement import LADDER, Level, Placement
    from openness.model.reference import Kind, Ref
    from openness.model.report import (
        BaseLink,
        Conflict,
        DatasetLink,
        Facts,
        Lineage,
        Obligation,
        Report,
        TargetError,
        Use,
    )
    from openness.model.snapshot import FileEntry, Gap, HubMeta, Snapshot, TextFile, WeightHeader

_MODULES = {
    "clause": ("Clause", "ClauseFinding", "Polarity"),
    "decision": ("Decision", "Verdict"),
    "evidence": ("Basis", "Component", "Evidence", "Span"),
    "license": ("Deviation", "LicenseMatch", "TextMatch"),
    "outcome": ("CriterionResult", "Outcome", "RubricResult"),
    "placement": ("LADDER", "Level", "Placement"),
    "reference": ("Kind", "Ref"),
    "report": (
        "BaseLink",
        "Conflict",
        "DatasetLink",
        "Facts",
        "Lineage",
        "Obligation",
        "Report",
        "TargetError",
        "Use",
    ),
    "snapshot": ("FileEntry", "Gap", "HubMeta", "Snapshot", "TextFile", "WeightHeader"),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    """The type of that name, from the module that defines it (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


__all__ = [
    "LADDER",
    "BaseLink",
    "Basis",
    "Clause",
    "ClauseFinding",
    "Component",
    "Conflict",
    "CriterionResult",
    "DatasetLink",
    "Decision",
    "Deviation",
    "Evidence",
    "Facts",
    "FileEntry",
    "Gap",
    "HubMeta",
    "Kind",
    "Level",
    "LicenseMatch",
    "Lineage",
    "Obligation",
    "Outcome",
    "Placement",
    "Polarity",
    "Ref",
    "Report",
    "RubricResult",
    "Snapshot",
    "Span",
    "TargetError",
    "TextFile",
    "TextMatch",
    "Use",
    "Verdict",
    "WeightHeader",
]
