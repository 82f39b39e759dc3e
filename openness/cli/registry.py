"""`openness registry`: draft, verify and list records of known models."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from openness.errors import EXIT_REVIEW, EXIT_UNREACHABLE, OpennessError, TargetUnavailable, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from openness.kb.load import KnowledgeBase
    from openness.kb.registry_drift import Drift
    from openness.model import Facts
    from openness.pipeline import Pipeline


_BY_HAND = "Copy a record that looks alike from data/registry/; docs/add-a-model.md shows one of each kind."


@click.group("registry")
def command() -> None:
    """Draft, verify and list records of known models."""


def _live_pipeline() -> "Pipeline":
    """A pipeline that asks the Hub and never the registry."""
    from openness.kb.load import KnowledgeBase
    from openness.pipeline import Pipeline
    from openness.settings import Settings
    from openness.sources.hub import HubSource

    return Pipeline(kb=KnowledgeBase.load(), source=HubSource(Settings.from_env(os.environ)))


def _read(pipeline: "Pipeline", identifier: str) -> "Facts":
    from openness.model import Ref

    return pipeline.facts(pipeline.source.fetch(Ref(typed=identifier, id=identifier)))


@command.command("add")
@click.argument("identifier", metavar="ID")
@click.option("--provider", help="Provider id of the record; the organisation's name otherwise.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write; never overwritten."
)
def add(identifier: str, provider: str | None, output: Path | None) -> None:
    """Draft a record from a live check of ID, for a person to review.

    \b
    Example:
      openness registry add org/model -o data/registry/org.yaml
    """
    from openness.kb.registry_draft import draft

    pipeline = _live_pipeline()
    known = pipeline.kb.registry.find(identifier)
    if known is not None and known.record.kind != "model":
        raise UsageError(
            f"{identifier} is recorded as a {known.record.kind} ({known.record.id}), which has no repository to read",
            hint=_BY_HAND,
        )
    try:
        facts = _read(pipeline, identifier)
    except TargetUnavailable as error:
        raise TargetUnavailable(error.message, hint=_BY_HAND, kind=error.kind) from error
    if known is not None:
        click.echo(
            f"{identifier} is answered already by {known.record.id} ({known.how}); drafted all the same", err=True
        )
    text = draft(facts, provider=provider)
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        with output.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise UsageError(
            f"{output} exists already", hint="Add the record to it by hand: run again without -o and copy the part."
        ) from None
    click.echo(f"wrote {output}: check it, then run 'make generate'", err=True)


@command.command("verify")
@click.argument("identifiers", metavar="[ID]...", nargs=-1)
@click.option("--provider", help="All records of this provider.")
@click.option(
    "--all", "everything", is_flag=True, help="Every record that is a Hub repository: well over a thousand requests."
)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def verify(identifiers: tuple[str, ...], provider: str | None, everything: bool, format_: str) -> None:
    """Compare records with the Hub and report drift. Exit code 10: a record needs a look; 3: not reachable.

    \b
    Examples:
      openness registry verify meta-llama/Llama-3.1-8B
      openness registry verify --provider mistral --format json
    """
    from openness.kb.registry_drift import drift

    pipeline = _live_pipeline()
    registry = pipeline.kb.registry
    names = list(identifiers)
    if provider or everything:
        records = [record for name in registry.ids() if (record := registry.record(name)) is not None]
        names += [r.id for r in records if r.kind == "model" and "/" in r.id and provider in (None, r.provider)]
    if not names:
        raise UsageError("name a record, a --provider or --all", hint="'openness registry list' shows them.")
    found: list[Drift] = []
    errors: list[tuple[str, OpennessError]] = []
    for name in dict.fromkeys(names):
        match = registry.find(name)
        if match is None:
            near = " or ".join(registry.near(name))
            hint = f"Did you mean {near}?" if near else f"'openness registry add {name}' drafts a record."
            raise UsageError(f"{name} is not in the registry", hint=hint)
        try:
            found += drift(match.record, _read(pipeline, match.id), registry)
        except OpennessError as error:
            errors.append((name, error))
    _show(found, errors, len(names), format_)
    sys.exit(EXIT_REVIEW if found else EXIT_UNREACHABLE if errors else 0)


def _show(found: "list[Drift]", errors: list[tuple[str, OpennessError]], total: int, format_: str) -> None:
    if format_ == "json":
        document = {
            "schema": "openness.registry-drift/1",
            "drift": [asdict(item) for item in found],
            "errors": [{"target": name, "kind": error.kind, "message": error.message} for name, error in errors],
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    for item in found:
        click.echo(f"{item.subject}: {item.field}: the record says {item.recorded}, the Hub says {item.live}")
    for name, error in errors:
        click.echo(f"{name}: {error.message}", err=True)
    click.echo(f"{total} checked, {len(found)} differences, {len(errors)} not reachable", err=True)


@command.command("list")
@click.option("--provider", help="Only records of this provider.")
@click.option("--kind", type=click.Choice(["model", "service", "set"]), help="Only records of this kind.")
@click.option("--counts", is_flag=True, help="Print how many records, names, rules and facts there are.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def list_records(provider: str | None, kind: str | None, counts: bool, format_: str) -> None:
    """List records: id, kind, provider and title.

    \b
    Example:
      openness registry list --provider openai --kind service
    """
    from openness.kb.load import KnowledgeBase

    registry = KnowledgeBase.load().registry
    if counts:
        numbers = asdict(registry.counts())
        as_text = "\n".join(f"{name:<10} {number}" for name, number in numbers.items())
        click.echo(json.dumps(numbers, indent=1) if format_ == "json" else as_text)
        return
    records = [record for name in registry.ids() if (record := registry.record(name)) is not None]
    chosen = [r for r in records if provider in (None, r.provider) and kind in (None, r.kind)]
    if format_ == "json":
        rows = [{"id": r.id, "kind": r.kind, "provider": r.provider, "title": r.title} for r in chosen]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    width = min(56, max((len(r.id) for r in chosen), default=0))
    for record in chosen:
        click.echo(f"{record.id:<{width}}  {record.kind:<8} {record.provider:<14} {record.title}")
    click.echo(f"{len(chosen)} records", err=True)


@command.command("page", hidden=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write, for example docs/registry.md.",
)
def page(output: Path | None) -> None:
    """Write the page of well-known systems (docs/registry.md)."""
    from openness.kb.load import KnowledgeBase
    from openness.kb.registry_page import page as render

    kb = KnowledgeBase.load()
    text = render(kb.registry, _level_of(kb))
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")


def _level_of(kb: "KnowledgeBase") -> "Callable[[str], tuple[str, str]]":
    """Level and highest level of a name, worked out from the registry alone."""
    from openness.model import Ref
    from openness.pipeline import Pipeline
    from openness.sources.registry import RegistrySource

    pipeline = Pipeline(kb=kb, source=RegistrySource(kb))

    def level(name: str) -> tuple[str, str]:
        placement = pipeline.check(Ref(typed=name, id=name)).placement
        return placement.level.value, placement.at_most.value

    return level
