"""`openness lock`: pin what was reviewed; see what changed since."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from openness.errors import EXIT_REVIEW, UsageError, combined_exit_code

if TYPE_CHECKING:
    from openness.lock.check import Checked
    from openness.lock.file import LockFile


@click.command("lock")
@click.argument("targets", nargs=-1, metavar="[TARGET…]")
@click.option("--add", "added", multiple=True, metavar="ID[@REV]", help="Pin a model, data set or service (again).")
@click.option(
    "--scan",
    "paths",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="Pin what PATH refers to; with --check, say what of it is not pinned.",
)
@click.option("--remove", "removed", multiple=True, metavar="ID", help="Drop an entry.")
@click.option("--check", is_flag=True, help="Read everything again and report what changed upstream; writes nothing.")
@click.option("--offline", is_flag=True, help="Use no network.")
@click.option("--policy", metavar="NAME|FILE", help="Policy for the verdicts.")
@click.option(
    "--file",
    "path",
    type=click.Path(path_type=Path),
    default=Path("openness.lock"),
    show_default=True,
    help="The lock file.",
)
@click.option("--format", "format_", type=click.Choice(["text", "json", "github"]), default="text", help="Of --check.")
def command(
    targets: tuple[str, ...],
    added: tuple[str, ...],
    paths: tuple[Path, ...],
    removed: tuple[str, ...],
    check: bool,
    offline: bool,
    policy: str | None,
    path: Path,
    format_: str,
) -> None:
    """Write openness.lock: each model pinned to a commit, its licenses, verdict and deciding words.

    An entry that is pinned again keeps the grant that it held before. The first lock of a git repository also puts
    'openness.lock merge=union' into .gitattributes, so that branches that pin different models merge.

    \b
    Examples:
      openness lock --add meta-llama/Llama-3.1-8B
      openness lock --add org/model@v1.0
      openness lock --scan src/
      openness lock --check
      openness lock --check --scan src/

    Exit codes of --check: 0 nothing of weight changed, 3 an entry is gone or could not be read, 10 something changed
    and needs review, 11 the policy denies what is there now.
    """
    if check:
        if targets or added or removed:
            raise click.UsageError("--check reads the whole lock and writes nothing; it goes with --scan only.")
        raise SystemExit(_check(path, offline, policy, format_, paths))
    from openness.lock.file import read_lock, write_lock
    from openness.lock.git import keep_merges_easy

    before = _content(path)
    entries = {} if before is None else read_lock(path)
    folded = {name.casefold(): name for name in entries}
    for name in removed:
        found = folded.get(name.casefold())
        if found is None:
            raise UsageError(f"{name} is not in {path.name}", hint=_near(name, entries))
        del entries[found]
    refs = _refs([*targets, *added], paths)
    if not refs and not removed:
        if paths:
            click.echo("openness: nothing is referred to there; the lock stays as it is", err=True)
            return
        raise click.UsageError("Name what to pin: 'openness lock --add ID', or '--scan PATH'.")
    from openness.cli.lock_read import read
    from openness.cli.output import failure_code

    reading = read(refs, offline=offline, policy=policy)
    for item in reading.entries:
        held = entries.get(item.id)
        if held is not None and held.kind != item.kind:
            raise UsageError(
                f"{item.id} is pinned as a {held.kind} in {path.name}, and this is a {item.kind} of the same name",
                hint=f"Pin it in a lock of its own: openness lock --file {item.kind}s.lock --add {item.target}",
            )
        entries[item.id] = item.after(held)
        where = item.revision[:12] or item.source
        kept = ", the earlier grant is kept" if held and entries[item.id].earlier != held.earlier else ""
        _say(f"pinned {item.id} ({where}): {item.level}, {item.verdict} by {item.policy}{kept}")
    for error in reading.errors:
        _say(f"openness: {error.target} is not pinned: {error.message}")
        if error.hint:
            _say(f"  {error.hint}")
    if reading.entries or removed:
        if _content(path) != before:
            raise UsageError(
                f"{path.name} was changed by somebody else while this ran; nothing was written", hint="Run it again."
            )
        write_lock(path, entries.values())
        if before is None and keep_merges_easy(path):
            click.echo(f"wrote '{path.name} merge=union' into .gitattributes; check both in", err=True)
    raise SystemExit(failure_code(error.kind for error in reading.errors))


def _content(path: Path) -> bytes | None:
    """What stands in a lock; None where there is none, or none that can be read."""
    try:
        return path.read_bytes() if path.exists() else None
    except OSError:
        return b""


def _say(text: str) -> None:
    """A line on stderr; ids of a lock and names of files may come from strangers."""
    from openness.render.safe import plain

    click.echo(plain(text), err=True)


def _refs(names: Iterable[str], paths: Iterable[Path]) -> list[Any]:
    """What to pin: targets as `openness check` understands them, and what files refer to, at the commit they name."""
    from openness.cli.scan_check import subjects
    from openness.scan import scan
    from openness.settings import Settings
    from openness.sources.target import parse_target

    settings = Settings.from_env()
    refs = [parse_target(name, endpoint=settings.endpoint) for name in dict.fromkeys(names)]
    found = [reference for place in paths for reference in scan([place]).references]
    return [*refs, *subjects(found)]


def _near(name: str, entries: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, entries, n=2)
    return f"Did you mean {' or '.join(near)}?" if near else "Its entries begin with [entry.…]."


def _check(path: Path, offline: bool, policy: str | None, format_: str, places: tuple[Path, ...]) -> int:
    """Report changes since the lock; the code is that of the verdicts over what is there now."""
    from openness.cli.lock_read import check_lock
    from openness.lock.file import open_lock
    from openness.render.drift_text import entry_lines

    locked = open_lock(path)
    items, tool = check_lock(locked, offline=offline, policy=policy)
    missing, unused = _against_sources(locked, places)
    if format_ == "json":
        _json(items, path, tool, missing, unused)
    elif format_ == "github":
        from openness.render.drift_github import render

        click.echo(render(items, path.as_posix()), nl=False)
    else:
        for item in items:
            if item.state not in ("same", "not-read"):
                for line in entry_lines(item, str(path)):
                    click.echo(line)
    for name, place in missing.items():
        _say(f"{place}: {name} is referred to and not in {path.name}: openness lock --add {name}")
    if unused:
        _say(f"nothing refers to {', '.join(unused)} any more")
    counted = {state: sum(item.state == state for item in items) for state in dict.fromkeys(i.state for i in items)}
    summary = ", ".join(f"{number} {_STATES[state]}" for state, number in counted.items())
    click.echo(f"{len(items)} entries of {path.name}: {summary or 'none'}", err=True)
    return combined_exit_code([*(item.exit_code for item in items), *([EXIT_REVIEW] if missing else [])])


def _against_sources(locked: "LockFile", places: tuple[Path, ...]) -> tuple[dict[str, str], list[str]]:
    """What sources refer to and the lock lacks, with the first place; and entries that nothing refers to."""
    if not places:
        return {}, []
    from openness.scan import scan

    references = scan(list(places)).references
    named = {reference.id.casefold() for reference in references}
    missing: dict[str, str] = {}
    for reference in references:
        if locked.entry(reference.id) is None:
            missing.setdefault(reference.id, f"{reference.path}:{reference.line}")
    return missing, [name for name in locked.blocks if name.casefold() not in named]


_STATES = {
    "same": "as they were",
    "moved": "at a new commit with the same terms",
    "changed": "changed",
    "gone": "gone",
    "unreachable": "could not be read",
    "not-read": "not read again (offline)",
}


def _json(
    items: "Iterable[Checked]", path: Path, tool: dict[str, str], missing: dict[str, str], unused: list[str]
) -> None:
    from openness.lock.check import as_data
    from openness.render.json_text import pretty

    document = {
        "schema": "openness.lock-check/1",
        "tool": tool,
        "lock": str(path),
        "entries": [as_data(item) for item in items],
        "missing": [{"id": name, "place": place} for name, place in missing.items()],
        "unused": unused,
    }
    click.echo(pretty(document), nl=False)
