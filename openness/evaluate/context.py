"""What a predicate may look at: facts, knowledge, and one of the two readings."""

from dataclasses import dataclass, field

from openness.evaluate.answer import Answer
from openness.evaluate.terms import Knowledge, Terms
from openness.evaluate.terms_of import terms_for
from openness.model import Component, Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Facts under one reading; terms are computed once."""

    facts: Facts
    kb: Knowledge
    lenient: bool = False
    answers: dict[str, Answer] = field(default_factory=dict)  # criteria of the same rubric that are answered already
    levels: dict[str, tuple[str, str]] = field(default_factory=dict)  # ancestor id -> (level, at most)
    _terms: dict[tuple[Component, bool], Terms] = field(default_factory=dict)

    def terms(self, component: str | Component, *, own: bool = False) -> Terms:
        """The terms of one component; `own` leaves out ancestors."""
        key = (Component(component), own)
        if key not in self._terms:
            self._terms[key] = terms_for(self.facts, self.kb, key[0], own=own, lenient=self.lenient)
        return self._terms[key]
