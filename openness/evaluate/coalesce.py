"""The same license from several ancestors binds once: its conditions are said once, with everyone they come from."""

from collections.abc import Iterable
from dataclasses import replace

from openness.evaluate.terms import Grant, Term

_NAMED = 3  # ancestors that a condition names

Groups = tuple[tuple[Grant, ...], ...]


def coalesce(groups: Groups) -> Groups:
    """The groups, where single licenses whose clauses are the same are one; the subject's own stands for all."""
    merged: dict[object, list[Grant]] = {}
    for number, group in enumerate(groups):
        (first, *others) = group
        alone = not others and not first.members and not first.prose
        merged.setdefault(_key(first) if alone else number, []).append(first)
    return tuple(
        (_one(grants),) if isinstance(key, tuple) else groups[key] if isinstance(key, int) else ()
        for key, grants in merged.items()
    )


def _key(grant: Grant) -> tuple[object, ...]:
    terms = tuple((t.clause, t.section, t.license, repr(sorted(t.params.items()))) for t in grant.terms)
    changed = grant.changed_from.id if grant.changed_from is not None else None
    return (grant.license, grant.read, grant.exact, grant.disputed, changed, terms)


def _one(grants: list[Grant]) -> Grant:
    first = next((g for g in grants if g.inherited_from is None), grants[0])
    if len(grants) == 1:
        return first
    names = [] if first.inherited_from is None else list(dict.fromkeys(str(g.inherited_from) for g in grants))
    return replace(
        first,
        evidence=tuple(dict.fromkeys(e for g in grants for e in g.evidence)),
        terms=tuple(_term([g.terms[number] for g in grants], names) for number in range(len(first.terms))),
    )


def _term(terms: list[Term], names: list[str]) -> Term:
    return replace(
        terms[0],
        inherited_from=_said(names) if names else None,
        evidence=tuple(dict.fromkeys(e for t in terms for e in t.evidence)),
    )


def _said(names: Iterable[str]) -> str:
    """Names as they are said: "A", "A and B", "A, B and 2 more"."""
    listed = list(names)
    if len(listed) > _NAMED:
        return f"{', '.join(listed[: _NAMED - 1])} and {len(listed) - _NAMED + 1} more"
    return " and ".join(([", ".join(listed[:-1])] if len(listed) > 1 else []) + listed[-1:])
