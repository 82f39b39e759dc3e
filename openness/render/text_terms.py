"""What the terms permit, limit and demand: uses with numbered conditions, clauses by license, duties by occasion."""

import re
from collections.abc import Iterable, Iterator, Mapping

from openness.render.phrases import phrases, use_labels
from openness.render.text_head import MARK, PLACE
from openness.render.text_lines import Data, Style, both, heading, name, proof, quoted, wrap

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
_POLARITY = {"restriction": 0, "condition": 1, "obligation": 2, "protection": 3, "grant": 4}
_SAID_AT_ONCE = 3  # polarities that are told without --verbose
_TERMS_SHOWN = 30  # of one report, without --verbose
_WHEN = ("use", "modify", "redistribute", "serve", "train-on-outputs", "always")
_DATASET_USES = ("commercial", "embed-in-product", "redistribute", "redistribute-derivatives", "military")
_ORIGIN = re.compile(r"(?<=\[)([^\[\],]{1,80}), section [^\[\]]{1,120}?( \(from [^\[\]()]{1,400}\)|(?=\]))")
_QUOTE = 280  # characters of a quoted passage


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
        why = "; ".join(said.full(condition) for condition in said.common)
        line = f"{MARK['unknown']} {phrases()['text']['every_use']}: {phrases()['answer']['unknown']}"
        yield from wrap(f"{line}: {why}" if why else line, width, hang=2, style=style, role="answer-unknown")
        return
    for answer in ("no", "conditional", "unknown", "yes"):
        groups: dict[str, list[str]] = {}
        for use, given in shown.items():
            if given["answer"] == answer:
                groups.setdefault(_numbers(said.numbers(given)), []).append(use)
        told = [", ".join(use_labels(group, phrases())) + numbers for numbers, group in groups.items()]
        if told:
            line = f"{MARK[answer]} {phrases()['answer'][answer]}: {'; '.join(told)}"
            yield from wrap(line, width, hang=2, style=style, role=f"answer-{answer}")
    for condition, number in said.numbered.items():
        label = f"({number}) "
        yield from wrap(f"{label}{said.full(condition)}", width, indent=2, hang=len(label))
    for condition in said.common:
        label = f"({phrases()['text']['every_use']}) "
        yield from wrap(f"{label}{said.full(condition)}", width, indent=2, hang=2)


class _Conditions:
    """The conditions of several uses, each numbered once; what binds all uses alike needs no number.

    A sentence that several licenses say is one condition with several places, where it binds the same uses.
    """

    def __init__(self, uses: Mapping[str, Data]) -> None:
        binds: dict[str, list[str]] = {}
        for use, given in uses.items():
            for condition in dict.fromkeys(given["conditions"]):
                binds.setdefault(condition, []).append(use)
        self._key: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._places: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for condition, bound in binds.items():
            key = (PLACE.sub("", condition), tuple(bound))
            self._key[condition] = key
            self._places.setdefault(key, []).append(condition)
        # Where a license binds by one ancestor alone, the licenses above say by which.
        origins: dict[str, set[str]] = {}
        for condition in binds:
            for license_, ancestor in _ORIGIN.findall(condition):
                origins.setdefault(license_, set()).add(ancestor)
        self._known = {license_ for license_, found in origins.items() if len(found) == 1}
        everywhere = [key for key in self._places if len(key[1]) == len(uses) > 1]
        self.common = everywhere
        self.numbered: dict[tuple[str, tuple[str, ...]], int] = {}
        order = sorted(uses.values(), key=lambda given: ("no", "conditional", "unknown", "yes").index(given["answer"]))
        for given in order:
            for condition in given["conditions"]:
                key = self._key[condition]
                if key not in everywhere:
                    self.numbered.setdefault(key, len(self.numbered) + 1)

    def numbers(self, given: Data) -> list[int]:
        """The numbers of the conditions of one use."""
        keys = dict.fromkeys(self._key[condition] for condition in given["conditions"])
        return [self.numbered[key] for key in keys if key in self.numbered]

    def full(self, key: tuple[str, tuple[str, ...]]) -> str:
        """The sentence with every place that says it."""
        first, *others = (_ORIGIN.sub(self._shorter, condition) for condition in self._places[key])
        return first + "".join(place for other in others for place in PLACE.findall(other))

    def _shorter(self, match: "re.Match[str]") -> str:
        license_, ancestor = match.groups()
        return match.group().removesuffix(ancestor) if license_ in self._known else match.group()


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


def obligations(report: Data, width: int, style: Style) -> Iterator[str]:
    """What is due, by occasion; what several licenses demand in the same words is said once."""
    owed: Iterable[Data] = report["obligations"]
    by_when: dict[str, dict[tuple[str, str | None], list[str]]] = {}
    for entry in owed:
        said = by_when.setdefault(entry["when"], {})
        said.setdefault((entry["summary"], entry["notice"]), []).append(entry["license"] or "")
    if not by_when:
        return
    yield heading("obligations", style)
    several = len({entry["license"] for entry in owed}) > 1
    for when in sorted(by_when, key=lambda w: _WHEN.index(w) if w in _WHEN else len(_WHEN)):
        yield from wrap(f"{phrases()['when'].get(when, when)}:", width, indent=2)
        for (summary, notice), licenses in by_when[when].items():
            words = f" {phrases()['page']['required_words']}: “{notice}”" if notice else ""
            whose = f" [{both(licenses)}]" if several else ""
            yield from wrap(f"- {summary}{words}{whose}", width, indent=4, hang=2)


class _Said:
    """One clause of one license, wherever it was found. No dataclass: making one costs a millisecond of start-up."""

    def __init__(self, finding: Data) -> None:
        self.finding = finding
        self.proofs: list[str] = []  # keys of quoted passages
        self.origins: dict[str | None, None] = {}  # ancestors; None for the subject itself


def terms(report: Data, width: int, style: Style, *, verbose: bool) -> Iterator[str]:
    """The clauses by license: those with words of the text first, then those that only our record says."""
    if report["facets"].get("set"):
        return  # each member has its own
    groups = _groups(report)
    if not groups:
        return
    names = {entry["id"]: entry["name"] for entry in report["licenses"]}
    yield heading("findings", style)
    left = len(report["findings"]) if verbose else _TERMS_SHOWN
    cut = 0
    for (license_, origins), group in groups.items():
        told = [s for s in group if verbose or _matters(s)]
        cut += len(told) - min(left, len(told))
        told, also = told[:left], [s for s in group if s not in told]
        left -= len(told)
        title = name(names.get(license_, license_)) if license_ else phrases()["text"]["of_card"]
        ancestors = [o for o in origins if o]
        via = f", {phrases()['page']['inherited'].format(base=both(ancestors))}" if ancestors else ""
        with_words, without = [s for s in told if s.proofs], [s for s in told if not s.proofs]
        mark = f" ({phrases()['text']['not_quoted']})" if without and not with_words else ""
        yield from wrap(f"{title}{via}{mark}", width, indent=2, hang=2)
        for said in with_words:
            yield from _entry(report, said, width, style, verbose=verbose)
        if with_words and without:
            yield from wrap(f"{phrases()['text']['not_quoted']}:", width, indent=4)
        for said in without:
            yield from _entry(report, said, width, style, verbose=verbose)
        if also:
            yield from wrap(f"also: {', '.join(_id(s) for s in also)}", width, indent=4, hang=2)
    if not verbose:
        yield from wrap(phrases()["text"]["verbose"], width, indent=2, hang=2)


def _groups(report: Data) -> dict[tuple[str, tuple[str | None, ...]], list[_Said]]:
    """Clauses by (license, ancestors); the same clause from two ancestors under one license is one."""
    merged: dict[tuple[str, str, str], _Said] = {}
    for finding in sorted(report["findings"], key=lambda f: _POLARITY.get(f["polarity"], 9)):
        key = (finding["license"] or "", finding["clause"], finding["section"] or "")
        if not finding["license"]:
            key = ("", finding["clause"], ",".join(finding["evidence"]))
        said = merged.setdefault(key, _Said(finding=finding))
        said.origins.setdefault(finding["inherited_from"])
        passages = [k for k in finding["evidence"] if k in report["evidence"] and quoted(report["evidence"][k])]
        said.proofs += [k for k in passages if k not in said.proofs]
    groups: dict[tuple[str, tuple[str | None, ...]], list[_Said]] = {}
    for (license_, _, _), said in merged.items():
        origins = (None,) if None in said.origins else tuple(said.origins)
        groups.setdefault((license_, origins), []).append(said)
    # The subject's own words first, then what has words at all, then records.
    order = sorted(groups, key=lambda k: (bool(k[0]) and None not in k[1], not any(s.proofs for s in groups[k])))
    return {key: groups[key] for key in order}


def _entry(report: Data, said: _Said, width: int, style: Style, *, verbose: bool) -> Iterator[str]:
    finding = said.finding
    word = phrases()["polarity"].get(finding["polarity"], finding["polarity"])
    summary = "" if said.proofs or not finding["summary"] else f": {finding['summary']}"
    mark = f" ({phrases()['page']['contested']})" if finding["contested"] else ""
    text = f"- {word} {_id(said)}{mark}{summary}"
    yield from wrap(text, width, indent=4, hang=2, style=style, role=finding["polarity"])
    for key in said.proofs[: 4 if verbose else 1]:
        yield from wrap(proof(key, report["evidence"][key], _QUOTE), width, indent=6, hang=2)
    if verbose and said.proofs and finding["summary"]:
        yield from wrap(f"{finding['summary']} ({phrases()['page']['not_quoted']})", width, indent=6, hang=2)


def _matters(said: _Said) -> bool:
    """Whether it is told without --verbose: what limits or binds, unless people argue whether it does."""
    heavy = _POLARITY.get(said.finding["polarity"], 9) < _SAID_AT_ONCE
    return heavy and (not said.finding["contested"] or not said.finding["license"])


def _id(said: _Said) -> str:
    section = said.finding["section"]
    return f"{said.finding['clause']} [{section}]" if section else str(said.finding["clause"])
