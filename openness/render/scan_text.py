"""A scan for people: what is named where, what the policy says, in which words, and the ways out."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from openness.render.safe import plain, shorten

Style = Callable[[str, str], str]
_LIMITING = ("restriction", "condition")
_MAX_PLACES = 5
_WAYS_OUT = (
    "use another model (openness list models)",
    "a waiver, to accept the risk for a while (openness policy waiver {id} drafts it)",
    "an agreement, for a license of your own ([[agreements]] in openness.toml)",
    "after review, openness lock --add {id} pins it with the words of its terms; the policy judges it still",
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
    order = {"deny": 0, "review": 1, None: 2, "allow": 3, "baseline": 4}
    for name in sorted(places, key=lambda n: (order[_worst(places[n])], n)):
        yield from _subject(name, places[name], reports.get(name), errors.get(name), style)
    yield from _remarks(document)
    verdict = document["decision"]["verdict"]
    loose = sum(1 for item in document["references"] if not item["pinned"])
    unpinned = f"; {loose} references name no commit" if loose else ""
    unread = any(item["why"] == "unreadable" for item in document["skipped"])
    yield (
        f"{len(places)} subjects, {len(document['references'])} references: "
        f"{style(verdict, f'verdict-{verdict}')}{', of what could be read' if unread else ''}{unpinned}"
    )


def _worst(items: list[Mapping[str, Any]]) -> str | None:
    verdicts = {item["verdict"] for item in items}
    if all(item.get("baseline") for item in items):
        return "baseline"
    return next((verdict for verdict in ("deny", "review", None, "allow") if verdict in verdicts), None)


def _subject(
    name: str,
    items: list[Mapping[str, Any]],
    report: Mapping[str, Any] | None,
    error: Mapping[str, Any] | None,
    style: Style,
) -> Iterator[str]:
    verdict = _worst(items)
    for item in items[:_MAX_PLACES]:
        place = f"{plain(item['path'])}:{item['line']}:{item['column']}"
        said = f"{style(verdict or 'not read', f'verdict-{verdict}')} {style(plain(name), 'title')}"
        yield f"{place}: {said}{'' if item['pinned'] else ', no commit named'}"
    if len(items) > _MAX_PLACES:
        yield f"  and {len(items) - _MAX_PLACES} more places"
    if verdict == "baseline":
        yield "  there before the policy, not judged"
        return
    if report is None:
        yield f"  {shorten((error or {}).get('message', 'it was not checked'), 300)}"
        return
    level = report.get("spectrum", {}).get("level", "unknown")
    names = (
        ", ".join(dict.fromkeys(entry["name"] or entry["id"] for entry in report.get("licenses", ()))) or "none found"
    )
    yield f"  {level}; license: {shorten(names, 200)}; policy {report['decision']['policy']}"
    if verdict == "allow":
        yield from (f"  note: {shorten(note, 300)}" for note in _allowed_by(report))
        return
    for reason in report["decision"]["reasons"][:4]:
        yield f"  because: {shorten(reason, 300)}"
    conditions = _conditions(report)
    for condition in conditions[:4]:
        yield f"  condition: {shorten(condition, 300)}"
    yield from (f"  {line}" for line in deciding_words(report))
    for note in report["decision"].get("notes", ())[:4]:
        yield f"  note: {shorten(note, 300)}"
    yield "  ways out:"
    if any(": state " in condition for condition in conditions):
        yield "    state your facts (the [profile] of openness.toml): the answer depends on them"
    locked = report.get("subject", {}).get("source") == "lock"
    yield from (f"    {way.format(id=plain(name))}" for way in (_WAYS_OUT[:-1] if locked else _WAYS_OUT))
    yield f"  which rule decided: openness policy explain {plain(name)}"


def _allowed_by(report: Mapping[str, Any]) -> list[str]:
    """The exceptions that an allowance rests on: agreements, and the waivers that accept something."""
    decision = report["decision"]
    accepted = decision["reasons"] if decision.get("waived") else ()
    return [*accepted, *decision.get("notes", ())][:4]


def deciding_words(report: Mapping[str, Any], limit: int = 2) -> Iterator[str]:
    """The words of the terms that decided; section and our summary, marked so, where no text was read."""
    for mark in list(dict.fromkeys(_deciding_evidence(report)))[:limit]:
        evidence = report["evidence"][mark]
        where = shorten(evidence.get("source") or evidence.get("path") or "terms", 80)
        quote = shorten(evidence["quote"], 300)
        if evidence.get("kind") == "record-clause":
            yield f"terms ({where}): {quote} [our summary, not quoted]"
        else:
            yield f"words ({where}): \u201c{quote}\u201d"


def _named_uses(report: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The answers to the uses that the decision's reasons name."""
    uses = report.get("uses", {})
    heads = (reason.partition(":")[0] for reason in report["decision"]["reasons"])
    return [uses[head] for head in heads if head in uses]


def _conditions(report: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys(condition for use in _named_uses(report) for condition in use["conditions"]))


def _deciding_evidence(report: Mapping[str, Any]) -> list[str]:
    """Evidence with words: of uses and clauses in the reasons; of other limits when the reasons name none."""
    held = {k: e for k, e in report.get("evidence", {}).items() if not e.get("kind", "").endswith("-registry")}
    reasons = " ".join(report["decision"]["reasons"])
    marks = [mark for use in _named_uses(report) for mark in use["because"]]
    findings = [f for f in report.get("findings", ()) if f["polarity"] in _LIMITING]
    marks += [mark for finding in findings if finding["clause"] in reasons for mark in finding["evidence"]]
    findings.sort(key=lambda f: _LIMITING.index(f["polarity"]))
    others = [mark for finding in findings for mark in finding["evidence"]]
    decided = [mark for mark in marks if held.get(mark, {}).get("quote")]
    return decided or [mark for mark in others if held.get(mark, {}).get("quote")]


def _remarks(document: Mapping[str, Any]) -> Iterator[str]:
    for item in document["ignored"]:
        yield f"{plain(item['path'])}:{item['line']}: ignored {plain(item['id'])}: {shorten(item['reason'], 120)}"
    for item in document.get("exceptions", ()):
        if item["state"] != "in-force":
            yield f"{item['what']} {plain(item['id'])}: {shorten(item['explanation'], 300)}"
    kinds: dict[str, int] = {}
    for item in document["skipped"]:
        kinds[item["why"]] = kinds.get(item["why"], 0) + 1
    if kinds:
        yield "not read: " + ", ".join(f"{count} {why}" for why, count in sorted(kinds.items()))
    if not document["references"]:
        yield f"no reference to a model, data set or service in {document['files']} files"


def _named(item: Mapping[str, Any]) -> str:
    return plain(f"{item['id']}@{item['revision']}" if item["revision"] else item["id"])
