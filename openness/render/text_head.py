"""The first screen of a report: subject, level with the ladder, commercial use, licenses, decision."""

import re
from collections.abc import Iterator, Sequence

from openness.render.phrases import phrases
from openness.render.safe import shorten
from openness.render.text_lines import Data, Style, both, heading, name, place, quoted, wrap

RUNGS = (
    "closed",
    "unlicensed-weights",
    "research-weights",
    "restricted-weights",
    "open-weights",
    "open-source-ai",
    "open-science",
)
MARK = {"yes": "+", "conditional": "~", "no": "x", "unknown": "?"}
_NARROW = ("closed", "no lic.", "resrch", "restr", "open", "OSAI", "scien.")
_SHORT = ("closed", "no license", "research", "restricted", "open", "OSAI", "science")
PLACE = re.compile(r" \[[^\[\]]{1,300}\]")  # where a condition stands; told in full further down
_FACETS = ("gated", "availability", "adapter_only", "governance", "provider", "granted_by")
_PLAIN_FACETS = (None, False, "", "none", "unknown", "present", "assumed")  # nothing to remark on
_CONDITIONS_SHOWN = 5
_GRADES = "ABC"


def subject(report: Data, width: int, style: Style) -> Iterator[str]:
    """Who is judged, from where, and under which assumptions."""
    about = report["subject"]
    yield style(shorten(about["id"], width), "title")
    revision = f" at {about['revision'][:12]}" if about.get("revision") else ""
    kind, source = phrases()["kind"].get(about["kind"], about["kind"]), phrases()["source"].get(about["source"], "")
    yield from wrap(f"{kind}{revision}, {source}; {phrases()['page']['as_of']} {report['as_of']}", width)
    facets = [
        str(phrases()["facet"][key])
        if report["facets"][key] is True
        else f"{phrases()['facet'][key]}: {name(str(report['facets'][key]))}"
        for key in _FACETS
        if report["facets"].get(key) not in _PLAIN_FACETS
    ]
    yield from wrap("; ".join(facets), width)
    for assumption in report.get("assumptions", ()):
        said = phrases()["assumption"].get(assumption, assumption)
        yield from wrap(f"{phrases()['page']['assumed']}: {said}", width)


def level(report: Data, width: int, style: Style) -> Iterator[str]:
    """The rung with its sentence, the ladder, and why."""
    spectrum = report["spectrum"]
    rung, at_most = spectrum["level"], spectrum["at_most"]
    words = phrases()
    if report["subject"]["kind"] == "dataset":
        yield from wrap(words["text"]["dataset"], width, style=style, role="title")
        return
    label = words["level"][rung]
    said = f"{label['label'].upper()}: {label['sentence']}"
    if report["facets"].get("set") and at_most != rung:
        most = words["level"][at_most]["label"].upper()
        said = words["text"]["set_interval"].format(low=label["label"].upper(), high=most)
    yield from wrap(said, width, style=style, role=rung)
    yield from ladder(rung, at_most, width, named=not report["facets"].get("set"))
    own = spectrum.get("own_level")
    if own and own != rung:
        yield from wrap(words["page"]["own_level"].format(level=words["level"][own]["label"]), width)
    for reason in spectrum.get("because", ())[:5]:
        yield from wrap(f"- {reason}", width, hang=2)
    if report["subject"]["source"] == "local" and rung == "unknown" and "the weights" in spectrum["missing_for_next"]:
        yield from wrap(words["text"]["no_weights_here"], width)


def ladder(rung: str, at_most: str, width: int, *, named: bool = True) -> Iterator[str]:
    """The seven rungs on one line, the proven level and the interval up to what is not excluded below it."""
    if rung not in RUNGS and at_most not in RUNGS:
        return
    cell = (width - 1) // len(RUNGS)
    names = _SHORT if cell > 10 else _NARROW
    low = RUNGS.index(rung) if rung in RUNGS else -1
    high = RUNGS.index(at_most) if at_most in RUNGS else low
    yield ""
    yield "".join(title.center(cell) for title in names).rstrip()
    marks = []
    for number in range(len(RUNGS)):
        if number == low:
            mark = "[#]"
        elif number == high and high > low:
            mark = "(?)" if named else "[#]"
        else:
            mark = " . "
        fill = "-" if low <= number <= high and high > low >= 0 else " "
        left = fill if number > low else " "
        right = fill if number < high else " "
        side = (cell - 3) // 2
        marks.append(left * side + mark + right * (cell - 3 - side))
    yield "".join(marks).rstrip()
    if high > low and named:
        page, most = phrases()["page"], phrases()["level"][at_most]["label"]
        legend = f"[#] {page['proven']}   " if low >= 0 else ""
        yield from wrap(f"{legend}(?) {page['at_most']}, {page['not_excluded']}: {most}", width)


def commercial(report: Data, width: int, style: Style) -> Iterator[str]:
    """The question that is asked first, with its conditions in short; May I …? says where they stand."""
    use = report["uses"].get("commercial")
    if use is None:
        return
    answer = use["answer"]
    said = f"{MARK[answer]} {phrases()['use']['commercial']}: {phrases()['answer'][answer]}"
    yield from wrap(said, width, hang=2, style=style, role=f"answer-{answer}")
    conditions = list(dict.fromkeys(PLACE.sub("", c) for c in use["conditions"]))
    for condition in conditions[:_CONDITIONS_SHOWN]:
        yield from wrap(f"- {condition}", width, indent=4, hang=2)
    if len(conditions) > _CONDITIONS_SHOWN:
        yield from wrap(f"… and {len(conditions) - _CONDITIONS_SHOWN} more", width, indent=4)


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
        parts = list(dict.fromkeys(phrases()["component"].get(e["applies_to"], e["applies_to"]) for e in entries))
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
    yield from list(told)[:3]
    if len(told) > 3:
        yield f"{len(told) - 3} more places"
    handed = [e["from"] for e in entries if e["basis"] == "inherited"]
    if handed:
        yield phrases()["page"]["inherited"].format(base=both(handed))
    yield f"proof {own[0]['grade'] if own else entries[0]['grade']}"


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


def decision(report: Data, width: int, style: Style) -> Iterator[str]:
    """The verdict with its policy and reasons, and what was waived."""
    made = report["decision"]
    said = f"{_verdict(made)}: {'; '.join(made['reasons'][:6])}"
    yield from wrap(said, width, hang=2, style=style, role=f"verdict-{made['verdict']}")
    for waived in made["waived"]:
        yield from wrap(f"{phrases()['page']['waived']}: {waived}", width, indent=2, hang=2)
    for note in made["notes"]:
        yield from wrap(note, width, indent=2, hang=2)


def closing(report: Data, width: int, style: Style) -> Iterator[str]:
    """The verdict again, without its reasons: the last line is what a terminal still shows."""
    made = report["decision"]
    yield from wrap(_verdict(made), width, hang=2, style=style, role=f"verdict-{made['verdict']}")


def _verdict(made: Data) -> str:
    words = phrases()
    verdict, policy = words["verdict"][made["verdict"]], name(made["policy"])
    return f"{words['heading']['decision']}: {verdict} {words['page']['by_policy']} {policy}"
