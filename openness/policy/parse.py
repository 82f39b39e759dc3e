"""TOML → `Policy`; unknown fields and wrong types are refused by file and field. Hooks load it: os.path, no pydantic.

The same fields are published for editors in data/schemas/policy-1.json; a test holds the two together.
"""

import hashlib
import os
import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from openness.errors import UsageError
from openness.model import Level, Verdict
from openness.policy.exceptions import Agreement, Waiver
from openness.policy.policy import Policy
from openness.policy.rule import GRADES, Rule
from openness.policy.vocabulary import check_names, license_ids

_PLACE = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?|worldwide")
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
AGREEMENT_FIELDS = frozenset({"id", "counterparty", "reference", "models", "uses", "clauses", "until", "territory"})
ANSWERS = ("yes", "conditional", "no", "unknown")
OUTCOMES = ("met", "partly", "unmet", "unknown", "not-applicable", "contested", "error")
KINDS = ("model", "dataset", "service")


def read_toml(path: str | os.PathLike[str]) -> tuple[dict[str, Any], str]:
    """The parsed file and a short digest of its bytes."""
    try:
        with open(path, "rb") as file:
            raw = file.read()
        return tomllib.loads(raw.decode("utf-8")), hashlib.sha256(raw).hexdigest()[:12]
    except OSError as error:
        raise UsageError(f"cannot read {os.fspath(path)}: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{os.path.basename(path)}: not readable as TOML: {error}") from error


def parse_policy(name: str, data: Mapping[str, Any], where: str, version: str, base: Policy | None = None) -> Policy:
    """The policy that a table describes; with `base` (extends) its rules come first."""
    refuse_unknown(data, POLICY_FIELDS, where)
    rules = tuple(
        parse_rule(entry, place, origin=f"rule {number} of {name}")
        for number, (entry, place) in enumerate(tables(data, "rules", where), 1)
    )
    return Policy(
        name=name,
        about=text_of(data, "about", where, default=base.about if base else ""),
        rules=(*rules, *(base.rules if base else ())),
        otherwise=_enum(data, "otherwise", Verdict, where) or (base.otherwise if base else Verdict.REVIEW),
        conflicts_need_review=_flag(data, "conflicts_need_review", base, where),
        unread_ancestors_need_review=_flag(data, "unread_ancestors_need_review", base, where),
        version=version,
    )


def parse_rule(data: Mapping[str, Any], where: str, *, origin: str = "") -> Rule:
    """One rule. Names of licenses, clauses, uses and rubrics that nothing can match are refused."""
    refuse_unknown(data, RULE_FIELDS, where)
    verdict = _enum(data, "verdict", Verdict, where)
    if verdict is None:
        raise UsageError(f"{where}: verdict: one of allow, review, deny is needed")
    grade = text_of(data, "grade_worse_than", where) if "grade_worse_than" in data else None
    if grade is not None and (grade not in GRADES or len(grade) != 1):
        raise UsageError(f"{where}: grade_worse_than: '{grade}' is not one of A, B, C")
    return Rule(
        verdict=verdict,
        models=texts_of(data, "models", where),
        kinds=texts_of(data, "kinds", where, allowed=KINDS),
        licenses=_licenses(data, "licenses", where),
        only_licenses=_licenses(data, "only_licenses", where),
        clauses=_names(data, "clauses", where),
        level_at_least=_enum(data, "level_at_least", Level, where),
        level_below=_enum(data, "level_below", Level, where),
        levels=tuple(Level(v) for v in texts_of(data, "levels", where, allowed=tuple(level.value for level in Level))),
        uses=_answers(data, "uses", where, ANSWERS),
        rubrics=_answers(data, "rubrics", where, OUTCOMES),
        conflicts=texts_of(data, "conflicts", where),
        grade_worse_than=grade,
        reason=text_of(data, "reason", where),
        origin=origin,
    )


def parse_waiver(data: Mapping[str, Any], where: str) -> Waiver:
    """One waiver; an approver who is the owner is refused."""
    refuse_unknown(data, WAIVER_FIELDS, where)
    waiver = Waiver(
        id=_needed(data, "id", where),
        model=_needed(data, "model", where),
        reason=_needed(data, "reason", where),
        owner=_needed(data, "owner", where),
        approver=_needed(data, "approver", where),
        expires=_date(data, "expires", where),
        license_hash=texts_of(data, "license_hash", where),
        clause=texts_of(data, "clause", where),
    )
    if waiver.owner.strip().casefold() == waiver.approver.strip().casefold():
        raise UsageError(f"{where}: approver: the approver may not be the owner who asked ({waiver.owner})")
    return waiver


def parse_agreement(data: Mapping[str, Any], where: str) -> Agreement:
    """One agreement."""
    refuse_unknown(data, AGREEMENT_FIELDS, where)
    agreement = Agreement(
        id=_needed(data, "id", where),
        counterparty=_needed(data, "counterparty", where),
        reference=_needed(data, "reference", where),
        models=texts_of(data, "models", where),
        uses=_names(data, "uses", where),
        clauses=_names(data, "clauses", where),
        until=_date(data, "until", where),
        territory=_territory(data, where),
    )
    if not any(name.strip() for name in agreement.models) or not (agreement.uses or agreement.clauses):
        raise UsageError(f"{where}: name the models that it is about, and the uses that it grants")
    return agreement


def tables(data: Mapping[str, Any], key: str, where: str) -> list[tuple[Mapping[str, Any], str]]:
    """The tables of an array of tables, each with the place to name in a message."""
    entries = data.get(key, [])
    if not isinstance(entries, list):
        raise UsageError(f"{where}: {key}: an array of tables ([[{key}]]) is expected")
    return [(_table(entry, f"{where}: {key}[{i}]"), f"{where}: {key}[{i}]") for i, entry in enumerate(entries, 1)]


def refuse_unknown(data: Mapping[str, Any], fields: frozenset[str], where: str) -> None:
    """Raise UsageError for a field that is not one of these, with the near one."""
    unknown = sorted(set(data) - fields)
    if unknown:
        from difflib import get_close_matches

        near = get_close_matches(unknown[0], fields, n=1)
        hint = f"Did you mean '{near[0]}'?" if near else f"Known fields: {', '.join(sorted(fields))}."
        raise UsageError(f"{where}: unknown field '{unknown[0]}'", hint=hint)


def _flag(data: Mapping[str, Any], key: str, base: Policy | None, where: str) -> bool:
    value = data.get(key, getattr(base, key) if base else True)
    if not isinstance(value, bool):
        raise UsageError(f"{where}: {key}: true or false is expected")
    return value


def table_of(data: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    """The table of a field; an empty one when it is not there."""
    return _table(data.get(key, {}), f"{where}: {key}")


def _table(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise UsageError(f"{where}: a table is expected")
    return value


def text_of(data: Mapping[str, Any], key: str, where: str, default: str = "") -> str:
    """The text of a field."""
    value = data.get(key, default)
    if not isinstance(value, str):
        raise UsageError(f"{where}: {key}: text is expected")
    return value


def _needed(data: Mapping[str, Any], key: str, where: str) -> str:
    value = text_of(data, key, where).strip()
    if not value:
        raise UsageError(f"{where}: {key}: is needed and may not be empty")
    return value


def texts_of(data: Mapping[str, Any], key: str, where: str, allowed: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The texts of a field that holds one or a list."""
    value = data.get(key, [])
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise UsageError(f"{where}: {key}: a list of texts is expected")
    for entry in values:
        if allowed and entry not in allowed:
            raise UsageError(f"{where}: {key}: '{entry}' is not one of {', '.join(allowed)}")
    return tuple(values)


def _names(data: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    """Ids of the clause vocabulary or of the uses."""
    values = texts_of(data, key, where)
    check_names(values, key, f"{where}: {key}")
    return values


def _licenses(data: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    """Record ids of licenses; SPDX and Hub ids in any case are understood."""
    return license_ids(texts_of(data, key, where), f"{where}: {key}")


def _territory(data: Mapping[str, Any], where: str) -> tuple[str, ...]:
    places = texts_of(data, "territory", where)
    for place in places:
        if not _PLACE.fullmatch(place):
            raise UsageError(
                f"{where}: territory: '{place}' is not an ISO 3166 code such as DE, US or EU", hint='Or "worldwide".'
            )
    return places


def _answers(data: Mapping[str, Any], key: str, where: str, allowed: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    value = table_of(data, key, where)
    check_names(value, key, f"{where}: {key}")
    return {name: texts_of(value, name, f"{where}: {key}", allowed) for name in value}


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
