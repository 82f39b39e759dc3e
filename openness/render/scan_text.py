"""A scan for people: what is named where, what the policy says, in which words, and the ways out."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from openness.render.safe import plain, shorten

Style = Callable[[str, str], str]
_LIMITING = ("restriction", "condition")
_MAX_PLACES = 5
_WAYS_OUT = (
    "use another model",
    "`openness lock --add {id}` after review",
    "a waiver or an agreement in openness.toml",
)


def unstyled(text: str, _role: str) -> str:
    """The text as it is."""
    return text


def render(document: Mapping[str, Any], *, style: Style = unstyled) -> str:
    """The scan as text; the gravest verdicts come first."""
    if "reports" not in document:
        return "".join(f"{line}\n" for line in _references(document, style))
    return "".join(f"{line}\n" for line in _judged(document, style))


def _references(document: Mapping[str, Any], style: Style) -> Iterator[str]:
    for item in document["references"]:
        place = f"{plain(item['path'])}:{item['line']}:{item['column']}"
        yield f"{place}: {item['kind']} {style(_named(item), 'title')}  ({shorten(item['how'], 40)})"
    yield from _remarks(document)


def _judged(document: Mapping[str, Any], style: Style) -> Iterator[str]:
    places: dict[str, list[Mapping[str, Any]]] = {}
    for item in document["references"]:
        places.setdefault(item["id"], []).append(item)
    reports = {report["target"]: report for report in document["reports"]}
    errors = {error["target"]: error for error in document["errors"]}
    order = {"deny": 0, "review": 1, None: 2, "allow": 3}
    for name in sorted(places, key=lambda n: (order[_worst(places[n])], n)):
        yield from _subject(name, places[name], reports.get(name), errors.get(name), style)
    yield from _remarks(document)
    verdict = document["decision"]["verdict"]
    loose = sum(1 for item in document["references"] if not item["pinned"])
    yield (
        f"{len(places)} subjects, {len(document['references'])} references: "
        f"{style(verdict, f'verdict-{verdict}')}" + (f"; {loose} references name no commit" if loose else "")
    )


def _worst(items: list[Mapping[str, Any]]) -> str | None:
    verdicts = {item["verdict"] for item in items}
    return next((verdict for verdict in ("deny", "review", None, "allow") if verdict in verdicts), None)


def _subject(
    name: str, items: list[Mapping[str, Any]], report: Mapping[str, Any] | None, error: Mapping[str, Any] | None, style: Style
) -> Iterator[str]:
    verdict = _worst(items)
    for item in items[:_MAX_PLACES]:
        place = f"{plain(item['path'])}:{item['line']}:{item['column']}"
        yield f"{place}: {style(verdict or 'not read', f'verdict-{verdict}')} {style(plain(name), 'title')}"
    if len(items) > _MAX_PLACES:
        yield f"  and {len(items) - _MAX_PLACES} more places"
    if report is None:
        yield f"  {shorten((error or {}).get('message', 'it was not checked'), 300)}"
        return
    level = report.get("spectrum", {}).get("level", "unknown")
    names = ", ".join(dict.fromkeys(entry["name"] or entry["id"] for entry in report.get("licenses", ()))) or "none found"
    yield f"  {level}; license: {shorten(names, 200)}; policy {report['decision']['policy']}"
    if verdict == "allow":
        return
    for reason in report["decision"]["reasons"][:4]:
        yield f"  because: {shorten(reason, 300)}"
    yield from (f"  {line}" for line in deciding_words(report))
    for note in report["decision"].get("notes", ())[:4]:
        yield f"  note: {shorten(note, 300)}"
    yield "  ways out: " + "; ".join(way.format(id=plain(name)) for way in _WAYS_OUT)


def deciding_words(report: Mapping[str, Any], limit: int = 2) -> Iterator[str]:
    """The words of the terms that limit the subject, or section and summary where no text was read."""
    shown = 0
    for finding in report.get("findings", ()):
        if finding["polarity"] not in _LIMITING or shown == limit:
            continue
        shown += 1
        where = f"{finding['license'] or 'terms'}" + (f", section {finding['section']}" if finding.get("section") else "")
        quote = next(
            (report["evidence"][e]["quote"] for e in finding["evidence"] if report["evidence"].get(e, {}).get("quote")), ""
        )
        if quote:
            yield f"words ({where}): \u201c{shorten(quote, 300)}\u201d"
        else:
            yield f"terms ({where}): {shorten(finding.get('summary') or finding['clause'], 300)} [not quoted]"


def _remarks(document: Mapping[str, Any]) -> Iterator[str]:
    for item in document["ignored"]:
        yield f"{plain(item['path'])}:{item['line']}: ignored {plain(item['id'])}: {shorten(item['reason'], 120)}"
    kinds: dict[str, int] = {}
    for item in document["skipped"]:
        kinds[item["why"]] = kinds.get(item["why"], 0) + 1
    if kinds:
        yield "not read: " + ", ".join(f"{count} {why}" for why, count in sorted(kinds.items()))
    if not document["references"]:
        yield f"no reference to a model, data set or service in {document['files']} files"


def _named(item: Mapping[str, Any]) -> str:
    return plain(f"{item['id']}@{item['revision']}" if item["revision"] else item["id"])
