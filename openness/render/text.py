"""One report of the machine interface → text for people. Loads nothing heavy: a registry answer is printed with it.

The first screen answers: which level, may I use it commercially, under which licenses, what must I do, what does the
policy say. The rest is the proof.
"""

import textwrap
from collections.abc import Iterator, Sequence

from openness.render import text_head, text_licenses, text_terms, text_uses
from openness.render.clause_names import limits
from openness.render.phrases import phrases
from openness.render.related import related
from openness.render.safe import shorten
from openness.render.said import UNKNOWN, level_words, standing
from openness.render.text_lines import Data, Style, both, heading, name, proof, unstyled, wrap

__all__ = ["render_footer", "render_overview", "render_report", "unstyled"]

_TREE_LINES = 24  # ancestors drawn without --verbose
_DATASETS = 8
_MISSING = 8
_GAPS = 12
_ROW = 60  # columns that a row of the overview needs
_CONFLICT_QUOTE = 200  # characters
_OPENING = 70  # of a license text: its title
_RUBRICS_APART = ("spectrum", "uses")  # they have sections of their own


def render_report(
    report: Data, *, width: int = 80, style: Style = unstyled, verbose: bool = False, brief: bool = False
) -> str:
    """The report as text of at most `width` columns; brief: what is decided and what is due, without the proof."""
    parts = [
        [
            *text_head.subject(report, width, style),
            "",
            *text_head.level(report, width, style),
            "",
            *text_head.commercial(report, width, style, rest="--verbose" if brief else text_head.heading("uses")),
            *text_head.conflicts(report, width, style),
            *text_head.decision(report, width, style),
        ],
        list(text_licenses.licenses(report, width, style)),
        list(text_terms.obligations(report, width, style)),
        list(_conflicts(report, width, style)),
    ]
    if brief:
        parts.append(list(wrap(phrases()["text"]["brief"], width)))
    else:
        parts += [
            list(text_uses.uses(report, width, style, verbose=verbose)),
            list(text_terms.terms(report, width, style, verbose=verbose)),
            list(_lineage(report, width, style, verbose=verbose)),
            list(_missing(report, width, style, verbose=verbose)),
            list(_gaps(report, width, style, verbose=verbose)),
            list(_rubrics(report, width, style)),
            list(text_head.closing(report, width, style)),
        ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def render_overview(document: Data, *, width: int = 80, style: Style = unstyled) -> str:
    """One line a target, for runs over several: what the reports below say in full."""
    words = phrases()
    if width < _ROW:
        return "".join(_stacked(report, width, style) for report in document["reports"])
    rows = [(r["subject"]["id"], _level(r), r["uses"], r["decision"]["verdict"]) for r in document["reports"]]
    rung = 24 if width >= 76 else 18  # columns of the level
    longest = max(len(shorten(subject, width)) for subject, *_ in rows)
    cell = max(10, min(longest, width - rung - 31))
    titles = [str(words["column"][key]) for key in ("subject", "level", "commercial", "decision")]
    lines = [f"{titles[0]:<{cell}}  {titles[1]:<{rung}}  {titles[2]:<14} {titles[3]}"]
    for subject, level, uses, verdict in rows:
        answer = (uses.get("commercial") or {}).get("answer", "unknown")
        line = (
            f"{shorten(subject, cell):<{cell}}  {shorten(level, rung):<{rung}}  {text_head.MARK[answer]} {answer:<12}"
        )
        lines.append(f"{line} {style(words['verdict'][verdict], f'verdict-{verdict}')}")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _stacked(report: Data, width: int, style: Style) -> str:
    """A target on lines of its own, for a window that is too narrow for columns."""
    words, verdict = phrases(), report["decision"]["verdict"]
    use = report["uses"].get("commercial", UNKNOWN)
    lines = [
        style(shorten(report["subject"]["id"], width), "title"),
        *wrap(_level(report), width, indent=2),
        *wrap(f"{text_head.MARK[use['answer']]} {words['column']['commercial']}: {use['answer']}", width, indent=2),
        *wrap(words["verdict"][verdict], width, indent=2, style=style, role=f"verdict-{verdict}"),
    ]
    return "\n".join(lines) + "\n"


def _level(report: Data) -> str:
    """The level in few words; an ellipsis where a higher one is not excluded."""
    spectrum = report["spectrum"]
    more = " …" if spectrum["at_most"] != spectrum["level"] and report["subject"]["kind"] != "dataset" else ""
    return level_words(report, phrases())["label"] + more


def render_footer(document: Data, *, width: int = 80) -> str:
    """What is said once per run: versions, what was not checked, and that this is not legal advice."""
    tool = document["tool"]
    text = (
        f"openness {tool['version']}, knowledge {tool['knowledge']}. {document['notice']} "
        f"{phrases()['page']['not_checked']}: {', '.join(document['not_checked'])}."
    )
    return "\n".join(textwrap.wrap(text, width)) + "\n"


def _conflicts(report: Data, width: int, style: Style) -> Iterator[str]:
    if not report["conflicts"]:
        return
    yield heading("conflicts", style)
    words = phrases()
    shown: set[str] = set()
    for entry in sorted(report["conflicts"], key=lambda entry: str(entry["strength"])):
        label = words["conflict"].get(entry["kind"], entry["kind"])
        said = f"! {label} ({words['strength'].get(entry['strength'], entry['strength'])}): {entry['explanation']}"
        yield from wrap(said, width, indent=2, hang=2, style=style, role="conflict")
        for key in entry["evidence"][:3]:
            item = report["evidence"].get(key)
            if item is not None and key not in shown:
                limit = _OPENING if item["kind"] == "license-text" else _CONFLICT_QUOTE
                yield from wrap(proof(key, item, limit), width, indent=6, hang=2)
                shown.add(key)
        if entry.get("remedy"):
            yield from wrap(f"{words['page']['what_to_do']}: {entry['remedy']}", width, indent=4, hang=2)


def _lineage(report: Data, width: int, style: Style, *, verbose: bool) -> Iterator[str]:
    bases, datasets = related(report["lineage"]), report["lineage"]["datasets"]
    if not bases and not datasets:
        return
    yield heading("lineage", style)
    lines = list(_tree(bases, width, 2))
    limit = len(lines) if verbose else _TREE_LINES
    yield from lines[:limit]
    if len(lines) > limit:
        yield f"  … {len(lines) - limit} more lines; --verbose shows all"
    alike: dict[str, list[str]] = {}
    for dataset in datasets:
        state = () if dataset["state"] == "unknown" else (dataset["state"],)
        alike.setdefault("; ".join((dataset["basis"], *dataset["licenses"], *state)), []).append(dataset["id"])
    for said, names in alike.items():
        yield from wrap(f"data: {both(names, len(names) if verbose else _DATASETS)} ({said})", width, indent=2, hang=2)


def _tree(bases: Sequence[Data], width: int, indent: int) -> Iterator[str]:
    words = phrases()
    for base in bases:
        licenses = both(base["licenses"]) or words["page"]["license_unknown"]
        relation = words["relation"].get(base["relation"], base["relation"])
        said = f"<- {name(base['id'])} ({relation}, {base['basis']}; {licenses})"
        deep = min(indent, width // 2)
        yield from wrap(said, width, indent=deep, hang=3)
        yield from _tree(related(base), width, indent + 3)


def _missing(report: Data, width: int, style: Style, *, verbose: bool) -> Iterator[str]:
    missing = report["spectrum"]["missing_for_next"]
    if not missing:
        return
    yield heading("missing", style)
    because = report["spectrum"]["because"]
    said = dict.fromkeys(_short(entry, because) for entry in missing)
    for entry in list(said)[: None if verbose else _MISSING]:
        yield from wrap(f"- {entry}", width, indent=2, hang=2)


def _short(entry: str, because: Sequence[str]) -> str:
    """What is missing; clauses and ancestors that the reasons at the top have named are not listed again."""
    if entry in because:
        return str(phrases()["text"]["as_above"])
    return str(phrases()["text"]["terms_without"]) if limits(entry) else entry


def _gaps(report: Data, width: int, style: Style, *, verbose: bool) -> Iterator[str]:
    gaps = report["gaps"]
    if not gaps:
        return
    yield heading("gaps", style)
    limit = len(gaps) if verbose else _GAPS
    for gap in gaps[:limit]:
        yield from wrap(f"? {_gap(gap)}", width, indent=2, hang=2)
    if len(gaps) > limit:
        yield f"  … and {len(gaps) - limit} more; --verbose shows all"


def _gap(gap: Data) -> str:
    """What is not known and why; a name that the reason begins with is not said twice."""
    what = name(gap["what"])
    subject = what.rpartition(" ")[2]
    if subject != what and gap["why"].startswith(f"{subject} "):
        return what + str(gap["why"]).removeprefix(subject)
    return f"{what}: {gap['why']}"


def _rubrics(report: Data, width: int, style: Style) -> Iterator[str]:
    rubrics: Data = report["rubrics"]
    shown = [rubric for rubric in rubrics if rubric not in _RUBRICS_APART]
    if not shown or report["subject"]["kind"] == "dataset":  # they are made for models
        return
    yield heading("rubrics", style)
    cell = max(len(rubric) for rubric in shown)
    for rubric in shown:
        yield from wrap(f"{rubric:<{cell}}  {_standing(rubrics[rubric])}", width, indent=2, hang=cell + 2)
    yield from wrap(phrases()["text"]["explain"], width, indent=2)


def _standing(rubric: Data) -> str:
    """Outcome, class or score, and how many criteria are open."""
    words = phrases()
    said = standing(rubric, words)
    outcomes = [criterion["outcome"] for criterion in rubric["criteria"]]
    failed, unknown = sum(o in ("unmet", "partly", "error") for o in outcomes), outcomes.count("unknown")
    counts = [f"{count} {words['outcome'][kind]}" for count, kind in ((failed, "unmet"), (unknown, "unknown")) if count]
    return f"{said}; of {len(outcomes)}: {', '.join(counts)}" if counts else said
