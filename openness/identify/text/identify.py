"""One text in, all its license matches out."""

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from openness.identify.text import index as ix
from openness.identify.text.additions import Addition, additions
from openness.identify.text.align import align, as_text
from openness.identify.text.compare import Comparison, Passage, compare
from openness.identify.text.deviations import deviations, material
from openness.identify.text.exact import WHOLE_TEXT
from openness.identify.text.expression import VAGUE, members, wholly_named
from openness.identify.text.index import Index
from openness.identify.text.search import Found, search
from openness.identify.text.tags import badges, tags
from openness.identify.text.twins import undecided
from openness.model import Deviation, TextMatch

_LIST = 12  # different licenses named by bare ids and names: a list of licenses, not a statement of terms
_NAME = 60  # characters of a bare name
_PLACES = 3  # where the name is missing; from one, it may be just the title that is
_KIN = 0.06  # less similar than the best one, and still a candidate
_CANDIDATES = 8
_EDGE = 3  # words at an end of a passage that another printing may lack
_TEXTS = 2  # in files with more texts, what lies between them belongs to any of them
_LONG = 100  # words of a text worth calling one
_LINK = re.compile(r"[\s,*_`\"')\]]{0,6}(?:(?P<or>or|/)|and|&)[\s,*_`\"'(\[]{1,6}(?:under |the ){0,3}", re.I)
_HREF = re.compile(r"[^\n\[\]]{0,24}\]\(\s*")
_GNU_NAME = re.compile(r"(A?GPL|LGPL|GFDL)-[\d.]+(?:-only|-or-later)\Z")
MODIFIED = "LicenseRef-modified-"


def identify(text: str, *, path: str = "") -> tuple[TextMatch, ...]:
    """All licenses stated or named in `text`, in order."""
    index = ix.load()
    passage, found = search(index, text)
    covered = [(f.start, f.end) for f in found]
    crowded = _is_crowded(index, found)
    matches = []
    for one in found:
        if index.kind(one.document) == ix.FALSE_POSITIVE or _is_extension(index, passage, one):
            continue
        match = _match(index, passage, one, path)
        if match.kind == "text" and match.license and not crowded and one.end - one.start > _LONG // 2:
            match = _with_additions(match, additions(passage, covered, (one.start, one.end), path), path)
        matches.append(match)
    matches = _with_tags(index, text, matches)
    return tuple(_without_lists(list(_joined(text, matches))))


def _is_crowded(index: Index, found: list[Found]) -> bool:
    """Are there so many licenses that what lies between their texts belongs to any of them?"""
    texts = [f for f in found if index.kind(f.document) == ix.TEXT and f.end - f.start > _LONG // 2]
    said = [index.expression(f.document) for f in found if index.kind(f.document) in (ix.TEXT, ix.NOTICE, ix.TAG)]
    return len(texts) > _TEXTS or (len(texts) > 1 and len({m for e in said for m in members(e)} - VAGUE) > _TEXTS)


def _joined(text: str, matches: list[TextMatch]) -> Iterator[TextMatch]:
    """The matches, with a bare name that goes on with a notice ("under the MIT license or the GPL") as part of it."""
    held: TextMatch | None = None
    for match in matches:
        if held is not None and _is_address_of(text, held, match):
            held = replace(match, start=held.start)
            continue
        if held is not None and held.kind == "notice" and match.kind == "reference":
            link = _LINK.fullmatch(text, held.end, max(held.end, match.start))
            if link and held.license and match.license and wholly_named(match.license):
                held = _both(held, match, "OR" if link["or"] else "AND")
                continue
        if held is not None:
            yield held
        held = match
    if held is not None:
        yield held


def _is_address_of(text: str, name: TextMatch, link: TextMatch) -> bool:
    """Does a GNU license named without a version link to the version that is meant?"""
    if not name.kind == link.kind == "reference" or not _HREF.fullmatch(text, name.end, max(name.end, link.start)):
        return False
    kinds = [_GNU_NAME.match(m.license or "") for m in (name, link)]
    same = all(kinds) and len({k[1] for k in kinds if k}) == 1
    return same and not any(c.isdigit() for c in text[name.start : name.end])


def _both(notice: TextMatch, name: TextMatch, word: str) -> TextMatch:
    """A notice and the name that follows it, as one notice."""
    parts = [str(notice.license), str(name.license)]
    if set(members(parts[1])) <= set(members(parts[0])):
        return replace(notice, end=name.end)
    said = f" {word} ".join(f"({p})" if " " in p and f" {word} " not in p else p for p in parts)
    return replace(notice, license=said, end=name.end)


def _is_extension(index: Index, passage: Passage, found: Found) -> bool:
    """Does a bare name begin as the end of a file's name ("index.json" before "license")?"""
    start = int(passage.words.starts[found.start])
    return (
        index.kind(found.document) == ix.REFERENCE
        and start > 1
        and passage.text[start - 1] == "."
        and passage.text[start - 2].isalnum()
    )


def _match(index: Index, passage: Passage, found: Found, path: str) -> TextMatch:
    license_: str | None = index.expression(found.document)
    # NOTE: a name, a tag or a notice says nothing that could be held against the text it derives from.
    said = index.kind(found.document) == ix.TEXT or found.end - found.start >= _LONG
    base = index.base(found.document) if said else None
    family: str | None = None
    candidates: tuple[str, ...] = ()
    comparison = found.comparison
    if index.kind(found.document) == ix.TEXT and comparison is not None:
        rivals = undecided(index, found)
        renamed = _is_renamed(index, passage, comparison)
        changed = renamed or _is_changed(index, found)
        if renamed and base:
            license_ = f"{MODIFIED}{plain(base)}"
        elif rivals or renamed:
            kin = [
                r.document
                for r in found.rivals
                if r.score >= found.score - _KIN and index.arrays["canonical"][r.document]
            ]
            candidates = tuple(dict.fromkeys(index.expression(d) for d in (found.document, *rivals, *kin)))[
                :_CANDIDATES
            ]
            license_, family = None, index.family(found.document) or candidates[0]
        elif changed:
            license_, base = f"{MODIFIED}{plain(str(license_))}", license_
    elif found.end - found.start >= _LONG and license_ and (known := _plus_unknown(license_)):
        license_, base = f"{MODIFIED}{plain(known)}", known
    if base and (against := _against(index, passage, found, base)):
        comparison = against
    return TextMatch(
        license=license_,
        family=family,
        candidates=candidates,
        score=round(found.score, 4),
        kind="text" if found.end - found.start >= WHOLE_TEXT else ix.KIND_NAMES[index.kind(found.document)],
        start=int(passage.words.starts[found.start]),
        end=int(passage.words.ends[found.end - 1]),
        deviations=deviations(index, passage, comparison, path) if comparison else (),
        derived_from=base,
    )


def _is_changed(index: Index, found: Found) -> bool:
    """Does the passage differ, in what it says, from every known printing of its license?"""
    number = index.expression_number(found.document)
    printings = (
        f.comparison
        for f in (found, *found.rivals)
        if f.comparison
        and index.expression_number(f.document) == number
        and f.start <= found.start + _EDGE
        and f.end >= found.end - _EDGE
    )
    return all(material(index, printing) for printing in printings)


def _plus_unknown(expression: str) -> str | None:
    """The license of an expression that says "this one and terms that nobody named"."""
    if " OR " in expression or " WITH " in expression:
        return None
    known = [m for m in members(expression) if m not in VAGUE]
    return known[0] if len(known) == 1 and len(members(expression)) > 1 else None


def _against(index: Index, passage: Passage, found: Found, base: str) -> Comparison | None:
    """The passage compared with the license that it derives from."""
    document = index.canonical(base)
    if document is None or (found.comparison and found.comparison.alignment.document == document):
        return None
    ids = np.array(passage.ids[found.start : found.end], np.uint16)
    alignment = align(index, as_text(ids), found.start, document)
    return compare(index, passage, alignment.stretched(found.start, found.end))


def _with_additions(match: TextMatch, added: tuple[Addition, ...], path: str) -> TextMatch:
    """The match as a modified text, when terms stand beside it that no document explains."""
    if not added or match.license is None:
        return match
    modified = match.license if match.license.startswith(MODIFIED) else f"{MODIFIED}{plain(match.license)}"
    more = tuple(Deviation(kind="added", path=path, start=a.start, end=a.end) for a in added)
    return replace(
        match,
        license=modified,
        derived_from=match.derived_from if match.license == modified else match.license,
        deviations=tuple(sorted((*match.deviations, *more), key=lambda d: (d.start, d.end))),
        start=min(match.start, added[0].start),
        end=max(match.end, added[-1].end),
    )


def plain(license_: str) -> str:
    """A license id as part of another one."""
    return license_.removeprefix("LicenseRef-").replace(" ", "-").replace("(", "").replace(")", "")


def _is_renamed(index: Index, passage: Passage, comparison: Comparison) -> bool:
    """Is the license's own name gone from the file, with another one in its place or from several places?"""
    document = comparison.alignment.document
    own = [at for start, end in index.identity(document) for at in range(start, end)]
    if not own or any(b.document <= at < b.document + b.size for b in comparison.alignment.blocks for at in own):
        return False
    if not set(index.names(document)).isdisjoint(passage.ids):
        return False
    places = [c.place for c in comparison.differences if any(c.place.d0 <= at < c.place.d1 for at in own)]
    return any(p.q1 > p.q0 for p in places) or len(places) >= _PLACES


def _with_tags(index: Index, text: str, matches: list[TextMatch]) -> list[TextMatch]:
    """The matches, with SPDX tags read as what they say."""
    said_so = ("SPDX" in text or "spdx" in text, "shields.io" in text)
    if not any(said_so):
        return matches
    texts = [m for m in matches if m.kind == "text"]
    stated = tags(text, index.known_ids()) if said_so[0] else []
    stated += badges(text, index.known_ids()) if said_so[1] else []
    read = [t for t in stated if not any(m.start <= t.start and t.end <= m.end for m in texts)]
    kept = [m for m in matches if m.kind == "text" or not any(t.start < m.end and m.start < t.end for t in read)]
    said = [
        TextMatch(license=t.expression, family=None, candidates=(), score=1.0, kind="tag", start=t.start, end=t.end)
        for t in read
    ]
    return sorted([*kept, *said], key=lambda m: (m.start, m.end))


def _without_lists(matches: list[TextMatch]) -> list[TextMatch]:
    """The matches without bare names, where there are so many that the file must be a list of licenses."""
    named = {m.license for m in matches if _is_short(m)}
    return matches if len(named) < _LIST else [m for m in matches if not _is_short(m)]


def _is_short(match: TextMatch) -> bool:
    return match.kind in ("tag", "reference") and match.end - match.start < _NAME
