"""`openness diff`: two revisions, two models, or the lock against now."""

from pathlib import Path

import click

from openness.errors import EXIT_UNREACHABLE, UsageError


@click.command("diff")
@click.argument("first", metavar="A")
@click.argument("second", metavar="[B]", required=False)
@click.option("--lock", "lock_path", type=click.Path(path_type=Path), default=Path("openness.lock"), show_default=True)
@click.option("--offline", is_flag=True, help="Use no network.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(first: str, second: str | None, lock_path: Path, offline: bool, format_: str) -> None:
    """Show what changed: licenses, clauses gained and lost with their words, level, uses.

    With one argument, the lock's entry is compared with what is there now.

    \b
    Examples:
      openness diff org/model@v1 org/model@main
      openness diff meta-llama/Llama-2-7b-hf meta-llama/Llama-3.1-8B --offline
      openness diff org/model
    """
    from openness.cli.run import run_check
    from openness.lock.drift import changes
    from openness.lock.entry import entry_from
    from openness.lock.file import read_lock
    from openness.render.drift_text import lines

    document = run_check([first, second] if second else [first], offline=offline)
    if document["errors"]:
        for error in document["errors"]:
            click.echo(f"openness: {error['target']}: {error['message']}", err=True)
        raise SystemExit(EXIT_UNREACHABLE)
    entries = [entry_from(report, document["tool"]) for report in document["reports"]]
    if second is None:
        locked = read_lock(lock_path)
        if first not in locked:
            raise UsageError(f"{first} is not in {lock_path.name}", hint="Name a second target to compare it with.")
        entries.insert(0, locked[first])
    found = changes(*entries)
    if format_ == "json":
        import json
        from dataclasses import asdict

        click.echo(
            json.dumps({"a": entries[0].id, "b": entries[1].id, "changes": [asdict(c) for c in found]}, indent=1)
        )
        return
    click.echo(f"{entries[0].id} ({entries[0].level}) → {entries[1].id} ({entries[1].level})")
    for line in lines(found):
        click.echo(line)
    if not found:
        click.echo("  no difference")
