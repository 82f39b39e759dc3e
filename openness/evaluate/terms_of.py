"""Reads the terms of one component out of the facts: own licenses, card sentences, what ancestors pass on."""

from dataclasses import replace
from typing import TYPE_CHECKING

from openness.evaluate.terms import Grant, Knowledge, Term, Terms
from openness.kb.records import terms_of
from openness.model import Basis, ClauseFinding, Component, Evidence, Facts, LicenseMatch

if TYPE_CHECKING:
    from openness.kb.records import LicenseRecord, RecordClause

_GRANTS = ("license", "family", "terms-of-service", "unknown")  # a use policy limits, it grants nothing
_NOT_WEIGHTS = frozenset({"code", "data", "docs"})
# Conflicts whose sides are rival readings of one thing; the lenient reading takes the better side.
_RIVALS = frozenset({"file-vs-metadata", "prose-vs-metadata", "gate-vs-license", "internal-contradiction"})
_SPOKEN = frozenset({"terms-prose", "terms-statement", "license-prose", "gate-prompt"})
_MODIFIED = "LicenseRef-modified-"
_PURPOSES = frozenset({"non-commercial", "research-only"})
_UNNAMED = frozenset({"unknown", "other"})


def terms_for(
    facts: Facts, kb: Knowledge, component: Component = Component.WEIGHTS, *, own: bool = False, lenient: bool = False
) -> Terms:
    """The terms of one component; `own` leaves out ancestors, `lenient` takes the reading that favours the recipient.

    Strict reading: entries of a bare list and several texts add up, disputed sources all bind, and what is not said to
    be about code or data is about the weights too. Lenient reading: all these are alternatives, and only what is said
    to be about the component counts where anything is.
    """
    disputed = frozenset(e for c in facts.conflicts if lenient and c.kind in _RIVALS for e in c.evidence)
    mine = [_narrowed(m, facts) for m in facts.licenses if _about(m, component) and m.basis is not Basis.INHERITED]
    if lenient and any(m.applies_to is component for m in mine):
        mine = [m for m in mine if m.applies_to is component]
    groups = _groups(mine, facts, kb, None, disputed, lenient=lenient)
    prose = _prose(facts, component, mine, lenient=lenient)
    if prose:
        groups.append((prose,))
    defers = component is Component.WEIGHTS and _defers(mine, facts)
    if own and not defers:
        return Terms(component=component, groups=tuple(groups))
    inherited, unread = _inherited(facts, kb, component, disputed, lenient=lenient)
    if defers and inherited:
        groups = [g for g in groups if g[0].prose]
    return Terms(component=component, groups=(*groups, *inherited), unread=unread)


def _narrowed(match: LicenseMatch, facts: Facts) -> LicenseMatch:
    """The license; of a set, what the bases leave: "the Llama license" of what is made of Llama 3.2 is that of 3.2."""
    passed_on = {m.id for m in facts.licenses if m.basis is Basis.INHERITED}
    left = tuple(name for name in match.candidates if name in passed_on)
    return replace(match, candidates=left) if match.family and left else match


def readings_differ(facts: Facts) -> bool:
    """Whether the lenient reading can differ from the strict one at all."""
    texts = {m.id for m in facts.licenses if m.basis is Basis.TEXT}
    return (
        len(texts) > 1
        or any(c.kind in _RIVALS for c in facts.conflicts)
        or any(m.unclear_list or m.applies_to is Component.UNCLEAR for m in facts.licenses)
    )


def _about(match: LicenseMatch, component: Component) -> bool:
    if match.applies_to is component:
        return True
    return component is Component.WEIGHTS and match.applies_to is Component.UNCLEAR


def _defers(mine: list[LicenseMatch], facts: Facts) -> bool:
    """Whether the author leaves the base's terms in place: "other" without name or text, "licensed like its base".

    Terms of the author's own that nobody here could interpret are no reason to look only at the base's.
    """
    if not mine:
        return bool(facts.of_kind("license-inherited"))
    return all(_unnamed(m) for m in mine) and not _unread_words(facts)


def _unnamed(match: LicenseMatch) -> bool:
    return not match.known and match.id.removeprefix("LicenseRef-").lower() in _UNNAMED


def _unread_words(facts: Facts) -> bool:
    """Whether the card states terms in which no clause was found."""
    spans = [
        e.span
        for f in facts.findings
        if f.license is None and f.inherited_from is None
        for e in facts.evidence
        if e.id in f.evidence
    ]
    return any(
        not any(s.path == e.span.path and s.start < e.span.end and e.span.start < s.end for s in spans)
        for e in facts.of_kind("terms-prose")
    )


def _groups(
    matches: list[LicenseMatch],
    facts: Facts,
    kb: Knowledge,
    ancestor: str | None,
    disputed: frozenset[str],
    *,
    lenient: bool,
) -> list[tuple[Grant, ...]]:
    groups: dict[str, dict[str, Grant]] = {}
    for match in matches:
        grant = _grant(match, facts, kb, ancestor, disputed)
        if match.choice is not None:
            key = f"choice:{match.choice}"
        elif lenient and match.unclear_list:
            key = "list"
        elif lenient and grant.disputed:
            key = "disputed"
        elif lenient and match.basis is Basis.TEXT and grant.grants:
            key = "texts"  # of several texts, nobody says which is for this very release
        else:
            key = f"license:{match.id}"
        group = groups.setdefault(key, {})
        known = group.get(match.id)
        group[match.id] = grant if known is None else _joined(known, grant)
    return [tuple(group.values()) for group in groups.values()]


def _joined(first: Grant, second: Grant) -> Grant:
    """The same license named twice: evidence of both, and the closer reading."""
    closer, other = (second, first) if second.read and not first.read else (first, second)
    held = {t.clause for t in closer.terms}
    return Grant(
        license=closer.license,
        name=closer.name,
        spdx=closer.spdx,
        record=closer.record,
        read=closer.read,
        terms=(*closer.terms, *(t for t in other.terms if t.clause not in held)),
        evidence=tuple(dict.fromkeys((*first.evidence, *second.evidence))),
        inherited_from=closer.inherited_from,
        exact=first.exact and second.exact,
        members=closer.members,
        changed_from=closer.changed_from,
        disputed=first.disputed or second.disputed,
        grants=first.grants or second.grants,
    )


def _grant(match: LicenseMatch, facts: Facts, kb: Knowledge, ancestor: str | None, disputed: frozenset[str]) -> Grant:
    record = kb.license(match.id)
    found = [f for f in facts.findings if f.license == match.id and f.inherited_from == ancestor]
    members: tuple[Grant, ...] = ()
    names = match.candidates or (record.members if record is not None else ())
    if match.family or (record is not None and record.kind == "family"):
        members = tuple(_member(kb, name, match, ancestor) for name in names)
    known = record is not None and record.known
    base = _changed_text(match, kb) if record is None else None
    terms = _without_dual_grants([_term(f) for f in found if _binds(f)])
    recorded = _recorded(kb, record, ancestor, match) if record is not None and known else ()
    if base is not None:
        recorded = _recorded(kb, base, ancestor, match)
    if known and not match.deviations:
        # An unchanged text says what its record says; what a detector adds to it is noise, or a bug of the record.
        held = {t.clause for t in recorded}
        terms = [t for t in terms if t.clause in held]
    held = {t.clause for t in terms}
    terms += [t for t in recorded if t.clause not in held]
    read = bool(known) or base is not None or any(f.basis is Basis.TEXT for f in found)
    return Grant(
        license=match.id,
        name=match.name,
        spdx=match.spdx,
        record=record,
        read=read and not members,
        terms=tuple(terms),
        evidence=match.evidence,
        inherited_from=ancestor,
        exact=not match.deviations,
        members=members,
        disputed=bool(disputed.intersection(match.evidence)),
        grants=(record is None or record.kind in _GRANTS) and match.of_whole,
        changed_from=base,
    )


def _changed_text(match: LicenseMatch, kb: Knowledge) -> "LicenseRecord | None":
    """The known license that a text changes by additions alone; a text that lacks passages may lack the grant."""
    if not match.id.startswith(_MODIFIED) or any(d.kind == "removed" for d in match.deviations):
        return None
    base = kb.license(match.id.removeprefix(_MODIFIED).lower())
    return base if base is not None and base.known else None


def _member(kb: Knowledge, name: str, match: LicenseMatch, ancestor: str | None) -> Grant:
    record = kb.license(name)
    known = record is not None and record.known
    return Grant(
        license=name,
        name=record.name if record is not None else name,
        spdx=record.spdx if record is not None else None,
        record=record,
        read=known,
        terms=_recorded(kb, record, ancestor, match) if record is not None and known else (),
        evidence=match.evidence,
        inherited_from=ancestor,
    )


def _recorded(kb: Knowledge, record: "LicenseRecord", ancestor: str | None, match: LicenseMatch) -> tuple[Term, ...]:
    """The clauses of a record and of the policies that it makes part of the terms."""
    return tuple(
        Term(
            clause=clause.clause,
            license=owner.id,
            inherited_from=ancestor,
            params=clause.params,
            evidence=match.evidence,
            section=clause.section,
            summary=clause.summary,
            contested=clause.contested,
            applies_to=clause.applies_to,
        )
        for owner, clause in terms_of(record, kb.license)
        if not _limits_only_code(clause)
    )


def _limits_only_code(clause: "RecordClause") -> bool:
    return bool(clause.applies_to) and set(clause.applies_to) <= _NOT_WEIGHTS


def _binds(finding: ClauseFinding) -> bool:
    return finding.applies_to in (Component.WEIGHTS, Component.UNCLEAR)


def _term(finding: ClauseFinding) -> Term:
    return Term(
        clause=finding.clause,
        license=finding.license,
        inherited_from=finding.inherited_from,
        params=finding.params,
        evidence=finding.evidence,
        section=finding.section,
        summary=finding.summary,
        contested=finding.contested,
    )


def _prose(facts: Facts, component: Component, mine: list[LicenseMatch], *, lenient: bool) -> Grant | None:
    """The card's own sentences, where they bind.

    A sentence that a hard conflict names counts (strict reading). One that only a soft conflict names is a warning.
    One that no conflict names speaks for itself where no license does, and beside one that only another sentence of
    the card names (strict reading): one sentence is as good as the other.
    """
    if component is not Component.WEIGHTS:
        return None
    named = [m for m in mine if not _unnamed(m)]
    licensed = bool(named) and (lenient or any(m.basis is not Basis.PROSE for m in named))
    hard = _passages(facts)
    terms = []
    for finding in facts.findings:
        if finding.license is not None or finding.inherited_from is not None or not _binds(finding):
            continue
        counts = _quoted_by(finding, hard, facts)
        if (counts and not lenient) or not licensed:
            terms.append(_term(finding))
    if not terms:
        return None
    terms = _without_dual_grants(terms)
    return Grant(
        license="card",
        name="sentences of the card",
        read=True,
        terms=tuple(terms),
        evidence=tuple(dict.fromkeys(e for t in terms for e in t.evidence)),
        prose=True,
        grants=False,
    )


def _without_dual_grants(terms: list[Term]) -> list[Term]:
    """Terms as found, where "free for research, commercial use after registration" is one grant and no bar."""
    registers = any(
        t.clause == "commercial-permission" and "regist" in str(t.params.get("mode") or "").lower() for t in terms
    )
    return [t for t in terms if t.clause not in _PURPOSES] if registers else terms


def _passages(facts: Facts) -> list[Evidence]:
    """The card's and gate's own passages that hard conflicts name."""
    named = {e for c in facts.conflicts if c.strength == "hard" for e in c.evidence}
    return [e for e in facts.evidence if e.id in named and e.kind in _SPOKEN]


def _quoted_by(finding: ClauseFinding, passages: list[Evidence], facts: Facts) -> bool:
    """Whether one of the passages holds the words of the finding."""
    if any(p.id in finding.evidence for p in passages):
        return True
    words = [e for e in facts.evidence if e.id in finding.evidence]
    return any(
        w.span.path == p.span.path and w.span.start < p.span.end and p.span.start < w.span.end
        for w in words
        for p in passages
    )


def _inherited(
    facts: Facts, kb: Knowledge, component: Component, disputed: frozenset[str], *, lenient: bool
) -> tuple[list[tuple[Grant, ...]], tuple[str, ...]]:
    if component is not Component.WEIGHTS:
        return [], ()
    groups: list[tuple[Grant, ...]] = []
    by_ancestor: dict[str, list[LicenseMatch]] = {}
    for match in facts.licenses:
        if match.basis is Basis.INHERITED and _about(match, component):
            by_ancestor.setdefault(match.from_, []).append(match)
    for ancestor, matches in by_ancestor.items():
        groups += _groups(matches, facts, kb, ancestor, disputed, lenient=lenient)
    unread = []
    for base in facts.lineage.bases:
        if base.id in by_ancestor or not base.weights:
            continue
        records = [r for name in base.licenses if (r := kb.license(name)) is not None]
        if records:
            named = [_named_by_link(record, base.id, base.evidence) for record in records]
            groups += [(_grant(match, facts, kb, base.id, disputed),) for match in named]
        elif base.id not in facts.ancestors:
            unread.append(base.id)
    return groups, tuple(unread)


def _named_by_link(record: "LicenseRecord", ancestor: str, evidence: tuple[str, ...]) -> LicenseMatch:
    """A license of an ancestor whose own report is not at hand."""
    return LicenseMatch(
        id=record.id,
        name=record.name,
        spdx=record.spdx,
        applies_to=Component.WEIGHTS,
        basis=Basis.INHERITED,
        from_=ancestor,
        evidence=evidence,
    )
