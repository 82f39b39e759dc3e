"""The compiled patterns of data/clauses/compiled.json, ready to run."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import re2

from openness.clauses.prefilter import Prefilter
from openness.errors import KnowledgeError
from openness.kb.locate import data_dir

_OPTIONS = re2.Options()
_OPTIONS.max_mem = 64 << 20
_OPTIONS.log_errors = False


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> Any:
    """The RE2 program of a pattern, built when it is first needed."""
    return re2.compile(pattern, options=_OPTIONS)


UNBOUNDED = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One way to word a clause."""

    clause: str
    id: str
    match: tuple[str, ...]  # any of these
    also: tuple[str, ...]  # all of these, in the sentence or its list introduction
    near: tuple[str, ...]  # any of these, in the neighbouring sentences
    blockers: tuple[str, ...]  # none of these, in the part of the sentence
    never: tuple[str, ...]  # none of these, anywhere in the sentence
    under: tuple[str, ...]  # what must govern the match (a cue of terms.yaml); empty: anything
    not_under: tuple[str, ...]  # what must not govern it
    params: tuple[str, ...]  # names of extractors
    drop_if: str | None  # condition on the whole text, see resolve.py
    confidence: float
    needs: str | None  # the parameter that an extractor must find
    reach: int  # how far, in characters, the governing cue may stand before the match
    heading: bool  # applies to headings
    not_heading: bool  # does not apply to headings
    needs_items: bool  # a list must follow


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCondition:
    """Something that a text says somewhere, and that undoes a match elsewhere."""

    any_of: tuple[str, ...]
    none_of: tuple[str, ...]
    stem: bool  # look at the list introduction too
    headings: int  # look at headings among so many first sentences only; 0: at all sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternSet:
    """All rules, the prefilter over their patterns, and the cues."""

    rules: tuple[Rule, ...]
    owners: tuple[tuple[int, str], ...]  # for each pattern: index of its rule, the pattern
    prefilter: Prefilter
    cues: Mapping[str, str]  # one alternation a cue
    passive: Mapping[str, str]
    headings: Mapping[str, str]
    document: Mapping[str, DocumentCondition]
    prose_clauses: frozenset[str]  # what a model card may state
    prose_blockers: tuple[str, ...]  # sentences of a card that are about something else
    refusal: str  # marks a sentence about not agreeing
    quoted: str  # ends the introduction of a passage that is only to be reproduced
    anchors: Mapping[str, str]  # words that the sentence model needs, by clause
    values: Mapping[str, Any]  # words behind the values of parameters, see values.yaml


def _rule(entry: Mapping[str, Any]) -> Rule:
    return Rule(
        clause=entry["clause"],
        id=entry["id"],
        match=tuple(entry["match"]),
        also=tuple(entry["also"]),
        near=tuple(entry["near"]),
        blockers=tuple(entry["not"]),
        never=tuple(entry["never"]),
        under=tuple(entry.get("under", ())),
        not_under=tuple(entry.get("not_under", ())),
        params=tuple(entry["params"]),
        drop_if=entry.get("drop_if"),
        confidence=float(entry.get("confidence", 0.95)),
        needs=entry.get("needs"),
        reach=int(entry.get("reach", UNBOUNDED)),
        heading=bool(entry.get("heading", False)),
        not_heading=bool(entry.get("not_heading", False)),
        needs_items=bool(entry.get("needs_items", False)),
    )


def _either(groups: Mapping[str, list[str]]) -> dict[str, str]:
    return {name: "|".join(f"(?:{pattern})" for pattern in patterns) for name, patterns in groups.items()}


def load(path: Path) -> PatternSet:
    """The pattern set that `path` holds."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise KnowledgeError(f"{path.name}: {error}", hint="run tools/compile_clauses") from error
    rules = tuple(_rule(entry) for entry in document["rules"])
    owners = tuple((number, pattern) for number, rule in enumerate(rules) for pattern in rule.match)
    keys = [key for entry in document["rules"] for key in entry["keys"]]
    return PatternSet(
        rules=rules,
        owners=owners,
        prefilter=Prefilter(keys),
        cues=_either(document["cues"]),
        passive=_either(document["passive"]),
        headings=_either(document["headings"]),
        document={
            name: DocumentCondition(
                any_of=tuple(entry["any"]),
                none_of=tuple(entry.get("none", ())),
                stem=bool(entry.get("stem", False)),
                headings=int(entry.get("headings", 0)),
            )
            for name, entry in document["document"].items()
        },
        prose_clauses=frozenset(document["prose"]["clauses"]),
        prose_blockers=tuple(document["prose"]["not"]),
        refusal=_either({"refusal": document["refusal"]})["refusal"],
        quoted=document["quoted"],
        anchors=document["anchors"],
        values=document["values"],
    )


@lru_cache(maxsize=1)
def pattern_set() -> PatternSet:
    """The shipped pattern set."""
    return load(data_dir() / "clauses" / "compiled.json")
