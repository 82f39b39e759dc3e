"""Writes docs/rubrics.md from rubric/ and licenses/: `python -m tools.rubric_docs`. A test fails when it is stale."""

from dataclasses import replace
from pathlib import Path

from openness.evaluate.engine import evaluate_all
from openness.evaluate.uses import uses
from openness.kb.records import load_clause_types, load_records
from openness.kb.rubrics import Rubric, load_rubrics
from openness.model import (
    Basis,
    Component,
    Evidence,
    Facts,
    FileEntry,
    HubMeta,
    Kind,
    LicenseMatch,
    RubricResult,
    Snapshot,
    Span,
)
from openness.model.kinds import KINDS
from openness.placement import place
from openness.render.explain import criterion_page, rubric_page, use_page

TARGET = Path(__file__).parents[1] / "docs" / "rubrics.md"
# A release that shows every part, so that what differs between the columns is the license alone.
SHOWN = (
    "weights", "architecture", "inference-code", "training-code", "evaluation-code", "preprocessing-code", "tokenizer",
    "hyperparameters", "compute", "data", "tuning-data", "data-described", "data-listed", "data-card", "model-card",
    "technical-report", "research-paper", "evaluation-results", "evaluation-data", "intermediate-checkpoints",
)  # fmt: skip
LICENSES = {
    "RAIL": "creativeml-openrail-m",
    "Llama 3.1": "llama-3.1",
    "Gemma": "gemma-terms-2025",
    "DeepSeek 1.0": "deepseek-license-1.0",
    "CC-BY-NC": "cc-by-nc-4.0",
    "CC-BY-SA": "cc-by-sa-4.0",
    "GPL-3.0": "gpl-3.0",
    "Modified MIT": "kimi-k2",
    "Apache-2.0": "apache-2.0",
}
_WORD = {
    "met": "met",
    "unmet": "**unmet**",
    "contested": "contested",
    "partly": "partly",
    "unknown": "unknown",
    "not-applicable": "n/a",
    "error": "error",
}

INTRO = """# Rubrics

<!-- Written by `python -m tools.rubric_docs` from rubric/ and licenses/. Do not edit. -->

A rubric is a file of `rubric/`: immutable, one per framework and version. Each criterion has a question, a rule, the
paragraph it comes from, why it matters, and what would change the answer. `openness explain ID` shows the same pages.

## How answers combine

A criterion is *met*, *contested*, *partly* met, *unknown*, in *error*, *unmet*, or *not applicable*.

| outcome | meaning |
| --- | --- |
| met | something that was read shows it |
| contested | it is there, and people argue whether it satisfies the criterion |
| partly | a part is shown, or one source shows it and another denies it |
| unknown | nothing that was read says; what is missing is named |
| error | the check itself broke; it is said and never counts as met |
| unmet | something that was read says no |
| not applicable | the question does not arise |

`all` takes the least of its parts in the order unmet < error < unknown < partly < contested < met, `any` the greatest,
`not` swaps met and unmet. Parts that do not apply are left out. An unmet part settles `all` and a met part settles
`any` whatever else is unknown. More evidence never turns met into unknown (a property test holds this); it may turn met
into partly, when somebody denies what another shows. New *terms* that nobody could read are a new question, and do.

Somebody's word that a thing is not available is unmet; silence is unknown. A link counts once it was looked up, or
under `--assume links`.

## Terms

License matches of the weights add up; those of one choice are alternatives, and the recipient takes the better one. A
bare list is read strictly for `level` and as alternatives for `at_most`. Sources in conflict all bind for `level`, and
are alternatives for `at_most`. A name that denotes a set gets the answer that all members share, else unknown. A text
that the OSI approved meets the criteria of terms, whatever its clauses; a changed text is not the approved one. A
license for the code never answers for the weights. "other" without name or text keeps the terms of the base; no license
at all grants nothing. A sentence of the card counts where no license speaks, or where a hard conflict names it.
"""


class Sources:
    """Rubrics, records and vocabulary, straight from the YAML."""

    def __init__(self) -> None:
        self.clauses = load_clause_types(validate=False)
        self.records = load_records(validate=False)
        self.by_id = load_rubrics(clauses=frozenset(self.clauses), kinds=frozenset(KINDS))

    def license(self, license_id: str):  # type: ignore[no-untyped-def]
        """The license record with that id."""
        return self.records.get(license_id)

    def clause(self, clause_id: str):  # type: ignore[no-untyped-def]
        """The clause type with that id."""
        return self.clauses.get(clause_id)

    def rubric(self, rubric_id: str) -> Rubric | None:
        """The rubric with that id."""
        return self.by_id.get(rubric_id)

    def rubrics(self) -> tuple[Rubric, ...]:
        """All rubrics."""
        return tuple(self.by_id.values())


def build() -> str:
    """The whole document."""
    kb = Sources()
    parts = [INTRO, _table(kb), _uses_table(kb)]
    for rubric in kb.rubrics():
        parts.append(_deeper(rubric_page(rubric), 1))
        parts += [_deeper(criterion_page(rubric, criterion), 2) for criterion in rubric.criteria]
        parts += [_deeper(use_page(rubric, use), 2) for use in rubric.uses]
    return "\n".join(parts)


def _table(kb: Sources) -> str:
    names = [name for name, record in LICENSES.items() if record in kb.records]
    results, levels = {}, {}
    for name in names:
        facts = _facts(kb, LICENSES[name])
        results[name] = evaluate_all(facts, kb)
        levels[name] = place(facts, results[name], kb)
    lines = [
        "## Typical licenses through every rubric",
        "",
        "One imagined release that shows all its parts (data, papers, checkpoints, code under Apache-2.0), with its",
        "weights under one license after the other. What differs between the columns is that license alone. RAIL terms",
        "fail OSAID, whose freedoms know no forbidden uses, and are contested under the Act, whose guidelines tolerate",
        "some safety terms (paragraph 84).",
        "",
        f"| | {' | '.join(names)} |",
        f"|{' --- |' * (len(names) + 1)}",
        f"| **level** | {' | '.join(levels[n].level for n in names)} |",
        f"| **at most** | {' | '.join(levels[n].at_most for n in names)} |",
    ]
    for rubric in kb.rubrics():
        if rubric.kind == "uses":
            continue
        lines.append(f"| **{rubric.id}** | {' | '.join(_headline(results[n][rubric.id]) for n in names)} |")
        for position, criterion in enumerate(rubric.criteria):
            cells = [_WORD[results[n][rubric.id].criteria[position].outcome.value] for n in names]
            lines.append(f"| {criterion.id} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _uses_table(kb: Sources) -> str:
    names = [name for name, record in LICENSES.items() if record in kb.records]
    answers = {name: uses(_facts(kb, LICENSES[name]), kb) for name in names}
    lines = [
        "## Typical licenses and uses, without a profile",
        "",
        "Permitted by the terms read, for an organisation that states nothing about itself.",
        "",
        f"| | {' | '.join(names)} |",
        f"|{' --- |' * (len(names) + 1)}",
    ]
    for use in answers[names[0]]:
        lines.append(f"| {use} | {' | '.join(answers[n][use].answer for n in names)} |")
    return "\n".join(lines) + "\n"


def _headline(result: RubricResult) -> str:
    extra = dict(result.extra)
    if "class" in extra:
        return f"class {extra['class']}" if extra["class"] else "no class"
    if "score" in extra:
        return f"{extra['score']:.2f}"
    return str(extra["level"]) if "level" in extra else _WORD[result.outcome.value]


def _facts(kb: Sources, license_id: str) -> Facts:
    record = kb.records[license_id]
    kinds = (*SHOWN, "license-declared")
    evidence = tuple(
        Evidence(
            id=f"e{number}",
            kind=kind,
            component=Component.UNCLEAR,
            span=Span(path="README.md", start=0, end=0, line=1, quote=""),
        )
        for number, kind in enumerate(kinds, 1)
    )
    match = LicenseMatch(
        id=license_id,
        name=record.name,
        spdx=record.spdx,
        applies_to=Component.WEIGHTS,
        basis=Basis.DECLARED,
        from_="license",
        evidence=(evidence[-1].id,),
    )
    code = replace(match, id="apache-2.0", name="Apache-2.0", spdx="Apache-2.0", applies_to=Component.CODE)
    snapshot = Snapshot(
        target="example/model",
        id="example/model",
        kind=Kind.MODEL,
        source="hub",
        files=(FileEntry(path="README.md"),),
        hub=HubMeta(gated="none"),
    )
    return Facts(snapshot=snapshot, evidence=evidence, licenses=(match, code), findings=())


def _deeper(page: str, by: int) -> str:
    return "\n".join("#" * by + line if line.startswith("#") else line for line in page.splitlines()) + "\n"


def main() -> None:
    """Write the page."""
    TARGET.write_text(build(), encoding="utf-8")


if __name__ == "__main__":
    main()
