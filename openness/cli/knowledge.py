"""`openness knowledge`: which licenses, rubrics and records are in use, and how to update them."""

from pathlib import Path
from typing import Any

import click


@click.group("knowledge")
def command() -> None:
    """Show or update licenses, rubrics and registry."""


@command.command("status")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def status(format_: str) -> None:
    """Show version, date and size of the knowledge, and where it comes from."""
    facts = _status()
    if format_ == "json":
        from openness.render.json_text import pretty

        click.echo(pretty(facts), nl=False)
        return
    for name, value in facts.items():
        click.echo(f"{name.replace('_', ' '):<14} {value if value is not None else '-'}")


def _status() -> dict[str, Any]:
    from openness.kb.load import KnowledgeBase
    from openness.kb.locate import in_checkout
    from openness.kb.package import installed_manifest
    from openness.kb.updates import knowledge_file, updates_folder

    kb = KnowledgeBase.load()
    path = Path(knowledge_file())
    manifest = installed_manifest() if path.parent == Path(updates_folder()) else None
    counts = kb.registry.counts()
    return {
        "version": kb.version,
        "date": manifest.date if manifest else _newest_fact(path),
        "origin": "checkout" if in_checkout() else "update" if manifest else "shipped with the program",
        "file": str(path),
        "licenses": sum(1 for _ in kb.licenses()),
        "clauses": len(kb.clauses()),
        "rubrics": ", ".join(rubric.id for rubric in kb.rubrics()),
        "records": counts.records,
        "models": counts.models,
        "services": counts.services,
        "sets": counts.sets,
        "family_rules": counts.rules,
        "names": counts.names,
        "facts": counts.facts,
    }


def _newest_fact(path: Path) -> str | None:
    """The date of the newest registry fact: how far the knowledge reaches."""
    from openness.kb.registry import Registry
    from openness.kb.updates import open_to_read

    connection = open_to_read(path)
    try:
        return Registry(connection).newest_source()
    finally:
        connection.close()


@command.command("install")
@click.argument("package", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--signers", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Keys that you trust.")
@click.option("--older", is_flag=True, help="Accept a package that is older than the installed one.")
def install(package: Path, signers: Path | None, older: bool) -> None:
    """Verify the signature of PACKAGE and use its knowledge from now on.

    \b
    Example:
      openness knowledge install openness-knowledge-2026-12.zip
    """
    from openness.kb.package import install as install_package
    from openness.kb.updates import updates_folder

    manifest = install_package(package, signers=signers, older=older)
    click.echo(f"knowledge {manifest.version} of {manifest.date} installed in {updates_folder()}", err=True)


@command.command("pack")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--key", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Private key.")
@click.option("--date", help="Date of the package (ISO 8601); the newest fact's otherwise.")
def pack(target: Path, key: Path, date: str | None) -> None:
    """Write the compiled knowledge as a signed package, for releases and for your own records."""
    from openness.kb.locate import data_dir
    from openness.kb.package import pack as write_package
    from openness.kb.updates import FILE

    manifest = write_package(target, key=key, date=date or _newest_fact(data_dir() / FILE) or "1970-01-01")
    click.echo(f"wrote {target}: knowledge {manifest.version} of {manifest.date}", err=True)
