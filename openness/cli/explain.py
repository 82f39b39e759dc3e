"""`openness explain`: what a rubric, criterion, level, use, license or clause is."""

from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING

import click

from openness.errors import UsageError

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase

# Pages that another renderer owns: what kind of id -> "module:function"; the function takes (id, knowledge).
PAGES = {
    "license": "openness.render.license_page:license_page",
    "clause": "openness.render.license_page:clause_page",
}


@click.command("explain")
@click.argument("names", nargs=-1, metavar="ID…", required=True)
def command(names: tuple[str, ...]) -> None:
    """Explain a license, clause, level, use, or a framework ("rubric") and its criteria.

    ID is what reports and 'openness list' name.

    \b
    Examples:
      openness explain osaid-1.0
      openness explain osaid-1.0/data-information
      openness explain restricted-weights
      openness explain commercial
      openness explain llama-3.1
      openness explain geo-exclusion

    Exit code 0, or 2 when nothing has that id.
    """
    from openness.kb.load import KnowledgeBase
    from openness.render.explain import wrapped

    kb = KnowledgeBase.load()
    click.echo("\n".join(wrapped(page(name, kb)) for name in names), nl=False)


def page(name: str, kb: "KnowledgeBase") -> str:
    """The page for an id. Raises UsageError with near ids where nothing has it."""
    from openness.model import Level
    from openness.render import explain

    head, _, tail = name.partition("/")
    rubric = kb.rubric(head)
    if rubric is not None and not tail:
        return explain.rubric_page(rubric)
    spectrum, uses = kb.rubric("spectrum"), kb.rubric("uses")
    if rubric is not None:
        criterion, use = rubric.criterion(tail), rubric.use(tail)
        if criterion is not None:
            return explain.criterion_page(rubric, criterion)
        rung = next((r for r in rubric.rungs if tail in (r.id, f"class-{r.id}")), None)
        if rung is not None:
            return explain.level_page(rubric, rung)
        if use is not None:
            return explain.use_page(rubric, use)
    if spectrum is not None:
        rung = next((r for r in spectrum.rungs if r.id == name), None)
        if rung is not None:
            return explain.level_page(spectrum, rung)
        if name == Level.UNKNOWN:
            return explain.unknown_page(spectrum)
    if uses is not None and (use := uses.use(name.partition(":")[0])) is not None:
        return explain.use_page(uses, use)
    kind, identifier = _record(name, kb)
    if kind is not None:
        module, _, function = PAGES[kind].partition(":")
        return str(getattr(import_module(module), function)(identifier, kb))
    near = get_close_matches(name, _known(kb), n=4, cutoff=0.5)
    raise UsageError(
        f"nothing is called '{name}'",
        hint=f"Did you mean {', '.join(near)}?" if near else "See 'openness list rubrics', clauses, licenses, uses.",
    )


def _record(name: str, kb: "KnowledgeBase") -> tuple[str | None, str]:
    if kb.clause(name) is not None:
        return "clause", name
    if kb.license(name) is not None:
        return "license", name
    found = kb.license_by_name(name)
    return ("license", found) if found is not None else (None, name)


def _known(kb: "KnowledgeBase") -> list[str]:
    """Every id that can be explained."""
    known = [clause.id for clause in kb.clauses()] + [record.id for record in kb.licenses()]
    for rubric in kb.rubrics():
        known += [rubric.id, *(f"{rubric.id}/{c.id}" for c in rubric.criteria)]
        known += [r.id for r in rubric.rungs if rubric.kind == "ladder"] + [u.id for u in rubric.uses]
    return known
