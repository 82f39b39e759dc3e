"""Pages about rubrics, criteria, levels and uses, as Markdown that a terminal can show too."""

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from openness.kb.predicates import PREDICATES
from openness.kb.rubrics import Criterion, Rubric, Rule, Rung, UseRule

_KIND = {
    "binary": "met only if its outcome rule is met",
    "classes": "cumulative classes; the best class whose criteria are all met counts",
    "mean": "the unweighted mean of its criteria: met 1, partly 1/2, unmet 0",
    "ladder": "a ladder; the highest rung proven and the highest not excluded count",
    "uses": "a table of what each clause does to each use",
}
_EFFECT = {
    "bars": "forbidden by",
    "conditional": "conditional under",
    "threshold": "depends on your figures under",
    "ceiling": "forbidden above a figure by",
    "territory": "depends on places under",
    "purpose": "for non-commercial purposes only under",
    "domain": "forbidden where the list names it by",
    "duty": "allowed, with a duty, under",
}

_UNKNOWN = """Nothing could be proven: the subject is missing, unreachable or unreadable, its terms are named and were \
not read, or it is a dataset, which has no rung. Not found is never read as permission, and never as a refusal."""


def rubric_page(rubric: Rubric) -> str:
    """A whole rubric: what it is, from where, and every criterion in one line."""
    lines = [f"# {rubric.title} ({rubric.id})", "", rubric.summary, ""]
    lines += [
        f"- Published by: {rubric.publisher}, version {rubric.version}, {rubric.url}",
        f"- What was read of it: {rubric.seen}; as of {rubric.as_of}",
        f"- How it answers: {_KIND[rubric.kind]}",
    ]
    if rubric.disclaimer:
        lines.append(f"- Every report says: {rubric.disclaimer}")
    if rubric.rungs:
        lines += ["", "## Levels", ""]
        lines += [f"- `{r.id}` {r.title}: {r.definition} Needs {_names(r.requires)}." for r in rubric.rungs]
    if rubric.criteria:
        lines += ["", "## Criteria", ""]
        lines += [f"- `{rubric.id}/{c.id}` {c.question}" for c in rubric.criteria]
    if rubric.uses:
        lines += ["", "## Uses", ""]
        lines += [f"- `{use.id}` {use.question}" for use in rubric.uses]
    return "\n".join(lines) + "\n"


def criterion_page(rubric: Rubric, criterion: Criterion) -> str:
    """One criterion: question, rule, source, why it matters, what would change the answer."""
    lines = [f"# {criterion.title} ({rubric.id}/{criterion.id})", "", criterion.question, ""]
    lines += [
        f"- Source: {criterion.source}",
        f"- Why it matters: {criterion.why}",
        f"- What would change the answer: {criterion.remedy}",
    ]
    if criterion.contested:
        lines.append(f"- Contested: {criterion.contested}")
    if criterion.optional:
        lines.append("- Reported, and not counted.")
    lines += ["", "Rule:", "", *rule_lines(criterion.rule)]
    return "\n".join(lines) + "\n"


def level_page(rubric: Rubric, rung: Rung) -> str:
    """One level or class: what it means and every criterion that leads to it."""
    lines = [f"# {rung.title} ({rubric.id}/{rung.id})", "", rung.definition, ""]
    lines.append("Needs:" if rung.apart else "Needs, with everything that the levels below it need:")
    lines.append("")
    for below in rubric.rungs:
        if below.apart is rung.apart:
            for criterion_id in below.requires:
                criterion = rubric.criterion(criterion_id)
                if criterion is not None:
                    lines.append(f"- `{rubric.id}/{criterion_id}` {criterion.question}")
        if below.id == rung.id:
            break
    return "\n".join(lines) + "\n"


def unknown_page(rubric: Rubric) -> str:
    """The level below the ladder."""
    lines = [
        "# unknown (below the ladder)",
        "",
        _UNKNOWN,
        "",
        "What lifts it to a rung:",
        "",
    ]
    first = next((r for r in rubric.rungs if not r.apart), None)
    for criterion_id in first.requires if first is not None else ():
        criterion = rubric.criterion(criterion_id)
        if criterion is not None:
            lines.append(f"- {criterion.question} Needs {criterion.remedy}.")
    return "\n".join(lines) + "\n"


def use_page(rubric: Rubric, use: UseRule) -> str:
    """One use: what each clause does to it."""
    silent = "allowed" if use.default == "allowed" else f"conditional: {use.silent}"
    lines = [f"# {use.question} ({use.id})", "", use.why, ""]
    lines += [
        f"- Terms that were read and are silent leave it {silent}.",
        f"- Every answer says: {rubric.disclaimer}",
        "",
    ]
    for effect, words in _EFFECT.items():
        clauses = [clause for clause, does in use.clauses.items() if does == effect]
        if clauses:
            lines.append(f"- {words}: {_names(clauses)}")
    if use.relieved_by:
        lines.append(
            f"- where the same terms hold {_names(use.relieved_by)}, both are shown and the answer is conditional"
        )
    if use.needs_weights:
        lines.append("- no where the weights cannot be had")
    return "\n".join(lines) + "\n"


def rule_lines(rule: Rule, depth: int = 0) -> Iterator[str]:
    """A rule as a nested list."""
    indent = "  " * depth
    if rule.op == "test":
        yield f"{indent}- {predicate_sentence(rule.name, rule.args)}"
        return
    yield indent + {"all": "- all of:", "any": "- any of:", "not": "- not:"}[rule.op]
    for part in rule.parts:
        yield from rule_lines(part, depth + 1)


def predicate_sentence(name: str, args: Mapping[str, Any]) -> str:
    """What one predicate asks, in words."""
    signature = PREDICATES[name]
    values = {key: _shown(args.get(key)) for key in signature.required + signature.optional}
    said = signature.says.format_map(values)
    if "none" in said:
        said = said.replace("; contested where they hold none", "").replace("; contested for none", "")
        said = said.replace(" or one of none", "").replace(" (gates let through: none)", "")
    return f"{said} (counts as partly)" if args.get("as") == "partly" else said


def wrapped(page: str, width: int = 80) -> str:
    """A page with its lines broken for a terminal; list items keep their indent."""
    lines = []
    for line in page.splitlines():
        indent = len(line) - len(line.lstrip(" "))
        hang = " " * (indent + (2 if line.lstrip().startswith("- ") else 0))
        broken = textwrap.wrap(line, width, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False)
        lines += broken or [""]
    return "\n".join(lines) + "\n"


def _shown(value: Any) -> str:
    if value is None or value in ([], ()):
        return "none"
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return str(value)


def _names(ids: Any) -> str:
    return ", ".join(f"`{i}`" for i in ids)
