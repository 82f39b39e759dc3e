"""`openness notice`: the NOTICE file that a set of models requires."""

from dataclasses import replace
from pathlib import Path

import click


@click.command("notice")
@click.argument("targets", nargs=-1, metavar="[TARGET…]")
@click.option(
    "--lock",
    "lock_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Everything that this lock pins, at the commits that it names.",
)
@click.option("--offline", is_flag=True, help="Use no network.")
@click.option("--profile", type=click.Path(path_type=Path, dir_okay=False), help="Facts about your organisation.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to FILE.")
def command(
    targets: tuple[str, ...],
    lock_path: Path | None,
    offline: bool,
    profile: Path | None,
    format_: str,
    output: Path | None,
) -> None:
    """Write the NOTICE file that a product with these models needs: required words, license copies, names, changes.

    A profile (facts about your organisation) leaves out what is not due at your size, or because you do not distribute.

    \b
    Examples:
      openness notice meta-llama/Llama-3.1-8B google-bert/bert-base-uncased -o NOTICE
      openness notice --lock openness.lock -o NOTICE

    Exit codes: 0 written, 1 internal failure, 2 usage, 3 a target could not be read and is missing from it.
    """
    from openness.cli.output import emit, failure_code, say_errors
    from openness.cli.run import run_check
    from openness.evaluate.profile import load_profile
    from openness.kb.load import KnowledgeBase
    from openness.policy.notice import notice

    wanted = [*targets, *(_pinned(lock_path) if lock_path else ())]
    if not wanted:
        raise click.UsageError("Name what the product contains: 'openness notice ID…', or '--lock openness.lock'.")
    document = run_check(list(dict.fromkeys(wanted)), offline=offline, profile=profile)
    say_errors(document)
    code = failure_code(error["kind"] for error in document["errors"])
    if not document["reports"]:
        raise SystemExit(code)
    result = notice(document, KnowledgeBase.load(), load_profile(profile))
    if format_ == "json":
        from dataclasses import asdict

        from openness.render.json_text import pretty

        content = {"schema": "openness.notice/1", "tool": document["tool"], **asdict(result)}
        emit(pretty(content), output)
    else:
        from openness.render.notice import render

        emit(render(result, document), output)
    raise SystemExit(code)


def _pinned(path: Path) -> list[str]:
    """The targets of a lock, each at the commit that was reviewed."""
    from openness.lock.file import read_lock

    entries = read_lock(path).values()
    return [
        replace(e, requested=e.revision).target if e.revision and e.source != "local" else e.target for e in entries
    ]
