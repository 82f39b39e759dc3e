"""`openness notice`: the NOTICE file that a set of models requires."""

from pathlib import Path

import click

from openness.errors import EXIT_ALLOW, EXIT_UNREACHABLE


@click.command("notice")
@click.argument("targets", nargs=-1, required=True, metavar="TARGET…")
@click.option("--offline", is_flag=True, help="Use no network.")
@click.option("--profile", type=click.Path(path_type=Path, dir_okay=False), help="Facts about your organisation.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to FILE.")
def command(targets: tuple[str, ...], offline: bool, profile: Path | None, output: Path | None) -> None:
    """Write the NOTICE file: required words, license copies, names and changes to state.

    \b
    Example:
      openness notice meta-llama/Llama-3.1-8B google-bert/bert-base-uncased -o NOTICE
    """
    from openness.cli.output import emit, say_errors
    from openness.cli.run import run_check
    from openness.render.notice import render

    document = run_check(targets, offline=offline, profile=profile)
    emit(render(document), output)
    say_errors(document)
    raise SystemExit(EXIT_UNREACHABLE if document["errors"] else EXIT_ALLOW)
