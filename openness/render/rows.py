"""The document of the machine interface → flat tables, for spreadsheets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from openness.render.clause_names import clause_label
from openness.render.labels import criterion_title, knowledge_date, record_dates, rubric_title
from openness.render.phrases import DEFAULT, phrases, use_label
from openness.render.safe import shorten
from openness.render.said import UNKNOWN, answer_label, component_label, level_words

Data = Mapping[str, Any]
Row = tuple[str, ...]
CELL_LIMIT = 8000  # characters; spreadsheet programs cut longer cells silently at 32,767
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")

_MODELS = (
    "target", "id", "kind", "revision", "source", "as_of", "level", "at_most", "licenses", "commercial",
    "commercial_conditions", "notices", "restrictions", "bases", "conflicts", "gaps", "decision", "policy", "reasons",
    "waived", "changes",
)  # fmt: skip
_USES = ("id", "use", "answer", "conditions")
_FINDINGS = (
    "id", "clause", "effect", "license", "section", "inherited_from", "words", "quoted", "place", "address",
)  # fmt: skip
_OBLIGATIONS = ("id", "when", "duty", "notices", "license")
_RUBRICS = ("id", "rubric", "criterion", "outcome", "reason")
_READ = ("id", "place", "address", "hash", "read_at")
_ERRORS = ("target", "kind", "message", "next_step")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One sheet: its title, its headings, its rows; every cell is defused."""

    title: str
    head: Row
    rows: tuple[Row, ...]


def tables(document: Data, language: str = DEFAULT) -> list[Table]:
    """All sheets of a workbook: models, uses, findings, obligations, rubrics, what was read, what was not, about."""
    words = phrases(language)
    reports = document["reports"]
    return [
        models(document, language),
        _table("uses", _USES, (row for r in reports for row in _uses(r, words)), words),
        _table("findings", _FINDINGS, (row for r in reports for row in _findings(r, words)), words),
        _table("obligations", _OBLIGATIONS, (row for r in reports for row in _obligations(r, words)), words),
        _table("rubrics", _RUBRICS, (row for r in reports for row in _rubrics(r, words)), words),
        _table("read", _READ, (row for r in reports for row in _read(r)), words),
        errors(document, language),
        about(document, language),
    ]


def models(document: Data, language: str = DEFAULT) -> Table:
    """One row a report."""
    words = phrases(language)
    return _table("models", _MODELS, (_model(report, words) for report in document["reports"]), words)


def errors(document: Data, language: str = DEFAULT) -> Table:
    """One row a target that could not be read."""
    found = ((e["target"], e["kind"], e["message"], e["hint"]) for e in document["errors"])
    return _table("errors", _ERRORS, found, phrases(language))


def about(document: Data, language: str = DEFAULT) -> Table:
    """Versions, dates, and what was not checked."""
    words = phrases(language)
    page, tool = words["page"], document["tool"]
    policies = dict.fromkeys((r["decision"]["policy"], r["decision"]["policy_version"]) for r in document["reports"])
    found = [
        ("openness", tool["version"]),
        (page["knowledge"], tool["knowledge"]),
        (page["knowledge_as_of"], knowledge_date(document)),
        (page["records_dated"], " – ".join(filter(None, record_dates(document)))),
        *((page["policy"], f"{name} {version}") for name, version in policies),
        (page["approver"], (document.get("approval") or {}).get("by", "")),
        (page["previous"], (document.get("since") or {}).get("as_of", "")),
        ("", words["notice"]),
        (page["not_checked"], ", ".join(words["not_checked"])),
    ]
    return _table("about", ("what", "value"), ((what, value) for what, value in found if value), words)


def defused(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula (OWASP, CSV injection)."""
    text = shorten(cell, CELL_LIMIT)
    return "'" + text if text[:1] in _FORMULA else text


def _table(title: str, columns: Row, found: Iterable[Row], words: Data) -> Table:
    return Table(
        title=words["sheet"][title],
        head=tuple(words["column"][column] for column in columns),
        rows=tuple(tuple(defused(cell) for cell in row) for row in found),
    )


def _model(report: Data, words: Data) -> Row:
    subject, spectrum, decision = report["subject"], report["spectrum"], report["decision"]
    commercial = report["uses"].get("commercial", UNKNOWN)
    limits = (f for f in report["findings"] if f["polarity"] in ("restriction", "condition"))
    return (
        report["target"],
        subject["id"],
        words["kind"][subject["kind"]],
        subject["revision"] or "",
        words["source"][subject["source"]],
        report["as_of"],
        level_words(report, words)["label"],
        words["level"][spectrum["at_most"]]["label"] if subject["kind"] != "dataset" else "",
        _join(f"{component_label(report, m['applies_to'], words)}: {m['name']}" for m in report["licenses"]),
        answer_label(report, commercial, words),
        _join(commercial["conditions"]),
        _join(o["notice"] for o in report["obligations"] if o["notice"]),
        _join(clause_label(f["clause"], words) for f in limits),
        _join(b["id"] for b in report["lineage"]["bases"]),
        _join(f"{words['conflict'].get(c['kind'], c['kind'])}: {c['explanation']}" for c in report["conflicts"]),
        _join(f"{g['what']}: {g['why']}" for g in report["gaps"]),
        words["verdict"][decision["verdict"]],
        f"{decision['policy']} {decision['policy_version']}".strip(),
        _join(decision["reasons"]),
        _join((*decision["waived"], *decision["notes"])),
        _join(c["summary"] for c in report.get("changes", ())),
    )


def _uses(report: Data, words: Data) -> Iterable[Row]:
    for use, found in report["uses"].items():
        answer = answer_label(report, found, words)
        yield report["subject"]["id"], use_label(use, words), answer, _join(found["conditions"])


def _findings(report: Data, words: Data) -> Iterable[Row]:
    """One row a finding, with the words that prove it."""
    for finding in report["findings"]:
        item = next((report["evidence"][k] for k in finding["evidence"] if k in report["evidence"]), None)
        quoted = item is not None and item["basis"] not in ("record", "registry")
        yield (
            report["subject"]["id"],
            clause_label(finding["clause"], words),
            words["polarity"].get(finding["polarity"], finding["polarity"]),
            finding["license"] or words["page"]["of_card"],
            finding["section"] or "",
            finding["inherited_from"] or "",
            item["quote"] if item else finding["summary"] or "",
            words["page"]["yes" if quoted else "no"],
            f"{item['path']}:{item['line']}" if quoted and item else "",
            (item["url"] or "") if item else "",
        )


def _obligations(report: Data, words: Data) -> Iterable[Row]:
    for duty in report["obligations"]:
        when = words["when"].get(duty["when"], duty["when"])
        yield report["subject"]["id"], when, duty["summary"], duty["notice"] or "", duty["license"] or ""


def _rubrics(report: Data, words: Data) -> Iterable[Row]:
    for name, rubric in report["rubrics"].items():
        for criterion in rubric["criteria"]:
            yield (
                report["subject"]["id"],
                rubric_title(name),
                criterion_title(name, criterion["id"]),
                words["outcome"][criterion["outcome"]],
                criterion["reason"],
            )


def _read(report: Data) -> Iterable[Row]:
    for text in report["read"]:
        where = (text["path"], text["url"] or "", text["sha256"], text["retrieved_at"] or "")
        yield report["subject"]["id"], *where


def _join(parts: Iterable[object]) -> str:
    return "; ".join(dict.fromkeys(str(part) for part in parts))
