"""From what was found in a file to the one expression that its terms come to."""

import re

from openness.identify.text.vocabulary import word_list
from openness.model import TextMatch

# Ids of the index that say "something about terms" without naming any.
VAGUE = frozenset(f"LicenseRef-scancode-{name}" for name in word_list("vague"))
_ASIDE = 150  # characters; a shorter mention beside a text
_TIMES = 8  # as long as it is an aside ("GPL-compatible"), not another license
_GNU_KIN = re.compile(r"A?GPL-[23]|LGPL-[23]|GFDL-1\.[123]-")
_PUBLIC_DOMAIN = "LicenseRef-scancode-public-domain"
_DEDICATIONS = frozenset({"Unlicense", "CC0-1.0", "CC-PDDC", "PDDL-1.0"})
_RANK = {"text": 0, "notice": 1, "tag": 2, "reference": 3}
_GNU = re.compile(r"^(A?GPL|LGPL|GFDL)-(\d\.\d)(-only|-or-later)?$")
_BARE = frozenset({"GPL-1.0-or-later", "LGPL-2.0-or-later", "AGPL-1.0-or-later", "GPL-1.0-only", "GFDL-1.1-or-later"})


def members(expression: str) -> tuple[str, ...]:
    """The license ids of an expression, in order."""
    return tuple(w for w in re.split(r"[\s()]+", expression) if w and w not in ("AND", "OR", "WITH"))


def named(expression: str) -> bool:
    """Does the expression name a license, rather than say that there are terms?"""
    return any(m not in VAGUE for m in members(expression))


def wholly_named(expression: str) -> bool:
    """Does every part of the expression name a license?"""
    return all(m not in VAGUE for m in members(expression))


def primary(matches: tuple[TextMatch, ...]) -> str | None:
    """The expression for the whole file: what its texts and notices come to, or None."""
    clear: dict[str, str] = {}
    largest = max((m.end - m.start for m in matches if m.kind in ("text", "notice")), default=0)
    largest = largest if largest >= _TIMES * _ASIDE else 0
    printed = {_stem(m.license) for m in matches if m.kind == "text" and m.license}
    for match in matches:
        if (
            match.kind != "text"
            and match.end - match.start < min(_ASIDE, largest // _TIMES)
            and not _GNU_KIN.match(match.license or "")
            and not _is_choice(match.license or "", printed)
        ):
            continue
        if match.license and named(match.license):
            said = _without_vague(match.license)
            if said not in clear or _RANK[match.kind] < _RANK[clear[said]]:
                clear[said] = match.kind
    _say_which_dedication(clear)
    if not clear or (
        any(m.license is None and m.kind == "text" for m in matches) and set(clear.values()) <= {"reference"}
    ):
        return None
    strong = [e for e, kind in clear.items() if kind != "reference"]
    chosen = strong or list(clear)
    chosen = _absorb(chosen, clear)
    if len(chosen) == 1:
        return chosen[0]
    return " AND ".join(f"({e})" if " OR " in e else e for e in sorted(chosen))


def _say_which_dedication(clear: dict[str, str]) -> None:
    """ "Public domain" in general is the dedication that the file names, if it names one."""
    named_ = [e for e in clear if e in _DEDICATIONS]
    if named_ and (kind := clear.pop(_PUBLIC_DOMAIN, None)):
        for e in named_:
            clear[e] = min(kind, clear[e], key=_RANK.__getitem__)


def _is_choice(expression: str, printed: set[str]) -> bool:
    """Does a notice, however short, offer a choice between texts that the file prints?"""
    return " OR " in expression and all(_stem(m) in printed for m in members(expression))


def _stem(license_: str) -> str:
    return license_.removesuffix("-only").removesuffix("-or-later")


def _without_vague(expression: str) -> str:
    if " OR " in expression or "(" in expression:
        return expression
    parts = [p for p in expression.split(" AND ") if named(p)]
    return " AND ".join(parts)


def _absorb(chosen: list[str], clear: dict[str, str]) -> list[str]:
    """Without what another one says more exactly."""
    out = []
    singles = {m for e in chosen for m in members(e)}
    for e in chosen:
        others = [o for o in chosen if o != e]
        if any(set(members(e)) < set(members(o)) for o in others):
            continue
        gnu = _GNU.match(e)
        if gnu:
            kin = [
                m
                for m in singles - {e}
                if (other := _GNU.match(m)) and (other.group(1) == gnu.group(1) or (e in _BARE and "GPL" in m))
            ]
            if e in _BARE and any(m not in _BARE for m in kin):
                continue
            same = [m for m in kin if m.startswith(f"{gnu.group(1)}-{gnu.group(2)}")]
            if e.endswith("-only") and any(m.endswith("-or-later") for m in same) and clear.get(e) == "text":
                continue
        out.append(e)
    return out or chosen
