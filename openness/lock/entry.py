"""One pinned subject: enough to judge it offline, to show the words that decided, and to see what changed since."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from openness.model.placement import Level
from openness.policy.subject import POLARITIES, Subject, Term, from_data
from openness.render.related import related

QUOTE_LIMIT = 300  # characters (DESIGN.md section 8)
_EXACT = ("currency", "jurisdictions", "prefix", "notice", "notice_string", "url")  # parameters, beside numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What openness.lock holds about one subject. All values are plain, so that the file is readable."""

    id: str
    kind: str  # model | dataset | service
    source: str  # hub | cache | local | registry
    level: str
    requested: str = ""  # branch, tag or commit that was asked for; "" is the default branch; a path for a folder
    revision: str = ""  # commit; "" where there is none
    acquired: str = ""  # ISO date of the lock
    at_most: str = ""
    gated: str = "none"
    verdict: str = "review"
    policy: str = ""
    policy_version: str = ""
    license_hash: str = ""  # what waivers are bound to
    card_hash: str = ""  # sha256 of README.md; "" when it was not read
    tool: str = ""
    knowledge: str = ""
    licenses: tuple[Mapping[str, Any], ...] = ()  # id, component, grade, basis, from, sha256 of the text
    bases: tuple[Mapping[str, Any], ...] = ()  # id, relation, licenses, level of every ancestor
    uses: Mapping[str, str] = field(default_factory=dict)
    because: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # use -> clauses behind an answer below yes
    level_because: tuple[str, ...] = ()
    rubrics: Mapping[str, str] = field(default_factory=dict)
    conflicts: tuple[str, ...] = ()  # "kind strength"
    unread: tuple[str, ...] = ()  # ancestors that could not be read
    terms: tuple[Mapping[str, Any], ...] = ()  # see `_term`; those that decided have words
    explained: Mapping[str, str] = field(default_factory=dict)  # conflict -> sentence and quotes; not in the file
    earlier: tuple[Mapping[str, Any], ...] = ()  # grants that were locked before and are different; never rewritten

    @property
    def target(self) -> str:
        """What to check so that the same thing is read again."""
        if self.source == "local":
            return self.requested
        name = f"datasets/{self.id}" if self.kind == "dataset" else self.id
        return f"{name}@{self.requested}" if self.requested else name

    @property
    def license_names(self) -> tuple[str, ...]:
        """Ids of all licenses but those of code and documentation, each once."""
        return tuple(dict.fromkeys(m["id"] for m in self.licenses if m["component"] not in ("code", "docs")))

    def subject(self) -> Subject:
        """The entry as a policy sees it."""
        return Subject(
            id=self.id,
            kind=self.kind,
            level=_level(self.level),
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
            because=self.because,
            level_because=self.level_because,
            rubrics=self.rubrics,
            conflicts=tuple((c.partition(" ")[0], c.partition(" ")[2]) for c in self.conflicts),
            unread=self.unread,
            license_hash=self.license_hash,
        )

    def after(self, before: "Entry | None") -> "Entry":
        """The same entry with the grants that an entry of the same id held before, where they were different."""
        if before is None:
            return self
        earlier = before.earlier
        if (before.license_hash, before.level) != (self.license_hash, self.level):
            earlier = (*earlier, _grant(before))
        return replace(self, earlier=earlier)


def entry_from(
    report: Mapping[str, Any], tool: Mapping[str, Any], *, requested: str = "", all_words: bool = False
) -> Entry:
    """The entry for one report of the machine interface. `all_words` keeps the words of every clause, for comparing."""
    subject = from_data(report)
    hashes = {item["path"]: item["sha256"] for item in report["read"]}
    deciding = {*subject.level_because, *(c for clauses in subject.because.values() for c in clauses)}
    stated = " ".join(report["decision"]["reasons"])
    deciding |= {t.clause for t in subject.terms if f"clause {t.clause} of" in stated}
    terms = tuple(_terms(report, None if all_words else deciding))
    return Entry(
        id=requested if report["subject"]["source"] == "local" else report["subject"]["id"],
        kind=report["subject"]["kind"],
        source=report["subject"]["source"],
        requested=requested,
        revision=report["subject"]["revision"] or "",
        acquired=report["as_of"],
        level=report["spectrum"]["level"],
        at_most=report["spectrum"]["at_most"],
        gated=str(report["facets"].get("gated") or "none"),
        license_hash=subject.license_hash,
        card_hash=hashes.get("README.md", ""),
        verdict=report["decision"]["verdict"],
        policy=report["decision"]["policy"],
        policy_version=report["decision"]["policy_version"],
        tool=tool["version"],
        knowledge=tool["knowledge"],
        licenses=tuple(
            {
                "id": m["id"],
                "component": m["applies_to"],
                "grade": m["grade"],
                "basis": m["basis"],
                "from": m["from"] or "",
                "sha256": hashes.get(m["from"], "") if m["grade"] == "A" else "",
            }
            for m in report["licenses"]
        ),
        bases=tuple(_bases(related(report["lineage"]))),
        uses={name: use["answer"] for name, use in sorted(report["uses"].items())},
        because=dict(sorted(subject.because.items())),
        level_because=subject.level_because,
        rubrics={name: rubric["outcome"] for name, rubric in sorted(report["rubrics"].items())},
        conflicts=tuple(dict.fromkeys(f"{c['kind']} {c['strength']}" for c in report["conflicts"])),
        explained={f"{c['kind']} {c['strength']}": _explained(c, report["evidence"]) for c in report["conflicts"]},
        unread=subject.unread,
        terms=terms,
    )


def _terms(report: Mapping[str, Any], deciding: set[str] | None) -> Iterator[dict[str, Any]]:
    """Every clause that limits or obliges, once for each license and place; words for those that decide."""
    seen = set()
    for finding in report["findings"]:
        if finding["polarity"] not in POLARITIES:
            continue
        term = _term(finding, report["evidence"], deciding is None or finding["clause"] in deciding)
        key = tuple(str(term[name]) for name in ("clause", "license", "component", "section", "inherited_from"))
        if key not in seen:
            seen.add(key)
            yield term


def _term(finding: Mapping[str, Any], evidence: Mapping[str, Any], with_words: bool) -> dict[str, Any]:
    quoted = next(
        (evidence[k] for k in finding["evidence"] if k in evidence and evidence[k]["kind"] != "record-clause"), None
    )
    words = (quoted["quote"] if quoted else finding["summary"] or "") if with_words else ""
    shown = quoted if quoted and words else None
    return {
        "clause": finding["clause"],
        "license": finding["license"] or "",
        "component": finding["applies_to"],
        "section": finding["section"] or "",
        "inherited_from": finding["inherited_from"] or "",
        "params": {k: v for k, v in finding["params"].items() if _is_figure(k, v)} if with_words else {},
        "words": words[:QUOTE_LIMIT],
        "quoted": shown is not None,
        "path": shown["path"] if shown else "",
        "start": shown["start"] if shown else 0,
        "end": shown["start"] + min(len(words), QUOTE_LIMIT) if shown else 0,
    }


def _is_figure(key: str, value: Any) -> bool:
    """Whether a parameter is worth a place in the lock: a number, or words that have to appear somewhere."""
    return key in _EXACT or (isinstance(value, int) and not isinstance(value, bool))


def _explained(conflict: Mapping[str, Any], evidence: Mapping[str, Any]) -> str:
    """A conflict's sentence with the words of both sides."""
    held = [evidence[key] for key in conflict["evidence"] if key in evidence]
    quotes = dict.fromkeys(f"{e['path']}: “{e['quote'][:100]}”" for e in held if e["quote"])
    return " ".join((conflict["explanation"], *list(quotes)[:3]))


def _bases(bases: Iterable[Mapping[str, Any]], seen: set[str] | None = None) -> Iterator[dict[str, Any]]:
    seen = set() if seen is None else seen
    for base in bases:
        if base["id"] not in seen:
            seen.add(base["id"])
            yield {
                "id": base["id"],
                "relation": base["relation"],
                "licenses": list(base["licenses"]),
                "level": base["level"] or "unknown",
            }
            yield from _bases(related(base), seen)


def _grant(entry: Entry) -> dict[str, Any]:
    """What is kept of a grant that was locked before."""
    return {
        "acquired": entry.acquired,
        "revision": entry.revision,
        "licenses": list(entry.license_names),
        "level": entry.level,
        "commercial": entry.uses.get("commercial", "unknown"),
        "license_hash": entry.license_hash,
        "texts": [m["sha256"] for m in entry.licenses if m["sha256"]],
    }


def _level(name: str) -> Level:
    """The level of a name; one that this version does not know is unknown."""
    try:
        return Level(name)
    except ValueError:
        return Level.UNKNOWN
