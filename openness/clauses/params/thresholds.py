"""Thresholds: how many users, how much money, over which period, with what consequence."""

from typing import Any

from openness.clauses.params.numbers import Number, numbers
from openness.clauses.params.passage import AT, Passage
from openness.clauses.patterns import compiled, pattern_set

_SYMBOL = r"(us\$|a\$|c\$|\$|€|£|¥|\b[a-z]{3,8}\b)"
_NEAR = 8  # characters before an amount in which its currency stands


def _words(name: str) -> str:
    """The pattern of that name in values.yaml."""
    pattern: str = pattern_set().values["thresholds"][name]
    return pattern


def _first(table: str, text: str) -> str | None:
    """The first key of a table of values.yaml whose pattern occurs in `text`."""
    entries: dict[str, str] = pattern_set().values[table]
    return next((name for name, pattern in entries.items() if compiled(pattern).search(text)), None)


def _consequence(passage: Passage) -> str | None:
    nearby = passage.sentences[max(passage.index - 2, 0) : passage.index + 4]
    around = (passage.text, passage.with_stem, passage.with_next, " ".join(s.text for s in nearby))
    return next((found for text in around if (found := _first("consequences", text))), None)


def _affiliates(passage: Passage) -> bool:
    return compiled(_words("affiliates")).search(passage.with_stem) is not None


def _measured_at(text: str) -> str | None:
    preceding = compiled(_words("preceding")).search(text)
    if compiled(_words("release")).search(text):
        return "month before release" if preceding else "release date"
    if preceding and compiled(_words("preceding_period")).search(text):
        return "preceding period"
    return "any time" if compiled(_words("any_time")).search(text) else None


def _currency(text: str, number: Number) -> str | None:
    """ISO code of the currency that stands next to a number."""
    before = compiled(_SYMBOL + r"\s?$").search(text[max(number.start - _NEAR, 0) : number.start])
    after = compiled(r"^\s?(?:\([^)]{0,12}\)\s)?(?:us |u\.s\. |united states )?" + _SYMBOL).search(
        text[number.end : number.end + 24]
    )
    table: dict[str, list[str]] = pattern_set().values["currencies"]
    for found in (before, after):
        if found is not None:
            for code, names in table.items():
                if found.group(1) in names:
                    return code
    return None


def users(passage: Passage) -> dict[str, Any]:
    """Number of users, the period, what is counted and when, whether affiliates count, and what follows."""
    text = passage.text
    best: tuple[int, Number, str] | None = None
    left, right = passage.sentence.part(passage.start, passage.end)
    for number in numbers(text):
        if not left <= number.start < right:
            continue
        if number.value < 2 or _currency(text, number):
            continue
        after, before = text[number.end : number.end + 60], text[max(number.start - 30, 0) : number.start]
        counted = compiled(
            r"^(?:\)|\s|\+|-)*(?:\([^)]{0,30}\) ?)?(?:of )?(?:or more |or fewer |different )?" + _words("counted")
        ).search(after)
        earlier = compiled(_words("counted")).search(text[: number.start])
        over = (
            compiled(_words("over") + r"(?: than)? ?(?:a |the |total of |one or more )?\(?$").search(before) is not None
        )
        if counted is None and not (earlier and over and number.scaled):
            continue
        if not over and not number.scaled and not compiled(r"^\s*(?:\S+ ){1,4}or (?:more|fewer|less)\b").search(after):
            continue
        score = 2 * (counted is not None) + 2 * over + number.scaled
        noun = counted or earlier
        if best is None or score > best[0]:
            best = (score, number, noun.group().rsplit(")", 1)[-1].strip(" -+"))
    if best is None:
        return {}
    _, number, measure = best
    result: dict[str, Any] = {
        AT: (max(number.start - 30, 0), min(number.end + 40, len(text))),
        "users": number.value,
        "period": _first("periods", text),
        "measure": " ".join(measure.split()),
        "measured_at": _measured_at(text),
        "affiliates": _affiliates(passage),
        "consequence": _consequence(passage),
    }
    return {key: value for key, value in result.items() if value is not None}


def amount(passage: Passage) -> dict[str, Any]:
    """Amount of money, currency, period, what is measured, whether affiliates count, and what follows."""
    text = passage.text
    best: tuple[int, Number, str] | None = None
    left, right = passage.sentence.part(passage.start, passage.end)
    for number in numbers(text):
        if number.value < 1000 or not left <= number.start < right:
            continue
        currency = _currency(text, number)
        if currency is None:
            continue
        over = (
            compiled(_words("over") + r"(?: than)?[^.;]{0,20}$").search(text[max(number.start - 45, 0) : number.start])
            is not None
        )
        score = 2 * over + 1
        if best is None or score > best[0]:
            best = (score, number, currency)
    if best is None:
        return {}
    _, number, currency = best
    window = text[max(number.start - 160, 0) : number.end + 120]
    after = compiled(_words("measure")).search(text[number.end : number.end + 120])
    measure = after or compiled(_words("measure")).search(window)
    result: dict[str, Any] = {
        AT: (max(number.start - 30, 0), min(number.end + 40, len(text))),
        "amount": number.value,
        "currency": currency,
        "period": _first("periods", window),
        "measure": measure.group(1) if measure else None,
        "measured_at": _measured_at(text),
        "affiliates": _affiliates(passage),
        "consequence": _consequence(passage),
    }
    return {key: value for key, value in result.items() if value is not None}
