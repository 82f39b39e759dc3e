"""Numbers in folded text, written in digits or words."""

from collections.abc import Iterator
from dataclasses import dataclass

from openness.clauses.patterns import compiled

_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
           "k": 10**3, "m": 10**6, "mm": 10**6, "mn": 10**6, "mio": 10**6, "bn": 10**9, "b": 10**9}  # fmt: skip
_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "a": 1, "an": 1,
}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_WORD = "|".join(sorted({*_UNITS, *_TENS, "hundred"} - {"a", "an", "zero"}, key=len, reverse=True))
_DIGITS = (
    r"\b([0-9]{1,3}(?:[,'. ][0-9]{3}){1,4}|[0-9]{1,12}(?:\.[0-9]{1,2})?)"
    r"(?:\s?(hundred|thousand|million|billion|trillion|mn|mio|bn|mm|k|m|b))?\b"
)
_DIGITS_SCALED_TWICE = r"^\s(hundred|thousand|million|billion)\b"
_SCALE = "(?:hundred|thousand|million|billion|trillion)"
_WORDS = (
    rf"\b((?:(?:{_WORD})(?:[ -](?:and )?))*(?:{_WORD})(?: and a half)?)((?: {_SCALE})*)\b"
    rf"|\b(an?|half an?) {_SCALE}\b"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it stands."""

    start: int
    end: int
    value: int
    scaled: bool  # carries "million", a group separator, or at least five digits


def _digits(text: str) -> float:
    if (
        "," in text
        or "'" in text
        or " " in text
        or text.count(".") > 1
        or (text.count(".") == 1 and len(text.split(".")[1]) == 3)
    ):
        return float("".join(c for c in text if c.isdigit()))
    return float(text)


def _spelled(text: str) -> int:
    total = current = 0.0
    for word in text.replace("-", " ").replace("half a", "half").replace("and a half", "half").split():
        if word == "half":
            current += 0.5
        elif word in _UNITS:
            current += _UNITS[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in _SCALES:
            total += (current or 1) * _SCALES[word]
            current = 0
    return int(total + current)


def numbers(text: str) -> Iterator[Number]:
    """All numbers of `text` in order of kind: digits first, then words."""
    for match in compiled(_DIGITS).finditer(text):
        scale = _SCALES[match.group(2)] if match.group(2) else 1
        end = match.end()
        again = compiled(_DIGITS_SCALED_TWICE).search(text[end : end + 12])
        if again and match.group(2):
            scale *= _SCALES[again.group(1)]
            end += again.end()
        value = round(_digits(match.group(1)) * scale)
        yield Number(match.start(), end, value, scale > 1 or len(str(value)) >= 5)
    for match in compiled(_WORDS).finditer(text):
        yield Number(
            match.start(),
            match.end(),
            _spelled(match.group()),
            "illion" in match.group() or "thousand" in match.group(),
        )
