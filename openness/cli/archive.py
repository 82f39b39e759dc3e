"""`openness archive`: write the record of an audit, prove that it is whole, repeat it."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from openness.errors import EXIT_ALLOW, EXIT_DENY, UsageError

if TYPE_CHECKING:
    from openness.policy.policy import Policy


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
      openness archive audit-2026-11 meta-llama/Llama-3.1-8B gpt-4o --approver "J. Doe"
      openness archive audit-2026-12.zip meta-llama/Llama-3.1-8B --since audit-2026-11
      openness archive verify audit-2026-11
      openness archive rerun audit-2026-11
    """


@command.command("write")
@click.argument("out", type=click.Path(path_type=Path))
@click.argument("targets", nargs=-1, required=True, metavar="TARGET…")
@click.option("--offline", is_flag=True, help="Use no network.")
@click.option("--policy", metavar="NAME|FILE", help="Default: openness.toml, pyproject.toml.")
@click.option("--profile", type=click.Path(path_type=Path, dir_okay=False), help="Facts about your organisation.")
@click.option(
    "--redact-profile", is_flag=True, help="Audit with bands (powers of ten) instead of the profile's figures."
)
@click.option("--approver", default="", help="Who stands for the decision.")
@click.option("--since", type=click.Path(exists=True, path_type=Path), help="An earlier archive, report or lock.")
@click.option(
    "--assume", "assumptions", multiple=True, type=click.Choice(["weights", "links"]), help="As for 'openness check'."
)
@click.option("--language", envvar="OPENNESS_LANGUAGE", default="en", show_default=True, help="Of report.html.")
@click.option("--sign-with", type=click.Choice(["minisign", "sigstore", "ssh"]), help="Sign with your own key.")
@click.option("--key", type=click.Path(path_type=Path, dir_okay=False), help="Key file for minisign or ssh.")
def write(
    out: Path,
    targets: tuple[str, ...],
    offline: bool,
    policy: str | None,
    profile: Path | None,
    redact_profile: bool,
    approver: str,
    since: Path | None,
    assumptions: tuple[str, ...],
    language: str,
    sign_with: str | None,
    key: Path | None,
) -> None:
    """Check the targets and store everything that the report rests on, with hashes, in OUT (a folder, or a .zip)."""
    from openness.archive import signature
    from openness.archive.audit import Terms, audit
    from openness.archive.container import write as write_files
    from openness.archive.since import load_previous
    from openness.cli.output import exit_code, say_errors
    from openness.cli.run import build_pipeline, parse_refs
    from openness.render.phrases import phrases

    if out.exists():
        raise UsageError(f"{out} exists already", hint="An archive is never written over; name another place.")
    if sign_with:
        signature.ready(sign_with, key)
    phrases(language)
    pipeline, settings = build_pipeline(offline=offline, assumptions=assumptions, policy=policy, profile=profile)
    refs, errors = parse_refs(targets, settings)
    if errors:
        raise UsageError(errors[0].message, hint=errors[0].hint)
    terms = Terms(
        approver=approver,
        configuration=_configuration(policy),
        redact=redact_profile,
        previous=load_previous(since) if since else None,
        language=language,
    )
    files, document = audit(pipeline, refs, terms)
    digest = write_files(out, files)
    click.echo(f"{len(files)} files in {out}; manifest sha256 {digest}", err=True)
    if sign_with:
        click.echo(f"signed: {signature.sign(out, sign_with, key)}", err=True)
    say_errors(document)
    raise SystemExit(exit_code(document))


def _configuration(policy: str | None) -> Path | None:
    """The file that the run's policy comes from, if there is one."""
    from openness.policy.load import find_config

    found = policy if policy and policy.endswith(".toml") else find_config()
    return Path(found) if found else None


@command.command("verify")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--digest", metavar="SHA256", help="The manifest's hash as it was noted when the archive was written.")
@click.option(
    "--signed-by",
    type=click.Path(exists=True, path_type=Path, dir_okay=False),
    help="Public key of minisign, or allowed-signers file of ssh-keygen.",
)
def verify(path: Path, digest: str | None, signed_by: Path | None) -> None:
    """Prove that an archive is whole: every file has the hash of the manifest, and none is missing or added."""
    from openness.archive import signature
    from openness.archive.container import manifest_digest, problems, read
    from openness.render.safe import plain

    files = read(path)
    found = problems(files)
    if digest and digest.lower() != manifest_digest(files):
        found.append(f"the manifest is another one: sha256 {manifest_digest(files)}")
    for problem in found:
        click.echo(plain(problem))
    if signed_by and not found:
        click.echo(f"signed by {plain(signature.check(path, signed_by))}", err=True)
    click.echo(
        "the archive is NOT as it was written"
        if found
        else f"the archive is whole; manifest sha256 {manifest_digest(files)}",
        err=True,
    )
    raise SystemExit(EXIT_DENY if found else EXIT_ALLOW)


@command.command("rerun")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
def rerun(path: Path) -> None:
    """Run the pipeline on the archived texts again, under the archived policy, and compare byte for byte."""
    from dataclasses import replace

    from openness.archive.audit import rerun as run_again
    from openness.archive.container import problems, read
    from openness.cli.run import build_pipeline

    files = read(path)
    broken = problems(files)
    if broken:
        raise UsageError(f"the archive is not whole: {broken[0]}", hint="See 'openness archive verify'.")
    pipeline, _ = build_pipeline(offline=True, assumptions=(), policy="default", profile=None)
    different = run_again(files, replace(pipeline, policy=_archived_policy(files)))
    for name in different:
        click.echo(f"different: {name}")
    click.echo("came out differently" if different else "the reports came out the same, byte for byte", err=True)
    raise SystemExit(EXIT_DENY if different else EXIT_ALLOW)


def _archived_policy(files: Mapping[str, bytes]) -> "Policy":
    """The policy of the archived audit, from the archived configuration."""
    from openness.archive.audit import run_of
    from openness.policy.load import Config, load_config

    run = run_of(files)
    name = run["configuration"]
    if name is None:
        return Config().named(run["policy"])
    if f"policy/{name}" not in files or Path(name).name != name:
        raise UsageError("the archive does not hold the configuration that it names")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(files[f"policy/{name}"])
        return load_config(path).named(run["policy"])
