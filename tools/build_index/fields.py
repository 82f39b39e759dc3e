"""Passages of a known text that may differ without meaning: placeholders, list markers, title, how-to-apply."""

import re

from openness.identify.text.vocabulary import word_list

_PLACEHOLDER = re.compile(
    r"<(?!https?:)[a-z][^<>@/]{0,80}>"
    r"|\[(?:name|year|yyyy|xxxx|fullname|full name|owner|insert|project|e-?mail|organi[sz]ation|copyright|holder"
    r"|your|the name|date|description|company|one line|licensor|author)[^\]\[]{0,120}\]"
    r"|\{[a-z][^{}]{0,60}\}|_{4,}|\byyyy\b|\b(?:19|20)xx\b",
    re.I,
)
_MARKER = re.compile(
    r"(?m)^[ \t>*#-]*((?:(?:section|article)[ \t]+)?\(?(?:[0-9]{1,2}(?:\.[0-9]{1,2})*|[a-z]|[ivx]{1,5})[.):]"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2})+)(?=\s)"
    r"|(?<=\s)(\((?:[0-9]{1,2}|[a-z]|[ivx]{1,5})\))(?=\s)",
    re.I,
)
_TAIL = re.compile(
    r"end of terms and conditions|how to apply (?:these terms|the apache)|appendix: how to"
    r"|addendum: how to use this license"
    r"|creative commons notice|creative commons is not a party to|creative commons may be contacted"
    r"|^[ \t]*exhibit [ab]\b[^\n]{0,60}\n(?=.{0,200}contents of this file|.{0,60}notice below must appear"
    r"|.{0,200}subject to the terms of the mozilla)",
    re.I | re.M | re.S,
)
_PREAMBLE = re.compile(
    r"\A.{0,5000}?\n\s*"
    r"(?=(?:license|licence|lizenz|licentie|licencia|contrat|lisenssi|licenza|利用許諾)\s*\n)"
    r"|creative\s+commons\s+corporation\s+(?:\(.creative\s+commons.\)\s+)?is\s+not\s+a\s+law\s+firm.*?"
    r"(?=\n\s*(?:license|using creative commons)\b)"
    r"|using\s+creative\s+commons\s+public\s+licenses.*?(?=\n[\s=]*creative\s+commons\s[^\n]*public\s+license\s*\n)",
    re.I | re.S,
)
_NAMING = frozenset(word_list("common-name-words"))
_HEADING = 12  # words
_PLAIN_HEADING = frozenset(word_list("heading"))
_OPERATIVE = re.compile(
    r"\b(?:permi|redistribut|grant|warrant|liab|must|shall|may|copyright \(c\)|hereby"
    r"|by (?:using|exercising|clicking))",
    re.I,
)


def _title(text: str) -> int:
    """Where the title ends: the leading short paragraphs that say nothing operative."""
    end = 0
    for part in re.finditer(r"\S(?:.(?!\n[ \t]*\n))*.?", text, re.S):
        if len(part.group().split()) > 20 or _OPERATIVE.search(part.group()) or part.end() > 400:
            return end
        end = part.end()
    return 0


def _headings(text: str, names: frozenset[str]) -> list[tuple[int, int]]:
    """Lines that say nothing but the license's name and version."""
    said = names | _NAMING
    out = []
    for line in re.finditer(r"[^\n]+", text):
        found = re.findall(r"[a-z]+|\d+", line.group().lower())
        if (
            0 < len(found) <= _HEADING and all(w in said or w.isdigit() for w in found) and not names.isdisjoint(found)
        ) or (found and _PLAIN_HEADING.issuperset(found)):
            out.append(line.span())
    return out


def free_spans(text: str, *, canonical: bool, names: frozenset[str] = frozenset()) -> list[tuple[int, int]]:
    """Character spans of `text` whose absence or change is no deviation, sorted and merged."""
    spans = [m.span() for m in _PLACEHOLDER.finditer(text)]
    spans += [m.span(1) if m.group(1) else m.span(2) for m in _MARKER.finditer(text)]
    if canonical:
        spans += _headings(text, names)
        if (title := _title(text)) > 0:
            spans.append((0, title))
        if "creative commons" in text[:8000].lower():
            spans += [m.span() for m in _PREAMBLE.finditer(text[:8000])]
        tail = next((m for m in _TAIL.finditer(text) if m.start() > len(text) * 0.5), None)
        if tail:
            spans.append((tail.start(), len(text)))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def printings(text: str) -> list[str]:
    """The text as it is, and without its title and its how-to-apply part: what is printed as the license."""
    title = _title(text)
    tail = next((m.start() for m in _TAIL.finditer(text) if m.start() > len(text) * 0.5), len(text))
    spans = {(0, len(text)), (title, len(text)), (0, tail), (title, tail)}
    return [text[start:end] for start, end in sorted(spans) if len(text[start:end].split()) >= 20]


_SECTION = re.compile(
    r"(?m)^[ \t>*#]*(?:(?:section|article)[ \t]+)?\(?([0-9]{1,2}(?:\.[0-9]{1,2})*|[a-z]|[ivx]{1,5})[.):](?=\s)", re.I
)


def sections(text: str) -> list[tuple[int, str]]:
    """Where a numbered section begins, and its label ("2", "2.a")."""
    out: list[tuple[int, str]] = []
    above = ""
    for match in _SECTION.finditer(text):
        label = match.group(1).lower()
        if label[0].isdigit():
            above = label
        else:
            label = f"{above}.{label}" if above else label
        out.append((match.start(1), label))
    return out
