"""Judge matches in the light of the whole text: a later grant, a policy in the same file, who speaks about what."""

from dataclasses import dataclass

from openness.clauses.patterns import DocumentCondition, PatternSet, Rule, compiled
from openness.clauses.segment import Sentence
from openness.model.clause import Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One rule that held in one sentence."""

    clause: Clause
    rule: Rule
    sentence: Sentence
    index: int


def is_quoted(sentence: Sentence, patterns: PatternSet) -> bool:
    """Is the sentence a notice in quotation marks that the text only asks to be reproduced?"""
    return sentence.text.startswith('"') and compiled(patterns.quoted).search(sentence.stem) is not None


def holds(condition: DocumentCondition, sentences: tuple[Sentence, ...]) -> bool:
    """Is there a sentence that meets the condition?"""
    candidates = sentences
    if condition.headings:
        candidates = tuple(s for s in sentences[: condition.headings] if s.is_heading)
    for sentence in candidates:
        text = f"{sentence.stem} {sentence.text}" if condition.stem else sentence.text
        if any(compiled(p).search(text) for p in condition.any_of) and not any(
            compiled(p).search(text) for p in condition.none_of
        ):
            return True
    return False


def _has_items(match: Match, sentences: tuple[Sentence, ...]) -> bool:
    return any(sentence.stem for sentence in sentences[match.index + 1 : match.index + 4])


def _states_terms(match: Match, patterns: PatternSet) -> bool:
    """Does a sentence of a card state a term of this very model?"""
    return match.clause.clause in patterns.prose_clauses and not any(
        compiled(pattern).search(match.sentence.text) for pattern in patterns.prose_blockers
    )


def settle(
    found: list[Match], sentences: tuple[Sentence, ...], patterns: PatternSet, *, prose: bool = False
) -> list[Match]:
    """The matches that stand once the whole text is taken into account."""
    states: dict[str, bool] = {}
    kept: list[Match] = []
    for match in found:
        name = match.rule.drop_if
        if name is not None:
            if name not in states:
                states[name] = holds(patterns.document[name], sentences)
            if states[name]:
                continue
        if match.rule.needs_items and not _has_items(match, sentences):
            continue
        if prose and not _states_terms(match, patterns):
            continue
        kept.append(match)
    return kept
