"""May I …?: every use with its answer, and the conditions, each said once and numbered."""

from collections.abc import Iterable, Iterator

from openness.render.conditions import ANSWERS, Conditions
from openness.render.phrases import phrases, use_labels
from openness.render.said import answer_label
from openness.render.text_head import MARK
from openness.render.text_lines import Data, Style, heading, wrap

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
_DATASET_USES = ("commercial", "embed-in-product", "redistribute", "redistribute-derivatives", "military")


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
    said = Conditions(shown)
    if not said.numbered and {given["answer"] for given in shown.values()} == {"unknown"}:
        line = f"{MARK['unknown']} {phrases()['text']['every_use']}: {phrases()['answer']['unknown']}"
        why = "; ".join(said.full(key) for key in said.common)
        yield from wrap(f"{line}: {why}" if why else line, width, hang=2, style=style, role="answer-unknown")
        return
    for answer in ANSWERS:
        lines: dict[str, dict[str, list[str]]] = {}  # how the answer is said -> numbers of conditions -> uses
        for use, given in shown.items():
            if given["answer"] == answer:
                groups = lines.setdefault(answer_label(report, given, phrases()), {})
                groups.setdefault(_numbers(said.numbers(given)), []).append(use)
        for label, groups in lines.items():
            told = "; ".join(", ".join(use_labels(group, phrases())) + numbers for numbers, group in groups.items())
            yield from wrap(f"{MARK[answer]} {label}: {told}", width, hang=2, style=style, role=f"answer-{answer}")
    for key, number in said.numbered.items():
        label = f"({number}) "
        yield from wrap(f"{label}{said.full(key)}", width, indent=2, hang=len(label))
    for key in said.common:
        yield from wrap(f"({phrases()['text']['every_use']}) {said.full(key)}", width, indent=2, hang=2)


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
