"""`openness policy`: show, test and explain a policy; draft and review its exceptions; write a baseline."""

from pathlib import Path
from typing import Any

import click

from openness.errors import EXIT_ALLOW, EXIT_DENY, EXIT_REVIEW, EXIT_UNREACHABLE, UsageError, combined_exit_code

_POLICY = click.option(
    "--policy", metavar="NAME|FILE", help="Default: openness.toml, pyproject.toml, else the default policy."
)
_OFFLINE = click.option("--offline", is_flag=True, help="Use no network.")
_LOCK = click.option(
    "--lock",
    "lock_path",
    type=click.Path(path_type=Path),
    default=Path("openness.lock"),
    show_default=True,
    help="The lock file.",
)


@click.group("policy")
def command() -> None:
    """Show, test and explain a policy; draft waivers, review exceptions, write a baseline."""


@command.command("show")
@click.argument("name", required=False)
def show(name: str | None) -> None:
    """Print a policy in plain words, in the order in which its rules are tried.

    \b
    Examples:
      openness policy show
      openness policy show commercial-use
    """
    from openness.policy.load import load_policy
    from openness.policy.words import policy_words

    for line in policy_words(load_policy(name)):
        click.echo(line)


@command.command("explain")
@click.argument("target")
@_POLICY
@_OFFLINE
def explain(target: str, policy: str | None, offline: bool) -> None:
    """Say which rule decided about TARGET, why, and why the others did not.

    \b
    Example:
      openness policy explain meta-llama/Llama-3.1-8B --policy commercial-use --offline
    """
    from openness.policy.decide import weigh
    from openness.policy.load import load_policy
    from openness.policy.words import explanation

    loaded = load_policy(policy)
    subject = _subject(target, policy, offline)
    for line in explanation(target, weigh(subject, loaded), loaded):
        click.echo(line)


@command.command("waiver")
@click.argument("target")
@click.option("--clause", "clauses", multiple=True, metavar="ID", help="Accept only this. Default: all that is needed.")
@_POLICY
@_OFFLINE
def waiver(target: str, clauses: tuple[str, ...], policy: str | None, offline: bool) -> None:
    """Draft a waiver for TARGET: bound to its license as it is now and to what the policy objects to.

    Fill in reason, owner and approver, and paste the block into openness.toml.

    \b
    Example:
      openness policy waiver black-forest-labs/FLUX.1-dev --policy commercial-use --offline
    """
    from datetime import UTC, datetime

    from openness.policy.draft import draft_waiver, needed_clauses
    from openness.policy.load import load_policy

    loaded = load_policy(policy)
    subject = _subject(target, policy, offline)
    needed = needed_clauses(subject, loaded)
    if not needed and not clauses:
        click.echo(f"openness: policy {loaded.name} allows {subject.id}; no waiver is needed", err=True)
        return
    click.echo(draft_waiver(subject, clauses or needed, datetime.now(UTC).date()), nl=False)
    rest = [name for name in needed if clauses and name not in clauses]
    if rest:
        click.echo(f"openness: with this waiver alone these stay open: {', '.join(rest)}", err=True)


@command.command("waivers")
@_POLICY
@_LOCK
def waivers(policy: str | None, lock_path: Path) -> None:
    """Say which waivers and agreements are in force, unused, void, expired or bound to nothing.

    They are tried on everything that openness.lock holds; `openness scan` tries them on what it finds.

    Exit codes: 0 all are in force, 10 somebody has to look at one.
    """
    from datetime import UTC, datetime

    from openness.lock.file import read_lock
    from openness.policy.load import load_policy
    from openness.policy.report import agreement_states, waiver_states

    loaded = load_policy(policy)
    subjects = [entry.subject() for entry in read_lock(lock_path).values()] if lock_path.is_file() else []
    today = loaded.today or datetime.now(UTC).date()
    states = (*waiver_states(loaded, subjects, today), *agreement_states(loaded, subjects, today))
    for state in states:
        click.echo(f"{'!' if state.trouble else ' '} {state.what} {state.id}: {state.explanation}")
    click.echo(f"{len(states)} exceptions, tried on {len(subjects)} entries of {lock_path.name}", err=True)
    raise SystemExit(EXIT_REVIEW if any(state.trouble for state in states) else EXIT_ALLOW)


@command.command("test")
@click.argument("cases", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_POLICY
@click.option("--offline/--online", default=True, show_default=True, help="Offline: cache and registry only.")
def test(cases: Path, policy: str | None, offline: bool) -> None:
    """Run example cases that a legal team keeps beside its policy.

    CASES is a TOML file of [[case]] tables. Each has expect (allow, review or deny), and either model (a name to look
    up) or license (any weights under that license). Optional: because (words that a reason must hold), note.

    \b
    Example:
      [[case]]
      model = "acme/research-only-7b"
      expect = "deny"
      because = "commercial"

    \b
      [[case]]
      license = "apache-2.0"
      expect = "allow"

    Exit codes: 0 all pass, 3 a model could not be read, 11 a case failed.
    """
    from openness.cli.policy_cases import read_cases, run_cases

    results = run_cases(read_cases(cases), policy=policy, offline=offline)
    for result in results:
        click.echo(f"{'ok  ' if result.passed else 'FAIL'} {result.case.title}: {result.says}")
        if not result.passed:
            click.echo(f"     {result.case.where}{f': {result.case.note}' if result.case.note else ''}")
    failed = sum(not result.passed for result in results)
    click.echo(f"{len(results) - failed} passed, {failed} failed", err=True)
    codes = [EXIT_DENY if result.read else EXIT_UNREACHABLE for result in results if not result.passed]
    raise SystemExit(combined_exit_code(codes))


@command.command("baseline")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("openness-baseline.json"),
    show_default=True,
    help="Write to FILE.",
)
def baseline(paths: tuple[Path, ...], output: Path) -> None:
    """List the references that are there now, so that a hook judges only what is new.

    A baseline accepts nothing: `openness scan` still lists what it holds, as there before the policy.

    \b
    Example:
      openness policy baseline src/
    """
    from openness.policy.baseline import dumps
    from openness.scan import scan

    references = scan(list(paths)).references
    try:
        output.write_text(dumps(references), "utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {output}: {error.strerror or error}") from error
    click.echo(
        f"{len(references)} references in {output}. Name it in openness.toml:\n"
        f'  [baseline]\n  references = "{output.name}"',
        err=True,
    )


def _subject(target: str, policy: str | None, offline: bool) -> Any:
    """TARGET as a policy sees it; ends the command when it cannot be read."""
    from openness.cli.output import say_errors
    from openness.cli.run import run_check
    from openness.policy.subject import from_data

    document = run_check([target], policy=policy, offline=offline)
    say_errors(document)
    if document["errors"]:
        raise SystemExit(EXIT_UNREACHABLE)
    return from_data(document["reports"][0])
