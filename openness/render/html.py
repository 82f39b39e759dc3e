"""The document of the machine interface → one self-contained HTML file that stands on its own a year later."""

from base64 import b64encode
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from typing import Any

from openness.render.labels import RUBRICS_SHOWN, clause_glossary, knowledge_date, record_dates, rubric_glossary
from openness.render.phrases import DEFAULT, phrases, rungs, use_label
from openness.render.safe import error_sentence, plain
from openness.render.view import DENSE, FULL, prepared, use_letters

Data = Mapping[str, Any]
OPEN_UP_TO = 12  # subjects whose sections are open when the page is opened
FULL_UP_TO = 60  # subjects whose passages are shown at full length
CHART_HEIGHT = 100  # units of the picture of the spectrum


def render(document: Data, language: str = DEFAULT) -> str:
    """HTML text without any external request; every value from a card is escaped by the template engine."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("openness.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_visible,
    )
    environment.filters["plain"] = lambda value: plain(str(value))
    environment.filters["safe_url"] = _safe_url
    environment.filters["error_sentence"] = error_sentence
    style, script = (_template(name) for name in ("report.css", "report.js"))
    words, reports = phrases(language), document["reports"]
    uses = list(dict.fromkeys(use for report in reports for use in report["uses"]))
    room = FULL if len(reports) <= FULL_UP_TO else DENSE
    views = [prepared(report, number, words, room) for number, report in enumerate(reports, 1)]
    return environment.get_template("report.html").render(
        document=document,
        words=words,
        page=words["page"],
        rungs=rungs(),
        language=language,
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        style_hash=_hash(style),
        script_hash=_hash(script),
        reports=views,
        letters=[use_letters(report, uses) for report in reports],
        uses=[(use, use_label(use, words)) for use in uses],
        chart=_chart(views),
        verdicts=Counter(r["decision"]["verdict"] for r in reports),
        questions=_questions(views, document),
        policies=sorted({(r["decision"]["policy"], r["decision"]["policy_version"]) for r in reports}),
        dates=sorted({r["as_of"] for r in reports}),
        knowledge_date=knowledge_date(document),
        record_dates=record_dates(document),
        license_index=_license_index(views),
        notice_index=_notice_index(views),
        clauses=clause_glossary((f["clause"] for r in reports for f in r["findings"]), words),
        rubrics=rubric_glossary(name for name in RUBRICS_SHOWN if any(name in r["rubrics"] for r in reports)),
        many=len(reports) > OPEN_UP_TO,
        dense=room is DENSE,
        approval=document.get("approval"),
        since=document.get("since"),
    )


def _chart(views: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A column a rung: how many are proven there, and how many lower ones are not excluded from it."""
    proven = Counter(view["spectrum"]["level"] for view in views)
    possible = Counter(
        rung for view in views for rung in rungs()[view["low"] + 1 : view["high"] + 1] if view["high"] > view["low"]
    )
    highest = max([1, *(proven[rung] + possible[rung] for rung in ("unknown", *rungs()))])
    return [
        {
            "rung": rung,
            "proven": proven[rung],
            "possible": possible[rung],
            "proven_height": round(CHART_HEIGHT * proven[rung] / highest, 1),
            "possible_height": round(CHART_HEIGHT * possible[rung] / highest, 1),
        }
        for rung in ("unknown", *rungs())
    ]


def _questions(views: list[dict[str, Any]], document: Data) -> list[tuple[str, str, int]]:
    """(question, filter, how many subjects it finds); the page answers each with one click."""
    answers = Counter(view["commercial"]["answer"] for view in views)
    verdicts = Counter(view["decision"]["verdict"] for view in views)
    flags = Counter(flag for view in views for flag in view["flags"])
    rows = [(f"commercial-{a}", f"use=commercial&answer={a}", answers[a]) for a in ("no", "conditional", "unknown")]
    rows += [(f, f"flag={f}", flags[f]) for f in ("notice", "conflict", "inherited", "tag", "gap", "waived")]
    if document.get("since"):
        rows.append(("changed", "flag=changed", flags["changed"]))
    return rows + [(v, f"verdict={v}", verdicts[v]) for v in ("review", "deny")]


def _license_index(views: list[dict[str, Any]]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(name, SPDX id, subjects) of each license, the most frequent first."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for view in views:
        for key in dict.fromkeys((m["name"], m["spdx"] or "") for m in view["licenses"]):
            found.setdefault(key, []).append((view["anchor"], view["subject"]["id"]))
    return [(name, spdx, who) for (name, spdx), who in sorted(found.items(), key=lambda i: (-len(i[1]), i[0]))]


def _notice_index(views: list[dict[str, Any]]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(required words, when, subjects), each text once."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for view in views:
        for key in dict.fromkeys((o["notice"], o["when"]) for o in view["obligations"] if o["notice"]):
            found.setdefault(key, []).append((view["anchor"], view["subject"]["id"]))
    return [(notice, when, who) for (notice, when), who in sorted(found.items(), key=lambda i: (-len(i[1]), i[0]))]


def _template(name: str) -> str:
    return files("openness.render").joinpath("templates", name).read_text("utf-8")


def _hash(text: str) -> str:
    """The source expression by which the page's own policy admits this text and no other (CSP level 3)."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _visible(value: object) -> object:
    """Every value that a template prints, without control characters; markup of our own passes."""
    return plain(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _safe_url(url: str | None) -> str:
    """The address if it is a web link, else nothing: no javascript:, no data:."""
    return url if url and url.startswith(("https://", "http://")) else ""
