"""An audit → files of an archive, and an archive → the same report again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from openness import __version__
from openness.archive.codec import from_plain, to_plain
from openness.archive.recording import ArchivedSource, RecordingSource
from openness.errors import UsageError
from openness.kb.load import KnowledgeBase
from openness.model import Ref, Report, TargetError
from openness.pipeline import Pipeline, check_all
from openness.render import json_v1
from openness.render.html import render as as_html


def audit(
    pipeline: Pipeline, refs: Sequence[Ref], *, approver: str, configuration: Path | None, redact: bool
) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Files of the archive, and the document that they prove."""
    recording = RecordingSource(source=pipeline.source)
    results = list(check_all(replace(pipeline, source=recording), refs))
    document = _document(results, pipeline.kb)
    files = {
        "report.json": _bytes(document),
        "report.html": as_html(document).encode(),
        "run.json": _bytes(
            {
                "tool": __version__,
                "knowledge": pipeline.kb.version,
                "as_of": pipeline.as_of,
                "approver": approver,
                "policy": pipeline.policy.name,
                "policy_version": pipeline.policy.version,
                "targets": [asdict(ref) for ref in refs],
            }
        ),
        "profile.json": _bytes(pipeline.profile.banded() if redact else pipeline.profile.as_plain()),
    }
    if configuration is not None:
        files[f"policy/{configuration.name}"] = configuration.read_bytes()
    snapshots = {}
    for name, snapshot in recording.snapshots.items():
        value, texts = to_plain(snapshot)
        snapshots[name] = value
        for digest, text in texts.items():
            files[f"texts/{digest}.txt"] = text.encode("utf-8", "surrogatepass")
    files["snapshots.json"] = _bytes(snapshots)
    files["refusals.json"] = _bytes({k: (e.message, e.hint, e.kind) for k, e in recording.refusals.items()})
    files["records.json"] = _bytes(_records(document, pipeline.kb))
    return files, document


def rerun(files: Mapping[str, bytes], pipeline: Pipeline) -> tuple[bool, str]:
    """Whether the archived inputs give the archived report again, byte for byte; and a sentence on it.

    Raises UsageError when tool, knowledge or policy are others than those of the archive.
    """
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
    refs = [Ref(**{**ref, "kind": _kind(ref["kind"])}) for ref in run["targets"]]
    again = replace(pipeline, source=source, as_of=run["as_of"])
    document = _document(list(check_all(again, refs)), pipeline.kb)
    same = _bytes(document) == files["report.json"]
    return same, "the report came out the same, byte for byte" if same else "the report came out differently"


def _kind(value: str) -> Any:
    from openness.model import Kind

    return Kind(value)


def _document(results: Sequence[Report | TargetError], kb: KnowledgeBase) -> dict[str, Any]:
    return json_v1.document(
        [r for r in results if isinstance(r, Report)], [r for r in results if isinstance(r, TargetError)], kb.version
    )


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
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(v) for v in value]
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)


def _bytes(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")
