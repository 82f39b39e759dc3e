"""What a predicate may look at: facts, knowledge, and one of the two readings."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from openness.evaluate.answer import Answer
from openness.evaluate.terms import Knowledge, Terms
from openness.evaluate.terms_of import terms_for
from openness.model import Component, Evidence, Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class AncestorLevel:
    """Where one ancestor stands by itself."""

    level: str = "unknown"
    at_most: str = "open-science"
    resolved: bool = False  # something about it was read
    unread: bool = False  # it names terms that could not be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Facts under one reading; terms and evidence are sorted once, however many rubrics ask."""

    facts: Facts
    kb: Knowledge
    lenient: bool = False
    levels: Mapping[str, AncestorLevel] = field(default_factory=dict)  # by ancestor id
    answers: dict[str, Answer] = field(default_factory=dict)  # criteria of the same rubric that are answered already
    _terms: dict[tuple[Component, bool], Terms] = field(default_factory=dict)
    _by_kind: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)

    def fresh(self) -> "Context":
        """The same facts for another rubric."""
        return replace(self, answers={})

    def terms(self, component: str | Component, *, own: bool = False) -> Terms:
        """The terms of one component; `own` leaves out ancestors."""
        key = (Component(component), own)
        if key not in self._terms:
            self._terms[key] = terms_for(self.facts, self.kb, key[0], own=own, lenient=self.lenient)
        return self._terms[key]

    def shown(self, *kinds: str) -> tuple[Evidence, ...]:
        """Evidence of the given kinds."""
        if not self._by_kind:
            sorted_: dict[str, list[Evidence]] = {"": []}
            for item in self.facts.evidence:
                sorted_.setdefault(item.kind, []).append(item)
            self._by_kind.update({kind: tuple(items) for kind, items in sorted_.items()})
        if len(kinds) == 1:
            return self._by_kind.get(kinds[0], ())
        return tuple(e for kind in kinds for e in self._by_kind.get(kind, ()))
