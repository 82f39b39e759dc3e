"""`openness license`: name license texts and show what they say."""

import json
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import IO, Any

import click

from openness.errors import EXIT_ALLOW, EXIT_UNREACHABLE, UsageError
from openness.identify.text import primary
from openness.identify.text.reading import Reading, read
from openness.model import Clause, TextMatch
from openness.render.safe import plain

SCHEMA = "openness.license/1"
Result = tuple[Reading, tuple[Clause, ...]]


@click.command("license")
@click.argument("files", nargs=-1, metavar="FILE...", type=click.Path())
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "jsonl"]), default="text", help="Output format."
)
@click.option("--paths-from", metavar="FILE", help="Read more paths from FILE, one a line; - is standard input.")
@click.option("--identify-only", is_flag=True, help="Name the licenses; do not look for clauses.")
@click.option("--no-records", is_flag=True, help="Find clauses in the text alone, without license records.")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE instead of standard output.")
def command(
    files: tuple[str, ...],
    format_: str,
    paths_from: str | None,
    identify_only: bool,
    no_records: bool,
    output: str | None,
) -> None:
    """Name license texts, say how they differ from the known ones, and show their clauses.

    Exit code 0, or 3 when a file could not be read.
    """
    paths = [*files, *(_listed(paths_from) if paths_from else ())]
    if not paths:
        raise click.UsageError("No file given. Name files, or use --paths-from.")
    results = _results(paths, identify_only=identify_only, use_records=not no_records)
    if output:
        from io import TextIOWrapper

        from openness.cli.output import check_writable, written

        check_writable(output)
        with written(output) as file, TextIOWrapper(file, encoding="utf-8", errors="backslashreplace") as out:
            failed = _write(results, format_, out)
    else:
        failed = _write(results, format_, sys.stdout)
    sys.exit(EXIT_UNREACHABLE if failed else EXIT_ALLOW)


def _listed(source: str) -> Iterator[str]:
    """The paths in a file; names that are no UTF-8 stay what they are."""
    try:
        with click.open_file(source, encoding="utf-8", errors="surrogateescape") as lines:
            yield from (line.rstrip("\r\n") for line in lines if line.strip())
    except OSError as error:
        raise UsageError(f"{source} cannot be read: {error.strerror or error}", hint="Name a list of paths.") from error


def _results(paths: Iterable[str], *, identify_only: bool, use_records: bool) -> Iterator[Result]:
    for path in paths:
        reading = read(path)
        if reading.gap:
            click.echo(plain(f"{path}: {reading.gap}"), err=True)
        yield reading, () if identify_only else _clauses(reading, use_records=use_records)


def _clauses(reading: Reading, *, use_records: bool) -> tuple[Clause, ...]:
    if not reading.text:
        return ()
    # NOTE: by name, so that naming a license never loads the clause detector.
    analyze = import_module("openness.clauses.analyze").analyze_text
    found: tuple[Clause, ...] = analyze(reading.text, reading.matches, use_records=use_records)
    return found


def _write(results: Iterator[Result], format_: str, out: IO[str]) -> bool:
    """Write all results; was there a file that could not be read?"""
    failed = False
    if format_ == "jsonl":
        for reading, clauses in results:
            failed |= reading.failed
            best = max((m.score for m in reading.matches if m.license), default=0.0)
            head = {"path": reading.path, "license": primary(reading.matches), "score": best}
            out.write(json.dumps(head | _file(reading, clauses), ensure_ascii=False) + "\n")
        return failed
    every = list(results)
    failed = any(reading.failed for reading, _ in every)
    if format_ == "json":
        json.dump({"schema": SCHEMA, "files": [_file(*r) for r in every]}, out, ensure_ascii=False, indent=2)
        out.write("\n")
    else:
        render = import_module("openness.render.license_text").render
        out.write(render(every))
    return failed


def _file(reading: Reading, clauses: tuple[Clause, ...]) -> dict[str, Any]:
    out: dict[str, Any] = {
        "path": reading.path,
        "licenses": [_license(m) for m in reading.matches],
        "findings": [
            {
                "clause": c.clause,
                "start": c.start,
                "end": c.end,
                "quote": c.quote,
                "params": dict(c.params),
                "confidence": c.confidence,
            }
            for c in clauses
        ],
    }
    if reading.gap:
        out["gap"] = reading.gap
    return out


def _license(match: TextMatch) -> dict[str, Any]:
    return {
        "id": match.license,
        "spdx": match.license if match.license and "LicenseRef-" not in match.license else None,
        "family": match.family,
        "candidates": list(match.candidates),
        "score": match.score,
        "kind": match.kind,
        "start": match.start,
        "end": match.end,
        "derived_from": match.derived_from,
        "deviations": [
            {"kind": d.kind, "start": d.start, "end": d.end, "canonical_section": d.canonical_section}
            for d in match.deviations
        ],
    }
