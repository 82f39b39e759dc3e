"""One report of the machine interface → what the pages show, in their order: numbered proofs, conditions said once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from openness.render.clause_names import clause_label, reason
from openness.render.conditions import Conditions, commercial_first, use_rows
from openness.render.labels import RUBRICS_SHOWN, criterion_title, rubric_title
from openness.render.lineage_svg import lineage_svg
from openness.render.phrases import rungs
from openness.render.quotes import deciding
from openness.render.related import related
from openness.render.safe import plain, shorten
from openness.render.said import (
    UNKNOWN,
    answer_label,
    component_label,
    facet_value,
    level_words,
    standing,
    told_assumptions,
)

Data = Mapping[str, Any]
POLARITIES = ("restriction", "condition", "obligation", "protection", "grant")
FINDINGS_LIMIT = 120  # of one subject
WORDS_SHOWN = 3  # deciding passages beside the level
BRIEF = 240  # characters of one
_LETTER = {"yes": "y", "conditional": "c", "no": "n", "unknown": "u"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much of a passage is shown; a report of hundreds of subjects shows less of each."""

    quote: int = 900  # characters of a quoted passage
    fact: int = 420  # of a passage that no term rests on
    context: int = 120  # on either side
    refs: int = 4  # links from one criterion to its passages
    facts: int = 80  # passages that no term rests on
    every: bool = True  # a row for every criterion and use; else those that say the same share one


FULL, DENSE = Room(), Room(quote=320, fact=120, context=40, refs=1, facts=14, every=False)
_REASON_LIMIT = 160  # characters of a criterion's reason in a dense report


@dataclass(slots=True)
class _Proofs:
    """The evidence of one report: each passage gets a number and is shown once, where it first matters."""

    report: Data
    anchor: str
    room: Room
    shown: set[str] = field(default_factory=set)
    numbers: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = {key: number for number, key in enumerate(self.report["evidence"], 1)}

    def known(self, keys: Iterable[str]) -> list[str]:
        return [key for key in dict.fromkeys(keys) if key in self.numbers]

    def refs(self, keys: Iterable[str], limit: int = 8) -> list[int]:
        return [self.numbers[key] for key in self.known(keys)][:limit]

    def split(self, keys: Iterable[str]) -> tuple[list[dict[str, Any]], list[int]]:
        """The passages that are to be printed here, and the numbers of those that were printed before."""
        known = self.known(keys)
        before = [self.numbers[key] for key in known if key in self.shown]
        return [self.item(key, self.room.quote) for key in known if key not in self.shown], before

    def brief(self, key: str) -> dict[str, Any]:
        """The words of a passage that is printed in full elsewhere, with its number."""
        return {"number": self.numbers[key], "quote": shorten(self.report["evidence"][key]["quote"], BRIEF)}

    def item(self, key: str, length: int) -> dict[str, Any]:
        """The passage as it is printed; marked as shown."""
        self.shown.add(key)
        item = self.report["evidence"][key]
        quote = plain(item["quote"].replace("\n", " "))
        cut = len(quote) > length
        return {
            "number": self.numbers[key],
            "kind": item["kind"],
            "value": item["value"],
            "quoted": item["basis"] not in ("record", "registry"),
            "quote": quote[:length].rstrip() + " …" if cut else quote,
            "before": "" if cut and length < 200 else _left(item["before"], self.room.context),
            "after": "" if cut else _right(item["after"], self.room.context),
            "path": item["path"],
            "line": item["line"],
            "start": item["start"],
            "end": item["end"],
            "url": at_line(item["url"], item["line"]) if item["basis"] not in ("record", "registry") else item["url"],
            "source": item["source"],
            "as_of": item["as_of"],
        }


def prepared(report: Data, number: int, words: Data, room: Room = FULL) -> dict[str, Any]:
    """The report with everything that a page shows of it."""
    anchor = f"m{number}"
    proofs = _Proofs(report, anchor, room)
    level, at_most = report["spectrum"]["level"], report["spectrum"]["at_most"]
    low = rungs().index(level) if level in rungs() else -1
    names = {m["id"]: m["name"] for m in report["licenses"]}
    uses = commercial_first(report["uses"])
    commercial = uses.get("commercial", UNKNOWN)
    conditions = Conditions(uses, apart=False)
    conflicts: list[dict[str, Any]] = [
        {**c, "quotes": quotes, "again": again}
        for c in sorted(report["conflicts"], key=lambda c: str(c["strength"]))  # the hard ones first
        for quotes, again in (proofs.split(c["evidence"][:4]),)
    ]
    groups = list(_groups(report, proofs, names, words))
    rubrics = [
        _rubric(name, report["rubrics"][name], proofs, words) for name in RUBRICS_SHOWN if name in report["rubrics"]
    ]
    rest = [key for key in report["evidence"] if key not in proofs.shown]
    return {
        **report,
        "anchor": anchor,
        "assumptions": told_assumptions(report),
        "low": low,
        "high": max(low, rungs().index(at_most) if at_most in rungs() else low),
        "commercial": {**commercial, "said": answer_label(report, commercial, words)},
        "commercial_count": len(conditions.numbers(report["uses"]["commercial"]))
        if "commercial" in report["uses"]
        else 0,
        "doubts": [gap for gap in report["gaps"] if gap["what"] == report["subject"]["id"]],
        "use_rows": list(use_rows(report, conditions, words, every=room.every)),
        "conditions": [conditions.full(key) for key in conditions.numbered],
        "reasons": [reason(because, words) for because in report["spectrum"]["because"]],
        "missing": [reason(missing, words) for missing in report["spectrum"]["missing_for_next"]],
        "deciding": [proofs.brief(key) for key in deciding(report)[:WORDS_SHOWN]],
        "level": level_words(report, words),
        "license_names": list(
            dict.fromkeys(m["name"] for m in report["licenses"] if m["applies_to"] in ("weights", "data", "unclear"))
        ),
        "license_rows": [
            {**m, "part": component_label(report, m["applies_to"], words), "refs": proofs.refs(m["evidence"], 4)}
            for m in report["licenses"]
        ],
        "duties": [
            {**o, "name": names.get(o["license"], o["license"]), "refs": proofs.refs(o["evidence"], 3)}
            for o in report["obligations"]
        ],
        "conflicts": conflicts,
        "groups": groups,
        "rubric_rows": rubrics,
        "facts": [proofs.item(key, room.fact) for key in rest[: room.facts]],
        "facts_cut": max(0, len(rest) - room.facts),
        "facet_rows": [(key, facet_value(v, words)) for key, v in report["facets"].items() if _said(key, v)],
        "practice": report["facets"].get("in_practice") or {},
        "svg": lineage_svg(report, words) if related(report["lineage"]) else "",
        "because_refs": proofs.refs(report["spectrum"]["evidence"], 6),
        "flags": list(_flags(report)),
    }


def use_letters(report: Data, uses: Iterable[str]) -> str:
    """One letter a use, in the order given: what the filters of the page compare."""
    return "".join(_LETTER.get(report["uses"][use]["answer"], "u") if use in report["uses"] else "-" for use in uses)


def at_line(url: str | None, line: int) -> str | None:
    """The address with the line, where the place is one that knows lines."""
    return f"{url}#L{line}" if url and "/blob/" in url and "#" not in url else url


def _groups(report: Data, proofs: _Proofs, names: Mapping[str, str], words: Data) -> Iterator[dict[str, Any]]:
    """Findings by the license that says them, the limits first."""
    order = {polarity: number for number, polarity in enumerate(POLARITIES)}
    findings = sorted(report["findings"], key=lambda f: order.get(f["polarity"], 9))
    shown, cut = findings[:FINDINGS_LIMIT], max(0, len(findings) - FINDINGS_LIMIT)
    grouped: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for finding in shown:
        told = _finding(finding, proofs, words)
        record = told["record"] or {}
        place = (record.get("source") or "", record.get("url") or "", record.get("as_of") or "")
        grouped.setdefault((finding["license"] or "", finding["inherited_from"] or "", *place), []).append(told)
    for (license_, base, source, *_), members in grouped.items():
        yield {
            "title": source or names.get(license_, license_) or words["page"]["of_card"],
            "base": base,
            "cut": cut,
            "findings": members,
            "record": members[0]["record"],
        }
        cut = 0


def _finding(finding: Data, proofs: _Proofs, words: Data) -> dict[str, Any]:
    """The finding with its passages; one that is shown already is only named, a record stands in where none is."""
    keys = proofs.known(finding["evidence"])
    real = [k for k in keys if proofs.report["evidence"][k]["kind"] != "record-clause"]
    quotes, again = proofs.split(real[:2] or keys[:1])
    return {
        **finding,
        "label": clause_label(finding["clause"], words),
        "quotes": quotes if real else [],
        "again": again,
        "record": quotes[0] if quotes and not real else None,
    }


def _rubric(name: str, rubric: Data, proofs: _Proofs, words: Data) -> dict[str, Any]:
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for criterion in rubric["criteria"]:
        outcome, reason, missing = criterion["outcome"], criterion["reason"], criterion["missing"]
        refs = proofs.refs(criterion["evidence"], proofs.room.refs)
        if outcome in ("met", "not-applicable") or _said_already(missing, reason):
            missing = None
        if not proofs.room.every:
            told = outcome in ("unmet", "partly", "contested")
            reason, refs, missing = (shorten(reason, _REASON_LIMIT), refs, None) if told else ("", [], None)
        own = criterion["id"] if proofs.room.every else ""
        row = rows.setdefault((own, outcome, reason, missing, *refs), {"titles": []})
        row.update(outcome=outcome, reason=reason, missing=missing, refs=refs)
        row["titles"].append(criterion_title(name, criterion["id"]))
    shown = standing(rubric, words)
    return {**rubric, "id": name, "title": rubric_title(name), "standing": shown, "rows": list(rows.values())}


def _said_already(missing: str | None, reason: str) -> bool:
    """Whether the reason names all that is missing: saying it twice helps nobody."""
    return not missing or all(part in reason for part in missing.replace(" or ", "; ").split("; "))


def _flags(report: Data) -> Iterator[str]:
    """What the filters of the page ask for."""
    if any(o["notice"] for o in report["obligations"]):
        yield "notice"
    if report["conflicts"]:
        yield "conflict"
    if report["gaps"]:
        yield "gap"
    if report["decision"]["waived"] or report["decision"]["notes"]:
        yield "waived"
    if any(m["basis"] == "inherited" for m in report["licenses"]) or any(
        f["inherited_from"] for f in report["findings"]
    ):
        yield "inherited"
    if any(m["grade"] != "A" for m in report["licenses"] if m["applies_to"] in ("weights", "unclear")):
        yield "tag"
    if report.get("changes"):
        yield "changed"


def _said(key: str, value: Any) -> bool:
    return key != "in_practice" and value is not None and value is not False and value != []


def _left(text: str, limit: int) -> str:
    """The end of the words before a passage, from the start of a word."""
    shown = plain(text.replace("\n", " "))
    if len(shown) > limit:
        shown = shown[-limit:]
    if len(text) < 120 and len(shown) == len(text):
        return shown
    return "… " + shown.partition(" ")[2] if " " in shown.strip() else shown


def _right(text: str, limit: int) -> str:
    """The start of the words after a passage, to the end of a word."""
    shown = plain(text.replace("\n", " "))
    if len(text) < 120 and len(shown) <= limit:
        return shown
    shown = shown[:limit]
    return shown.rpartition(" ")[0] + " …" if " " in shown.strip() else shown
