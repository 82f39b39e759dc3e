"""What the terms require of whoever uses, changes or passes on the model."""

from dataclasses import replace

from openness.evaluate.terms import Grant, Knowledge
from openness.evaluate.terms_of import terms_for
from openness.model import Component, Facts, Kind, Obligation


def obligations(facts: Facts, kb: Knowledge) -> tuple[Obligation, ...]:
    """The obligations of every license of the weights and the code (of the data for a data set), without repetition."""
    found: dict[tuple[str, str, str | None], Obligation] = {}
    dataset = facts.snapshot.kind is Kind.DATASET
    for component in (Component.DATA,) if dataset else (Component.WEIGHTS, Component.CODE):
        for group in terms_for(facts, kb, component).groups:
            for grant in group:
                for owed in _of(grant, kb, choice=len(group) > 1):
                    said = f"for the code: {owed.summary}" if component is Component.CODE else owed.summary
                    found.setdefault((owed.id, owed.license or "", owed.notice), replace(owed, summary=said))
    return tuple(found.values())


def _of(grant: Grant, kb: Knowledge, *, choice: bool) -> list[Obligation]:
    if grant.record is None:
        return []
    evidence = {t.clause: t.evidence for t in grant.terms if t.evidence}
    owed = []
    records = [grant.record, *(r for name in grant.record.incorporates if (r := kb.license(name)) is not None)]
    for record in records:
        for item in record.obligations:
            summary = f"if you choose {grant.name}: {item.summary}" if choice else item.summary
            owed.append(
                Obligation(
                    id=item.id,
                    summary=summary,
                    when=item.when,
                    notice=item.notice,
                    evidence=evidence.get(item.id, grant.evidence),
                    license=grant.record.id,
                )
            )
    return owed
