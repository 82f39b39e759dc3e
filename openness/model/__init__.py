"""The frozen values that travel between stages. Standard library only, nothing of ours but errors."""

from openness.model.clause import Clause, ClauseFinding, Polarity
from openness.model.evidence import Basis, Component, Evidence, Span
from openness.model.license import Deviation, LicenseMatch, TextMatch
from openness.model.outcome import CriterionResult, Outcome, RubricResult
from openness.model.placement import LADDER, Level, Placement
from openness.model.reference import Kind, Ref
from openness.model.report import (
    BaseLink,
    Conflict,
    DatasetLink,
    Decision,
    Facts,
    Lineage,
    Obligation,
    Report,
    TargetError,
    Use,
    Verdict,
)
from openness.model.snapshot import FileEntry, Gap, HubMeta, Snapshot, TextFile, WeightHeader

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
