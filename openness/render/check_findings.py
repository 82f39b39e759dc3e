"""A check document as findings at places of the working tree: the form that code hosts show.

A subject has no line of its own in a repository. Its finding stands at its block of openness.lock when there is one,
at the deciding words when the subject is a folder, else at a relative place that is named after it.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from openness.render.phrases import DEFAULT, phrases
from openness.render.quotes import deciding, quoted
from openness.render.safe import error_sentence, shorten
from openness.render.said import UNKNOWN, answer_label, level_words
from openness.render.scan_findings import Finding

Data = Mapping[str, Any]
LOCK = "openness.lock"
_RULES = {"deny": "model-denied", "review": "model-needs-review"}
_LIMITS = ("restriction", "condition", "obligation")
_MAX_LOCK = 8 * 1024 * 1024  # bytes; a longer lock anchors nothing


def check_findings(document: Data, language: str = DEFAULT, *, folder: Path | None = None) -> Iterator[Finding]:
    """One finding for each subject that is denied, needs review or could not be read."""
    lines = lock_lines((folder or Path.cwd()) / LOCK)
    for report in document["reports"]:
        rule = _RULES.get(report["decision"]["verdict"])
        if rule is None:
            continue
        words, item = deciding_words(report)
        message = f"{report['subject']['id']}: {_sentence(report, language)}{words}"
        yield _finding(rule, message, report["subject"]["id"], *_place(report, item, lines))
    for error in document["errors"]:
        message = f"{error_sentence(error)} {error['hint']}".strip()
        path, line, text = _named(error["target"], lines)
        yield _finding("model-not-read", message, error["target"], path, line, text)


def _sentence(report: Data, language: str) -> str:
    """Verdict with reasons, level, commercial use and conflicts in one line."""
    words, decision = phrases(language), report["decision"]
    commercial = report["uses"].get("commercial", UNKNOWN)
    kinds = dict.fromkeys(words["conflict"].get(c["kind"], c["kind"]) for c in report["conflicts"])
    parts = [
        f"{words['verdict'][decision['verdict']]} {words['page']['by_policy']} {decision['policy']}: "
        + ("; ".join(decision["reasons"][:3]) or words["page"]["none_found"]),
        f"{words['column']['level']}: {level_words(report, words)['label']}",
        f"{words['column']['commercial']}: {answer_label(report, commercial, words)}",
        *([f"{words['column']['conflicts']}: {', '.join(kinds)}"] if kinds else []),
    ]
    return "; ".join(parts)


def deciding_words(report: Data) -> tuple[str, Data | None]:
    """The passage on which the level rests, as a phrase to append, and its evidence; else the first that limits."""
    limits = (
        key
        for polarity in _LIMITS
        for finding in report["findings"]
        if finding["polarity"] == polarity and not finding["contested"]
        for key in finding["evidence"]
        if key in report["evidence"] and quoted(report["evidence"][key])
    )
    key = next(iter((*deciding(report), *limits)), None)
    if key is None:
        return "", None
    item = report["evidence"][key]
    return f" | “{shorten(item['quote'], 240)}” ({item['path']}:{item['line']})", item


def lock_lines(path: Path) -> dict[str, tuple[int, str]]:
    """Line number and text of the header of each entry of a lock; empty without one."""
    found: dict[str, tuple[int, str]] = {}
    try:
        if path.stat().st_size > _MAX_LOCK:
            return {}
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith('[entry."') and line.endswith('"]'):
            found.setdefault(line[8:-2], (number, line))
    return found


def _place(report: Data, item: Data | None, lines: dict[str, tuple[int, str]]) -> tuple[str, int, str]:
    """(path, line, text of the line) of a subject."""
    if report["subject"]["id"] in lines:
        return LOCK, *lines[report["subject"]["id"]]
    if report["subject"]["source"] == "local":
        file = item["path"] if item is not None and ":" not in item["path"] else "README.md"
        return _inside(Path(report["target"]), file), item["line"] if item is not None else 1, ""
    return _named(report["target"], lines)


def _inside(target: Path, file: str) -> str:
    """The file's path below the working directory; of a folder elsewhere, its name and the file."""
    path = target if target.suffix.lower() in (".md", ".markdown") else target / file
    if not path.is_absolute():
        return path.as_posix()
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else f"{path.parent.name}/{path.name}"


def _named(target: str, lines: dict[str, tuple[int, str]]) -> tuple[str, int, str]:
    return (LOCK, *lines[target]) if target in lines else (target, 1, "")


def _finding(rule: str, message: str, subject: str, path: str, line: int, text: str) -> Finding:
    return Finding(
        rule=rule,
        message=shorten(message, 900),
        id=subject,
        path=path.replace(":", "_"),
        line=max(1, line),
        column=1,
        end_line=max(1, line),
        end_column=max(2, len(text) + 1),
    )
