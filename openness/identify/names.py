"""License names as people write them → record ids."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openness.kb.license_names import NAME_LIMIT

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase


@dataclass(frozen=True, slots=True)
class NameMatch:
    """What a declared value denotes."""

    ids: tuple[str, ...]  # record ids; several only with `operator`
    operator: str | None = None  # "OR" | "AND" | None (single)
    unknown: tuple[str, ...] = ()  # parts that no record knows, as written


# Values that name no license: the recipient learns only that terms exist elsewhere.
NON_NAMES = frozenset(
    {
        "other",
        "unknown",
        "custom",
        "proprietary",
        "none",
        "null",
        "no",
        "n-a",
        "na",
        "tbd",
        "see-file",
        "see",
        "license",
        "licence",
        "other-license",
    }
)


def resolve(value: str, kb: "KnowledgeBase") -> NameMatch:
    """Record ids for a declared license value: alias, Hub id, SPDX id or SPDX expression (SPDX annex D)."""
    value = value.strip()
    if not value or len(value) > NAME_LIMIT:
        return NameMatch((), unknown=(value[:80],) if value else ())
    found = kb.license_by_name(value)
    if found:
        return NameMatch((found,))
    if any(word in f" {value} " for word in (" OR ", " AND ", " WITH ")):
        return _expression(value, kb)
    return NameMatch((), unknown=(value,))


# Records of what a card can say of its license without naming it.
GISTS = ("unnamed-research-only", "unnamed-non-commercial", "unnamed-commercial-permission")


def gist(value: str, kb: "KnowledgeBase") -> str | None:
    """The record of an unnamed license that `value` describes ("Non-commercial Bespoke License"), or None."""
    text = value.casefold()
    for record_id in GISTS:
        record = kb.license(record_id)
        if record is not None and any(alias.casefold() in text for alias in record.aliases):
            return record_id
    return None


def _expression(value: str, kb: "KnowledgeBase") -> NameMatch:
    from license_expression import ExpressionError, Licensing

    try:
        tree = Licensing().parse(value)
    except (ExpressionError, ValueError, TypeError, AttributeError):
        return NameMatch((), unknown=(value,))
    operator = {"LicenseExpression": None}.get(type(tree).__name__)
    if type(tree).__name__ in {"OR", "AND"}:
        operator = type(tree).__name__
        parts = [str(arg) for arg in tree.args]
    else:
        parts = [str(tree)]
    ids: list[str] = []
    unknown: list[str] = []
    for part in parts:
        # An exception (WITH) only adds permissions; the license before it decides what is restricted.
        found = kb.license_by_name(part) or kb.license_by_name(part.split(" WITH ")[0].strip("() "))
        (ids if found else unknown).append(found or part)
    return NameMatch(tuple(ids), operator=operator, unknown=tuple(unknown))
