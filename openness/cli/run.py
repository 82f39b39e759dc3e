"""Targets + options → the document of the machine interface (DESIGN.md section 10)."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from openness.errors import OpennessError
from openness.model import Ref, Report, TargetError
from openness.settings import Settings

_SLOW = 3  # targets; fewer than this are checked before a progress bar could be read


def run_check(
    targets: Sequence[str],
    *,
    offline: bool = False,
    assumptions: tuple[str, ...] = (),
    policy: str | None = None,
    profile: Path | None = None,
    jobs: int = 8,
) -> dict[str, Any]:
    """Check all targets and return the document; failures are entries of `errors`, in input order."""
    from openness.kb.load import KnowledgeBase
    from openness.render import json_v1

    kb = KnowledgeBase.load()
    results = list(check_targets(targets, kb, offline, assumptions, policy, profile, jobs))
    return json_v1.document(
        [r for r in results if isinstance(r, Report)],
        [r for r in results if isinstance(r, TargetError)],
        kb.version,
    )


def check_targets(  # type: ignore[no-untyped-def]
    targets: Sequence[str],
    kb,
    offline: bool,
    assumptions: tuple[str, ...],
    policy: str | None,
    profile: Path | None,
    jobs: int,
) -> Iterator[Report | TargetError]:
    """Reports and errors, in input order."""
    from openness.evaluate.profile import load_profile
    from openness.pipeline import Pipeline, check_all
    from openness.policy.load import load_policy
    from openness.sources.auto import auto_source
    from openness.sources.target import parse_target

    settings = Settings.from_env(os.environ)
    if offline:
        settings = replace(settings, offline=True)
    pipeline = Pipeline(
        kb=kb,
        source=auto_source(kb, settings, assumptions),
        policy=load_policy(policy),
        profile=load_profile(profile),
    )
    parsed: list[Ref | TargetError] = []
    for target in targets:
        try:
            parsed.append(parse_target(target, endpoint=settings.endpoint))
        except OpennessError as error:
            parsed.append(TargetError(target=target, kind=error.kind, message=error.message, hint=error.hint))
    refs = [p for p in parsed if isinstance(p, Ref)]
    with _progress(len(refs)) as done:
        reports = check_all(pipeline, refs, workers=jobs, done=done)
        for entry in parsed:
            yield next(reports) if isinstance(entry, Ref) else entry


@contextmanager
def _progress(total: int) -> Iterator[Callable[[str], None]]:
    """A bar on stderr for runs that take a while; silent when stderr is no terminal."""
    if total < _SLOW or not sys.stderr.isatty():
        yield lambda _target: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from openness.render.safe import shorten

    columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda target: bar.update(task, advance=1, description=shorten(target, 40))
