"""The licenses of a report: one line each, with where it was found and how good the proof is."""

from collections.abc import Iterator, Sequence

from openness.render.phrases import phrases
from openness.render.quotes import quoted
from openness.render.safe import shorten
from openness.render.said import component_label
from openness.render.text_lines import Data, Style, both, heading, name, place, wrap

_GRADES = "ABC"
_PLACES = 3  # of one license


def licenses(report: Data, width: int, style: Style) -> Iterator[str]:
    """One line a license: what it applies to, where it was found, and how good the proof is."""
    if not report["licenses"]:
        yield from _card_problems(report, width)
        return
    yield heading("licenses", style)
    by_id: dict[str, list[Data]] = {}
    for entry in report["licenses"]:
        by_id.setdefault(entry["id"], []).append(entry)
    for entries in by_id.values():
        first = entries[0]
        parts = list(dict.fromkeys(component_label(report, e["applies_to"], phrases()) for e in entries))
        spdx = f" [{first['spdx']}]" if first["spdx"] and first["spdx"] != first["name"] else ""
        origins = "; ".join(_origins(report, entries))
        yield from wrap(f"{', '.join(parts)}: {name(first['name'])}{spdx} ({origins})", width, indent=2, hang=2)
        deviations = [d for e in entries for d in e["deviations"]]
        if deviations:
            words = phrases()["deviation"]
            kinds = [f"{words.get(d['kind'], d['kind'])} at {d['path']}:{d['start']}-{d['end']}" for d in deviations]
            yield from wrap(f"{phrases()['text']['differs']}: {both(kinds)}", width, indent=4, hang=2)
    yield from _card_problems(report, width)


def _card_problems(report: Data, width: int) -> Iterator[str]:
    """What is wrong with the metadata that licenses are declared in, unless it is among the gaps."""
    told = " ".join(gap["why"] for gap in report["gaps"])
    for key, item in report["evidence"].items():
        kind, _, words = str(item["value"] or "").partition(": ")
        if item["kind"] != "card-problem" or "#" in key or kind == "missing-front-matter":
            continue
        if words and words.split("'")[0].strip() not in told:
            yield from wrap(f"{place(key, item)}: {words}", width, indent=2, hang=2)


def _origins(report: Data, entries: Sequence[Data]) -> Iterator[str]:
    """Where the license was found: the best proof first, then the ancestors that pass it on."""
    own = sorted((e for e in entries if e["basis"] != "inherited"), key=lambda e: _GRADES.find(e["grade"]))
    told: dict[str, None] = {}
    for entry in own:
        told.setdefault(_origin(report, entry))
    yield from list(told)[:_PLACES]
    if len(told) > _PLACES:
        yield f"{len(told) - _PLACES} more places"
    handed = [e["from"] for e in entries if e["basis"] == "inherited"]
    if handed:
        yield phrases()["page"]["inherited"].format(base=both(handed))
    grade = own[0]["grade"] if own else entries[0]["grade"]
    yield f"{phrases()['facet']['grade']} {phrases()['grade'].get(grade, grade)}"


def _origin(report: Data, entry: Data) -> str:
    """One place, with the words where it is short enough to quote them."""
    basis = phrases()["basis"].get(entry["basis"], entry["basis"])
    for key in entry["evidence"]:
        item = report["evidence"].get(key)
        if item is None:
            continue
        where = place(key, item)
        if not quoted(item):
            return where
        if entry["basis"] in ("text", "notice"):
            return f"{basis}: {where}"
        return f"{basis}, {where}: “{shorten(item['quote'], 90)}”"
    return f"{basis} in {name(entry['from'])}"
