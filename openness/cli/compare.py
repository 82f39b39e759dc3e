"""`openness compare`: models side by side."""

from pathlib import Path

import click

FORMATS = ("text", "markdown", "json")


@click.command("compare")
@click.argument("targets", nargs=-1, metavar="A B [C…]")
@click.option("--offline", is_flag=True, help="Use no network: folders, the Hub cache and the embedded registry only.")
@click.option(
    "--assume",
    "assumptions",
    multiple=True,
    type=click.Choice(["weights", "links"]),
    help="weights: the folder holds only the papers of a model that has weights. links: a linked repository of code "
    "or data is what the card says.",
)
@click.option("--differences", is_flag=True, help="Show only what differs.")
@click.option(
    "--profile",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Facts about your organisation that settle conditions.",
)
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the result to FILE.")
def command(
    targets: tuple[str, ...],
    offline: bool,
    assumptions: tuple[str, ...],
    differences: bool,
    profile: Path | None,
    format_: str,
    output: Path | None,
) -> None:
    """Put models side by side: level, uses, and every criterion of every framework.

    \b
    Examples:
      openness compare gpt-4o meta-llama/Llama-3.1-8B EleutherAI/pythia-1.4b
      openness compare ./a ./b --differences --format markdown

    Exit codes: 0 compared, 1 internal failure, 2 usage, 3 a target could not be read.
    """
    if len(targets) < 2:
        raise click.UsageError("Name at least two targets, e.g. 'openness compare gpt-4o EleutherAI/pythia-1.4b'.")
    from openness.cli.output import emit, failure_code, say_errors
    from openness.cli.run import run_check
    from openness.render import compare

    result = run_check(targets, offline=offline, assumptions=assumptions, profile=profile)
    reports = result["reports"]
    if reports:
        if format_ == "json":
            from openness.render.json_text import pretty

            content = pretty(compare.document(reports, differences=differences))
        elif format_ == "markdown":
            content = compare.render_markdown(reports, differences=differences)
        else:
            content = compare.render_text(reports, width=_width(), differences=differences)
        emit(content, output)
    say_errors(result)
    raise SystemExit(failure_code(error["kind"] for error in result["errors"]))


def _width() -> int:
    import shutil
    import sys

    return max(80, shutil.get_terminal_size((100, 24)).columns) if sys.stdout.isatty() else 100
