"""Find the clauses of a text that nobody has described yet: patterns first, then the sentence model."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from openness.clauses import backstop, resolve
from openness.clauses.params import extract, has
from openness.clauses.patterns import PatternSet, Rule, compiled, pattern_set
from openness.clauses.quote import quoted_part
from openness.clauses.scope import Scope
from openness.clauses.segment import Sentence, segment
from openness.model.clause import Clause

MAX_PER_CLAUSE = 14  # findings of one clause in one text; more say nothing new
MAX_PER_SENTENCE = 3
MAX_TEXT = 2_000_000  # characters; what lies beyond is reported by not_analyzed
CONTEXTS = ("license", "prose", "gate")


def detect(text: str, *, context: str = "license") -> tuple[Clause, ...]:
    """The clauses found in `text`, in order of their place, each with the exact words and their offsets.

    `context` says what is read: a license or policy, the prose of a model card, or a gate prompt. In prose and gate
    prompts only statements about the terms of this very model count.
    """
    if context not in CONTEXTS:
        raise ValueError(f"context must be one of {CONTEXTS}")
    text = text[:MAX_TEXT]
    sentences = segment(text)
    patterns = pattern_set()
    known: dict[int, set[str]] = defaultdict(set)
    found = list(_matches(text, sentences, patterns, known))
    kept = resolve.settle(found, sentences, patterns, prose=context == "prose")
    clauses = list(_thin(kept))
    if context == "license":
        clauses += backstop.read(text, sentences, known, {clause.clause for clause in clauses}, Scope(patterns))
    return tuple(sorted(clauses, key=lambda clause: (clause.start, clause.end, clause.clause)))


def _matches(
    text: str,
    sentences: tuple[Sentence, ...],
    patterns: PatternSet,
    known: dict[int, set[str]],
) -> Iterator[resolve.Match]:
    """All matches in order; `known` collects, by sentence, the clauses whose wording some pattern knows."""
    scope = Scope(patterns)
    for index, sentence in enumerate(sentences):
        if len(sentence.text) < 8 or resolve.is_quoted(sentence, patterns):
            continue
        tried: dict[int, list[str]] = defaultdict(list)
        for number in patterns.prefilter.candidates(sentence.text):
            owner, pattern = patterns.owners[number]
            tried[owner].append(pattern)
        if not tried:
            continue
        refusal = compiled(patterns.refusal).search(sentence.text) is not None
        for owner, candidates in tried.items():
            rule = patterns.rules[owner]
            if refusal and rule.clause != "acceptance-gating":
                continue
            for place in _places(rule, candidates, index, sentences, scope, known):
                params, at = extract(rule.params, sentence, *place, sentences, index, text)
                if rule.needs and not has(rule.needs, params):
                    continue
                start, end = sentence.span(*quoted_part(sentence, *(at or place)))
                clause = Clause(
                    clause=rule.clause,
                    start=start,
                    end=end,
                    quote=text[start:end],
                    params=params,
                    confidence=rule.confidence,
                )
                yield resolve.Match(clause=clause, rule=rule, sentence=sentence, index=index)


def _places(
    rule: Rule,
    candidates: list[str],
    index: int,
    sentences: tuple[Sentence, ...],
    scope: Scope,
    known: dict[int, set[str]],
) -> list[tuple[int, int]]:
    """Where the rule holds in the sentence: each place outside the quote of the one before it."""
    sentence = sentences[index]
    if sentence.is_heading and (rule.not_heading or (not rule.heading and sentence.text.count(" ") < 4)):
        return []
    if rule.heading and not sentence.is_heading:
        return []
    text = sentence.text
    places = sorted(match.span() for pattern in candidates for match in _some(pattern, text))
    if not places:
        return []
    known[index].add(rule.clause)
    if any(compiled(pattern).search(text) for pattern in rule.never):
        return []
    if rule.also:
        around = f"{sentence.stem} {text}" if sentence.stem else text
        if not all(compiled(pattern).search(around) for pattern in rule.also):
            return []
    if rule.near:
        window = " ".join(s.text for s in sentences[max(index - 2, 0) : index + 2])
        if not any(compiled(pattern).search(window) for pattern in rule.near):
            return []
    held: list[tuple[int, int]] = []
    shown = -1  # where the last quote ends: a match inside it adds nothing
    for place in places:
        if place[0] < shown or len(held) >= MAX_PER_SENTENCE:
            continue
        left, right = sentence.part(*place)
        part = text[left:right]
        if any(compiled(pattern).search(part) for pattern in rule.blockers):
            continue
        if rule.under or rule.not_under:
            governing = scope.governs(sentence, *place, reach=rule.reach)
            if (rule.under and governing not in rule.under) or governing in rule.not_under:
                continue
        held.append(place)
        shown = quoted_part(sentence, *place)[1]
    return held


def _some(pattern: str, text: str) -> Iterator[Any]:
    """The first matches of a pattern, overlapping ones too: the first may begin at a verb that nothing governs.

    Bounded, because hostile sentences repeat one word.
    """
    program, at = compiled(pattern), 0
    for _ in range(12):
        match = program.search(text, at)
        if match is None:
            return
        yield match
        at = text.find(" ", match.start()) + 1
        if not at:
            return


def _thin(found: list[resolve.Match]) -> Iterator[Clause]:
    """One clause for each passage, and at most MAX_PER_CLAUSE of a kind."""
    groups: dict[str, list[Clause]] = defaultdict(list)
    for match in found:
        groups[match.clause.clause].append(match.clause)
    for clauses in groups.values():
        kept: list[Clause] = []
        for clause in sorted(clauses, key=lambda c: (-c.confidence, -len(c.params), c.start)):
            if len(kept) < MAX_PER_CLAUSE and all(clause.end <= k.start or clause.start >= k.end for k in kept):
                kept.append(clause)
        yield from kept
