"""Let the sentence model read what no pattern knows.

It speaks only about clauses that the patterns found nowhere in the text, only in sentences that bind somebody and in
which no pattern of that clause matched (a pattern that matched and was refused knew why), and it must be sure.
"""

from collections.abc import Mapping
from functools import lru_cache

from openness.clauses.model import Guess, SentenceModel, sentence_model
from openness.clauses.patterns import compiled, pattern_set
from openness.clauses.quote import quoted_part
from openness.clauses.resolve import holds, is_quoted
from openness.clauses.scope import ENCOURAGE, NEGATE, PERMIT, Scope
from openness.clauses.segment import Sentence
from openness.model.clause import Clause

SURE = 0.9  # calibrated probability from which on the model is believed
WEIGHT = 0.7  # confidence of a finding is the probability times this: a pattern always outranks it
_BINDING = (
    r"\b(?:must|shall|may|will|can|cannot|only|not|no|never|agrees?|required?|has to|have to|subject to"
    r"|prohibited|forbidden|barred|limited|terminat|ends?|lose)"
)
_GRANTS = frozenset({"output-ownership", "patent-grant"})


@lru_cache(maxsize=1)
def _model() -> SentenceModel | None:
    """The model, or None where numpy is missing: the patterns then decide alone."""
    try:
        return sentence_model()
    except ImportError:
        return None


def read(
    text: str, sentences: tuple[Sentence, ...], known: Mapping[int, set[str]], found: set[str], scope: Scope
) -> list[Clause]:
    """Clauses that the model finds in sentences whose wording no pattern knows."""
    model = _model()
    if model is None:
        return []
    patterns = pattern_set()
    unread = [
        (number, sentence)
        for number, sentence in enumerate(sentences)
        if not sentence.is_heading
        and len(sentence.text) > 30
        and compiled(_BINDING).search(sentence.text)
        and not is_quoted(sentence, patterns)
    ]
    undone = {
        rule.clause
        for rule in patterns.rules
        if rule.drop_if is not None and rule.clause not in found and holds(patterns.document[rule.drop_if], sentences)
    }
    best: dict[str, tuple[Guess, Sentence]] = {}
    for at, guess in model.guesses([sentence.text for _, sentence in unread], floor=SURE):
        number, sentence = unread[at]
        if guess.clause in found or guess.clause in undone or guess.clause in known.get(number, ()):
            continue
        anchor = patterns.anchors.get(guess.clause)
        if anchor is not None and not compiled(anchor).search(sentence.text, guess.start, guess.end):
            continue
        if guess.clause not in _GRANTS and scope.governs(sentence, guess.end, guess.end) in (PERMIT, NEGATE, ENCOURAGE):
            continue
        if guess.clause not in best or guess.probability > best[guess.clause][0].probability:
            best[guess.clause] = (guess, sentence)
    return [_clause(text, sentence, guess) for guess, sentence in best.values()]


def _clause(text: str, sentence: Sentence, guess: Guess) -> Clause:
    start, end = sentence.span(*quoted_part(sentence, guess.start, guess.end))
    return Clause(
        clause=guess.clause,
        start=start,
        end=end,
        quote=text[start:end],
        confidence=round(guess.probability * WEIGHT, 2),
    )
