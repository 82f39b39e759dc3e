"""A locked entry against what is there now → its state, what changed, and what to do."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from openness.errors import EXIT_ALLOW, EXIT_DENY, EXIT_INTERNAL, EXIT_REVIEW, EXIT_UNREACHABLE
from openness.lock.drift import BASE, KNOWLEDGE, Change, changes
from openness.lock.entry import Entry
from openness.model import Decision, TargetError, Verdict
from openness.policy.decide import judge
from openness.policy.policy import Policy

_ORDER = ("deny", "review", "allow")
_MISSING = frozenset({"not-found", "private", "disabled", "revision-not-found"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What became of one entry."""

    entry: Entry
    line: int  # of the entry in the lock
    state: str  # same | moved (nothing of weight changed) | changed | gone | unreachable | not-read
    decision: Decision  # of what is there now; of the lock when nothing could be read
    changes: tuple[Change, ...] = ()
    after: Entry | None = None
    error: TargetError | None = None

    @property
    def exit_code(self) -> int:
        """The code that this entry asks for (DESIGN.md section 8)."""
        if self.error is not None and self.error.kind == "internal":
            return EXIT_INTERNAL
        if self.state in ("gone", "unreachable"):
            return EXIT_UNREACHABLE
        if self.state != "changed":
            return EXIT_ALLOW
        return EXIT_DENY if self.decision.verdict is Verdict.DENY else EXIT_REVIEW

    @property
    def heading(self) -> str:
        """What happened, in half a sentence."""
        causes = {change.cause for change in self.changes if change.worse and change.what != "verdict"}
        if self.state == "gone":
            return "is gone"
        if self.state == "unreachable":
            return "could not be read"
        if self.state == "not-read":
            return "was not read again"
        if self.state == "same":
            return "is as it was"
        if self.entry.source == "registry" and self.after is not None and self.after.source != "registry":
            rest = "its terms are the same" if self.state == "moved" else "and not all is as the registry said"
            return f"was pinned from the registry and is read itself for the first time, {rest}"
        if self.state == "moved":
            return "has moved, its terms are the same"
        if causes == {KNOWLEDGE}:
            return "is the same, and is read differently by newer knowledge"
        if causes == {BASE}:
            return "is the same, and a base of it changed"
        return "changed upstream" if causes else "is the same, and the policy judges it differently"


def checked(
    entry: Entry, line: int, after: Entry | None, decision: Decision | None, error: TargetError | None, policy: Policy
) -> Checked:
    """The state of an entry, given what was read now (`after` with its decision) or why nothing was."""
    mine = judge(entry.subject(), policy)
    if error is not None:
        state = "gone" if error.kind in _MISSING else "unreachable"
        return Checked(entry=entry, line=line, state=state, decision=mine, error=error)
    if after is None or decision is None:
        found = _verdict(entry, mine)
        state = "changed" if any(change.worse for change in found) else "not-read"
        return Checked(entry=entry, line=line, state=state, decision=mine, changes=found)
    found = (*changes(entry, replace(after, requested=entry.requested)), *_verdict(entry, decision))
    state = "changed" if any(change.worse for change in found) else "moved" if found else "same"
    return Checked(entry=entry, line=line, state=state, decision=decision, changes=found, after=after)


def as_data(item: Checked) -> Mapping[str, Any]:
    """An entry of the JSON form of `openness lock --check`."""
    return {
        "id": item.entry.id,
        "line": item.line,
        "state": item.state,
        "acquired": item.entry.acquired,
        "revision": {"locked": item.entry.revision, "now": item.after.revision if item.after else None},
        "verdict": {"locked": item.entry.verdict, "now": item.decision.verdict.value},
        "policy": item.decision.policy,
        "policy_version": item.decision.policy_version,
        "reasons": list(item.decision.reasons),
        "changes": [asdict(change) for change in item.changes],
        "error": None if item.error is None else {"kind": item.error.kind, "message": item.error.message},
        "exit_code": item.exit_code,
    }


def _verdict(entry: Entry, decision: Decision) -> tuple[Change, ...]:
    now = decision.verdict.value
    if now == entry.verdict:
        return ()
    worse = entry.verdict not in _ORDER or _ORDER.index(now) < _ORDER.index(entry.verdict)
    by = f" by {entry.policy}" if entry.policy and entry.policy != decision.policy else ""
    reasons = f": {'; '.join(decision.reasons[:2])}" if decision.reasons else ""
    summary = f"verdict: {entry.verdict}{by} → {now} by policy {decision.policy}{reasons}"
    return (Change(what="verdict", summary=summary, worse=worse),)
