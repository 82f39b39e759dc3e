"""`openness license`: name license texts and show what they say."""

from collections.abc import Iterator

import click

from openness.errors import UsageError


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
    from openness.cli.license_run import run

    raise SystemExit(run(paths, format_, output, identify_only=identify_only, use_records=not no_records))


def _listed(source: str) -> Iterator[str]:
    """The paths in a file; names that are no UTF-8 stay what they are."""
    try:
        with click.open_file(source, encoding="utf-8", errors="surrogateescape") as lines:
            yield from (line.rstrip("\r\n") for line in lines if line.strip())
    except OSError as error:
        raise UsageError(f"{source} cannot be read: {error.strerror or error}", hint="Name a list of paths.") from error
