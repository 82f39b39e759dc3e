"""What the card shows and says of code, data, papers, results and the rest of a release → evidence."""

import re
from collections import Counter
from functools import lru_cache
from typing import Any, NamedTuple

import yaml

from openness.evidence.card import code_ranges
from openness.evidence.linear import linear
from openness.evidence.prose import Sentence
from openness.evidence.subject import Subject
from openness.evidence.terms_sentence import plain
from openness.evidence.terms_words import load_terms
from openness.evidence.yaml_tree import Sequence as YamlList
from openness.kb.locate import data_dir
from openness.model import Basis, Component, Gap, TextFile
from openness.model.ledger import Ledger

_PER_KIND = 4  # quotes kept for one kind; more add nothing
_URL = re.compile(
    r"\]\((https?://[^\s()]{4,500}(?:\([^\s()]{0,60}\)[^\s()]{0,100})?)[^()]{0,100}\)|"
    r"href=[\"']?(https?://[^\"'\s>]{4,500})|(https?://[^\s<>()\[\]\"'`|，。]{4,500})"
)
_SUBSTANCE = 1500  # characters of prose from which a card says something
_BOOKTITLE = re.compile(r"\b(?:booktitle|journal)\s*=\s*[{\"]([^}\"\n]{4,200})", re.IGNORECASE)
_PREPRINT = re.compile(r"arxiv|preprint|github|hugging ?face|corr\b|biorxiv|blog|online", re.IGNORECASE)


class _Rule(NamedTuple):
    kind: str
    component: Component
    form: str
    at: Any
    without: Any
    heading: Any
    host: Any
    chars: int


class _Rules(NamedTuple):
    rules: tuple[_Rule, ...]
    any_at: Any  # matches where `at` of any rule does that asks for no heading and no link
    inference: "re.Pattern[str]"
    parts: dict[str, Any]
    frameworks: Any


@lru_cache(maxsize=1)
def _load() -> _Rules:
    with (data_dir() / "lineage" / "completeness.yaml").open(encoding="utf-8") as file:
        data = yaml.load(file, Loader=yaml.CSafeLoader)
    hosts = {name: linear(pattern) for name, pattern in data["hosts"].items()}
    rules = tuple(
        _Rule(
            kind=row["kind"],
            component=Component(row["component"]),
            form=row["form"],
            at=linear(row["at"]),
            without=linear(row["not"]) if "not" in row else None,
            heading=linear(row["heading"]) if "heading" in row else None,
            host=hosts.get(row.get("host", "")),
            chars=row.get("chars", 0),
        )
        for row in data["rules"]
    )
    return _Rules(
        rules,
        linear("|".join(f"(?:{row['at']})" for row in data["rules"] if "heading" not in row and row["form"] != "link")),
        re.compile(data["inference_code"]),
        {k: linear(v) for k, v in data["card_parts"].items()},
        linear(data["frameworks"]),
    )


@lru_cache(maxsize=256)
def _under(title: str) -> tuple[_Rule, ...]:
    """The rules that apply in a section of that title."""
    lowered = title.lower()
    return tuple(r for r in _load().rules if r.heading is None or r.heading.search(lowered))


def collect_completeness(subject: Subject, ledger: Ledger) -> tuple[Gap, ...]:
    """Evidence of what is there, linked, described, or said to be missing."""
    if subject.card is None or subject.file is None:
        return (Gap(what="model card", why="no card was found"),)
    rules = _load()
    counts: Counter[str] = Counter()
    for sentence in subject.sentences:
        if sentence.kind != "heading":
            _sentence(sentence, subject.file, subject.own.owner, rules, counts, ledger)
    _code(subject, subject.file, rules, ledger)
    _metadata(subject, subject.file, ledger)
    _card(subject, subject.file, rules, ledger)
    return ()


def _sentence(
    sentence: Sentence, file: TextFile, owner: str, rules: _Rules, counts: Counter[str], ledger: Ledger
) -> None:
    low = plain(sentence.text, load_terms()).lower()
    links = [m.group(1) or m.group(2) or m.group(3) for m in _URL.finditer(sentence.text)]
    worth = rules.any_at.search(low) is not None
    for rule in _under(sentence.section.title):
        if not worth and rule.heading is None and rule.form != "link":
            continue
        kind = rule.kind + {"link": "-link", "none": "-none", "partial": "-partial"}.get(rule.form, "")
        if counts[kind] >= _PER_KIND or (rule.form == "link" and not links) or len(low) < rule.chars:
            continue
        if not rule.at.search(low) or (rule.without is not None and rule.without.search(low)):
            continue
        value = None
        if rule.form == "link":
            value = next(
                (link.rstrip(".,;)") for link in links if rule.host is None or rule.host.search(link.lower())), None
            )
            if value is None:
                continue
            if rule.kind == "training-code" and _borrowed(value, owner, rules):
                kind = f"{rule.kind}-partial"
        counts[kind] += 1
        ledger.quote(
            file, sentence.start, sentence.end, kind=kind, component=rule.component, basis=Basis.PROSE, value=value
        )


def _borrowed(link: str, owner: str, rules: _Rules) -> bool:
    """Is it a framework that others publish?"""
    parts = link.lower().split("/")
    publisher = parts[3] if len(parts) > 3 else ""
    return rules.frameworks.search(link) is not None and not (owner and publisher.startswith(owner[:6]))


def _code(subject: Subject, file: TextFile, rules: _Rules, ledger: Ledger) -> None:
    """Code in the card that runs the model, and citations of printed papers."""
    if subject.card is None:
        return
    shown = cited = False
    for start, end in code_ranges(subject.card.text, subject.card.body):
        code = subject.card.text[start:end]
        match = None if shown else rules.inference.search(code)
        if match is not None:
            shown = True
            line = code.rfind("\n", 0, match.start()) + 1
            stop = code.find("\n", match.end())
            ledger.quote(
                file, start + line, start + (stop if stop > 0 else len(code)), kind="inference-code",
                component=Component.CODE, basis=Basis.PROSE, value="code in the card",
            )  # fmt: skip
        venue = None if cited else _BOOKTITLE.search(code)
        if venue is not None and not _PREPRINT.search(venue.group(1)):
            cited = True
            ledger.quote(
                file, start + venue.start(), start + venue.end(), kind="peer-reviewed-paper", component=Component.DOCS,
                basis=Basis.PROSE, value=venue.group(1),
            )  # fmt: skip


def _metadata(subject: Subject, file: TextFile, ledger: Ledger) -> None:
    """The front matter itself, and results that it carries."""
    card = subject.card
    if card is None or not card.fields:
        return
    block = card.blocks[0]
    ledger.quote(
        file, block.start, min(block.end, block.start + 200), kind="model-metadata", component=Component.DOCS,
        basis=Basis.DECLARED, value="front matter",
    )  # fmt: skip
    index = card.first("model-index", "model_index")
    if (
        index is not None
        and isinstance(index.node, YamlList)
        and "value:" in card.text[index.key_start : index.node.end + 1]
    ):
        ledger.quote(
            file, index.key_start, min(index.node.end, index.key_start + 300), kind="evaluation-results",
            component=Component.DOCS, basis=Basis.DECLARED, value="model-index",
        )  # fmt: skip


def _card(subject: Subject, file: TextFile, rules: _Rules, ledger: Ledger) -> None:
    """How much of what a card should say it says (the Hub's own template)."""
    titles = " / ".join(s.text.lower() for s in subject.sentences if s.kind == "heading")
    body = sum(s.end - s.start for s in subject.sentences)
    have = [name for name, pattern in rules.parts.items() if pattern.search(titles)]
    if not subject.sentences:
        return
    kind = "model-card" if len(have) >= 5 and body >= _SUBSTANCE else "model-card-partial"
    first = subject.sentences[0]
    ledger.quote(
        file, first.start, first.end, kind=kind, component=Component.DOCS, basis=Basis.PROSE,
        value=f"{len(have)} of {len(rules.parts)} parts{': ' if have else ''}{', '.join(have)}",
    )  # fmt: skip
