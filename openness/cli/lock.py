"""`openness lock`: pin what was reviewed; see what changed since."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from openness.errors import EXIT_ALLOW, EXIT_DENY, EXIT_REVIEW, EXIT_UNREACHABLE, combined_exit_code

if TYPE_CHECKING:
    from openness.lock.entry import Entry


@click.command("lock")
@click.argument("targets", nargs=-1, metavar="[TARGET…]")
@click.option("--add", "added", multiple=True, metavar="ID", help="Pin a model, data set or service (again).")
@click.option(
    "--scan", "paths", multiple=True, type=click.Path(exists=True, path_type=Path), help="Pin what PATH refers to."
)
@click.option("--remove", "removed", multiple=True, metavar="ID", help="Drop an entry.")
@click.option("--check", is_flag=True, help="Read everything again and report what changed upstream; writes nothing.")
@click.option("--offline", is_flag=True, help="Use no network.")
@click.option("--policy", metavar="NAME|FILE", help="Policy for the verdicts.")
@click.option("--file", "path", type=click.Path(path_type=Path), default=Path("openness.lock"), show_default=True)
def command(
    targets: tuple[str, ...],
    added: tuple[str, ...],
    paths: tuple[Path, ...],
    removed: tuple[str, ...],
    check: bool,
    offline: bool,
    policy: str | None,
    path: Path,
) -> None:
    """Write openness.lock: each model pinned to a commit, its licenses, verdict and deciding words.

    \b
    Examples:
      openness lock --add meta-llama/Llama-3.1-8B
      openness lock --scan src/
      openness lock --check
    """
    from openness.lock.file import read_lock, write_lock

    entries = read_lock(path) if path.exists() or check else {}
    if check:
        raise SystemExit(_check(entries, offline, policy))
    wanted = [*targets, *added]
    for place in paths:
        from openness.scan import scan

        wanted += [reference.id for reference in scan([place]).references]
    wanted = list(dict.fromkeys(wanted))
    for name in removed:
        if entries.pop(name, None) is None:
            raise click.UsageError(f"{name} is not in {path.name}.")
    if not wanted and not removed:
        raise click.UsageError("Name what to pin: 'openness lock --add ID', or '--scan PATH'.")
    failed = 0
    if wanted:
        document = _run(wanted, offline, policy)
        for error in document["errors"]:
            click.echo(f"openness: {error['target']}: {error['message']}", err=True)
        failed = len(document["errors"])
        for entry in _entries(document):
            entries[entry.id] = entry
            click.echo(
                f"pinned {entry.id} {entry.revision[:12] or entry.source}: {entry.level}, {entry.verdict}", err=True
            )
    write_lock(path, entries.values())
    raise SystemExit(EXIT_UNREACHABLE if failed else EXIT_ALLOW)


def _run(targets: list[str], offline: bool, policy: str | None) -> dict[str, Any]:
    from openness.cli.run import run_check

    return run_check(targets, offline=offline, policy=policy)


def _entries(document: dict[str, Any]) -> "list[Entry]":
    from openness.lock.entry import entry_from

    return [entry_from(report, document["tool"]) for report in document["reports"]]


def _check(entries: "dict[str, Entry]", offline: bool, policy: str | None) -> int:
    """Report changes since the lock; the code is that of the verdicts over what is there now."""
    from openness.lock.drift import changes
    from openness.render.drift_text import lines

    document = _run(list(entries), offline, policy)
    now = {report["target"]: entry for report, entry in zip(document["reports"], _entries(document), strict=True)}
    codes = [EXIT_ALLOW]
    for name, before in entries.items():
        after = now.get(name)
        if after is None:
            continue
        # A different date, tool or knowledge is no change of the subject.
        found = changes(before, replace(after, acquired=before.acquired, tool=before.tool, knowledge=before.knowledge))
        if not found:
            continue
        click.echo(f"{name}: changed since {before.acquired}")
        for line in lines(found):
            click.echo(line)
        weighty = any(change.worse for change in found)
        if weighty:
            codes.append(EXIT_DENY if after.verdict == "deny" else EXIT_REVIEW)
            click.echo(f"  The lock keeps the earlier grant. After review: openness lock --add {name}")
    for error in document["errors"]:
        click.echo(f"{error['target']}: {error['message']}")
        click.echo("  It was pinned and cannot be read now; what you acquired stays under the terms of the lock.")
        codes.append(EXIT_UNREACHABLE)
    if len(codes) == 1:
        click.echo(f"{len(entries)} entries, nothing of weight changed", err=True)
    return combined_exit_code(codes)
