"""`openness scan`: walk, find references, have them checked, render, exit."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from openness.cli.scan_quick import exit_code

if TYPE_CHECKING:
    from openness.scan.reference import Reference

FORMATS = ("text", "json", "jsonl", "sarif", "github", "gitlab")
_RENDERERS = {
    "sarif": "openness.render.sarif:render",
    "github": "openness.render.github:render",
    "gitlab": "openness.render.gitlab:render",
}


@click.command("scan")
@click.argument("paths", nargs=-1, metavar="PATH…", type=click.Path())
@click.option("--references-only", is_flag=True, help="List what is named; look nothing up.")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the result to FILE.")
@click.option("--also", "also", multiple=True, metavar="FORMAT=FILE", help="Write a further format in the same run.")
@click.option(
    "--fail-on",
    type=click.Choice(["deny", "review"]),
    default="review",
    show_default=True,
    help="Which verdicts give an exit code other than 0.",
)
@click.option("--offline", is_flag=True, help="Use no network: the lock file, then the registry, then the Hub cache.")
@click.option(
    "--policy", metavar="NAME|FILE", help="A shipped policy, or a file. Default: openness.toml, pyproject.toml."
)
@click.option("--profile", type=click.Path(path_type=Path, dir_okay=False), help="Facts about your organisation.")
@click.option("--no-ignore", is_flag=True, help="Read what .gitignore and .opennessignore leave out, too.")
@click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes for large trees.")
def command(
    paths: tuple[str, ...],
    references_only: bool,
    format_: str,
    output: Path | None,
    also: tuple[str, ...],
    fail_on: str,
    offline: bool,
    policy: str | None,
    profile: Path | None,
    no_ignore: bool,
    jobs: int,
) -> None:
    """Find every reference to a model, a data set or a hosted service, and say what the policy says about it.

    \b
    Examples:
      openness scan .
      openness scan src --references-only --format json
      openness scan . --format github --also sarif=openness.sarif

    A line that names no model although it looks so ends with a comment: openness: ignore[reason]

    Exit codes: 0 allow or nothing found, 1 internal failure, 2 usage, 3 not readable, 10 review, 11 deny.
    """
    extra = [_further(item) for item in also]
    from openness.scan import ScanOptions, scan

    paths = paths or (".",)
    result = scan(paths, options=ScanOptions(respect_ignore=not no_ignore, jobs=jobs))
    missing = [item.path for item in result.skipped if item.why == "unreadable"]
    reports = None
    if not references_only:
        reports = reports_for(result.references, offline=offline, policy=policy, profile=profile, scanned=paths)
    from openness.render.scan_json import document as scan_document

    document = scan_document(result, reports)
    _write(document, format_, output)
    for name, path in extra:
        _write(document, name, path)
    for path_ in missing:
        click.echo(f"openness: {path_} could not be read", err=True)
    raise SystemExit(exit_code(document, fail_on, unreadable=bool(missing)))


def _further(item: str) -> tuple[str, Path]:
    name, equals, path = item.partition("=")
    if not equals or name not in FORMATS or not path:
        raise click.UsageError(f"--also takes FORMAT=FILE with one of {', '.join(FORMATS)}, not {item!r}.")
    return name, Path(path)


def reports_for(
    references: "tuple[Reference, ...]",
    *,
    offline: bool,
    policy: str | None,
    profile: Path | None,
    scanned: tuple[str, ...] = (),
) -> dict[str, Any]:
    """The check document for the subjects of some references, one report each, in the order of their ids."""
    empty: dict[str, Any] = {"reports": [], "errors": []}
    if not references and not any(Path(path).is_dir() for path in scanned):
        return empty
    from openness.cli.scan_check import check_references

    return check_references(references, offline=offline, policy=policy, profile=profile, scanned=scanned)


def _write(document: dict[str, Any], format_: str, output: Path | None) -> None:
    from openness.cli.output import emit
    from openness.render.json_text import one_line, pretty

    if format_ == "text":
        from openness.render.scan_text import render

        emit(render(document), output)
    elif format_ == "json":
        emit(pretty(document), output)
    elif format_ == "jsonl":
        emit("".join(f"{one_line(item)}\n" for item in document["references"]), output)
    else:
        from importlib import import_module

        module, _, name = _RENDERERS[format_].partition(":")
        emit(getattr(import_module(module), name)(document), output)
