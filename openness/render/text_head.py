"""The first screen of a report: subject, level with the ladder, deciding words, commercial use, conflicts, decision."""

from collections.abc import Iterator

from openness.render.clause_names import reason
from openness.render.conditions import short
from openness.render.phrases import phrases, rungs
from openness.render.quotes import deciding
from openness.render.safe import shorten
from openness.render.said import answer_label, facet_value, level_words, told_assumptions
from openness.render.text_lines import Data, Style, name, proof, wrap

MARK = {"yes": "+", "conditional": "~", "no": "x", "unknown": "?"}
_NARROW = ("closed", "no lic.", "resrch", "restr", "open", "OSAI", "scien.")
_SHORT = ("closed", "no license", "research", "restricted", "open", "OSAI", "science")
_FACETS = ("gated", "availability", "adapter_only", "governance", "provider", "granted_by")
_PLAIN_FACETS = (None, False, "", "none", "unknown", "present", "assumed")  # nothing to remark on
_CONDITIONS_SHOWN = 5
_REASONS_SHOWN = 5
_WORDS_SHOWN = 2  # deciding passages
_QUOTE = 200  # characters of a deciding passage
_CELL = 8  # columns that a rung needs for its name


def subject(report: Data, width: int, style: Style) -> Iterator[str]:
    """Who is judged, from where, and under which assumptions."""
    about = report["subject"]
    yield style(shorten(about["id"], width), "title")
    revision = f" at {about['revision'][:12]}" if about.get("revision") else ""
    kind, source = phrases()["kind"].get(about["kind"], about["kind"]), phrases()["source"].get(about["source"], "")
    yield from wrap(f"{kind}{revision}, {source}; {phrases()['page']['as_of']} {report['as_of']}", width)
    for gap in report["gaps"]:
        if gap["what"] == about["id"]:  # doubt about who the subject is comes first
            yield from wrap(f"! {gap['why']}", width, hang=2, style=style, role="conflict")
    facets = [
        str(phrases()["facet"][key])
        if report["facets"][key] is True
        else f"{phrases()['facet'][key]}: {name(facet_value(report['facets'][key], phrases()))}"
        for key in _FACETS
        if report["facets"].get(key) not in _PLAIN_FACETS
    ]
    yield from wrap("; ".join(facets), width)
    for assumption in told_assumptions(report):
        said = phrases()["assumption"].get(assumption, assumption)
        yield from wrap(f"{phrases()['page']['assumed']}: {said}", width)


def level(report: Data, width: int, style: Style) -> Iterator[str]:
    """The rung with its sentence, the ladder, why, and the words that decide."""
    spectrum = report["spectrum"]
    rung, at_most = spectrum["level"], spectrum["at_most"]
    words = phrases()
    label = level_words(report, words)
    if report["subject"]["kind"] == "dataset":
        yield from wrap(f"{label['label'].upper()}: {label['sentence']}", width, style=style, role="title")
        return
    said = f"{label['label'].upper()}: {label['sentence']}"
    if report["facets"].get("set") and at_most != rung:
        most = words["level"][at_most]["label"].upper()
        said = words["text"]["set_interval"].format(low=label["label"].upper(), high=most)
    yield from wrap(said, width, style=style, role=rung)
    yield from ladder(rung, at_most, width, named=not report["facets"].get("set"))
    own = spectrum.get("own_level")
    if own and own != rung:
        yield from wrap(words["page"]["own_level"].format(level=words["level"][own]["label"]), width)
    for because in spectrum.get("because", ())[:_REASONS_SHOWN]:
        yield from wrap(f"- {reason(because)}", width, hang=2)
    for key in deciding(report)[:_WORDS_SHOWN]:
        yield from wrap(proof(key, report["evidence"][key], _QUOTE), width, indent=4, hang=2)
    if report["subject"]["source"] == "local" and rung == "unknown" and "the weights" in spectrum["missing_for_next"]:
        yield from wrap(words["text"]["no_weights_here"], width)


def ladder(rung: str, at_most: str, width: int, *, named: bool = True) -> Iterator[str]:
    """The seven rungs on one line, the proven level and the interval up to what is not excluded below it."""
    order = rungs()
    cell = (width - 1) // len(order)
    if rung not in order and at_most not in order:
        return
    if cell < _CELL:
        if at_most != rung and named:
            page, most = phrases()["page"], phrases()["level"][at_most]["label"]
            yield from wrap(f"{page['at_most']}, {page['not_excluded']}: {most}", width)
        return
    names = _SHORT if cell > 10 else _NARROW
    low = order.index(rung) if rung in order else -1
    high = order.index(at_most) if at_most in order else low
    yield ""
    yield "".join(title.center(cell) for title in names).rstrip()
    marks = []
    for number in range(len(order)):
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


def commercial(report: Data, width: int, style: Style, *, rest: str) -> Iterator[str]:
    """The question that is asked first, with its conditions in short; `rest` says where the others stand."""
    use = report["uses"].get("commercial")
    if use is None:
        return
    answer = use["answer"]
    conditions = list(dict.fromkeys(map(short, use["conditions"])))
    observe = (
        f"; {phrases()['text']['observe']}:"
        if answer == "yes" and conditions and not report["facets"].get("set")
        else ""
    )
    said = f"{MARK[answer]} {phrases()['use']['commercial']}: {answer_label(report, use, phrases())}{observe}"
    yield from wrap(said, width, hang=2, style=style, role=f"answer-{answer}")
    for condition in conditions[:_CONDITIONS_SHOWN]:
        yield from wrap(f"- {condition}", width, indent=4, hang=2)
    if len(conditions) > _CONDITIONS_SHOWN:
        yield from wrap(f"… and {len(conditions) - _CONDITIONS_SHOWN} more, see {rest}", width, indent=4)


def conflicts(report: Data, width: int, style: Style) -> Iterator[str]:
    """That sources contradict each other, and how: told before the decision, since it often explains it."""
    kinds: dict[str, None] = {}
    for entry in sorted(report["conflicts"], key=lambda entry: str(entry["strength"])):
        if entry["kind"] == "multi-license":
            continue  # a license for each part is no contradiction
        strength = phrases()["strength"].get(entry["strength"], entry["strength"])
        kinds.setdefault(f"{phrases()['conflict'].get(entry['kind'], entry['kind'])} ({strength})")
    if kinds:
        yield from wrap(f"! {heading('conflicts')}: {', '.join(kinds)}", width, hang=2, style=style, role="conflict")


def decision(report: Data, width: int, style: Style) -> Iterator[str]:
    """The verdict with its policy and reasons, and what was waived."""
    made = report["decision"]
    level_ = report["spectrum"]["level"]
    said = f"{_verdict(made)}: {'; '.join(_unexplained(why, level_) for why in made['reasons'][:6])}"
    yield from wrap(said, width, hang=2, style=style, role=f"verdict-{made['verdict']}")
    for waived in made["waived"]:
        yield from wrap(f"{phrases()['page']['waived']}: {waived}", width, indent=2, hang=2)
    for note in made["notes"]:
        yield from wrap(note, width, indent=2, hang=2)


def _unexplained(why: str, level_: str) -> str:
    """A reason without what the level means: that stands at the ladder."""
    policy = why.partition("; the policy ")[2]
    return f"{level_}: the policy {policy}" if policy and why.startswith(f"{level_}: ") else why


def closing(report: Data, width: int, style: Style) -> Iterator[str]:
    """The verdict again, without its reasons: the last line is what a terminal still shows."""
    made = report["decision"]
    yield from wrap(_verdict(made), width, hang=2, style=style, role=f"verdict-{made['verdict']}")


def heading(key: str) -> str:
    """The words of a heading, as they are named in a sentence."""
    return str(phrases()["heading"][key])


def _verdict(made: Data) -> str:
    words = phrases()
    verdict, policy = words["verdict"][made["verdict"]], name(made["policy"])
    return f"{words['heading']['decision']}: {verdict} {words['page']['by_policy']} {policy}"
