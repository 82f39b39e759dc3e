"""The document of the machine interface → Markdown for wikis, issues and job summaries."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from openness.render.phrases import phrases
from openness.render.safe import plain, shorten

Data = Mapping[str, Any]
# Everything that Markdown or HTML could read as markup, escaped: a card's words stay words.
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|<>~&:@-])")


def md(text: str, limit: int = 400) -> str:
    """A stranger's text as one line of literal Markdown."""
    return (
        _MARKUP.sub(r"\\\1", shorten(text, limit)).replace("\\<", "&lt;").replace("\\>", "&gt;").replace("\\&", "&amp;")
    )


def render(document: Data) -> str:
    """A summary table, then a section a model."""
    words = phrases()
    lines = ["# Openness report", "", f"{md(document['notice'])}", ""]
    lines += ["| model | level | at most | commercial use | decision |", "|---|---|---|---|---|"]
    for report in document["reports"]:
        spectrum = report["spectrum"]
        commercial = report["uses"].get("commercial", {}).get("answer", "unknown")
        lines.append(
            f"| {md(report['subject']['id'])} | {words['level'][spectrum['level']]['label']} "
            f"| {words['level'][spectrum['at_most']]['label']} | {words['answer'][commercial]} "
            f"| {words['verdict'][report['decision']['verdict']]} |"
        )
    for report in document["reports"]:
        lines += ["", *_section(report)]
    if document["errors"]:
        lines += ["", "## Not read", ""]
        lines += [f"- {md(e['target'])}: {md(e['message'])} {md(e['hint'])}" for e in document["errors"]]
    tool = document["tool"]
    lines += [
        "",
        "---",
        f"openness {tool['version']}, knowledge {tool['knowledge']}.",
        f"Not checked: {', '.join(document['not_checked'])}.",
    ]
    return "\n".join(lines) + "\n"


def _section(report: Data) -> Iterator[str]:
    words = phrases()
    subject, spectrum = report["subject"], report["spectrum"]
    yield f"## {md(subject['id'])}"
    yield ""
    level = words["level"][spectrum["level"]]
    yield f"**{level['label']}**: {level['sentence']}"
    yield ""
    revision = f" at {md(subject['revision'])}" if subject["revision"] else ""
    yield f"{subject['kind']}{revision}, from {subject['source']}, as of {report['as_of']}"
    for reason in spectrum["because"]:
        yield f"- {md(reason)}"
    yield from _table(
        words["heading"]["uses"],
        ("use", "answer", "conditions"),
        [
            (words["use"].get(n, n), words["answer"][u["answer"]], "; ".join(u["conditions"]))
            for n, u in report["uses"].items()
        ],
    )
    yield from _table(
        words["heading"]["licenses"],
        ("applies to", "license", "basis", "from", "proof"),
        [(m["applies_to"], m["name"], m["basis"], m["from"], m["grade"]) for m in report["licenses"]],
    )
    yield from _table(
        words["heading"]["findings"],
        ("clause", "effect", "license", "words", "place"),
        [
            (
                f["clause"],
                words["polarity"].get(f["polarity"], f["polarity"]),
                f["license"] or "card",
                *_words(report, f),
            )
            for f in report["findings"]
        ],
    )
    yield from _table(
        words["heading"]["obligations"],
        ("when", "what", "required words"),
        [(o["when"], o["summary"], o["notice"] or "") for o in report["obligations"]],
    )
    yield from _table(
        words["heading"]["lineage"],
        ("base", "relation", "known by", "licenses"),
        [(b["id"], b["relation"], b["basis"], ", ".join(b["licenses"])) for b in report["lineage"]["bases"]],
    )
    yield from _table(
        words["heading"]["conflicts"],
        ("kind", "strength", "what", "what to do"),
        [(c["kind"], c["strength"], c["explanation"], c["remedy"]) for c in report["conflicts"]],
    )
    for key, entries in (
        ("missing", spectrum["missing_for_next"]),
        ("gaps", [f"{g['what']}: {g['why']}" for g in report["gaps"]]),
    ):
        if entries:
            yield ""
            yield f"### {words['heading'][key]}"
            yield ""
            for entry in entries:
                yield f"- {md(entry)}"
    decision = report["decision"]
    yield ""
    yield (
        f"**{words['heading']['decision']}**: {words['verdict'][decision['verdict']]} by policy "
        f"{md(decision['policy'])}: {md('; '.join(decision['reasons']), 1000)}"
    )


def _words(report: Data, finding: Data) -> tuple[str, str]:
    for key in finding["evidence"]:
        item = report["evidence"].get(key)
        if item is None:
            continue
        if item["kind"] == "record-clause":
            return f"{item['quote']} (our summary)", item["source"] or ""
        return f"“{item['quote']}”", f"{item['path']}:{item['line']}"
    return "", ""


def _table(title: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield f"### {title}"
    yield ""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(md(plain(str(cell))) for cell in row)} |"
