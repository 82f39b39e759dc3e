"""The document of the machine interface → Markdown for wikis, issues and job summaries."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from openness.render import rows
from openness.render.clause_names import clause_label, reason
from openness.render.conditions import Conditions, commercial_first, use_rows
from openness.render.labels import RUBRICS_SHOWN, rubric_title
from openness.render.phrases import DEFAULT, phrases
from openness.render.quotes import deciding
from openness.render.related import related
from openness.render.safe import error_sentence, shorten
from openness.render.said import UNKNOWN, answer_label, component_label, level_words, standing, told_assumptions

Data = Mapping[str, Any]
# Everything that Markdown or HTML could read as markup, escaped: a card's words stay words. A list begins a line, and
# an address or an emoji has no space after its colon; elsewhere these signs are left, for whoever reads it raw.
_MARKUP = re.compile(r"([\\`*_{}\[\]()#!|<>~&@$^]|^[-+=]|:(?=\S))")
_ENTITIES = (("\\<", "&lt;"), ("\\>", "&gt;"), ("\\&", "&amp;"), ("www.", "www\\."))
_QUOTE_LIMIT = 400  # characters


def md(text: object, limit: int = _QUOTE_LIMIT) -> str:
    """A stranger's text as one line of literal Markdown."""
    line = _MARKUP.sub(r"\\\1", shorten(str(text), limit))
    for escaped, entity in _ENTITIES:
        line = line.replace(escaped, entity)
    return line


def render(document: Data, language: str = DEFAULT) -> str:
    """A summary table, then a section a model, then what was not read and the limits of it all."""
    words = phrases(language)
    page = words["page"]
    lines = [f"# {page['title']}", "", words["notice"]]
    lines += _table(
        "",
        ("subject", "level", "at_most", "commercial", "decision"),
        [
            (
                r["subject"]["id"],
                level_words(r, words)["label"],
                words["level"][r["spectrum"]["at_most"]]["label"] if r["subject"]["kind"] != "dataset" else "",
                answer_label(r, r["uses"].get("commercial", UNKNOWN), words),
                words["verdict"][r["decision"]["verdict"]],
            )
            for r in document["reports"]
        ],
        words,
    )
    for report in document["reports"]:
        lines += ["", *_section(report, words)]
    errors = [md(f"{error_sentence(e)} {e['hint']}".rstrip(), 1000) for e in document["errors"]]
    lines += _list(f"## {page['errors']}", errors)
    lines += ["", "---", "", words["method"], ""]
    lines += [f"- {md(what)}{': ' if what else ''}{md(value)}" for what, value in rows.about(document, language).rows]
    return "\n".join(lines) + "\n"


def _section(report: Data, words: Data) -> Iterator[str]:
    page, heading = words["page"], words["heading"]
    subject, spectrum, decision = report["subject"], report["spectrum"], report["decision"]
    level = level_words(report, words)
    yield f"## {md(subject['id'])}"
    yield ""
    yield f"**{level['label']}**: {level['sentence']}"
    if spectrum["at_most"] != spectrum["level"]:
        yield f"{page['at_most']}: {words['level'][spectrum['at_most']]['label']}."
    yield ""
    revision = f"{page['at_commit']} {md(subject['revision'])}" if subject["revision"] else f"({page['no_commit']})"
    where = f"{words['source'][subject['source']]}, {page['as_of']} {report['as_of']}"
    yield f"{words['kind'][subject['kind']]} {revision}, {where}"
    yield from _list("", [f"{page['assumed']}: {words['assumption'][a]}" for a in told_assumptions(report)])
    words_that_decide = [f"“{md(report['evidence'][key]['quote'])}”" for key in deciding(report)]
    yield from _list("", [*(md(reason(because, words), 1000) for because in spectrum["because"]), *words_that_decide])
    yield ""
    yield (
        f"**{heading['decision']}**: {words['verdict'][decision['verdict']]} {page['by_policy']} "
        f"{md(decision['policy'])} ({page['version']} {md(decision['policy_version'])}): "
        f"{md('; '.join(decision['reasons']), 1000)}"
    )
    yield from _list("", [f"{page['waived']}: {md(w)}" for w in decision["waived"]])
    yield from _list("", [md(n) for n in decision["notes"]])
    if "changes" in report:
        changes = [md(c["summary"]) for c in report["changes"]] or [page["no_changes"]]
        yield from _list(f"### {heading['changes']}", changes)
    tables = {title: (columns, list(found)) for title, columns, found in _tables(report, words)}
    yield from _table(heading["conflicts"], *tables.pop("conflicts"), words)
    yield from _uses(report, words)
    for title, (columns, found) in tables.items():
        yield from _table(heading[title], columns, found, words)
    gaps = [f"{md(g['what'])}: {md(g['why'])}" for g in report["gaps"]]
    yield from _list(f"### {heading['missing']}", [md(reason(m, words)) for m in spectrum["missing_for_next"]])
    yield from _list(f"### {heading['gaps']}", gaps)


def _uses(report: Data, words: Data) -> Iterator[str]:
    """Every use with its answer and the numbers of its conditions, then the conditions, each once and in full."""
    uses = commercial_first(report["uses"])
    conditions = Conditions(uses, apart=False)
    found: list[tuple[object, ...]] = [
        (", ".join(labels), said, ", ".join(map(str, numbers)))
        for labels, _, said, numbers in use_rows(report, conditions, words)
    ]
    yield from _table(words["heading"]["uses"], ("use", "answer", "conditions"), found, words)
    if conditions.numbered:
        yield ""
        yield from (f"{number}. {md(conditions.full(key), 2000)}" for key, number in conditions.numbered.items())


def _tables(report: Data, words: Data) -> Iterator[tuple[str, tuple[str, ...], Iterable[tuple[object, ...]]]]:
    yield (
        "obligations",
        ("when", "duty", "notices"),
        ((words["when"].get(o["when"], o["when"]), o["summary"], o["notice"] or "") for o in report["obligations"]),
    )
    yield (
        "conflicts",
        ("kind", "strength", "explanation", "remedy"),
        (
            (
                words["conflict"].get(c["kind"], c["kind"]),
                words["strength"][c["strength"]],
                c["explanation"],
                c["remedy"],
            )
            for c in sorted(report["conflicts"], key=lambda c: str(c["strength"]))
        ),
    )
    yield (
        "licenses",
        ("applies_to", "license", "known_from", "proof"),
        (
            (
                component_label(report, m["applies_to"], words),
                m["name"],
                f"{words['basis'].get(m['basis'], m['basis'])}: {m['from']}",
                words["grade"].get(m["grade"], m["grade"]),
            )
            for m in report["licenses"]
        ),
    )
    yield (
        "lineage",
        ("id", "relation", "known_from", "licenses"),
        (
            (
                b["id"],
                words["relation"].get(b["relation"], b["relation"]),
                words["basis"].get(b["basis"], b["basis"]),
                ", ".join(b["licenses"]) or words["page"]["license_unknown"],
            )
            for b in related(report["lineage"])
        ),
    )
    yield (
        "findings",
        ("effect", "clause", "license", "words", "place"),
        (
            (
                words["polarity"].get(f["polarity"], f["polarity"]),
                clause_label(f["clause"], words),
                f["license"] or words["page"]["of_card"],
                *_proof(report, f, words),
            )
            for f in report["findings"]
        ),
    )
    yield "rubrics", ("rubric", "outcome"), _rubrics(report, words)
    yield (
        "read",
        ("place", "address", "hash", "read_at"),
        ((t["path"], t["url"] or "", t["sha256"], t["retrieved_at"] or "") for t in report["read"]),
    )


def _rubrics(report: Data, words: Data) -> Iterator[tuple[str, str]]:
    for name in RUBRICS_SHOWN:
        rubric = report["rubrics"].get(name)
        if not rubric or not rubric["criteria"]:
            continue
        yield rubric_title(name), standing(rubric, words)


def _proof(report: Data, finding: Data, words: Data) -> tuple[str, str]:
    """The words that prove a finding, and where they are."""
    for key in finding["evidence"]:
        item = report["evidence"].get(key)
        if item is None:
            continue
        if item["basis"] in ("record", "registry"):
            return f"{item['quote']} ({words['page']['not_quoted']})", item["source"] or ""
        return f"“{item['quote']}”", f"{item['path']}:{item['line']}"
    return "", ""


def _list(title: str, entries: list[str]) -> Iterator[str]:
    if entries:
        yield ""
        if title:
            yield title
            yield ""
        yield from (f"- {entry}" for entry in entries)


def _table(title: str, columns: tuple[str, ...], found: list[tuple[object, ...]], words: Data) -> Iterator[str]:
    if not found:
        return
    yield ""
    if title:
        yield f"### {title}"
        yield ""
    yield f"| {' | '.join(words['column'][column] for column in columns)} |"
    yield f"|{' --- |' * len(columns)}"
    for row in found:
        yield f"| {' | '.join(md(cell) for cell in row)} |"
