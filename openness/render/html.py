"""The document of the machine interface → one self-contained HTML file that stands on its own a year later."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from openness.render.lineage_svg import lineage_svg
from openness.render.phrases import phrases
from openness.render.safe import plain

Data = Mapping[str, Any]
RUNGS = (
    "closed",
    "unlicensed-weights",
    "research-weights",
    "restricted-weights",
    "open-weights",
    "open-source-ai",
    "open-science",
)
QUOTE_LIMIT = 900  # characters of one quote; the offsets name the rest
FINDINGS_LIMIT = 60  # of one model
CRITERIA_SHOWN = ("osaid-1.0", "mof-1.0", "osd", "eu-ai-act-art53", "osai-index", "openness-2023")


def render(document: Data, language: str = "en") -> str:
    """HTML text without any external request; every value from a card is escaped by the template engine."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("openness.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_visible,
    )
    environment.filters["plain"] = lambda value: plain(str(value))
    environment.filters["quote"] = _quote
    environment.filters["safe_url"] = _safe_url
    return environment.get_template("report.html").render(
        document=document,
        words=phrases(language),
        rungs=RUNGS,
        language="en" if language == "en" else language,
        reports=[_prepared(report, number) for number, report in enumerate(document["reports"], 1)],
        levels=_counts(document),
        verdicts=Counter(r["decision"]["verdict"] for r in document["reports"]),
        many=len(document["reports"]) > 12,
    )


def _prepared(report: Data, number: int) -> dict[str, Any]:
    level, at_most = report["spectrum"]["level"], report["spectrum"]["at_most"]
    low = RUNGS.index(level) if level in RUNGS else -1
    high = max(low, RUNGS.index(at_most) if at_most in RUNGS else low)
    order = {"restriction": 0, "condition": 1, "obligation": 2, "protection": 3, "grant": 4}
    findings = sorted(report["findings"], key=lambda f: order.get(f["polarity"], 9))
    return {
        **report,
        "anchor": f"m{number}",
        "low": low,
        "high": high,
        "findings": findings[:FINDINGS_LIMIT],
        "findings_cut": max(0, len(findings) - FINDINGS_LIMIT),
        "shown_rubrics": {name: report["rubrics"][name] for name in CRITERIA_SHOWN if name in report["rubrics"]},
        "svg": lineage_svg(report) if report["lineage"]["bases"] else "",
        "commercial": report["uses"].get("commercial", {"answer": "unknown", "conditions": []}),
        "notices": [o for o in report["obligations"] if o["notice"]],
    }


def _counts(document: Data) -> list[tuple[str, int]]:
    found = Counter(r["spectrum"]["level"] for r in document["reports"])
    return [(level, found[level]) for level in (*RUNGS, "unknown") if found[level] or level != "unknown"]


def _visible(value: object) -> object:
    """Every value that a template prints, without control characters; markup of our own passes."""
    return plain(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _quote(text: str) -> str:
    shown = plain(text.replace("\n", " "))
    return shown if len(shown) <= QUOTE_LIMIT else shown[:QUOTE_LIMIT].rstrip() + " …"


def _safe_url(url: str | None) -> str:
    """The address if it is a web link, else nothing: no javascript:, no data:."""
    return url if url and url.startswith(("https://", "http://")) else ""
