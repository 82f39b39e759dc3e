"""Several reports side by side, criterion by criterion: for the terminal, as Markdown, as JSON."""

from collections.abc import Mapping, Sequence
from typing import Any

from openness.render.phrases import phrases, use_label
from openness.render.safe import shorten

Data = Mapping[str, Any]
Rows = list[tuple[str, list[str]]]  # label, one cell a model; a row without cells is a heading

_HIDDEN = ("spectrum", "uses")
_NOTHING = "?"


def compare_rows(reports: Sequence[Data], *, differences: bool = False) -> Rows:
    """The table: level, practice, uses, rubrics and criteria; with `differences`, only rows that differ."""
    rows: Rows = [("Spectrum", [])]
    rows.append(("level", [r["spectrum"]["level"] for r in reports]))
    rows.append(("at most", [r["spectrum"]["at_most"] for r in reports]))
    rows.append(("licenses", [_licenses(r) for r in reports]))
    rows.append(("gated", [str(r["facets"].get("gated") or "?") for r in reports]))
    rows.append(("decision", [r["decision"]["verdict"] for r in reports]))
    rows.append(("governance", [str(r["facets"].get("governance") or "?") for r in reports]))
    rows.append(("In practice", []))
    practice = [r["facets"].get("in_practice") or {} for r in reports]
    for key in _keys(practice):
        rows.append((key, [str((p.get(key) or {}).get("answer", "?")) for p in practice]))
    rows.append((phrases()["heading"]["uses"], []))
    for key in _keys([r["uses"] for r in reports]):
        rows.append((use_label(key, phrases()), [str((r["uses"].get(key) or {}).get("answer", "?")) for r in reports]))
    for rubric in _keys([r["rubrics"] for r in reports]):
        if rubric in _HIDDEN:
            continue
        rows.append((rubric, []))
        rows.append(("outcome", [_outcome(r["rubrics"].get(rubric)) for r in reports]))
        answers = [_criteria(r["rubrics"].get(rubric)) for r in reports]
        rows += [(key, [a.get(key, "?") for a in answers]) for key in _keys(answers)]
    return _differing(rows) if differences else rows


def render_text(reports: Sequence[Data], *, width: int = 100, differences: bool = False) -> str:
    """The comparison in columns; cells are cut, never wrapped, so that rows stay rows."""
    rows = compare_rows(reports, differences=differences)
    label_width = min(40, max([len(_label(label)) + 2 for label, _ in rows] + [10]))
    cell = max(12, (width - label_width) // max(1, len(reports)) - 1)
    names = [shorten(r["subject"]["id"], cell) for r in reports]
    lines = [_line("", names, label_width, cell), "-" * min(width, label_width + (cell + 1) * len(names))]
    for label, cells in rows:
        if cells:
            lines.append(_line(f"  {_label(label)}", [_word(c) for c in cells], label_width, cell))
        else:
            lines += ["", label]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def render_markdown(reports: Sequence[Data], *, differences: bool = False) -> str:
    """The comparison as one Markdown table."""
    head = " | ".join(["", *(_cell(r["subject"]["id"]) for r in reports)])
    lines = [f"|{head} |", f"|{' --- |' * (len(reports) + 1)}"]
    for label, cells in compare_rows(reports, differences=differences):
        shown = cells or [""] * len(reports)
        name = _cell(_label(label)) if cells else f"**{_cell(label)}**"
        lines.append(f"| {name} | {' | '.join(_cell(_word(c)) for c in shown)} |")
    return "\n".join(lines) + "\n"


def document(reports: Sequence[Data], *, differences: bool = False) -> dict[str, Any]:
    """The comparison for machines: sections of rows, one value a model."""
    sections: list[dict[str, Any]] = []
    for label, cells in compare_rows(reports, differences=differences):
        if not cells:
            sections.append({"section": label, "rows": []})
        else:
            sections[-1]["rows"].append({"what": label, "values": cells})
    return {"schema": "openness.compare/1", "models": [r["subject"]["id"] for r in reports], "sections": sections}


def _label(label: str) -> str:
    """The question behind an id of the practice rows; every other label as it is."""
    return str(phrases()["practice"].get(label, label))


def _word(cell: str) -> str:
    """An outcome or answer in words; names, levels and figures as they are."""
    words = phrases()
    if cell in words["outcome"]:
        return str(words["outcome"][cell])
    return str(
        words["verdict"].get(cell) or {"limited": "partly", _NOTHING: words["outcome"]["unknown"]}.get(cell, cell)
    )


def _line(label: str, cells: Sequence[str], label_width: int, cell: int) -> str:
    return shorten(label.strip(), label_width - 3).join(["  " if label.startswith("  ") else "", ""]).ljust(
        label_width
    ) + " ".join(shorten(c, cell).ljust(cell) for c in cells)


def _cell(text: str) -> str:
    return shorten(text, 120).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def _licenses(report: Data) -> str:
    found = [m["spdx"] or m["id"] for m in report["licenses"] if m["applies_to"] in ("weights", "unclear")]
    return ", ".join(dict.fromkeys(found)) or "none found"


def _keys(tables: Sequence[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(key for table in tables for key in table))


def _outcome(rubric: Data | None) -> str:
    if rubric is None:
        return "?"
    if "class" in rubric:
        return f"class {rubric['class']}" if rubric["class"] else "no class"
    if rubric.get("score") is not None:
        return f"{rubric['score']:.2f}"
    return str(rubric["outcome"])


def _criteria(rubric: Data | None) -> dict[str, str]:
    return {c["id"]: str(c["outcome"]) for c in rubric["criteria"]} if rubric is not None else {}


def _differing(rows: Rows) -> Rows:
    """Rows whose cells differ, and the headings that keep one."""
    kept: Rows = []
    for label, cells in rows:
        if not cells:
            if kept and not kept[-1][1]:
                kept.pop()
            kept.append((label, []))
        elif len(set(cells)) > 1:
            kept.append((label, cells))
    if kept and not kept[-1][1]:
        kept.pop()
    return kept
