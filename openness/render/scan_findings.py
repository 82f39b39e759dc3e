"""A scan document as findings: one list that every machine format places in its own way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openness.render.safe import shorten
from openness.render.scan_text import deciding_words

# rule -> (severity, title, what it means, what to do)
RULES: dict[str, tuple[str, str, str, str]] = {
    "model-denied": (
        "error",
        "The policy denies this model, data set or service",
        "The terms that were read, or the registry's record of them, fall under a rule of the policy that denies.",
        (
            "Use another model, accept the risk (`openness policy waiver ID`), or hold an agreement of your own. "
            "`openness policy explain ID` says which rule decided."
        ),
    ),
    "model-needs-review": (
        "warning",
        "The policy asks for review of this model, data set or service",
        "No rule of the policy allows it and none denies it, or its terms depend on facts that are not known.",
        (
            "State the missing facts in the profile, or review it: `openness policy waiver ID` drafts a waiver, "
            "`openness lock --add ID` pins what was reviewed, `openness policy explain ID` says which rule decided."
        ),
    ),
    "model-not-read": (
        "warning",
        "This model, data set or service could not be looked up",
        "Nothing is known about its terms. Not reachable is not a permission.",
        "Check the name, or run once with network access and `openness lock --add ID`.",
    ),
    "revision-not-pinned": (
        "note",
        "The reference names no commit",
        "What runs is whatever the branch holds on that day, not what was reviewed.",
        'Name a commit: revision="<40 hex digits>" or resolve/<commit>.',
    ),
    "exception-not-in-force": (
        "warning",
        "A waiver or an agreement is not in force",
        "It is expired, void, not bound to what it accepts, or not needed any more.",
        "Renew it, bind it, or remove it. `openness policy waivers` lists them all.",
    ),
    "model-reference": (
        "note",
        "A reference to a model, data set or service",
        "The scan found a name that a library would load or call.",
        "Nothing has to be done. `openness check ID` says what may be done with it.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding at one place."""

    rule: str
    message: str
    id: str
    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def severity(self) -> str:
        """error, warning or note."""
        return RULES[self.rule][0]


def findings(document: Mapping[str, Any]) -> Iterator[Finding]:
    """All findings of a scan document, in its order."""
    reports = {report["target"]: report for report in document.get("reports", ())}
    failed = {error["target"]: error for error in document.get("errors", ())}
    judged = "reports" in document
    for item in document["references"]:
        report = reports.get(item["id"])
        if item.get("baseline"):
            continue  # it was there before the policy
        if not judged:
            yield _finding("model-reference", item, f"{item['kind']} {_named(item)} ({item['how']})")
        elif report is not None and item["verdict"] in {"deny", "review"}:
            rule = "model-denied" if item["verdict"] == "deny" else "model-needs-review"
            words = "".join(f". {line}" for line in deciding_words(report, 1))
            way = f". Ways out: another model, an agreement, a waiver (openness policy waiver {item['id']})"
            yield _finding(rule, item, f"{_named(item)}: {verdict_sentence(report)}{words}{way}")
        elif report is None:
            why = failed.get(item["id"], {}).get("message", "it was not checked")
            yield _finding("model-not-read", item, f"{_named(item)}: {why}")
        if judged and not item["pinned"]:
            said = f"revision {item['revision']!r} can move" if item["revision"] else "no revision is named"
            yield _finding("revision-not-pinned", item, f"{_named(item)}: {said}")
    for item in document.get("exceptions", ()):
        if item["state"] != "in-force" and item["path"]:
            yield _exception(item)


def _exception(item: Mapping[str, Any]) -> Finding:
    return Finding(
        rule="exception-not-in-force",
        message=shorten(f"{item['what']} {item['id']}: {item['explanation']}", 900),
        id=item["id"],
        path=item["path"],
        line=item["line"],
        column=1,
        end_line=item["line"],
        end_column=2,
    )


def verdict_sentence(report: Mapping[str, Any]) -> str:
    """Verdict, policy, level and first reasons of a report in one line."""
    decision = report["decision"]
    reasons = "; ".join(decision["reasons"][:3]) or "no reason given"
    level = report.get("spectrum", {}).get("level", "unknown")
    return f"{decision['verdict']} by policy {decision['policy']} ({level}): {reasons}"


def _named(item: Mapping[str, Any]) -> str:
    return f"{item['id']}@{item['revision']}" if item["revision"] else str(item["id"])


def _finding(rule: str, item: Mapping[str, Any], message: str) -> Finding:
    return Finding(
        rule=rule,
        message=shorten(message, 1400),
        id=item["id"],
        path=item["path"],
        line=item["line"],
        column=item["column"],
        end_line=item["end_line"],
        end_column=item["end_column"],
    )
