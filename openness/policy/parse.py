"""TOML → `Policy`; unknown fields and wrong types are refused by file and field, without loading pydantic.

The same fields are published for editors in data/schemas/policy-1.json; a test holds the two together.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from openness.errors import UsageError
from openness.model import Level, Verdict
from openness.policy.exceptions import Agreement, Waiver
from openness.policy.policy import Policy
from openness.policy.rule import GRADES, Rule

_E = TypeVar("_E", bound=StrEnum)

RULE_FIELDS = frozenset(
    {
        "verdict", "models", "kinds", "licenses", "only_licenses", "clauses", "level_at_least", "level_below", "levels",
        "uses", "rubrics", "conflicts", "grade_worse_than", "reason",
    }
)  # fmt: skip
POLICY_FIELDS = frozenset(
    {"about", "extends", "otherwise", "conflicts_need_review", "unread_ancestors_need_review", "rules"}
)
WAIVER_FIELDS = frozenset({"id", "model", "reason", "owner", "approver", "expires", "license_hash", "clause"})
AGREEMENT_FIELDS = frozenset({"id", "counterparty", "reference", "models", "uses", "until", "territory"})


def read_toml(path: Path) -> tuple[dict[str, Any], str]:
    """The parsed file and a short digest of its bytes."""
    try:
        raw = path.read_bytes()
        return tomllib.loads(raw.decode("utf-8")), hashlib.sha256(raw).hexdigest()[:12]
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path.name}: not readable as TOML: {error}") from error


def parse_policy(name: str, data: Mapping[str, Any], where: str, version: str, base: Policy | None = None) -> Policy:
    """The policy that a table describes; with `base` (extends) its rules come first."""
    _known(data, POLICY_FIELDS, where)
    rules = tuple(
        parse_rule(_table(entry, f"{where}: rules[{i}]"), f"{where}: rules[{i}]")
        for i, entry in enumerate(data.get("rules", ()), 1)
    )
    return Policy(
        name=name,
        about=_string(data, "about", where, default=base.about if base else ""),
        rules=(*rules, *(base.rules if base else ())),
        otherwise=_enum(data, "otherwise", Verdict, where) or (base.otherwise if base else Verdict.REVIEW),
        conflicts_need_review=_flag(data, "conflicts_need_review", base),
        unread_ancestors_need_review=_flag(data, "unread_ancestors_need_review", base),
        version=version,
    )


def parse_rule(data: Mapping[str, Any], where: str) -> Rule:
    """One rule."""
    _known(data, RULE_FIELDS, where)
    verdict = _enum(data, "verdict", Verdict, where)
    if verdict is None:
        raise UsageError(f"{where}: verdict: one of allow, review, deny is needed")
    grade = _string(data, "grade_worse_than", where) or None
    if grade is not None and grade not in GRADES:
        raise UsageError(f"{where}: grade_worse_than: '{grade}' is not one of A, B, C")
    return Rule(
        verdict=verdict,
        models=_strings(data, "models", where),
        kinds=_strings(data, "kinds", where, allowed=("model", "dataset", "service")),
        licenses=_strings(data, "licenses", where),
        only_licenses=_strings(data, "only_licenses", where),
        clauses=_strings(data, "clauses", where),
        level_at_least=_enum(data, "level_at_least", Level, where),
        level_below=_enum(data, "level_below", Level, where),
        levels=tuple(Level(v) for v in _strings(data, "levels", where, allowed=tuple(level.value for level in Level))),
        uses=_answers(data, "uses", where, ("yes", "conditional", "no", "unknown")),
        rubrics=_answers(
            data, "rubrics", where, ("met", "partly", "unmet", "unknown", "not-applicable", "contested", "error")
        ),
        conflicts=_strings(data, "conflicts", where),
        grade_worse_than=grade,
        reason=_string(data, "reason", where),
    )


def parse_waiver(data: Mapping[str, Any], where: str) -> Waiver:
    """One waiver; an approver who is the owner is refused."""
    _known(data, WAIVER_FIELDS, where)
    waiver = Waiver(
        id=_needed(data, "id", where),
        model=_needed(data, "model", where),
        reason=_needed(data, "reason", where),
        owner=_needed(data, "owner", where),
        approver=_needed(data, "approver", where),
        expires=_date(data, "expires", where),
        license_hash=_string(data, "license_hash", where) or None,
        clause=_string(data, "clause", where) or None,
    )
    if waiver.owner.strip().casefold() == waiver.approver.strip().casefold():
        raise UsageError(f"{where}: approver: the approver may not be the owner who asked ({waiver.owner})")
    return waiver


def parse_agreement(data: Mapping[str, Any], where: str) -> Agreement:
    """One agreement."""
    _known(data, AGREEMENT_FIELDS, where)
    return Agreement(
        id=_needed(data, "id", where),
        counterparty=_needed(data, "counterparty", where),
        reference=_needed(data, "reference", where),
        models=_strings(data, "models", where),
        uses=_strings(data, "uses", where),
        until=_date(data, "until", where),
        territory=_string(data, "territory", where) or None,
    )


def tables(data: Mapping[str, Any], key: str, where: str) -> list[tuple[Mapping[str, Any], str]]:
    """The tables of an array of tables, each with the place to name in a message."""
    entries = data.get(key, [])
    if not isinstance(entries, list):
        raise UsageError(f"{where}: {key}: an array of tables ([[{key}]]) is expected")
    return [(_table(entry, f"{where}: {key}[{i}]"), f"{where}: {key}[{i}]") for i, entry in enumerate(entries, 1)]


def _known(data: Mapping[str, Any], fields: frozenset[str], where: str) -> None:
    unknown = sorted(set(data) - fields)
    if unknown:
        from difflib import get_close_matches

        near = get_close_matches(unknown[0], fields, n=1)
        hint = f"Did you mean '{near[0]}'?" if near else f"Known fields: {', '.join(sorted(fields))}."
        raise UsageError(f"{where}: unknown field '{unknown[0]}'", hint=hint)


def _flag(data: Mapping[str, Any], key: str, base: Policy | None) -> bool:
    return bool(data.get(key, getattr(base, key) if base else True))


def _table(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise UsageError(f"{where}: a table is expected")
    return value


def _string(data: Mapping[str, Any], key: str, where: str, default: str = "") -> str:
    value = data.get(key, default)
    if not isinstance(value, str):
        raise UsageError(f"{where}: {key}: text is expected")
    return value


def _needed(data: Mapping[str, Any], key: str, where: str) -> str:
    value = _string(data, key, where).strip()
    if not value:
        raise UsageError(f"{where}: {key}: is needed and may not be empty")
    return value


def _strings(data: Mapping[str, Any], key: str, where: str, allowed: tuple[str, ...] = ()) -> tuple[str, ...]:
    value = data.get(key, [])
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise UsageError(f"{where}: {key}: a list of texts is expected")
    for entry in values:
        if allowed and entry not in allowed:
            raise UsageError(f"{where}: {key}: '{entry}' is not one of {', '.join(allowed)}")
    return tuple(values)


def _answers(data: Mapping[str, Any], key: str, where: str, allowed: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    value = _table(data.get(key, {}), f"{where}: {key}")
    return {name: _strings(value, name, f"{where}: {key}", allowed) for name in value}


def _enum(data: Mapping[str, Any], key: str, enum: type[_E], where: str) -> _E | None:
    value = data.get(key)
    if value is None:
        return None
    try:
        return enum(value)
    except (ValueError, TypeError):
        allowed = ", ".join(member.value for member in enum)
        raise UsageError(f"{where}: {key}: '{value}' is not one of {allowed}") from None


def _date(data: Mapping[str, Any], key: str, where: str) -> date:
    value = data.get(key)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise UsageError(f"{where}: {key}: a date like 2027-03-31 is expected") from None
