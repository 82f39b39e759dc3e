"""`openness list`: what the knowledge holds."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase

THINGS = ("licenses", "policies", "clauses", "rubrics", "levels", "uses", "models", "services")


@click.command("list")
@click.argument("thing", type=click.Choice(THINGS))
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(thing: str, format_: str) -> None:
    """List what the embedded knowledge holds: licenses, policies, clauses, rubrics, levels, uses, models or services.

    A rubric is a framework by which models are assessed. 'openness explain ID' says more about each.

    \b
    Examples:
      openness list licenses
      openness list clauses --format json
    """
    from openness.kb.load import KnowledgeBase

    rows = list(_rows(thing, KnowledgeBase.load()))
    if format_ == "json":
        from openness.render.json_text import pretty

        click.echo(pretty([{"id": row[0], "about": row[1]} for row in rows]), nl=False)
        return
    width = min(44, max((len(row[0]) for row in rows), default=0))
    for name, about in rows:
        click.echo(f"{name:<{width}}  {about}".rstrip())
    click.echo(f"{len(rows)} {thing}", err=True)


def _rows(thing: str, kb: "KnowledgeBase") -> Iterator[tuple[str, str]]:
    """(id, one line) pairs."""
    if thing == "licenses":
        for record in kb.licenses():
            yield record.id, f"{record.name}{f' [{record.spdx}]' if record.spdx and record.spdx != record.name else ''}"
    elif thing == "policies":
        from openness.policy.shipped import shipped_policies

        yield from ((policy.name, policy.about) for policy in shipped_policies())
    elif thing == "clauses":
        for clause in kb.clauses():
            most = f", at most {clause.caps_at}" if clause.caps_at else ""
            yield clause.id, f"{clause.label} ({clause.polarity}{most})"
    elif thing == "rubrics":
        yield from ((rubric.id, rubric.title) for rubric in kb.rubrics())
    elif thing == "levels":
        from openness.model import LADDER
        from openness.render.phrases import phrases

        yield from ((level.value, phrases()["level"][level.value]["sentence"]) for level in LADDER)
    elif thing == "uses":
        rubric = kb.rubric("uses")
        yield from ((use.id, use.question) for use in (rubric.uses if rubric else ()))
    else:
        kind = {"models": "model", "services": "service"}[thing]
        for identifier in kb.registry.ids():
            entry = kb.registry.record(identifier)
            if entry is not None and entry.kind == kind:
                yield entry.id, f"{entry.title}, {entry.provider_name}"
