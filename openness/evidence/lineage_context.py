"""Ancestors that tables of siblings and example code show → descents and names that are ruled out."""

import re
from collections.abc import Sequence

from openness.evidence.card import Card, code_ranges
from openness.evidence.lineage_descent import Descent, meant
from openness.evidence.mentions import mark
from openness.evidence.own_name import Own, is_self, squeeze
from openness.evidence.prose import Sentence

_BASE_HEAD = re.compile(
    r"\b(?:language|vision|visual|text|audio) (?:part|encoder|tower|backbone|model)\b|\bllm\b|"
    r"\bbase(?: |-)?models?\b|\bbackbone\b|\bbase llm\b|\bfoundation model\b|\binitiali[sz]ed from\b|基座|ベースモデル",
    re.IGNORECASE,
)
_RULE = re.compile(r"\|?[\s:|-]+\|?\s*")
_LOADED = re.compile(
    r"(?:from_pretrained\(\s*|model_?(?:id|name|path)?\s*=\s*|pipeline\([^)\n]{0,80}model\s*=\s*)[\"']([A-Za-z0-9][\w.-]{1,95}/[A-Za-z0-9][\w.-]{1,95})[\"']"
)
_VERSION = re.compile(r"[-_.]?v?\d+(?:[._]\d+)*$")


def read_tables(sentences: Sequence[Sentence], own: Own) -> tuple[tuple[Descent, ...], frozenset[str]]:
    """Bases of the subject in tables that set siblings side by side, and the bases of the siblings (family ids)."""
    found: list[Descent] = []
    others: set[str] = set()
    table: list[Sentence] = []
    for sentence in (*sentences, None):
        if sentence is not None and sentence.kind == "row":
            table.append(sentence)
            continue
        if len(table) > 2 and _BASE_HEAD.search(table[0].text):
            mine, theirs = _read_table(table, own)
            found += mine
            others |= theirs
        table = []
    taken = {_family(d.id) for d in found}
    return tuple(found), frozenset(o for o in others if o not in taken)


def _read_table(table: list[Sentence], own: Own) -> tuple[list[Descent], set[str]]:
    head = _cells(table[0].text)
    bases = {i: cell for i, cell in enumerate(head) if _BASE_HEAD.search(cell)}
    found: list[Descent] = []
    others: set[str] = set()
    named = {i: _models(cell, own) for i, cell in bases.items()}
    for row in table[1:]:
        if _RULE.fullmatch(row.text):
            continue
        cells = _cells(row.text)
        mine = [i for i, cell in enumerate(cells) if "@self@" in mark(cell, own).text]
        for i in bases:
            if i >= len(cells):
                continue
            if named[i]:  # the base stands in the column's head
                if i in mine:
                    found += (Descent(d, "finetune", None, table[0].start, table[0].end) for d in named[i])
            elif mine and i not in mine:
                found += (Descent(d, "finetune", None, row.start, row.end) for d in _models(cells[i], own)[:1])
    if found:
        shown = {d.id for d in found}
        others = {_family(d) for models in named.values() for d in models if d not in shown}
    return found, others


def _models(cell: str, own: Own) -> list[str]:
    return [meant(m, own) for m in mark(cell, own).models]


def _family(model_id: str) -> str:
    return squeeze(re.sub(r"[-_]?\d+(?:\.\d+)?b.*$", "", model_id.rsplit("/", 1)[-1].lower()))


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def ruled_out(model_id: str, others: frozenset[str]) -> bool:
    """Is it the base of a sibling only?"""
    return _family(model_id) in others


def read_code(card: Card, own: Own) -> tuple[Descent, ...]:
    """The one model that example code loads, where its name is the subject's own without what repackaging added."""
    if not own.tail:
        return ()
    loaded: dict[str, tuple[int, int]] = {}
    for start, end in code_ranges(card.text, card.body):
        for match in _LOADED.finditer(card.text, start, end):
            loaded.setdefault(match.group(1), match.span(1))
    if any(is_self(name, own) for name in loaded):
        return ()
    found = []
    for name, (start, end) in loaded.items():
        core = squeeze(_VERSION.sub("", name.rsplit("/", 1)[-1]))
        if (
            len(core) >= 6
            and core in own.tail
            and squeeze(name) != own.tail
            and name.split("/")[0].lower() != own.owner
        ):
            found.append(Descent(name, "conversion", None, start, end))
    return tuple(found[:1])
