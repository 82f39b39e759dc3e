"""`openness diff`: two revisions, two models, or the lock against now."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from openness.errors import TargetUnavailable, UsageError

if TYPE_CHECKING:
    from openness.lock.drift import Change
    from openness.lock.entry import Entry


@click.command("diff")
@click.argument("first", metavar="A")
@click.argument("second", metavar="[B]", required=False)
@click.option(
    "--lock",
    "lock_path",
    type=click.Path(path_type=Path),
    default=Path("openness.lock"),
    show_default=True,
    help="Where the entry of A stands when there is no B.",
)
@click.option("--offline", is_flag=True, help="Use no network: folders, the Hub cache and the embedded registry only.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(first: str, second: str | None, lock_path: Path, offline: bool, format_: str) -> None:
    """Show what changed: licenses, clauses gained and lost with their words, level, uses.

    A and B are models, or revisions of one (ID@REVISION). A alone: its entry of openness.lock is compared with what is
    there now.

    \b
    Examples:
      openness diff org/model@v1 org/model@main
      openness diff meta-llama/Llama-2-7b-hf meta-llama/Llama-3.1-8B --offline
      openness diff org/model

    Exit codes: 0 compared (whatever the result), 1 internal failure, 2 usage, 3 one of the two could not be read.
    """
    from openness.cli.output import failure_code, say_errors
    from openness.cli.run import run_check
    from openness.lock.drift import changes, same_content
    from openness.lock.entry import entry_from

    locked = None if second else _locked(first, lock_path)
    targets = [first, second] if second else [locked.target if locked else first]
    document = run_check(list(dict.fromkeys(targets)), offline=offline)
    say_errors(document)
    if document["errors"]:
        raise SystemExit(failure_code(error["kind"] for error in document["errors"]))
    read = {report["target"]: report for report in document["reports"]}
    entries = [
        entry_from(read[target], document["tool"], requested=_revision(target), all_words=locked is None)
        for target in targets
    ]
    for target, entry in zip(targets, entries, strict=True):
        _comparable(target, entry, locked)
    before, after = (locked, entries[0]) if locked else (entries[0], entries[1])
    found = changes(before, after)
    if before.id != after.id:  # two models: another name and another commit say nothing
        found = tuple(change for change in found if change.what not in ("renamed", "card", "revision", "tag"))
    if format_ == "json":
        _json(document["tool"], before, after, found)
        return
    _text(before, after, found)
    if locked and same_content(before, after) and before.knowledge != after.knowledge and found:
        click.echo(f"  The files are the same; knowledge went from {before.knowledge} to {after.knowledge}.")


def _locked(name: str, path: Path) -> "Entry":
    from openness.lock.file import open_lock

    entry = open_lock(path).entry(name)
    if entry is None:
        raise UsageError(f"{name} is not in {path.name}", hint="Name a second target to compare it with.")
    return entry


def _comparable(target: str, entry: "Entry", locked: "Entry | None") -> None:
    """Raise TargetUnavailable where the registry stands in for what was to be read: it knows no revision."""
    read_before = locked is not None and locked.source != "registry"
    if entry.source == "registry" and entry.kind != "service" and (entry.requested or read_before):
        raise TargetUnavailable(
            f"{target} could not be read itself; the registry's facts are of no revision, so nothing was compared.",
            hint="Try again with a network (or without --offline).",
        )


def _revision(target: str) -> str:
    """The branch, tag or commit that a target names; the path of a folder."""
    from openness.settings import Settings
    from openness.sources.target import parse_target

    ref = parse_target(target, endpoint=Settings.from_env().endpoint)
    return ref.id if ref.local else ref.revision or ""


def _text(before: "Entry", after: "Entry", found: "tuple[Change, ...]") -> None:
    from openness.render.drift_text import lines
    from openness.render.safe import plain

    click.echo(f"{plain(_title(before))} → {plain(_title(after))}")
    for line in lines(found):
        click.echo(line)
    if not found:
        click.echo("  no difference in licenses, clauses, uses, level, gate or bases")


def _title(entry: "Entry") -> str:
    at = entry.requested or entry.revision[:12]
    return f"{entry.id}{f'@{at}' if at else ''} ({entry.level})"


def _json(tool: dict[str, Any], before: "Entry", after: "Entry", found: "tuple[Change, ...]") -> None:
    from dataclasses import asdict

    from openness.render.json_text import pretty

    document = {
        "schema": "openness.diff/1",
        "tool": tool,
        "a": _side(before),
        "b": _side(after),
        "changes": [asdict(change) for change in found],
    }
    click.echo(pretty(document), nl=False)


def _side(entry: "Entry") -> dict[str, Any]:
    return {
        "id": entry.id,
        "revision": entry.revision or None,
        "source": entry.source,
        "level": entry.level,
        "licenses": list(entry.license_names),
        "license_hash": entry.license_hash,
    }
