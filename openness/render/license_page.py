"""A page for a license, a use policy or a clause type, as Markdown that a terminal can show too."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from openness.kb.license_names import normalize_name
from openness.kb.records import ClauseType, LicenseRecord, RecordClause, terms_of

_LADDER = ("closed", "unlicensed-weights", "research-weights", "restricted-weights", "open-weights")
_KINDS = {
    "license": "License",
    "use-policy": "Use policy",
    "terms-of-service": "Terms of service",
    "family": "Name of a family of licenses",
    "unknown": "No license",
}
_STATUS = {
    "approved": "approved",
    "not-approved": "not approved",
    "not-submitted": "never submitted",
    "free": "free",
    "nonfree": "not free",
    "conformant": "conformant",
    "nonconformant": "not conformant",
    "unknown": "unknown",
}
_WHEN = {
    "always": "Always",
    "use": "When you use it",
    "modify": "When you change it",
    "redistribute": "When you pass it on",
    "serve": "When you offer it, or a product with it, to others",
    "train-on-outputs": "When you train a model on its outputs",
}
_DERIVATIVE = {
    "same": "must carry these terms",
    "same-restrictions": "may have other terms that keep the restrictions",
    "any": "may have terms of your choice",
    "none": "may not be passed on",
    "unknown": "the text does not say",
}
_READING = {
    "text": "The clauses were read from the text named below.",
    "knowledge": "The text was not at hand: the clauses are from the maintainers' knowledge.",
    "none": "Nothing is known about the clauses.",
}


class Knowledge(Protocol):
    """The part of the knowledge base that pages need."""

    def license(self, record_id: str) -> LicenseRecord | None:
        """The license record with that id, or None."""

    def licenses(self) -> Iterable[LicenseRecord]:
        """All license records."""

    def clause(self, clause_id: str) -> ClauseType | None:
        """The clause type with that id, or None."""


def license_page(identifier: str, kb: Knowledge) -> str:
    """All that is recorded about one license: what you may, must and may not do, where it says so, and its sources."""
    record = kb.license(identifier)
    if record is None:
        raise KeyError(identifier)
    lines = [f"# {record.name}", "", record.summary, "", *_facts(record)]
    if record.kind == "family":
        lines += ["", "## What the name may mean", "", *_members(record, kb)]
    elif record.known:
        terms = list(terms_of(record, kb.license))
        lines += ["", "## At a glance", "", *_glance(record, terms, kb)]
        lines += _sorted_terms(record, terms, kb)
        lines += _duties(record, terms, kb)
    lines += _section("## Relations", _relations(record, kb))
    lines += _section("## Not certain", (f"- {item}" for item in record.uncertain))
    reading = "The members have clauses, the name has none." if record.members else _READING[record.reading]
    lines += ["", "## Sources", "", f"- {reading}", *_sources(record)]
    lines += ["", "Evidence for counsel, not legal advice."]
    return "\n".join(lines) + "\n"


def clause_page(identifier: str, kb: Knowledge) -> str:
    """One clause type: what it is and is not, which criteria it breaks and why, and the licenses that have it."""
    clause = kb.clause(identifier)
    if clause is None:
        raise KeyError(identifier)
    lines = [f"# {clause.label} ({clause.id})", "", clause.definition, ""]
    lines += [
        f"- Kind: {clause.polarity}",
        f"- Level: caps at `{clause.caps_at}`" if clause.caps_at else "- Level: lowers none",
        f"- Breaks: {_breaks(clause)}",
        f"- Why: {clause.breaks.why}",
    ]
    if clause.dispute:
        lines.append(f"- Contested: {clause.dispute}")
    lines.append(f"- It is not: {clause.not_this}")
    if clause.parameters:
        lines += ["", "## Values that are read", ""]
        lines += [f"- `{p.name}`: {p.about}" + (f" ({p.unit})" if p.unit else "") for p in clause.parameters]
    lines += ["", "## Such wording is one", "", *(f"- {text}" for text in clause.positive)]
    lines += ["", "## Such wording is none", "", *(f"- {text}" for text in clause.negative)]
    holders = [record.id for record in kb.licenses() if identifier in record.clause_ids]
    lines += ["", f"## Licenses that have it ({len(holders)})", ""]
    lines.append(", ".join(f"`{record_id}`" for record_id in holders) if holders else "None on record.")
    return "\n".join(lines) + "\n"


_Terms = list[tuple[LicenseRecord, RecordClause]]


def _facts(record: LicenseRecord) -> Iterator[str]:
    by = f", published by {record.publisher}" if record.publisher else ""
    version = f", version {record.version}" if record.version else ""
    date = f", {record.published}" if record.published else ""
    yield f"- {_KINDS[record.kind]}{version}{by}{date}"
    if record.kind not in ("unknown", "family"):
        yield f"- Id: {record.public_id}" + ("" if record.spdx else " (not on the SPDX list)")
    if record.hub_ids:
        yield f"- On the Hub: {', '.join(f'`{hub_id}`' for hub_id in record.hub_ids)}"
    if record.kind in ("license", "terms-of-service"):
        yield (
            f"- OSI: {_STATUS[record.osi]}; FSF: {_STATUS[record.fsf]}; "
            f"Open Definition: {_STATUS[record.okd]}; to our knowledge"
        )
    if record.meant_for:
        yield f"- Written for: {', '.join(record.meant_for)}"
    if record.url:
        yield f"- Where: {record.url}"


def _members(record: LicenseRecord, kb: Knowledge) -> Iterator[str]:
    for member_id in record.members:
        member = kb.license(member_id)
        if member is not None:
            yield f"- `{member.id}` {member.name}: commercial use {member.commercial}, {_level(member, kb)}"


def _level(record: LicenseRecord, kb: Knowledge) -> str:
    """The highest level under a license's terms, with the clauses that cap it."""
    caps: dict[str, list[str]] = {}
    for _, clause in terms_of(record, kb.license):
        kind = kb.clause(clause.clause)
        if kind is not None and kind.caps_at and not (clause.contested or kind.contested):
            caps.setdefault(kind.caps_at, []).append(clause.clause)
    if not caps:
        return "no clause lowers the level"
    lowest = min(caps, key=_LADDER.index)
    return f"at most {lowest} because of {', '.join(dict.fromkeys(caps[lowest]))}"


def _glance(record: LicenseRecord, terms: _Terms, kb: Knowledge) -> Iterator[str]:
    by_id: dict[str, RecordClause] = {}
    for _, clause in terms:
        by_id.setdefault(clause.clause, clause)
    if record.kind != "use-policy":
        within = " for those purposes" if record.commercial == "no" else ""
        yield f"- Commercial use: {_commercial(record, by_id)}"
        yield f"- Changing it: {_limited(by_id, 'no-modification', within)}"
        passing = _limited(by_id, "no-redistribution", within)
        yield f"- Passing it on: {passing}{_same_terms(by_id)}"
        yield f"- Offering it as a service: {_limited(by_id, 'hosting-limit', within)}"
        yield f"- Training other models: {_training(by_id)}"
        yield f"- Patents: {_patents(by_id)}"
        yield f"- Can it be withdrawn: {_withdrawn(by_id)}"
    if "geo-exclusion" in by_id:
        yield f"- Places: {by_id['geo-exclusion'].summary}"
    yield f"- Openness: {_level(record, kb)}"


def _commercial(record: LicenseRecord, by_id: Mapping[str, RecordClause]) -> str:
    reasons = {
        "no": ("non-commercial", "research-only"),
        "conditional": ("user-threshold", "revenue-threshold", "commercial-permission"),
    }.get(record.commercial, ())
    why = " ".join(by_id[clause].summary for clause in reasons if clause in by_id)
    return f"{record.commercial}. {why}".rstrip(". ") + "."


def _limited(by_id: Mapping[str, RecordClause], clause: str, within: str) -> str:
    return f"limited. {by_id[clause].summary}" if clause in by_id else f"allowed{within}."


def _same_terms(by_id: Mapping[str, RecordClause]) -> str:
    return f" {by_id['copyleft'].summary}" if "copyleft" in by_id else ""


def _training(by_id: Mapping[str, RecordClause]) -> str:
    if "no-train-other-models" in by_id:
        return f"limited. {by_id['no-train-other-models'].summary}"
    duties = [by_id[c].summary for c in ("naming-prefix", "derivative-by-output") if c in by_id]
    return "not forbidden." + (f" {' '.join(duties)}" if duties else "")


def _patents(by_id: Mapping[str, RecordClause]) -> str:
    if "patent-grant" in by_id:
        return "licensed."
    return "excluded." if "patent-exclusion" in by_id else "no license of patents is spelled out."


def _withdrawn(by_id: Mapping[str, RecordClause]) -> str:
    if "revocable" in by_id:
        return f"yes. {by_id['revocable'].summary}"
    ends = [c for c in ("breach-termination", "patent-litigation-termination") if c in by_id]
    later = f" {by_id['remote-restriction'].summary}" if "remote-restriction" in by_id else ""
    if "irrevocable" in by_id:
        kept = by_id["irrevocable"]
        said = "it is called irrevocable." if kept.params.get("stated", True) else kept.summary
        return f"no. {said[0].upper()}{said[1:]}{later}"
    return (
        "the text names no other ground than those below on which rights end." if ends else "the text is silent."
    ) + later


def _sorted_terms(record: LicenseRecord, terms: _Terms, kb: Knowledge) -> list[str]:
    """The clauses under the headings of what they do, each with its section and values."""
    headings = {
        "grant": "## What you get",
        "restriction": "## What you may not do",
        "condition": "## What it depends on",
        "protection": "## What protects the licensor",
    }
    grouped: dict[str, list[str]] = {polarity: [] for polarity in headings}
    for holder, clause in terms:
        kind = kb.clause(clause.clause)
        if kind is not None and kind.polarity in grouped:
            grouped[kind.polarity].append(_term(holder, clause, kind, own=holder.id == record.id))
    lines = []
    for polarity, heading in headings.items():
        lines += _section(heading, grouped[polarity])
    return lines


def _term(holder: LicenseRecord, clause: RecordClause, kind: ClauseType, *, own: bool) -> str:
    place = f" [{clause.section}]" if clause.section else ""
    where = "" if own else f" ({holder.name})"
    reach = f" Reaches: {', '.join(clause.applies_to)}." if clause.applies_to else ""
    mark = " Contested." if clause.contested else ""
    return f"- **{kind.label}**{place}{where}: {clause.summary}{_values(clause)}{reach}{mark}"


def _values(clause: RecordClause) -> str:
    """Numbers and strings that a reader looks for; the rest is in the summary."""
    shown: list[str] = []
    params: Mapping[str, Any] = clause.params
    if isinstance(params.get("users"), int):
        shown.append(f"{params['users']:,} {params.get('measure', 'users')}")
    if isinstance(params.get("amount"), int):
        period = f" a {params['period']}" if params.get("period") else ""
        shown.append(f"{params['amount']:,} {params.get('currency', '')}{period}")
    if clause.clause == "field-of-use-list" and params.get("domains"):
        shown.append(", ".join(str(domain) for domain in params["domains"]))
    shown += [str(params[key]) for key in ("url", "contact") if params.get(key)]
    return f" ({'; '.join(shown)})" if shown else ""


def _duties(record: LicenseRecord, terms: _Terms, kb: Knowledge) -> list[str]:
    """What one has to do, by occasion, each duty once; duties that are clauses only have no occasion."""
    lines: list[str] = []
    holders = [record, *(policy for name in record.incorporates if (policy := kb.license(name)) is not None)]
    for when, heading in _WHEN.items():
        items = []
        for obligation in (o for holder in holders for o in holder.obligations if o.when == when):
            place = f" [{obligation.section}]" if obligation.section else ""
            items.append(f"- {obligation.summary}{place}")
            if obligation.notice:
                items.append(f'  - exact words: "{obligation.notice}"')
        lines += _section(f"### {heading}", items)
    done = {o.id for holder in holders for o in holder.obligations}
    if "license-copy" in done:
        done.add("notice-retention")
    rest = [
        _term(holder, clause, kind, own=holder.id == record.id)
        for holder, clause in terms
        if (clause.clause not in done or clause.contested)
        and (kind := kb.clause(clause.clause)) is not None
        and kind.polarity == "obligation"
    ]
    lines += _section("### In all that you do", rest)
    return ["", "## What you must do", *lines] if lines else []


def _relations(record: LicenseRecord, kb: Knowledge) -> Iterator[str]:
    for label, name in (
        ("Derived from", record.derived_from),
        ("Replaces", record.supersedes),
        ("Replaced by", record.superseded_by),
        *(("Includes", name) for name in record.incorporates),
    ):
        other = kb.license(name) if name else None
        if other is not None:
            yield f"- {label} `{other.id}` {other.name}"
    if record.derivative_license and record.kind == "license":
        yield f"- Derivatives {_DERIVATIVE[record.derivative_license]}"
    spellings = {normalize_name(name): name for name in reversed(record.aliases)}
    for known in (record.name, record.id, record.public_id, *record.hub_ids):
        spellings.pop(normalize_name(known), None)
    if spellings:
        yield f"- Also called {'; '.join(name for name in record.aliases if name in spellings.values())}"


def _sources(record: LicenseRecord) -> Iterator[str]:
    for source in record.sources:
        where = f", {source.url}" if source.url else ""
        digest = f", sha256 {source.sha256}" if source.sha256 else ""
        yield f"- {source.what}{where}{digest}, as of {source.as_of}"


def _breaks(clause: ClauseType) -> str:
    parts = [
        f"Open Source Definition {', '.join(clause.breaks.osd)}" if clause.breaks.osd else "",
        f"OSAID freedom to {', '.join(clause.breaks.osaid)}" if clause.breaks.osaid else "",
        f"AI Act Art. 53(2) {', '.join(clause.breaks.eu_ai_act)}" if clause.breaks.eu_ai_act else "",
    ]
    return "; ".join(part for part in parts if part) or "nothing"


def _section(heading: str, items: Iterable[str]) -> list[str]:
    found = list(items)
    return ["", heading, "", *found] if found else []
