"""References → the check document: each subject is looked up once, whatever the number of places."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openness.cli.run import build_pipeline
from openness.model import Kind, Ref, Report, TargetError
from openness.scan.reference import Reference

_NAMESPACES = ("ollama:", "spacy:", "pypi:")  # names that are not the Hub's; the registry may know them


def check_references(
    references: Iterable[Reference], *, offline: bool, policy: str | None, profile: Path | None
) -> dict[str, Any]:
    """The document of a check whose targets are the references' ids; failures are entries of `errors`."""
    from openness.pipeline import check_all
    from openness.render import json_v1

    pipeline, _settings = build_pipeline(offline=offline, assumptions=(), policy=policy, profile=profile)
    results = list(check_all(pipeline, subjects(references)))
    return json_v1.document(
        [r for r in results if isinstance(r, Report)],
        [r for r in results if isinstance(r, TargetError)],
        pipeline.kb.version,
    )


def subjects(references: Iterable[Reference]) -> list[Ref]:
    """One target for each subject, ordered by id; a commit is kept when all places agree on it."""
    grouped: dict[tuple[str, str], set[str | None]] = {}
    for reference in references:
        grouped.setdefault((reference.id, reference.kind), set()).add(reference.revision)
    refs = []
    for (name, kind), revisions in sorted(grouped.items()):
        revision = next(iter(revisions)) if len(revisions) == 1 else None
        refs.append(_ref(name, kind, revision))
    return refs


def _ref(name: str, kind: str, revision: str | None) -> Ref:
    for prefix in _NAMESPACES:
        if name.startswith(prefix):
            return Ref(typed=name, id=name.removeprefix(prefix), kind=Kind.SERVICE)
    if kind == "service":
        return Ref(typed=name, id=name, kind=Kind.SERVICE)
    return Ref(typed=name, id=name, kind=Kind(kind), revision=revision)
