"""Titles and definitions of the knowledge base, so that a report can be read without it."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from openness.errors import KnowledgeError
from openness.kb.load import KnowledgeBase
from openness.render.clause_names import clause_label

Data = Mapping[str, Any]
RUBRICS_SHOWN = ("osaid-1.0", "mof-1.0", "osd", "eu-ai-act-art53", "osai-index", "openness-2023")  # in this order


@lru_cache(maxsize=1)
def _knowledge() -> KnowledgeBase | None:
    """The knowledge base; None where it is broken: a report is shown with bare ids then."""
    try:
        return KnowledgeBase.load()
    except KnowledgeError:
        return None


@lru_cache(maxsize=64)
def rubric_title(rubric: str) -> str:
    """What a framework is called; its id when no record knows it."""
    kb = _knowledge()
    found = kb.rubric(rubric) if kb is not None else None
    return found.title if found is not None else rubric


@lru_cache(maxsize=1024)
def criterion_title(rubric: str, criterion: str) -> str:
    """What a criterion is called; its id when no record knows it."""
    kb = _knowledge()
    found = kb.rubric(rubric) if kb is not None else None
    return next((c.title for c in found.criteria if c.id == criterion), criterion) if found is not None else criterion


def clause_glossary(clauses: Iterable[str], words: Data) -> list[tuple[str, str, str]]:
    """(id, label, definition) of the clause types, in the order of their labels."""
    kb = _knowledge()
    found = [kb.clause(clause) for clause in set(clauses)] if kb is not None else []
    named = ((c.id, clause_label(c.id, words), c.definition) for c in found if c is not None)
    return sorted(named, key=lambda entry: entry[1].casefold())


def rubric_glossary(rubrics: Iterable[str]) -> list[dict[str, Any]]:
    """Title, publisher, address, date, summary, disclaimer and the criteria's questions of each framework."""
    kb = _knowledge()
    found = [kb.rubric(rubric) for rubric in rubrics] if kb is not None else []
    return [
        {
            "id": r.id,
            "title": r.title,
            "version": r.version,
            "publisher": r.publisher,
            "url": r.url,
            "as_of": r.as_of,
            "summary": r.summary,
            "disclaimer": r.disclaimer,
            "criteria": [(c.title, c.question, c.source) for c in r.criteria],
        }
        for r in found
        if r is not None
    ]


def knowledge_date(document: Data) -> str:
    """Date of the newest source of the knowledge that the document was made with; "" when it is not this one."""
    kb = _knowledge()
    return _newest_source() if kb is not None and kb.version == document["tool"]["knowledge"] else ""


@lru_cache(maxsize=1)
def _newest_source() -> str:
    kb = _knowledge()
    if kb is None:
        return ""
    dates = [source.as_of for record in kb.licenses() for source in record.sources]
    return max((*dates, *(rubric.as_of for rubric in kb.rubrics())), default="")


def record_dates(document: Data) -> tuple[str, str]:
    """Oldest and newest date of the records that the reports rest on; empty when none was consulted."""
    dates = sorted({e["as_of"] for r in document["reports"] for e in r["evidence"].values() if e["as_of"]})
    return (dates[0], dates[-1]) if dates else ("", "")
