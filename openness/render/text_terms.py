"""What the terms demand and limit: duties by occasion, clauses by license."""

import re
from collections.abc import Iterable, Iterator, Sequence

from openness.render.clause_names import clause_label, limits
from openness.render.phrases import phrases
from openness.render.quotes import quoted
from openness.render.text_lines import Data, Style, both, heading, name, proof, wrap

_POLARITY = {"restriction": 0, "condition": 1, "obligation": 2, "protection": 3, "grant": 4}
_TERMS_SHOWN = 30  # of one report, without --verbose
_WHEN = ("use", "modify", "redistribute", "serve", "train-on-outputs", "always")
_NAMED = re.compile(
    r" \(([^()]{1,200}(?:\([^()]{1,100}\)[^()]{0,100})?)\)$"
)  # "… (Gemma Terms of Use (24 March 2025))"
_QUOTE = 240  # characters of a quoted passage


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
    all_of_them = {entry["license"] or "" for entry in owed}
    for when in sorted(by_when, key=lambda w: _WHEN.index(w) if w in _WHEN else len(_WHEN)):
        yield from wrap(f"{phrases()['when'].get(when, when)}:", width, indent=2)
        for (summary, notice), licenses in by_when[when].items():
            words = f" {phrases()['page']['required_words']}: “{notice}”" if notice else ""
            whose = "" if set(licenses) == all_of_them else f" [{both(licenses)}]"
            yield from wrap(f"- {summary}{words}{whose}", width, indent=4, hang=2)


class _Said:
    """One clause of one license, wherever it was found. No dataclass: making one costs a millisecond of start-up."""

    def __init__(self, finding: Data) -> None:
        self.finding = finding
        self.proofs: list[str] = []  # keys of quoted passages
        self.origins: dict[str | None, None] = {}  # ancestors; None for the subject itself

    @property
    def sentence(self) -> tuple[str, str, str]:
        """What a record says of it: two licenses that say the same need it said once."""
        return self.finding["clause"], self.finding["section"] or "", self.finding["summary"] or ""


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
    decides = set(report["spectrum"].get("evidence", ()))
    decides.update(
        clause for because in report["spectrum"]["because"] for _, listed in limits(because) for clause in listed
    )
    before: dict[tuple[str, str, str], str] = {}  # sentence of a record -> license under which it was said
    for (license_, origins), group in groups.items():
        told = [s for s in group if verbose or _matters(s, decides)]
        told, also = told[:left], [s for s in group if s not in told[:left]]
        left -= len(told)
        title = name(names.get(license_, license_)) if license_ else phrases()["text"]["of_card"]
        again = [s for s in told if not s.proofs and s.sentence in before]
        with_words, without = [s for s in told if s.proofs], [s for s in told if not s.proofs and s not in again]
        before.update((s.sentence, title) for s in without)
        ancestors = [o for o in origins if o]
        source = _source(told)
        if source:
            title = f"{title}, {phrases()['text']['as_of'].format(license=name(source))}"
        via = f", {phrases()['page']['inherited'].format(base=both(ancestors))}" if ancestors else ""
        mark = f" ({phrases()['text']['not_quoted']})" if without and not with_words else ""
        yield from wrap(f"{title}{via}{mark}", width, indent=2, hang=2)
        for same in _by_passage(report, with_words):
            yield from _quoted(report, same, width, style, verbose=verbose)
        if with_words and without:
            yield from wrap(f"{phrases()['text']['not_quoted']}:", width, indent=4)
        for said in without:
            summary = (said.finding["summary"] or "").removesuffix(f" ({source})")
            text = f"- {_label([said], verbose=verbose)}: {summary}"
            yield from wrap(text.rstrip(": "), width, indent=4, hang=2, style=style, role=said.finding["polarity"])
        for source in dict.fromkeys(before[s.sentence] for s in again):
            repeated = ", ".join(_short(s) for s in again if before[s.sentence] == source)
            line = f"{phrases()['text']['as_in'].format(license=source)}: {repeated}"
            yield from wrap(line, width, indent=4, hang=2)
        if also:
            yield from wrap(f"{phrases()['text']['also']}: {', '.join(map(_short, also))}", width, indent=4, hang=2)
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


def _by_passage(report: Data, said: Sequence[_Said]) -> list[list[_Said]]:
    """Clauses that rest on the same words stand together: the words are printed once."""
    found: dict[tuple[str, int, str], list[_Said]] = {}
    for entry in said:
        item = report["evidence"][entry.proofs[0]]
        found.setdefault((item["path"], item["line"], item["quote"]), []).append(entry)
    return list(found.values())


def _quoted(report: Data, same: Sequence[_Said], width: int, style: Style, *, verbose: bool) -> Iterator[str]:
    first = same[0]
    role = first.finding["polarity"]
    yield from wrap(f"- {_label(same, verbose=verbose)}", width, indent=4, hang=2, style=style, role=role)
    for key in first.proofs[: 4 if verbose else 1]:
        yield from wrap(proof(key, report["evidence"][key], _QUOTE), width, indent=6, hang=2)
    for said in same if verbose else ():
        if said.finding["summary"]:
            yield from wrap(f"{said.finding['summary']} ({phrases()['page']['not_quoted']})", width, indent=6, hang=2)


def _source(told: Sequence[_Said]) -> str:
    """The license that every summary names at its end: one that stands for a family, told once."""
    ends = [_NAMED.search(said.finding["summary"] or "") for said in told]
    names = {end[1] if end else "" for end in ends}
    return names.pop() if len(names) == 1 and len(told) > 1 else ""


def _matters(said: _Said, decides: set[str]) -> bool:
    """Whether it is told without --verbose: what bars, what the level rests on, and every sentence of the card."""
    finding = said.finding
    if not finding["license"] or decides.intersection((*finding["evidence"], finding["clause"])):
        return _POLARITY.get(finding["polarity"], 9) < _POLARITY["protection"]
    return finding["polarity"] == "restriction" and not finding["contested"]


def _label(same: Sequence[_Said], *, verbose: bool) -> str:
    """What the clauses are called, and where they stand; with --verbose also the ids that policies name."""
    told: list[str] = []
    for said in same:
        id_ = f" ({said.finding['clause']})" if verbose else ""
        mark = f" ({phrases()['page']['contested']})" if said.finding["contested"] else ""
        label = clause_label(said.finding["clause"])
        told.append(f"{_lower(label) if told else label}{id_}{mark}")
    sections = dict.fromkeys(said.finding["section"] for said in same if said.finding["section"])
    return "; ".join(dict.fromkeys(told)) + (f" [{'; '.join(sections)}]" if sections else "")


def _short(said: _Said) -> str:
    section = f" [{said.finding['section']}]" if said.finding["section"] else ""
    return f"{_lower(clause_label(said.finding['clause']))}{section}"


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]
