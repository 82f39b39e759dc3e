"""A derivative that carries another license than its base's terms allow."""

from typing import TYPE_CHECKING

from openness.lineage.standing import ceiling, family_of, foreign, inherited, own_licenses, proofs
from openness.model import BaseLink, Basis, Conflict, Facts, Level, LicenseMatch

if TYPE_CHECKING:
    from openness.kb.load import KnowledgeBase

_COPIES = frozenset({"quantized", "conversion"})
_TRAVELS = frozenset({"same", "same-restrictions"})


def relabelled_base(facts: Facts, kb: "KnowledgeBase") -> tuple[Conflict, ...]:
    """One conflict for each license that must travel with a base and that the derivative does not carry.

    The nearest base speaks for those behind it that are under the same license.
    """
    found: dict[str, Conflict] = {}
    for base in facts.lineage.bases:
        license_id, conflict = _of_base(base, facts, kb) if base.weights else ("", None)
        if conflict is not None:
            found.setdefault(license_id, conflict)
    return tuple(found.values())


def _of_base(base: BaseLink, facts: Facts, kb: "KnowledgeBase") -> tuple[str, Conflict | None]:
    stated = own_licenses(facts)
    if any(not m.known for m in stated):
        return "", None  # terms that nobody here has read may well pass the base's on
    own = [m for m in stated if m.family or kb.license(m.id) is not None]
    terms = [m for m in inherited(facts, base.id) if _travels(m, base, kb)]
    if not own or not terms:
        return "", None
    kept = any(family_of(o, kb) & family_of(m, kb) for o in stated for m in inherited(facts, base.id))
    for match in terms:
        if kept and _is_policy(match, kb):
            continue  # the license is kept, and with it the policy that it refers to
        if match.basis is not Basis.INHERITED and _owner(base.id) == _owner(facts.snapshot.id) != "":
            continue  # the publisher's own base: he may license what he makes of it as he likes
        names = family_of(match, kb)
        if any(family_of(o, kb) & names for o in stated):
            continue
        claimed = min(own, key=lambda m: _rank(ceiling(m, kb)))
        allowed = ceiling(match, kb)
        level = ceiling(claimed, kb)
        if level is None or allowed is None:
            continue
        closed_to_trade = level.rank <= Level.RESEARCH_WEIGHTS.rank >= allowed.rank
        own_text = level.rank <= allowed.rank and not _in_common_use(claimed, kb)
        return match.id, Conflict(
            kind="relabelled-base",
            strength="soft" if closed_to_trade or own_text else "hard",
            explanation=(
                f"The model is given out under {claimed.name}, and it contains {base.id}, whose terms ({match.name}) "
                "go with every derivative."
            ),
            remedy=(
                f"Treat {match.name} as binding: follow its limits and duties until the publisher corrects the license "
                f"or shows that {base.id} is not in it."
            ),
            evidence=(*proofs(own), *base.evidence, *foreign(base.id, match.evidence, facts)),
        )
    return "", None


def _is_policy(match: LicenseMatch, kb: "KnowledgeBase") -> bool:
    record = kb.license(match.id)
    return record is not None and record.kind == "use-policy"


def _owner(model_id: str) -> str:
    name = model_id if "/" in model_id else model_id.replace("__", "/", 1)
    return name.split("/", 1)[0].lower() if "/" in name else ""


def _in_common_use(match: LicenseMatch, kb: "KnowledgeBase") -> bool:
    """Is it a standard text? One written for this model may pass the base's terms on in its own words."""
    record = kb.license(match.id)
    return record is not None and (record.spdx is not None or bool(record.hub_ids))


def _travels(match: LicenseMatch, base: BaseLink, kb: "KnowledgeBase") -> bool:
    """Must they? A copy in other numbers is no work of its own: limits stay, whatever a derivative may be put under."""
    records = [r for r in (kb.license(i) for i in (match.id, *match.candidates)) if r is not None and r.known]
    if base.relation in _COPIES:
        level = ceiling(match, kb)
        return level is not None and level.rank < Level.OPEN_WEIGHTS.rank
    return bool(records) and all(r.derivative_license in _TRAVELS for r in records)


def _rank(level: Level | None) -> int:
    return level.rank if level is not None else len(Level)
