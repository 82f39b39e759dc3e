"""The lineage of one report as an SVG drawing, with a text alternative."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from openness.render.related import related
from openness.render.safe import shorten

Data = Mapping[str, Any]
_WIDTH, _HEIGHT, _ROW, _INDENT = 470, 44, 58, 28
MAX_BOXES = 40


def lineage_svg(report: Data, words: Data) -> str:
    """SVG text: the subject on top, its ancestors below, each with relation and licenses. All text is escaped."""
    boxes = list(_boxes(report, words))
    cut = len(boxes) > MAX_BOXES
    boxes = boxes[:MAX_BOXES]
    depth = max(level for level, *_ in boxes)
    width = _WIDTH + depth * _INDENT + 4
    height = len(boxes) * _ROW - (_ROW - _HEIGHT) + 4 + (18 if cut else 0)
    told = "; ".join(f"{shorten(name, 80)} ({shorten(about, 120)})" for _, name, about, _ in boxes[1:8])
    label = escape(
        words["page"]["lineage_of"].format(name=shorten(report["subject"]["id"], 80)) + f": {told}", quote=True
    )
    parts = [
        (
            f'<svg class="lineage" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
            f'aria-label="{label}" xmlns="http://www.w3.org/2000/svg">'
        )
    ]
    last_at: dict[int, int] = {}
    for number, (level, name, about, declared) in enumerate(boxes):
        x, y = 2 + level * _INDENT, 2 + number * _ROW
        if level:
            parent = last_at[level - 1]
            px, py = 2 + (level - 1) * _INDENT + 14, 2 + parent * _ROW + _HEIGHT
            parts.append(f'<path class="edge" d="M{px} {py} V{y + _HEIGHT // 2} H{x}"/>')
        last_at[level] = number
        dash = "" if declared else ' stroke-dasharray="5 4"'
        parts.append(f'<rect class="box" x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="6"{dash}/>')
        parts.append(f'<text class="name" x="{x + 10}" y="{y + 18}">{escape(shorten(name, 60))}</text>')
        parts.append(f'<text class="about" x="{x + 10}" y="{y + 35}">{escape(shorten(about, 76))}</text>')
    if cut:
        parts.append(f'<text class="about" x="2" y="{height - 4}">{escape(words["page"]["more_ancestors"])}</text>')
    parts.append("</svg>")
    return "".join(parts)


def _boxes(report: Data, words: Data) -> Iterator[tuple[int, str, str, bool]]:
    own = ", ".join(
        dict.fromkeys(
            m["name"] for m in report["licenses"] if m["basis"] != "inherited" and m["applies_to"] == "weights"
        )
    )
    yield 0, report["subject"]["id"], own or words["page"]["no_own_license"], True
    yield from _below(related(report["lineage"]), 1, words)


def _below(bases: Any, level: int, words: Data) -> Iterator[tuple[int, str, str, bool]]:
    for base in bases:
        licenses = ", ".join(base["licenses"]) or words["page"]["license_unknown"]
        relation = words["relation"].get(base["relation"], base["relation"])
        basis = words["basis"].get(base["basis"], base["basis"])
        yield level, base["id"], f"{relation}, {basis}; {licenses}", base["basis"] == "declared"
        yield from _below(related(base), level + 1, words)
