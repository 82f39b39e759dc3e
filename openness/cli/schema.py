"""`openness schema`: the published JSON Schemas."""

import click

NAMES = ("report", "license", "scan", "policy", "lock")


@click.command("schema")
@click.argument("name", type=click.Choice(NAMES), default="report")
def command(name: str) -> None:
    """Print a published JSON Schema: report, license, scan, policy or lock.

    \b
    Example:
      openness schema report > openness.report.schema.json
    """
    from openness.kb.locate import data_dir

    click.echo((data_dir() / "schemas" / f"{name}-1.json").read_text("utf-8"), nl=False)
