"""A warm `check` against the fake Hub in a second process, stage by stage.

    python -m bench.check FOLDER [--rounds 3] [--profile]

FOLDER holds one folder a repository (see tests/fakehub/__main__.py). Prints median and p90 in milliseconds a target:
the whole, its fetch, and every stage of the pipeline. The first pass over all targets is a warm-up and not counted.
Ancestors are looked up anew in each pass, as a new run would.
"""

import argparse
import cProfile
import pstats
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from openness import pipeline as stages
from openness.errors import OpennessError
from openness.kb.load import KnowledgeBase
from openness.model import Ref
from openness.render import json_text, json_v1
from openness.settings import Settings
from openness.sources.auto import auto_source
from openness.sources.target import parse_target

STAGES = ("collect", "identify", "find", "bases", "datasets", "conflicts", "evaluate_all", "place", "uses", "decide")


@contextmanager
def served(folder: str) -> Iterator[tuple[str, list[str]]]:
    """The endpoint of a fake Hub in another process, and the targets that it serves."""
    command = [sys.executable, "-m", "tests.fakehub", folder, "--weights"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            endpoint = process.stdout.readline().split()[0].partition("=")[2]
            yield endpoint, [target(path.name) for path in sorted(Path(folder).iterdir())]
        finally:
            process.kill()


def target(folder: str) -> str:
    """The repository that the fake Hub makes of a folder's name."""
    name = folder.removeprefix("ds__").replace("__", "/", 1)
    return f"datasets/{name}" if folder.startswith("ds__") else name


def timed(name: str, function: Callable[..., Any], spent: dict[str, float]) -> Callable[..., Any]:
    """The function, which adds its time to what was spent."""

    def run(*args: Any, **kwargs: Any) -> Any:
        started = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            spent[name] += time.perf_counter() - started

    return run


def one_pass(refs: list[Ref], kb: KnowledgeBase, settings: Settings, spent: dict[str, float]) -> list[dict[str, float]]:
    """Seconds a stage, for each target, with a pipeline that knows no ancestor yet."""
    source = auto_source(kb, settings)
    pipeline = stages.Pipeline(kb=kb, source=source)
    object.__setattr__(source, "fetch", timed("fetch", source.fetch, spent))
    rows = []
    for ref in refs:
        spent.clear()
        started = time.perf_counter()
        try:
            report = pipeline.check(ref)
            rendered = time.perf_counter()
            json_text.pretty(json_v1.report(report))
            spent["json"] += time.perf_counter() - rendered
        except OpennessError as error:
            sys.exit(f"{ref.typed}: {error.message}")
        rows.append({"total": time.perf_counter() - started, **spent})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", action="store_true", help="then print where a pass spends its time")
    options = parser.parse_args()
    spent: dict[str, float] = defaultdict(float)
    for name in STAGES:
        setattr(stages, name, timed(name, getattr(stages, name), spent))
    kb = KnowledgeBase.load()
    with served(options.folder) as (endpoint, targets):
        settings = Settings(endpoint=endpoint)
        refs = [parse_target(name, endpoint=endpoint) for name in targets]
        one_pass(refs, kb, settings, spent)
        rows = [row for _ in range(options.rounds) for row in one_pass(refs, kb, settings, spent)]
        print(f"{len(refs)} targets, {options.rounds} rounds\n{'':14}{'median ms':>10}{'p90 ms':>10}{'mean ms':>10}")
        for name in ("total", "fetch", *STAGES, "json"):
            values = sorted(row.get(name, 0.0) * 1000 for row in rows)
            tenth = values[int(len(values) * 0.9)]
            print(f"{name:14}{statistics.median(values):10.1f}{tenth:10.1f}{statistics.fmean(values):10.1f}")
        if options.profile:
            profiler = cProfile.Profile()
            profiler.runcall(one_pass, refs, kb, settings, spent)
            pstats.Stats(profiler).sort_stats("tottime").print_stats(45)


if __name__ == "__main__":
    main()
