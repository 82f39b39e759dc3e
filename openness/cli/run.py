"""Targets + options → the document of the machine interface (DESIGN.md section 10)."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openness.errors import OpennessError
from openness.model import Ref, Report, TargetError
from openness.settings import Settings

if TYPE_CHECKING:
    from openness.pipeline import Pipeline

_SLOW = 3  # targets; fewer than this are checked before a progress bar could be read


def run_check(
    targets: Sequence[str],
    *,
    offline: bool = False,
    assumptions: tuple[str, ...] = (),
    policy: str | None = None,
    profile: "str | Path | None" = None,
    jobs: int = 8,
) -> dict[str, Any]:
    """Check all targets and return the document; failures are entries of `errors`, in input order."""
    from openness.pipeline import check_all
    from openness.render import json_v1

    pipeline, settings = build_pipeline(offline=offline, assumptions=assumptions, policy=policy, profile=profile)
    refs, errors = parse_refs(targets, settings)
    with _progress(len(set(refs))) as done:
        results = list(check_all(pipeline, refs, workers=jobs, done=done))
    return json_v1.document(
        [r for r in results if isinstance(r, Report)],
        [*errors, *(r for r in results if isinstance(r, TargetError))],
        pipeline.kb.version,
    )


def build_pipeline(
    *, offline: bool, assumptions: tuple[str, ...], policy: str | None, profile: "str | Path | None"
) -> "tuple[Pipeline, Settings]":
    """The pipeline that the options ask for, and the settings of its sources."""
    from openness.evaluate.profile import load_profile
    from openness.kb.load import KnowledgeBase
    from openness.pipeline import Pipeline
    from openness.policy.load import load_policy
    from openness.sources.auto import auto_source

    settings = Settings.from_env(os.environ)
    if offline:
        settings = replace(settings, offline=True)
    kb = KnowledgeBase.load()
    facts = load_profile(Path(profile) if profile else None)
    pipeline = Pipeline(
        kb=kb,
        source=auto_source(kb, settings, assumptions),
        policy=load_policy(policy).used_in(facts.places_of_use),
        profile=facts,
    )
    return pipeline, settings


def parse_refs(targets: Sequence[str], settings: Settings) -> tuple[list[Ref], list[TargetError]]:
    """The targets that can be looked up, and an error for each that cannot."""
    from openness.sources.target import parse_target

    refs: list[Ref] = []
    errors: list[TargetError] = []
    for target in targets:
        try:
            refs.append(parse_target(target, endpoint=settings.endpoint))
        except OpennessError as error:
            errors.append(TargetError(target=target, kind=error.kind, message=error.message, hint=error.hint))
    return refs, errors


@contextmanager
def _progress(total: int) -> Iterator[Callable[[str], None]]:
    """A bar on stderr for runs that take a while; silent when stderr is no terminal."""
    if total < _SLOW or not sys.stderr.isatty():
        yield lambda _target: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from openness.render.safe import shorten

    columns = (
        TextColumn("checking"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda target: bar.update(task, advance=1, description=shorten(target, 40))
