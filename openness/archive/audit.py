"""An audit → files of an archive, and an archive → the same report again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from openness import __version__
from openness.archive import since as earlier
from openness.archive.codec import from_plain, to_plain
from openness.archive.profile import as_plain, banded
from openness.archive.profile import from_plain as profile_from
from openness.archive.recording import ArchivedSource, RecordingSource
from openness.errors import UsageError
from openness.kb.load import KnowledgeBase
from openness.model import Kind, Ref, Report, TargetError
from openness.pipeline import Pipeline, check_all
from openness.policy.load import load_config
from openness.render import json_v1
from openness.render.html import render as as_html

REPORTS = ("report.json", "report.html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What an audit is made under, beside its targets."""

    approver: str = ""  # who stands for the decision
    configuration: Path | None = None  # the file that the policy came from
    redact: bool = False  # figures of the profile become bands, in the audit and in what is kept of it
    previous: earlier.Previous | None = None
    language: str = "en"


def audit(pipeline: Pipeline, refs: Sequence[Ref], terms: Terms) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Files of the archive, and the document that they prove."""
    if terms.redact and terms.configuration is not None and load_config(terms.configuration).profile:
        raise UsageError(
            f"{terms.configuration.name} holds the profile, and an archive keeps that file whole",
            hint="Move the profile to a file of its own and name it with --profile.",
        )
    profile = banded(pipeline.profile) if terms.redact else pipeline.profile
    recording = RecordingSource(source=pipeline.source)
    policy = pipeline.policy.on(date.fromisoformat(pipeline.as_of))
    results = list(check_all(replace(pipeline, source=recording, profile=profile, policy=policy), refs))
    document = _document(results, pipeline.kb, terms.approver, terms.previous)
    run = {
        "tool": __version__,
        "knowledge": pipeline.kb.version,
        "as_of": pipeline.as_of,
        "approver": terms.approver,
        "policy": pipeline.policy.name,
        "policy_version": pipeline.policy.version,
        "configuration": terms.configuration.name if terms.configuration else None,
        "redacted": terms.redact,
        "language": terms.language,
        "targets": [asdict(ref) for ref in refs],
    }
    files = {**_reports(document, terms.language), "run.json": _bytes(run), "profile.json": _bytes(as_plain(profile))}
    if terms.configuration is not None:
        files[f"policy/{terms.configuration.name}"] = terms.configuration.read_bytes()
    if terms.previous is not None:
        files[f"since/{terms.previous.name}"] = terms.previous.data
    snapshots = {}
    for name, snapshot in sorted(recording.snapshots.items()):
        value, texts = to_plain(snapshot)
        snapshots[name] = value
        for digest, text in texts.items():
            files[f"texts/{digest}.txt"] = text.encode("utf-8", "surrogatepass")
    files["snapshots.json"] = _bytes(snapshots)
    files["refusals.json"] = _bytes({k: (e.message, e.hint, e.kind) for k, e in sorted(recording.refusals.items())})
    files["records.json"] = _bytes(_records(document, pipeline.kb))
    return files, document


def rerun(files: Mapping[str, bytes], pipeline: Pipeline) -> list[str]:
    """Names of the reports that come out differently from the archived inputs: none, when all is byte for byte.

    Raises UsageError when tool, knowledge or policy are others than those of the archive, or the archive is no audit.
    """
    try:
        return _rerun(files, pipeline)
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(f"the archive cannot be run again: {type(error).__name__}: {error}") from error


def run_of(files: Mapping[str, bytes]) -> Mapping[str, Any]:
    """What the archive says of its run. Raises UsageError for one that says nothing."""
    try:
        run = json.loads(files["run.json"])
        return {"policy": str(run["policy"]), "configuration": run["configuration"], "as_of": str(run["as_of"])}
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError("the archive does not say how it was made") from error


def _rerun(files: Mapping[str, bytes], pipeline: Pipeline) -> list[str]:
    run = json.loads(files["run.json"])
    for what, then, now in (
        ("tool", run["tool"], __version__),
        ("knowledge", run["knowledge"], pipeline.kb.version),
        ("policy", run["policy_version"], pipeline.policy.version),
    ):
        if then != now:
            raise UsageError(f"the archive was made with {what} {then}; this is {now}", hint="Use the same versions.")
    texts = {
        Path(name).stem: data.decode("utf-8", "surrogatepass")
        for name, data in files.items()
        if name.startswith("texts/")
    }
    source = ArchivedSource(
        snapshots={name: from_plain(value, texts) for name, value in json.loads(files["snapshots.json"]).items()},
        refusals={name: tuple(value) for name, value in json.loads(files["refusals.json"]).items()},
    )
    refs = [Ref(**{**ref, "kind": Kind(ref["kind"])}) for ref in run["targets"]]
    again = replace(
        pipeline,
        source=source,
        as_of=run["as_of"],
        profile=profile_from(json.loads(files["profile.json"])),
        policy=pipeline.policy.on(date.fromisoformat(run["as_of"])),
    )
    previous = next(
        (earlier.previous_from(n, files[f"since/{n}"]) for n in earlier.NAMES if f"since/{n}" in files),
        None,
    )
    document = _document(list(check_all(again, refs)), pipeline.kb, run["approver"], previous)
    return [name for name, data in _reports(document, run["language"]).items() if data != files.get(name)]


def _reports(document: Mapping[str, Any], language: str) -> dict[str, bytes]:
    html = as_html(document, language).encode("utf-8", "backslashreplace")
    return dict(zip(REPORTS, (_bytes(document), html), strict=True))


def _document(
    results: Sequence[Report | TargetError], kb: KnowledgeBase, approver: str, previous: earlier.Previous | None
) -> dict[str, Any]:
    document = json_v1.document(
        [r for r in results if isinstance(r, Report)], [r for r in results if isinstance(r, TargetError)], kb.version
    )
    if approver:
        document["approval"] = {"by": approver}
    return earlier.with_changes(document, previous) if previous is not None else document


def _records(document: Mapping[str, Any], kb: KnowledgeBase) -> dict[str, Any]:
    """The license records, clause types and rubrics that the reports rest on, as they were."""
    licenses = {m["id"] for r in document["reports"] for m in r["licenses"]}
    clauses = {f["clause"] for r in document["reports"] for f in r["findings"]}
    rubrics = {name for r in document["reports"] for name in r["rubrics"]}
    found: dict[str, Any] = {"licenses": {}, "clauses": {}, "rubrics": {}}
    for name, ids, read in (
        ("licenses", licenses, kb.license),
        ("clauses", clauses, kb.clause),
        ("rubrics", rubrics, kb.rubric),
    ):
        for identifier in sorted(ids):
            value = read(identifier)
            if value is not None:
                found[name][identifier] = _plain(value)
    return found


def _plain(value: Any) -> Any:
    """Dataclasses, mappings and tuples as JSON values (mapping proxies cannot be deep-copied by asdict)."""
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((_plain(v) for v in value), key=str)
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)


def _bytes(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")
