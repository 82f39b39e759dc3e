"""`openness archive`: write the record of an audit, prove that it is whole, repeat it."""

import os
import shutil
import subprocess
from pathlib import Path

import click

from openness.errors import EXIT_ALLOW, EXIT_DENY, UsageError


class _DefaultGroup(click.Group):
    """`openness archive OUT …` is `openness archive write OUT …`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["write", *args]
        return super().parse_args(ctx, args)


@click.group("archive", cls=_DefaultGroup)
def command() -> None:
    """Write and verify the record of an audit.

    \b
    Examples:
      openness archive audit-2026-11 meta-llama/Llama-3.1-8B gpt-4o
      openness archive verify audit-2026-11
      openness archive rerun audit-2026-11
    """


@command.command("write")
@click.argument("out", type=click.Path(path_type=Path))
@click.argument("targets", nargs=-1, required=True, metavar="TARGET…")
@click.option("--offline", is_flag=True, help="Use no network.")
@click.option("--policy", metavar="NAME|FILE", help="Default: openness.toml, pyproject.toml.")
@click.option("--profile", type=click.Path(path_type=Path, dir_okay=False), help="Facts about your organisation.")
@click.option("--redact-profile", is_flag=True, help="Store bands instead of the profile's figures.")
@click.option("--approver", default="", help="Who stands for the decision.")
@click.option("--assume", "assumptions", multiple=True, type=click.Choice(["weights", "links"]))
@click.option(
    "--sign-with", type=click.Choice(["minisign", "sigstore", "ssh"]), help="Sign the manifest with your own key."
)
@click.option("--key", type=click.Path(path_type=Path, dir_okay=False), help="Key file for minisign or ssh.")
def write(
    out: Path,
    targets: tuple[str, ...],
    offline: bool,
    policy: str | None,
    profile: Path | None,
    redact_profile: bool,
    approver: str,
    assumptions: tuple[str, ...],
    sign_with: str | None,
    key: Path | None,
) -> None:
    """Check the targets and store everything that the report rests on, with hashes, in OUT (a folder, or a .zip)."""
    from openness.archive.audit import audit
    from openness.archive.container import MANIFEST
    from openness.archive.container import write as write_files
    from openness.cli.output import exit_code, say_errors
    from openness.cli.run import build_pipeline, parse_refs
    from openness.policy.load import find_config

    pipeline, settings = build_pipeline(offline=offline, assumptions=assumptions, policy=policy, profile=profile)
    refs, errors = parse_refs(targets, settings)
    if errors:
        raise UsageError(errors[0].message, hint=errors[0].hint)
    configuration = Path(policy) if policy and policy.endswith(".toml") else find_config()
    if sign_with and out.suffix == ".zip":
        raise UsageError("a zip is not signed from inside", hint="Write a folder, or sign the zip itself.")
    files, document = audit(pipeline, refs, approver=approver, configuration=configuration, redact=redact_profile)
    write_files(out, files)
    click.echo(f"{len(files)} files in {out}", err=True)
    if sign_with:
        _sign(out / MANIFEST, sign_with, key)
    say_errors(document)
    raise SystemExit(exit_code(document))


def _sign(manifest: Path, tool: str, key: Path | None) -> None:
    commands = {
        "minisign": ["minisign", "-S", "-m", str(manifest), *(["-s", str(key)] if key else [])],
        "sigstore": ["sigstore", "sign", str(manifest)],
        "ssh": ["ssh-keygen", "-Y", "sign", "-n", "openness", "-f", str(key), str(manifest)],
    }
    if tool == "ssh" and key is None:
        raise UsageError("--sign-with ssh needs --key")
    if shutil.which(commands[tool][0]) is None:
        raise UsageError(f"{commands[tool][0]} is not installed", hint="The archive was written without a signature.")
    done = subprocess.run(commands[tool], check=False, env=os.environ)
    if done.returncode:
        raise UsageError(f"{commands[tool][0]} did not sign", hint="The archive was written without a signature.")


@command.command("verify")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
def verify(path: Path) -> None:
    """Prove that an archive is whole: every file has the hash of the manifest, and none is missing or added."""
    from openness.archive.container import problems, read

    found = problems(read(path))
    for problem in found:
        click.echo(problem)
    click.echo("the archive is NOT as it was written" if found else "the archive is whole", err=True)
    raise SystemExit(EXIT_DENY if found else EXIT_ALLOW)


@command.command("rerun")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--policy", metavar="NAME|FILE", help="The policy of the audit, when it is not the one found here.")
@click.option("--profile", type=click.Path(path_type=Path, dir_okay=False), help="The profile of the audit.")
def rerun(path: Path, policy: str | None, profile: Path | None) -> None:
    """Run the pipeline on the archived texts again and compare the report byte for byte."""
    from openness.archive.audit import rerun as run_again
    from openness.archive.container import problems, read
    from openness.cli.run import build_pipeline

    files = read(path)
    broken = problems(files)
    if broken:
        raise UsageError(f"the archive is not whole: {broken[0]}", hint="See 'openness archive verify'.")
    pipeline, _ = build_pipeline(offline=True, assumptions=(), policy=policy, profile=profile)
    same, sentence = run_again(files, pipeline)
    click.echo(sentence)
    raise SystemExit(EXIT_ALLOW if same else EXIT_DENY)
