"""Files → what `openness license` prints, and its exit code."""

import sys
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any

from openness.cli.output import check_writable, written
from openness.errors import EXIT_ALLOW, EXIT_UNREACHABLE
from openness.identify.text import primary
from openness.identify.text.reading import Reading, read
from openness.render.json_text import one_line, pretty
from openness.render.safe import plain

if TYPE_CHECKING:
    from openness.model import Clause, TextMatch

SCHEMA = "openness.license/1"
Result = tuple[Reading, "tuple[Clause, ...]"]


def run(
    paths: Iterable[str],
    format_: str,
    output: str | None = None,
    *,
    identify_only: bool = False,
    use_records: bool = True,
) -> int:
    """Read, write, and give the exit code: 3 when a file could not be read."""
    check_writable(output)
    results = _results(paths, identify_only=identify_only, use_records=use_records)
    if output is None:
        failed = _write(results, format_, sys.stdout)
    else:
        from io import TextIOWrapper

        with written(output) as file, TextIOWrapper(file, encoding="utf-8", errors="backslashreplace") as out:
            failed = _write(results, format_, out)
    return EXIT_UNREACHABLE if failed else EXIT_ALLOW


def _results(paths: Iterable[str], *, identify_only: bool, use_records: bool) -> Iterator[Result]:
    for path in paths:
        reading = read(path)
        if reading.gap:
            sys.stderr.write(plain(f"{path}: {reading.gap}") + "\n")
        yield reading, () if identify_only else _clauses(reading, use_records=use_records)


def _clauses(reading: Reading, *, use_records: bool) -> "tuple[Clause, ...]":
    if not reading.text:
        return ()
    from openness.clauses.analyze import analyze_text

    return analyze_text(reading.text, reading.matches, use_records=use_records)


def _write(results: Iterator[Result], format_: str, out: IO[str]) -> bool:
    """Write all results; was there a file that could not be read?"""
    failed = False
    if format_ == "jsonl":
        for reading, clauses in results:
            failed |= reading.failed
            best = max((m.score for m in reading.matches if m.license), default=0.0)
            head = {"path": reading.path, "license": primary(reading.matches), "score": best}
            out.write(one_line(head | _file(reading, clauses)) + "\n")
        return failed
    every = list(results)
    failed = any(reading.failed for reading, _ in every)
    if format_ == "json":
        out.write(pretty({"schema": SCHEMA, "files": [_file(*r) for r in every]}))
    else:
        from openness.render.license_text import render

        out.write(render(every))
    return failed


def _file(reading: Reading, clauses: "tuple[Clause, ...]") -> dict[str, Any]:
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


def _license(match: "TextMatch") -> dict[str, Any]:
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
