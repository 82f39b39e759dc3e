"""What stages conclude and renderers see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openness.model.clause import ClauseFinding
from openness.model.decision import Decision
from openness.model.evidence import Component, Evidence
from openness.model.license import LicenseMatch
from openness.model.outcome import RubricResult
from openness.model.placement import Placement
from openness.model.snapshot import Gap, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseLink:
    """One ancestor: whose weights are contained or needed, or whose license claims the result."""

    id: str
    relation: str  # finetune | adapter | merge | quantized | conversion | component | distilled | derivative-by-output
    basis: str  # "declared" | "inferred"
    evidence: tuple[str, ...] = ()
    licenses: tuple[str, ...] = ()  # license record ids, once resolved
    level: str | None = None  # the ancestor's own level, once resolved
    resolved_from: str | None = None  # hub | cache | local | registry
    path: tuple[str, ...] = ()  # ids from the subject's direct base down to this ancestor
    weights: bool = True  # the subject contains or needs this ancestor's weights


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetLink:
    """One dataset that the subject says it was trained on."""

    id: str
    basis: str  # "declared" | "inferred"
    evidence: tuple[str, ...] = ()
    licenses: tuple[str, ...] = ()
    state: str = "unknown"  # exists | missing | gated | unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """Ancestors and datasets, as far as they could be followed."""

    bases: tuple[BaseLink, ...] = ()
    datasets: tuple[DatasetLink, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two sources that cannot both be right, with both quotes."""

    kind: str  # enum of DESIGN.md section 10
    strength: str  # "hard" | "soft"
    explanation: str
    remedy: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that is known about one subject before anyone judges it."""

    snapshot: Snapshot
    evidence: tuple[Evidence, ...]
    licenses: tuple[LicenseMatch, ...]
    findings: tuple[ClauseFinding, ...]
    lineage: Lineage = field(default_factory=Lineage)
    ancestors: Mapping[str, "Facts"] = field(default_factory=dict)  # by BaseLink.id
    conflicts: tuple[Conflict, ...] = ()
    facets: Mapping[str, Any] = field(default_factory=dict)
    gaps: tuple[Gap, ...] = ()

    def of_kind(self, *kinds: str, component: Component | None = None) -> tuple[Evidence, ...]:
        """Evidence of the given kinds, in document order."""
        return tuple(e for e in self.evidence if e.kind in kinds and (component is None or e.component is component))


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """The answer to one "may I…" ("permitted by the terms read", never a bare yes)."""

    answer: str  # yes | conditional | no | unknown
    conditions: tuple[str, ...] = ()
    because: tuple[str, ...] = ()  # Evidence ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """Something the terms require of whoever uses the model."""

    id: str
    summary: str
    when: str
    notice: str | None = None  # exact required string, where the terms give one
    evidence: tuple[str, ...] = ()
    license: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The only thing renderers see."""

    facts: Facts
    placement: Placement
    rubrics: Mapping[str, RubricResult]
    uses: Mapping[str, Use]
    obligations: tuple[Obligation, ...]
    decision: Decision
    as_of: str  # ISO date on which the answer was computed


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetError:
    """A target that gave no report. An error never looks like a pass."""

    target: str
    kind: str  # key of errors.ERRORS
    message: str
    hint: str
