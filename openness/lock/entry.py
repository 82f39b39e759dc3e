"""One pinned model: enough to judge it offline and to show the words that decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openness.model.placement import Level
from openness.policy.subject import Subject, Term, from_data, license_hash

QUOTE_LIMIT = 300  # characters (DESIGN.md section 8)
_POLARITIES = ("restriction", "condition", "obligation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What openness.lock holds about one subject. All values are plain, so that the file is readable."""

    id: str
    kind: str
    source: str  # hub | cache | local | registry
    revision: str  # commit; "" where there is none
    acquired: str  # ISO date of the lock
    level: str
    at_most: str
    gated: str
    license_hash: str
    card_hash: str  # sha256 of README.md; "" when it was not read
    verdict: str
    policy: str
    tool: str
    knowledge: str
    licenses: tuple[Mapping[str, Any], ...] = ()  # id, component, grade, sha256 of the text
    uses: Mapping[str, str] = field(default_factory=dict)
    rubrics: Mapping[str, str] = field(default_factory=dict)
    conflicts: tuple[str, ...] = ()  # "kind strength"
    unread: tuple[str, ...] = ()  # ancestors that could not be read
    terms: tuple[Mapping[str, Any], ...] = ()  # clause, license, component, section, words, quoted, path, start, end

    def subject(self) -> Subject:
        """The entry as a policy sees it."""
        return Subject(
            id=self.id,
            kind=self.kind,
            level=Level(self.level),
            licenses=tuple((m["id"], m["component"], m["grade"]) for m in self.licenses),
            terms=tuple(
                Term(
                    clause=t["clause"],
                    license=t["license"] or None,
                    component=t["component"],
                    section=t["section"] or None,
                    words=t["words"],
                    quoted=t["quoted"],
                    inherited_from=t["inherited_from"] or None,
                )
                for t in self.terms
            ),
            uses=self.uses,
            rubrics=self.rubrics,
            conflicts=tuple((c.partition(" ")[0], c.partition(" ")[2]) for c in self.conflicts),
            unread=self.unread,
            license_hash=self.license_hash,
        )


def entry_from(report: Mapping[str, Any], tool: Mapping[str, Any]) -> Entry:
    """The entry for one report of the machine interface."""
    hashes = {item["path"]: item["sha256"] for item in report["read"]}
    return Entry(
        id=report["subject"]["id"],
        kind=report["subject"]["kind"],
        source=report["subject"]["source"],
        revision=report["subject"]["revision"] or "",
        acquired=report["as_of"],
        level=report["spectrum"]["level"],
        at_most=report["spectrum"]["at_most"],
        gated=str(report["facets"].get("gated") or "none"),
        license_hash=license_hash(report),
        card_hash=hashes.get("README.md", ""),
        verdict=report["decision"]["verdict"],
        policy=report["decision"]["policy"],
        tool=tool["version"],
        knowledge=tool["knowledge"],
        licenses=tuple(
            {
                "id": m["id"],
                "component": m["applies_to"],
                "grade": m["grade"],
                "basis": m["basis"],
                "from": m["from"],
                "sha256": hashes.get(m["from"], "") if m["grade"] == "A" else "",
            }
            for m in report["licenses"]
        ),
        uses={name: use["answer"] for name, use in sorted(report["uses"].items())},
        rubrics={name: rubric["outcome"] for name, rubric in sorted(report["rubrics"].items())},
        conflicts=tuple(f"{c['kind']} {c['strength']}" for c in report["conflicts"]),
        unread=tuple(from_data(report).unread),
        terms=tuple(_term(f, report["evidence"]) for f in report["findings"] if f["polarity"] in _POLARITIES),
    )


def _term(finding: Mapping[str, Any], evidence: Mapping[str, Any]) -> dict[str, Any]:
    quoted = next(
        (evidence[k] for k in finding["evidence"] if k in evidence and evidence[k]["kind"] != "record-clause"), None
    )
    words = quoted["quote"] if quoted else finding["summary"] or ""
    return {
        "clause": finding["clause"],
        "license": finding["license"] or "",
        "component": finding["applies_to"],
        "section": finding["section"] or "",
        "inherited_from": finding["inherited_from"] or "",
        "words": words[:QUOTE_LIMIT],
        "quoted": quoted is not None,
        "path": quoted["path"] if quoted else "",
        "start": quoted["start"] if quoted else 0,
        "end": quoted["start"] + min(len(words), QUOTE_LIMIT) if quoted else 0,
    }
