"""`openness schema`: the published JSON Schemas."""

import click

NAMES = ("report", "license", "scan", "policy", "lock", "lock-check", "diff", "notice")


@click.command("schema")
@click.argument("name", type=click.Choice(NAMES), default="report")
def command(name: str) -> None:
    """Print a published JSON Schema.

    \b
    report, license, scan, diff, notice, lock-check: what `--format json` of these commands prints
    policy: openness.toml, for editors
    lock: openness.lock as parsed TOML

    \b
    Example:
      openness schema policy > openness.schema.json
    """
    from openness.kb.locate import data_dir

    click.echo((data_dir() / "schemas" / f"{name}-1.json").read_text("utf-8"), nl=False)
