"""The shape of a rubric file: what it names and nobody knows fails with file and field."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from openness.errors import KnowledgeError
from openness.kb.predicates import APPROVERS, COMPONENTS, KIND_ARGUMENTS, PREDICATES
from openness.model import LADDER, Outcome

_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


Effect = Literal["bars", "conditional", "duty", "threshold", "ceiling", "territory", "purpose", "domain"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CriterionFile(_Strict):
    """One criterion as written."""

    id: str
    title: str = Field(min_length=3)
    question: str = Field(min_length=10)
    rule: Any
    source: str = Field(min_length=3)
    why: str = Field(min_length=10)
    remedy: str = Field(min_length=10)
    contested: str | None = None
    optional: bool = False
    group: str | None = None


class RungFile(_Strict):
    """One level or class as written."""

    id: str | int
    title: str
    definition: str
    requires: list[str] = []
    apart: bool = False


class UseFile(_Strict):
    """One use as written."""

    id: str
    question: str = Field(min_length=10)
    why: str = Field(min_length=10)
    source: str = Field(min_length=3)
    clauses: dict[
        str, Literal["bars", "conditional", "duty", "threshold", "ceiling", "territory", "purpose", "domain"]
    ] = {}
    default: Literal["allowed", "conditional"] = "allowed"
    silent: str | None = None
    needs_weights: bool = True
    relieved_by: list[str] = []


class RubricFile(_Strict):
    """One rubric as written."""

    id: str
    version: str
    title: str
    publisher: str
    url: str
    as_of: Any
    seen: str = Field(min_length=10)
    kind: Literal["binary", "classes", "mean", "ladder", "uses"]
    summary: str = Field(min_length=20)
    disclaimer: str = ""
    outcome: Any = None
    criteria: list[CriterionFile] = []
    rungs: list[RungFile] = []
    uses: list[UseFile] = []
    wording: dict[str, list[str]] = {}
    domains: dict[str, list[str]] = {}
    regions: dict[str, list[str]] = {}


def validate_rubric(
    data: Mapping[str, Any], path: Path, *, clauses: frozenset[str] | None, kinds: frozenset[str] | None
) -> dict[str, Any]:
    """The mapping as plain data, once every id in it is known; all problems of the file are reported at once."""
    try:
        parsed = RubricFile.model_validate(dict(data))
    except ValidationError as error:
        lines = [f"{'.'.join(str(p) for p in e['loc']) or 'file'}: {e['msg']}" for e in error.errors()]
        raise KnowledgeError(f"{path.name}: " + "; ".join(lines)) from error
    problems = _Problems(clauses, kinds, {c.id for c in parsed.criteria})
    if parsed.id not in (path.stem, path.parent.name):
        problems.add("id", f"'{parsed.id}' is not the name of the file or of its folder")
    seen: set[str] = set()
    for index, criterion in enumerate(parsed.criteria):
        where = f"criteria.{index}.{criterion.id}"
        if not _ID.fullmatch(criterion.id):
            problems.add(where, "an id is lower-case words joined by '-' or '.'")
        if criterion.id in seen:
            problems.add(where, "this id is used twice")
        problems.rule(criterion.rule, f"{where}.rule", earlier=seen)
        seen.add(criterion.id)
    if parsed.outcome is not None:
        problems.rule(parsed.outcome, "outcome", earlier=seen)
    elif parsed.kind == "binary":
        problems.add("outcome", "a binary rubric says which rule decides")
    for rung in parsed.rungs:
        for needed in rung.requires:
            if needed not in seen:
                problems.add(f"rungs.{rung.id}", f"no criterion '{needed}'")
    for use in parsed.uses:
        problems.clause_ids([*use.clauses, *use.relieved_by], f"uses.{use.id}")
    problems.clause_ids(list(parsed.wording), "wording")
    if problems.found:
        raise KnowledgeError(f"{path.name}: " + "; ".join(problems.found))
    return {**parsed.model_dump(), "as_of": str(parsed.as_of)}


class _Problems:
    """Collects what is wrong with one file, so that an author sees all of it in one run."""

    def __init__(self, clauses: frozenset[str] | None, kinds: frozenset[str] | None, criteria: set[str]) -> None:
        self.found: list[str] = []
        self._clauses = clauses
        self._kinds = kinds
        self._criteria = criteria

    def add(self, where: str, what: str) -> None:
        self.found.append(f"{where}: {what}")

    def clause_ids(self, ids: list[str], where: str) -> None:
        for clause in ids:
            if self._clauses is not None and clause not in self._clauses:
                self.add(where, f"no clause '{clause}' in the vocabulary")

    def rule(self, node: Any, where: str, *, earlier: set[str]) -> None:
        if isinstance(node, str):
            node = {node: None}
        if not isinstance(node, dict) or len(node) != 1:
            self.add(where, "a rule is one of all / any / not, or one predicate")
            return
        ((key, value),) = node.items()
        if key in ("all", "any"):
            if not isinstance(value, list) or not value:
                self.add(f"{where}.{key}", "takes a list of rules")
                return
            for index, part in enumerate(value):
                self.rule(part, f"{where}.{key}.{index}", earlier=earlier)
        elif key == "not":
            self.rule(value, f"{where}.not", earlier=earlier)
        elif key not in PREDICATES:
            self.add(where, f"no predicate '{key}'")
        elif value is not None and not isinstance(value, dict):
            self.add(f"{where}.{key}", "the arguments of a predicate are a mapping")
        else:
            self._arguments(key, value or {}, f"{where}.{key}", earlier)

    def _arguments(self, name: str, args: dict[str, Any], where: str, earlier: set[str]) -> None:
        signature = PREDICATES[name]
        for missing in [a for a in signature.required if a not in args]:
            self.add(where, f"argument '{missing}' is missing")
        for extra in [a for a in args if a not in signature.required + signature.optional]:
            self.add(where, f"no argument '{extra}'")
        kind = args.get(KIND_ARGUMENTS.get(name, ""))
        if kind is not None and self._kinds is not None and kind not in self._kinds:
            self.add(where, f"no evidence kind '{kind}'")
        self.clause_ids(list(args.get("clauses") or []) + list(args.get("excused") or []), where)
        checks = {
            "component": COMPONENTS,
            "level": tuple(str(level) for level in LADDER),
            "outcome": tuple(str(o) for o in Outcome),
        }
        for argument, allowed in checks.items():
            if argument in args and args[argument] not in allowed:
                self.add(where, f"{argument} '{args[argument]}' is not one of {', '.join(allowed)}")
        for approver in args.get("lists") or []:
            if approver not in APPROVERS:
                self.add(where, f"no list '{approver}'")
        if name == "criterion" and args.get("id") not in earlier:
            self.add(where, f"'{args.get('id')}' is no criterion above this one")
