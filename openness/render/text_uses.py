"""May I …?: every use with its answer, and the conditions, each said once and numbered."""

import re
from collections.abc import Iterable, Iterator, Mapping

from openness.render.phrases import answer_label, phrases, use_labels
from openness.render.text_head import MARK
from openness.render.text_lines import Data, Style, both, heading, wrap

_USES_FIRST = (
    "run",
    "evaluate",
    "commercial",
    "hosted-service",
    "embed-in-product",
    "fine-tune",
    "redistribute",
    "redistribute-derivatives",
    "train-on-outputs",
)
_ANSWERS = ("no", "conditional", "unknown", "yes")
_DATASET_USES = ("commercial", "embed-in-product", "redistribute", "redistribute-derivatives", "military")
_PLACED = re.compile(r"(.*?) \[([^\[\]]{1,300})\](.*)", re.DOTALL)  # sentence [license, section] what it turns on
_FROM = re.compile(r" \(from [^\[\]()]{1,400}\)$")
_SETTLES = ": state "  # a note that names a figure of the profile: true of the clause, whatever the use


def uses(report: Data, width: int, style: Style, *, verbose: bool) -> Iterator[str]:
    """Every use with its answer; conditions are said once and numbered."""
    answers: Data = report["uses"]
    if not answers:
        return
    yield heading("uses", style)
    names = [n for n in _USES_FIRST if n in answers] + [n for n in answers if n not in _USES_FIRST]
    if report["subject"]["kind"] == "dataset" and not verbose:
        names = [n for n in names if n in _DATASET_USES]
    shown = {n: answers[n] for n in names if verbose or ":" not in n}
    said = _Conditions(shown)
    if not said.numbered and {given["answer"] for given in shown.values()} == {"unknown"}:
        line = f"{MARK['unknown']} {phrases()['text']['every_use']}: {phrases()['answer']['unknown']}"
        why = "; ".join(said.full(key) for key in said.common)
        yield from wrap(f"{line}: {why}" if why else line, width, hang=2, style=style, role="answer-unknown")
        return
    for answer in _ANSWERS:
        groups: dict[str, list[str]] = {}
        for use, given in shown.items():
            if given["answer"] == answer:
                groups.setdefault(_numbers(said.numbers(given)), []).append(use)
        told = [", ".join(use_labels(group, phrases())) + numbers for numbers, group in groups.items()]
        if told:
            line = f"{MARK[answer]} {answer_label(report, answer, phrases())}: {'; '.join(told)}"
            yield from wrap(line, width, hang=2, style=style, role=f"answer-{answer}")
    for key, number in said.numbered.items():
        label = f"({number}) "
        yield from wrap(f"{label}{said.full(key)}", width, indent=2, hang=len(label))
    for key in said.common:
        yield from wrap(f"({phrases()['text']['every_use']}) {said.full(key)}", width, indent=2, hang=2)


_Key = tuple[str, str, tuple[str, ...]]  # sentence, note, the uses that it binds


class _Conditions:
    """The conditions of several uses, each numbered once; what binds all uses alike needs no number.

    A sentence that several licenses say is one condition with several places, where it binds the same uses.
    """

    def __init__(self, shown: Mapping[str, Data]) -> None:
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
        self._places: dict[_Key, list[tuple[str, str, str]]] = {}
        self._key: dict[str, _Key] = {}
        for condition, said in parts.items():
            key = (said[0], said[2], tuple(binds[said]))
            self._key[condition] = key
            if said not in self._places.setdefault(key, []):
                self._places[key].append(said)
        self._licenses = _licenses(place for _, place, _ in binds)
        self.common = [key for key in self._places if len(key[2]) == len(shown) > 1]
        self.numbered: dict[_Key, int] = {}
        for given in sorted(shown.values(), key=lambda given: _ANSWERS.index(given["answer"])):
            for condition in given["conditions"]:
                if self._key[condition] not in self.common:
                    self.numbered.setdefault(self._key[condition], len(self.numbered) + 1)

    def numbers(self, given: Data) -> list[int]:
        """The numbers of the conditions of one use."""
        keys = dict.fromkeys(self._key[condition] for condition in given["conditions"])
        return [self.numbered[key] for key in keys if key in self.numbered]

    def full(self, key: _Key) -> str:
        """The sentence with every place that says it, and what it turns on."""
        sentence, note, _ = key
        sections: dict[str, list[str]] = {}
        for _, place, _ in self._places[key]:
            license_, _, section = self._place(place).partition(", ")
            sections.setdefault(section, []).append(license_)
        places = [", ".join(filter(None, (both(names), section))) for section, names in sections.items()]
        settles = dict.fromkeys(self._settles[said] for said in self._places[key] if said in self._settles)
        return f"{sentence}{''.join(f' [{place}]' for place in places if place)}{note}{''.join(settles)}"

    def _place(self, place: str) -> str:
        """The place without what is the same for all: the only license, its only ancestor."""
        license_ = _license(place)
        if license_ in self._licenses and len(self._licenses[license_]) == 1:
            place = _FROM.sub("", place)
        return place.removeprefix(license_) if len(self._licenses) == 1 else place


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


def _numbers(numbers: Iterable[int]) -> str:
    """References to conditions: " (1, 3-5)"; nothing when there are none."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = [str(r[0]) if len(r) == 1 else f"{r[0]}{', ' if len(r) == 2 else '-'}{r[-1]}" for r in runs]
    return f" ({', '.join(told)})" if told else ""
