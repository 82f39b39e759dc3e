"""`openness policy`: test, explain, and start from what is there."""

import json
from pathlib import Path
from typing import Any

import click

from openness.errors import EXIT_ALLOW, EXIT_DENY, EXIT_UNREACHABLE, UsageError

_CODE_FAILED = EXIT_DENY


@click.group("policy")
def command() -> None:
    """Test and explain a policy, and write a baseline."""


@command.command("explain")
@click.argument("target")
@click.option("--policy", metavar="NAME|FILE", help="Default: openness.toml, pyproject.toml, else the default policy.")
@click.option("--offline", is_flag=True, help="Use no network.")
def explain(target: str, policy: str | None, offline: bool) -> None:
    """Say which rule decided about TARGET, and why.

    \b
    Example:
      openness policy explain meta-llama/Llama-3.1-8B --policy commercial-use --offline
    """
    from openness.cli.output import say_errors
    from openness.cli.run import run_check
    from openness.policy.load import load_policy

    loaded = load_policy(policy)
    document = run_check([target], policy=policy, offline=offline)
    say_errors(document)
    if document["errors"]:
        raise SystemExit(EXIT_UNREACHABLE)
    decision = document["reports"][0]["decision"]
    click.echo(f"{target}: {decision['verdict']} by policy {decision['policy']} ({loaded.about})")
    click.echo(f"  decided by: {decision['rule']}")
    for label in ("reasons", "waived", "notes"):
        for entry in decision[label]:
            click.echo(f"  {label[:-1] if label != 'waived' else 'waived'}: {entry}")
    for number, rule in enumerate(loaded.rules, 1):
        conditions = {
            key: getattr(rule, key)
            for key in rule.__dataclass_fields__
            if key not in ("verdict", "reason") and getattr(rule, key)
        }
        click.echo(f"  rule {number}: {rule.verdict.value} if {_conditions(conditions)}")
    click.echo(f"  otherwise: {loaded.otherwise.value}")


def _conditions(values: dict[str, Any]) -> str:
    if not values:
        return "always"
    parts = []
    for key, value in values.items():
        if isinstance(value, dict):
            text = ", ".join(f"{k} is {' or '.join(v)}" for k, v in value.items())
        elif isinstance(value, tuple):
            text = f"{key}: {', '.join(map(str, value[:6]))}{' …' if len(value) > 6 else ''}"
        else:
            text = f"{key}: {value}"
        parts.append(text)
    return " and ".join(parts)


@command.command("test")
@click.argument("cases", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--policy", metavar="NAME|FILE", help="Default: openness.toml, pyproject.toml, else the default policy.")
@click.option("--offline/--online", default=True, show_default=True, help="Offline: lock, cache and registry only.")
def test(cases: Path, policy: str | None, offline: bool) -> None:
    """Run example cases that a legal team keeps beside its policy.

    CASES is a TOML file of [[case]] tables with model, expect (allow, review or deny) and, optionally, because (words
    that a reason must contain).

    \b
    Example:
      [[case]]
      model = "black-forest-labs/FLUX.1-dev"
      expect = "deny"
      because = "commercial"
    """
    from openness.cli.run import run_check
    from openness.policy.parse import read_toml, tables

    data, _ = read_toml(cases)
    entries = tables(data, "case", cases.name)
    if not entries:
        raise UsageError(f"{cases.name} holds no [[case]]", hint="See 'openness policy test --help'.")
    for entry, where in entries:
        unknown = set(entry) - {"model", "expect", "because", "note"}
        if unknown or not {"model", "expect"} <= set(entry):
            raise UsageError(f"{where}: a case has model, expect and, optionally, because and note")
    document = run_check([str(entry["model"]) for entry, _ in entries], policy=policy, offline=offline)
    found = {report["target"]: report["decision"] for report in document["reports"]}
    failed = 0
    for entry, where in entries:
        decision = found.get(str(entry["model"]))
        problem = _problem(entry, decision)
        failed += problem is not None
        click.echo(f"{'ok  ' if problem is None else 'FAIL'} {entry['model']}: {problem or entry['expect']}")
        if problem is not None:
            click.echo(f"     {where}")
    click.echo(f"{len(entries) - failed} passed, {failed} failed", err=True)
    raise SystemExit(_CODE_FAILED if failed else EXIT_ALLOW)


def _problem(entry: Any, decision: Any) -> str | None:
    if decision is None:
        return "could not be read"
    reasons = "; ".join(decision["reasons"])
    if decision["verdict"] != entry["expect"]:
        return f"expected {entry['expect']}, got {decision['verdict']} ({reasons})"
    if entry.get("because") and str(entry["because"]) not in reasons:
        return f"verdict right, but no reason says '{entry['because']}' ({reasons})"
    return None


@command.command("baseline")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=Path("openness-baseline.json"), show_default=True
)
def baseline(paths: tuple[Path, ...], output: Path) -> None:
    """List the references that are there now, so that a hook judges only what is new.

    \b
    Example:
      openness policy baseline src/
    """
    from openness.scan import scan

    references = sorted({f"{r.path}\t{r.kind}\t{r.id}" for r in scan(list(paths)).references})
    output.write_text(json.dumps({"version": 1, "references": references}, indent=1) + "\n", "utf-8")
    click.echo(f"{len(references)} references in {output}; name it in [baseline] references", err=True)
