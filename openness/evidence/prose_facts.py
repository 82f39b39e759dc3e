"""Statements found in prose → evidence: terms and licenses, ancestors, sources of training data."""

from collections import Counter

from openness.evidence.card import scalars
from openness.evidence.families import name_at, signature
from openness.evidence.license_fields import GATE_KEYS
from openness.evidence.lineage_context import read_code, read_tables, ruled_out
from openness.evidence.lineage_descent import Descent
from openness.evidence.lineage_kind import relation_to
from openness.evidence.lineage_names import implied_base
from openness.evidence.lineage_prose import read_descent
from openness.evidence.own_name import is_self, squeeze
from openness.evidence.prose import passage
from openness.evidence.prose_license import Statement, read_terms
from openness.evidence.subject import Subject
from openness.evidence.terms_force import BINDING, INTENDED, PERMISSION, STATEMENT
from openness.model import Basis, Component, Gap, Kind
from openness.model.ledger import Ledger

_QUOTES = 8  # of one ancestor
_MOST = 512  # ancestors of one card
_TERMS_KINDS = {
    BINDING: "terms-prose",
    STATEMENT: "terms-statement",
    INTENDED: "terms-intended",
    PERMISSION: "terms-grant",
}


def collect_prose_terms(subject: Subject, ledger: Ledger) -> tuple[Gap, ...]:
    """Evidence for every sentence that names a license or states terms."""
    if subject.file is None:
        return ()
    dataset = subject.snapshot.kind is Kind.DATASET
    named = subject.card.all("datasets", "dataset") if subject.card is not None else ()
    datasets = [(value.text or "").rsplit("/", 1)[-1] for field in named for value in scalars(field.node)]
    statements = (*read_terms(subject.sentences, subject.own, datasets[:_MOST]), *_gate_gists(subject))
    declared = subject.card is not None and bool(subject.card.all("license", "licence", "licenses", "license_name"))
    granted = declared or any(
        s.kind == "free" or (s.kind == "terms" and s.own and s.value == PERMISSION) for s in statements
    )
    for said in statements:
        if said.kind == "free":
            continue
        component, own = said.component, said.own
        if said.kind in ("gist", "offer"):
            if dataset or (said.kind == "offer" and not granted):
                continue
        elif dataset and component in (Component.DATA, Component.WEIGHTS):
            own, component = own or not said.other, Component.DATA
        kind, value = _kind(said, own, component, dataset)
        if kind == "license-inherited" and value:  # named, it is the subject's own license as well
            ledger.quote(
                subject.file, said.start, said.end, kind="license-prose", component=component, basis=Basis.PROSE,
                value=value,
            )  # fmt: skip
        ledger.quote(subject.file, said.start, said.end, kind=kind, component=component, basis=Basis.PROSE, value=value)
    return ()


def _gate_gists(subject: Subject) -> tuple[Statement, ...]:
    """What the gate in the front matter says the license is, in words that stand in for one."""
    if subject.card is None:
        return ()
    text = subject.card.text
    gate = [s for f in subject.card.all(*GATE_KEYS) for s in passage(text, f.node.start, f.node.end, "license")]
    return tuple(s for s in read_terms(gate, subject.own) if s.kind == "gist")


def _kind(said: Statement, own: bool, component: Component, dataset: bool) -> tuple[str, str | None]:
    main = component is Component.WEIGHTS or (dataset and component is Component.DATA)
    if said.kind == "terms":
        return (_TERMS_KINDS[said.value.split(":")[0]] if own and main else "terms-prose-other"), said.value
    if said.kind in ("gist", "offer"):
        return "license-gist", said.value
    if said.inherits and own:
        return "license-inherited", said.value or None
    if own:
        return "license-prose", said.value
    if component is Component.DATA:
        return "license-prose-other", f"data={said.value}"
    return "license-prose-other", f"{said.other or 'base'}={said.value}"


def collect_prose_lineage(subject: Subject, ledger: Ledger) -> tuple[Gap, ...]:
    """Evidence for every sentence that says what the subject descends from."""
    if subject.file is None:
        return ()
    tables, others = read_tables(subject.sentences, subject.own)
    found = [
        d
        for d in read_descent(subject.sentences, subject.own)
        if not (ruled_out(d.id, others) or (tables and d.guessed))  # a table says which, a family's name does not
    ]
    found += tables
    if subject.card is not None:
        found += read_code(subject.card, subject.own)
    found = _without_copied(found, subject)
    if any(_of_own(d) and not d.hint for d in found):
        found = [d for d in found if not d.hint]
    reached = {squeeze(d.id) for d in found if _of_own(d)}
    reached |= {
        squeeze(_plain(e.value or ""))
        for e in ledger.frozen()
        if e.kind in ("base-declared", "base-tag", "base-config")
    }
    changed = True
    while changed:  # ancestors of ancestors, until nothing new is reached
        changed = False
        for descent in found:
            if descent.subject is not None and _known(descent.subject, reached) and squeeze(descent.id) not in reached:
                reached.add(squeeze(descent.id))
                changed = True
    quoted: Counter[str] = Counter()
    for descent in found:
        quoted[descent.id] += 1
        if is_self(descent.id, subject.own) or quoted[descent.id] > _QUOTES or len(quoted) > _MOST:
            continue
        of_self = descent.subject is None or _known(descent.subject, reached)
        relation = descent.relation
        if relation == "finetune":
            relation = relation_to(descent.id, subject) or relation
        ledger.quote(
            subject.file,
            descent.start,
            descent.end,
            kind=_lineage_kind(descent, of_self),
            component=subject.main,
            basis=Basis.PROSE,
            value=f"{relation}:{descent.id}" if of_self else f"{descent.subject}={descent.id}",
        )
    return ()


def _of_own(descent: Descent) -> bool:
    """Does it say what the subject itself is made of?"""
    return descent.subject is None and descent.relation != "distilled"


def _without_copied(found: list[Descent], subject: Subject) -> list[Descent]:
    """Without what a repackaged model's card, copied from the original, says of the original's own descent."""
    implied = implied_base(subject.own.id)
    if implied is None or implied[0] not in ("quantized", "conversion"):
        return found
    base = signature(implied[1])
    if base is None or not base.whole:
        return found
    kept = []
    for descent in found:
        name = signature(descent.id)
        if (
            name is None
            or not name.whole
            or name.family.id != base.family.id
            or squeeze(descent.id) == squeeze(base.id)
            or (base.size is not None and name.size in (None, base.size))
        ):
            kept.append(descent)
    return kept


def _lineage_kind(descent: Descent, of_self: bool) -> str:
    if not of_self:
        return "lineage-other"
    if descent.hint:
        return "base-name"
    return "distilled-prose" if descent.relation == "distilled" else "base-prose"


def _plain(value: str) -> str:
    return value.rsplit(":", 1)[-1]


def _known(name: str, reached: set[str]) -> bool:
    squeezed = squeeze(name)
    return squeezed in reached or (
        name_at(name) is None and any(len(squeezed) > 4 and r.startswith(squeezed) for r in reached)
    )
