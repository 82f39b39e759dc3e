"""Refs → entries for the lock, and the lock against what is there now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openness.model import Ref, Report, TargetError

if TYPE_CHECKING:
    from openness.lock.check import Checked
    from openness.lock.entry import Entry
    from openness.lock.file import LockFile
    from openness.pipeline import Pipeline

_LIVE = ("hub", "cache")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of reading some refs."""

    entries: "tuple[Entry, ...]"
    errors: tuple[TargetError, ...]


def read(refs: Sequence[Ref], *, offline: bool, policy: str | None) -> Reading:
    """An entry or an error for every ref, in order."""
    from openness.cli.run import build_pipeline
    from openness.pipeline import check_all

    pipeline, _ = build_pipeline(offline=offline, assumptions=(), policy=policy, profile=None)
    results = list(check_all(pipeline, refs))
    return Reading(
        entries=tuple(_entry(r, ref, pipeline) for ref, r in zip(refs, results, strict=True) if isinstance(r, Report)),
        errors=tuple(r for r in results if isinstance(r, TargetError)),
    )


def check_lock(lock: "LockFile", *, offline: bool, policy: str | None) -> "tuple[list[Checked], dict[str, str]]":
    """Every entry of the lock against what is there now, in the order of the file; and the tool's versions."""
    from openness.cli.run import build_pipeline
    from openness.lock.check import checked
    from openness.pipeline import check_all

    pipeline, settings = build_pipeline(offline=offline, assumptions=(), policy=policy, profile=None)
    entries = list(lock.entries().values())
    refs = [_ref(entry) for entry in entries]
    results = list(check_all(pipeline, refs))
    items = []
    for entry, ref, result in zip(entries, refs, results, strict=True):
        line = lock.line(entry.id)
        if isinstance(result, TargetError):
            offline_miss = settings.offline and result.kind == "offline"
            error = None if offline_miss else result
            items.append(checked(entry, line, None, None, error, pipeline.policy))
        elif entry.source in _LIVE and result.facts.snapshot.source not in _LIVE:
            # The registry answered: it knows the name, and says nothing about the repository.
            error = None if settings.offline else _why(ref, pipeline)
            items.append(checked(entry, line, None, None, error, pipeline.policy))
        else:
            now = _entry(result, ref, pipeline)
            items.append(checked(entry, line, now, result.decision, None, pipeline.policy))
    return items, _tool(pipeline)


def _ref(entry: "Entry") -> Ref:
    """The ref of an entry: the same subject, at the branch, tag or commit that was asked for."""
    from openness.model import Kind

    if entry.source == "local":
        return Ref(typed=entry.target, id=entry.requested, local=True)
    kind = next((kind for kind in Kind if kind.value == entry.kind), Kind.MODEL)
    return Ref(typed=entry.target, id=entry.id, kind=kind, revision=entry.requested or None)


def _why(ref: Ref, pipeline: "Pipeline") -> TargetError:
    """Why the Hub did not answer for a repository that it answered for when it was locked."""
    from openness.errors import TargetUnavailable

    source: Any = getattr(pipeline.source, "hub", pipeline.source)
    try:
        source.fetch(ref)
    except TargetUnavailable as error:
        return TargetError(target=ref.typed, kind=error.kind, message=error.message, hint=error.hint)
    return TargetError(
        target=ref.typed, kind="network", message=f"{ref.typed} could not be read just now.", hint="Try again."
    )


def _entry(report: Report, ref: Ref, pipeline: "Pipeline") -> "Entry":
    from openness.lock.entry import entry_from
    from openness.render import json_v1

    requested = ref.id if ref.local else ref.revision or ""
    return entry_from(json_v1.report(report), _tool(pipeline), requested=requested)


def _tool(pipeline: "Pipeline") -> dict[str, str]:
    from openness import __version__

    return {"name": "openness", "version": __version__, "knowledge": pipeline.kb.version}
