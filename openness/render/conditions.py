"""The conditions of several uses, each said once: what several licenses say, and what a figure settles, is folded."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from openness.render.phrases import phrases, use_labels
from openness.render.said import answer_label
from openness.render.text_lines import both

Data = Mapping[str, Any]
ANSWERS = ("no", "conditional", "unknown", "yes")
_PLACED = re.compile(r"(.*) \[([^\[\]]{1,300})\]([^\[\]]*)", re.DOTALL)  # sentence [license, section] what it turns on
_FROM = re.compile(r" \(from [^\[\]()]{1,400}\)$")
_SETTLES = ": state "  # a note that names a figure of the profile: true of the clause, whatever the use

Key = tuple[str, str, tuple[str, ...]]  # sentence, note, the uses that it binds


class Conditions:
    """The conditions of several uses, each numbered once.

    A sentence that several licenses say is one condition with several places, where it binds the same uses.
    """

    def __init__(self, shown: Mapping[str, Data], *, apart: bool = True) -> None:
        """`apart`: what binds every use alike is kept in `common`, without a number."""
        binds: dict[tuple[str, str, str], dict[str, None]] = {}
        self._settles: dict[tuple[str, str, str], str] = {}
        parts: dict[str, tuple[str, str, str]] = {}
        for use, given in shown.items():
            for condition in given["conditions"]:
                sentence, place, note = _parts(condition)
                said = (sentence, place, "" if note.startswith(_SETTLES) else note)
                if said[2] != note:
                    self._settles[said] = note
                parts[condition] = said
                binds.setdefault(said, {}).setdefault(use)
        self._places: dict[Key, list[tuple[str, str, str]]] = {}
        self._key: dict[str, Key] = {}
        for condition, said in parts.items():
            key = (said[0], said[2], tuple(binds[said]))
            self._key[condition] = key
            if said not in self._places.setdefault(key, []):
                self._places[key].append(said)
        self._licenses = _licenses(place for _, place, _ in binds)
        self.common = [key for key in self._places if apart and len(key[2]) == len(shown) > 1]
        self.numbered: dict[Key, int] = {}
        order = sorted(shown.values(), key=lambda given: ANSWERS.index(given["answer"])) if apart else shown.values()
        for given in order:
            for condition in given["conditions"]:
                if self._key[condition] not in self.common:
                    self.numbered.setdefault(self._key[condition], len(self.numbered) + 1)

    def numbers(self, given: Data) -> list[int]:
        """The numbers of the conditions of one use."""
        keys = dict.fromkeys(self._key[condition] for condition in given["conditions"])
        return [self.numbered[key] for key in keys if key in self.numbered]

    def full(self, key: Key) -> str:
        """The sentence with every place that says it, and what it turns on."""
        sentence, note, _ = key
        plain = self._without_note(key)
        if plain is not None:
            return f"{phrases()['text']['as_in'].format(license=f'({plain})')}{note}"
        sections: dict[str, list[str]] = {}
        for _, place, _ in self._places[key]:
            license_, _, section = self._place(place).partition(", ")
            sections.setdefault(section, []).append(license_)
        places = [", ".join(filter(None, (both(names), section))) for section, names in sections.items()]
        settles = dict.fromkeys(self._settles[said] for said in self._places[key] if said in self._settles)
        return f"{sentence}{''.join(f' [{place}]' for place in places if place)}{note}{''.join(settles)}"

    def _without_note(self, key: Key) -> int | None:
        """The number of the same condition without the note, where it has one: its words need not be said again."""
        sentence, note, _ = key
        places = {place for _, place, _ in self._places[key]}
        for other, number in self.numbered.items():
            same = other[0] == sentence and {place for _, place, _ in self._places[other]} == places
            if note and not other[1] and same:
                return number
        return None

    def _place(self, place: str) -> str:
        """The place without what is the same for all: the only license, its only ancestor."""
        license_ = _license(place)
        if license_ in self._licenses and len(self._licenses[license_]) == 1:
            place = _FROM.sub("", place)
        return place.removeprefix(license_) if len(self._licenses) == 1 else place


def short(condition: str) -> str:
    """The condition without the place where it stands."""
    sentence, _, note = _parts(condition)
    return sentence + note


def _parts(condition: str) -> tuple[str, str, str]:
    """(sentence, place, note) of a condition; the last two may be empty."""
    found = _PLACED.fullmatch(condition)
    return (found[1], found[2], found[3]) if found else (condition, "", "")


def _license(place: str) -> str:
    return _FROM.sub("", place).partition(", ")[0]


def _licenses(places: Iterable[str]) -> dict[str, set[str]]:
    """The ancestors by which each license that is named binds; sentences of the card are under none."""
    found: dict[str, set[str]] = {}
    for place in places:
        if place and " " not in _license(place):
            found.setdefault(_license(place), set()).add("".join(_FROM.findall(place)))
    return found


def commercial_first(uses: Data) -> dict[str, Data]:
    """The uses, with the question that is asked first in the first place."""
    return {name: uses[name] for name in ("commercial", *uses) if name in uses}


def use_rows(
    report: Data, conditions: Conditions, words: Data, *, every: bool = True
) -> Iterator[tuple[list[str], str, str, tuple[int, ...]]]:
    """(labels, answer, how it is said, numbers of the conditions); fields and places that say the same share a row.

    Without `every`, so do all uses but the commercial one.
    """
    rows: dict[tuple[Any, ...], list[str]] = {}
    for name, use in commercial_first(report["uses"]).items():
        numbers = tuple(sorted(conditions.numbers(use)))
        own = name if (every and ":" not in name) or name == "commercial" else ":"
        rows.setdefault((own, use["answer"], answer_label(report, use, words), numbers), []).append(name)
    for (_, answer, said, numbers), names in rows.items():
        yield use_labels(names, words), answer, said, numbers
