"""One report of the machine interface → text for people. Loads nothing heavy: a registry answer is printed with it."""

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from openness.render.phrases import phrases
from openness.render.safe import plain, shorten

Data = Mapping[str, Any]
Style = Callable[[str, str], str]  # (text, role) -> text

RUNGS = (
    "closed",
    "unlicensed-weights",
    "research-weights",
    "restricted-weights",
    "open-weights",
    "open-source-ai",
    "open-science",
)
_NARROW = ("closed", "no lic.", "resrch", "restr", "open", "OSAI", "scien.")
_SHORT = ("closed", "no license", "research", "restricted", "open", "OSAI", "science")
_MARK = {"yes": "+", "conditional": "~", "no": "x", "unknown": "?"}
_ORDER = {"restriction": 0, "condition": 1, "obligation": 2, "protection": 3, "grant": 4}
_QUOTES_SHOWN = 14
_USES_FIRST = ("commercial", "hosted-service", "embed-in-product", "fine-tune", "redistribute", "train-on-outputs")


def unstyled(text: str, _role: str) -> str:
    """Text as it is."""
    return text


def render_report(report: Data, *, width: int = 80, style: Style = unstyled, verbose: bool = False) -> str:
    """The report as text of at most `width` columns."""
    parts = [
        list(_head(report, width, style)),
        list(_uses(report, width, style, verbose)),
        list(_licenses(report, width, style)),
        list(_findings(report, width, style, verbose)),
        list(_obligations(report, width, style)),
        list(_lineage(report, width, style)),
        list(_conflicts(report, width, style)),
        list(_rubrics(report, width, style)),
        list(_missing(report, width, style)),
        list(_gaps(report, width, style)),
        list(_decision(report, width, style)),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def render_footer(document: Data, *, width: int = 80) -> str:
    """What is said once per run: versions, what was not checked, and that this is not legal advice."""
    tool = document["tool"]
    text = (
        f"openness {tool['version']}, knowledge {tool['knowledge']}. {document['notice']} "
        f"Not checked: {', '.join(document['not_checked'])}."
    )
    return "\n".join(textwrap.wrap(text, width)) + "\n"


def _head(report: Data, width: int, style: Style) -> Iterator[str]:
    subject, spectrum = report["subject"], report["spectrum"]
    level, at_most = spectrum["level"], spectrum["at_most"]
    yield style(shorten(subject["id"], width), "title")
    where = {
        "hub": "read from the Hub",
        "cache": "read from the local cache, not checked against the Hub",
        "local": "read from a local folder",
        "registry": "answered from the embedded registry, no network used",
    }.get(subject["source"], subject["source"])
    revision = f" at {subject['revision'][:12]}" if subject.get("revision") else ""
    yield from _wrap(f"{subject['kind']}{revision}, {where}; as of {report['as_of']}", width)
    for assumption in report.get("assumptions", ()):
        yield from _wrap(f"assumed: {phrases()['assumption'].get(assumption, assumption)}", width)
    yield ""
    label = phrases()["level"][level]
    yield from _wrap(f"{label['label'].upper()}: {label['sentence']}", width, style=style, role=level)
    yield from _ladder(level, at_most, width)
    own = spectrum.get("own_level")
    if own and own != level:
        yield from _wrap(
            f"By its own license it would be {phrases()['level'][own]['label']}; its ancestors' terms lower it.", width
        )
    for reason in spectrum.get("because", ())[:4]:
        yield from _wrap(f"- {reason}", width, hang=2)


def _ladder(level: str, at_most: str, width: int) -> Iterator[str]:
    """The seven rungs on one line, the proven level and the interval up to what is not excluded below it."""
    if level not in RUNGS and at_most not in RUNGS:
        return
    cell = (width - 1) // len(RUNGS)
    names = _SHORT if cell > 10 else _NARROW
    low = RUNGS.index(level) if level in RUNGS else -1
    high = RUNGS.index(at_most) if at_most in RUNGS else low
    yield ""
    yield "".join(name.center(cell) for name in names).rstrip()
    marks = []
    for number in range(len(RUNGS)):
        if number == low:
            mark = "[#]"
        elif number == high and high > low:
            mark = "(?)"
        else:
            mark = " . "
        fill = "-" if low <= number <= high and high > low else " "
        left = fill if number > low else " "
        right = fill if number < high else " "
        side = (cell - 3) // 2
        marks.append(left * side + mark + right * (cell - 3 - side))
    yield "".join(marks).rstrip()
    if high > low:
        yield from _wrap(f"[#] proven   (?) at most, not excluded: {phrases()['level'][at_most]['label']}", width)


def _uses(report: Data, width: int, style: Style, verbose: bool) -> Iterator[str]:
    uses: Data = report["uses"]
    if not uses:
        return
    yield _heading("uses", style)
    names = [n for n in _USES_FIRST if n in uses] + [n for n in uses if n not in _USES_FIRST]
    shown = [n for n in names if ":" not in n or verbose]
    for answer in ("no", "conditional", "unknown", "yes"):
        group = [n for n in shown if uses[n]["answer"] == answer]
        if not group:
            continue
        if answer in ("yes", "unknown"):
            text = f"{_MARK[answer]} {phrases()['answer'][answer]}: " + ", ".join(_use(n) for n in group)
            yield from _wrap(text, width, hang=2, style=style, role=f"answer-{answer}")
            continue
        for name in group:
            yield from _wrap(
                f"{_MARK[answer]} {_use(name)}: {phrases()['answer'][answer]}",
                width,
                hang=2,
                style=style,
                role=f"answer-{answer}",
            )
            for condition in uses[name]["conditions"][: None if verbose else 3]:
                yield from _wrap(f"    - {condition}", width, hang=6)


def _use(name: str) -> str:
    return str(phrases()["use"].get(name, name))


def _licenses(report: Data, width: int, style: Style) -> Iterator[str]:
    if not report["licenses"]:
        return
    yield _heading("licenses", style)
    for entry in report["licenses"]:
        spdx = f" [{entry['spdx']}]" if entry["spdx"] and entry["spdx"] != entry["name"] else ""
        origin = (
            f"inherited from {entry['from']}"
            if entry["basis"] == "inherited"
            else f"{entry['basis']} in {entry['from']}"
        )
        text = f"{entry['applies_to']}: {entry['name']}{spdx} ({origin}; proof {entry['grade']})"
        yield from _wrap(f"  {text}", width, hang=4)
        if entry["deviations"]:
            kinds = ", ".join(f"{d['kind']} at {d['path']}:{d['start']}-{d['end']}" for d in entry["deviations"][:4])
            yield from _wrap(f"    differs from the canonical text: {kinds}", width, hang=6)


def _findings(report: Data, width: int, style: Style, verbose: bool) -> Iterator[str]:
    findings: Sequence[Data] = sorted(
        report["findings"], key=lambda f: (_ORDER.get(f["polarity"], 9), bool(f["inherited_from"]))
    )
    shown = [f for f in findings if verbose or f["polarity"] in ("restriction", "condition", "obligation")]
    if not shown:
        return
    yield _heading("findings", style)
    limit = len(shown) if verbose else _QUOTES_SHOWN
    for finding in shown[:limit]:
        word = phrases()["polarity"].get(finding["polarity"], finding["polarity"])
        origin = finding["license"] or "the card"
        section = f" section {finding['section']}" if finding.get("section") else ""
        via = f", from {finding['inherited_from']}" if finding.get("inherited_from") else ""
        mark = ", contested" if finding.get("contested") else ""
        yield from _wrap(
            f"  {word} {finding['clause']} ({origin}{section}{via}{mark})",
            width,
            hang=4,
            style=style,
            role=finding["polarity"],
        )
        yield from _proof(report, finding, width)
    rest = len(findings) - min(limit, len(shown))
    if rest > 0:
        yield from _wrap(f"  … and {rest} more; --verbose shows all", width)


def _proof(report: Data, finding: Data, width: int) -> Iterator[str]:
    for evidence_id in finding["evidence"][:2]:
        item = report["evidence"].get(evidence_id)
        if item is None:
            continue
        if item["kind"] == "record-clause":
            yield from _wrap(f"    {shorten(item['quote'], 300)} (our summary, not quoted)", width, hang=4)
        else:
            place = f"{item['path']}:{item['line']}"
            yield from _wrap(f"    {place}: “{shorten(item['quote'], 280)}”", width, hang=6)


def _obligations(report: Data, width: int, style: Style) -> Iterator[str]:
    if not report["obligations"]:
        return
    yield _heading("obligations", style)
    for entry in report["obligations"]:
        notice = f" Required words: “{entry['notice']}”" if entry["notice"] else ""
        yield from _wrap(f"  - when you {entry['when']}: {entry['summary']}{notice}", width, hang=4)


def _lineage(report: Data, width: int, style: Style) -> Iterator[str]:
    bases, datasets = report["lineage"]["bases"], report["lineage"]["datasets"]
    if not bases and not datasets:
        return
    yield _heading("lineage", style)
    yield from _tree(bases, width, "  ")
    for dataset in datasets[:8]:
        licenses = f", {', '.join(dataset['licenses'])}" if dataset["licenses"] else ""
        yield from _wrap(f"  data: {dataset['id']} ({dataset['basis']}{licenses}; {dataset['state']})", width, hang=4)
    if len(datasets) > 8:
        yield f"  … and {len(datasets) - 8} more data sets"


def _tree(bases: Sequence[Data], width: int, indent: str) -> Iterator[str]:
    for base in bases:
        licenses = ", ".join(base["licenses"]) or "license not known"
        yield from _wrap(
            f"{indent}<- {base['id']} ({base['relation']}, {base['basis']}; {licenses})", width, hang=len(indent) + 3
        )
        yield from _tree(base.get("bases", ()), width, indent + "   ")


def _conflicts(report: Data, width: int, style: Style) -> Iterator[str]:
    if not report["conflicts"]:
        return
    yield _heading("conflicts", style)
    for entry in report["conflicts"]:
        yield from _wrap(
            f"  ! {entry['kind']} ({entry['strength']}): {entry['explanation']}",
            width,
            hang=4,
            style=style,
            role="conflict",
        )
        for evidence_id in entry["evidence"][:3]:
            item = report["evidence"].get(evidence_id)
            if item is not None:
                yield from _wrap(f"      {item['path']}:{item['line']}: “{shorten(item['quote'], 200)}”", width, hang=8)
        if entry.get("remedy"):
            yield from _wrap(f"      What to do: {entry['remedy']}", width, hang=6)


def _rubrics(report: Data, width: int, style: Style) -> Iterator[str]:
    rubrics: Data = report["rubrics"]
    shown = [name for name in rubrics if name not in ("spectrum", "uses")]
    if not shown:
        return
    yield _heading("rubrics", style)
    for name in shown:
        rubric = rubrics[name]
        extra = ""
        if "class" in rubric:
            extra = f", class {rubric['class'] if rubric['class'] else 'none'}"
        if "score" in rubric:
            extra = f", score {rubric['score']:.2f}"
        open_points = [c["id"] for c in rubric["criteria"] if c["outcome"] not in ("met", "not-applicable")]
        text = f"  {name}: {rubric['outcome']}{extra}"
        if open_points:
            text += f" (open: {', '.join(open_points[:5])}{' …' if len(open_points) > 5 else ''})"
        yield from _wrap(text, width, hang=4)
    yield from _wrap("  (--explain RUBRIC shows every criterion with its reason)", width)


def _missing(report: Data, width: int, style: Style) -> Iterator[str]:
    missing = report["spectrum"]["missing_for_next"]
    if not missing:
        return
    yield _heading("missing", style)
    for entry in missing[:8]:
        yield from _wrap(f"  - {entry}", width, hang=4)


def _gaps(report: Data, width: int, style: Style) -> Iterator[str]:
    if not report["gaps"]:
        return
    yield _heading("gaps", style)
    for gap in report["gaps"][:12]:
        yield from _wrap(f"  ? {gap['what']}: {gap['why']}", width, hang=4)
    if len(report["gaps"]) > 12:
        yield f"  … and {len(report['gaps']) - 12} more"


def _decision(report: Data, width: int, style: Style) -> Iterator[str]:
    decision = report["decision"]
    verdict = phrases()["verdict"][decision["verdict"]]
    reasons = "; ".join(decision["reasons"][:6])
    yield from _wrap(
        f"Decision: {verdict} by policy {decision['policy']}: {reasons}",
        width,
        hang=2,
        style=style,
        role=f"verdict-{decision['verdict']}",
    )


def _heading(key: str, style: Style) -> str:
    return style(str(phrases()["heading"][key]), "heading")


def _wrap(text: str, width: int, *, hang: int = 0, style: Style = unstyled, role: str = "plain") -> Iterator[str]:
    """Lines of at most `width` columns; the first keeps its own indent, the others hang."""
    text = plain(text)
    body = text.lstrip(" ")
    first = " " * (len(text) - len(body))
    for line in textwrap.wrap(
        body, width, initial_indent=first, subsequent_indent=" " * (hang or len(first)), break_on_hyphens=False
    ) or [""]:
        yield style(line, role)
