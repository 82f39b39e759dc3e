"""Rubrics as frozen values: what `rubric/` says, ready for the engine."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openness.errors import KnowledgeError
from openness.kb.locate import rubric_dir


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One node of a rule: `all`, `any`, `not`, or a named predicate."""

    op: str  # "all" | "any" | "not" | "test"
    name: str = ""  # of the predicate, for "test"
    args: Mapping[str, Any] = field(default_factory=dict)
    parts: tuple["Rule", ...] = ()

    def walk(self) -> Iterator["Rule"]:
        """This node and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One question of a rubric."""

    id: str
    title: str
    question: str
    rule: Rule
    source: str  # paragraph of the framework
    why: str
    remedy: str  # what would change the answer
    contested: str | None = None  # what people argue about
    optional: bool = False  # reported, never counted
    group: str | None = None  # heading under which it is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One level of a ladder, or one class: the criteria that it adds to the rung below."""

    id: str
    title: str
    definition: str
    requires: tuple[str, ...]
    apart: bool = False  # beside the ladder: where it is met, it is the answer


@dataclass(frozen=True, slots=True, kw_only=True)
class UseRule:
    """One "may I…": what each clause does to it."""

    id: str
    question: str
    why: str
    source: str
    clauses: Mapping[str, str]  # clause id -> effect
    default: str = "allowed"  # what terms that are read and silent leave: "allowed" | "conditional"
    silent: str | None = None  # the condition shown with a default that is not "allowed"
    needs_weights: bool = True  # False: a hosted service can answer it too
    relieved_by: tuple[str, ...] = ()  # clauses that contradict a bar: both are shown and the answer is conditional


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """One framework in one version."""

    id: str
    version: str
    title: str
    publisher: str
    url: str
    as_of: str
    seen: str  # what of the framework was actually read
    kind: str  # "binary" | "classes" | "mean" | "ladder" | "uses"
    summary: str
    disclaimer: str = ""
    outcome: Rule | None = None  # "binary" and "ladder"
    criteria: tuple[Criterion, ...] = ()
    rungs: tuple[Rung, ...] = ()  # lowest first
    uses: tuple[UseRule, ...] = ()
    wording: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # clause id -> sentences, fullest first
    domains: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # sensitive domain -> words
    regions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # "EU" -> ISO codes of its members

    def criterion(self, criterion_id: str) -> Criterion | None:
        """The criterion with that id, or None."""
        return next((c for c in self.criteria if c.id == criterion_id), None)

    def use(self, use_id: str) -> UseRule | None:
        """The use with that id, or None."""
        return next((u for u in self.uses if u.id == use_id), None)


def rule_from(data: Any) -> Rule:
    """The rule that a validated YAML or JSON value states."""
    if isinstance(data, str):
        return Rule(op="test", name=data)
    ((key, value),) = data.items()
    if key in ("all", "any"):
        return Rule(op=key, parts=tuple(rule_from(part) for part in value))
    if key == "not":
        return Rule(op="not", parts=(rule_from(value),))
    return Rule(op="test", name=key, args=dict(value or {}))


def rubric_from(data: Mapping[str, Any]) -> Rubric:
    """The rubric that a validated YAML or JSON mapping states."""
    return Rubric(
        id=data["id"],
        version=str(data["version"]),
        title=data["title"],
        publisher=data["publisher"],
        url=data["url"],
        as_of=str(data["as_of"]),
        seen=data["seen"],
        kind=data["kind"],
        summary=data["summary"],
        disclaimer=data.get("disclaimer") or "",
        outcome=rule_from(data["outcome"]) if data.get("outcome") else None,
        criteria=tuple(_criterion(item) for item in data.get("criteria") or ()),
        rungs=tuple(
            Rung(
                id=str(item["id"]),
                title=item["title"],
                definition=item["definition"],
                requires=tuple(item.get("requires") or ()),
                apart=bool(item.get("apart")),
            )
            for item in data.get("rungs") or ()
        ),
        uses=tuple(
            UseRule(
                id=item["id"],
                question=item["question"],
                why=item["why"],
                source=item["source"],
                clauses=dict(item.get("clauses") or {}),
                default=item.get("default") or "allowed",
                silent=item.get("silent"),
                needs_weights=item.get("needs_weights") is not False,
                relieved_by=tuple(item.get("relieved_by") or ()),
            )
            for item in data.get("uses") or ()
        ),
        wording={key: tuple(value) for key, value in (data.get("wording") or {}).items()},
        domains={key: tuple(value) for key, value in (data.get("domains") or {}).items()},
        regions={key: tuple(value) for key, value in (data.get("regions") or {}).items()},
    )


def _criterion(item: Mapping[str, Any]) -> Criterion:
    return Criterion(
        id=item["id"],
        title=item["title"],
        question=item["question"],
        rule=rule_from(item["rule"]),
        source=item["source"],
        why=item["why"],
        remedy=item["remedy"],
        contested=item.get("contested"),
        optional=bool(item.get("optional")),
        group=item.get("group"),
    )


def rubric_files(folder: Path | None = None) -> tuple[Path, ...]:
    """Every rubric file: `<id>.yaml` or `<id>/<version>.yaml`, sorted."""
    folder = folder or rubric_dir()
    return tuple(sorted([*folder.glob("*.yaml"), *folder.glob("*/*.yaml")]))


def read_rubric_data(path: Path) -> dict[str, Any]:
    """The YAML mapping in one rubric file, not yet validated."""
    import yaml

    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)  # a safe loader
    except yaml.YAMLError as error:
        raise KnowledgeError(f"{path.name}: not readable as YAML: {error}") from error
    if not isinstance(data, dict):
        raise KnowledgeError(f"{path.name}: a rubric is a mapping")
    return data


def load_rubrics(
    folder: Path | None = None, *, clauses: frozenset[str] | None = None, kinds: frozenset[str] | None = None
) -> dict[str, Rubric]:
    """All rubrics by id, validated; for compile time and tests, since it loads pydantic and PyYAML.

    `clauses` and `kinds` are the ids of the clause vocabulary and of openness/model/kinds.py; what they do not hold
    is an error. The newest version of an id wins, by file name.
    """
    from openness.kb.schema.rubric import validate_rubric

    found: dict[str, Rubric] = {}
    for path in rubric_files(folder):
        data = validate_rubric(read_rubric_data(path), path, clauses=clauses, kinds=kinds)
        found[data["id"]] = rubric_from(data)
    return found
