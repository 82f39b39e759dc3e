"""Changes to a license text that change what it says. Each returns the new text and which characters are new."""

import random
import re
from collections.abc import Callable

Mutated = tuple[str, int, int]
_ADDED = (
    "You may not use the Software for any military purpose.",
    "Companies with more than 250 employees must obtain a separate license from the authors before any use.",
    "Commercial use is prohibited without prior written permission.",
    "Any product that includes this work must display the name of its author in its user interface.",
    "The licensor may terminate this license at any time and for any reason.",
    "You shall not use the outputs of the Software to train other models.",
)
_SENTENCE = re.compile(r"[A-Z(\"][^.\n]*(?:\n(?!\s*\n)[^.\n]*)*\.(?=\s)")


def _sentences(text: str) -> list[re.Match[str]]:
    return [m for m in _SENTENCE.finditer(text, len(text) // 8) if 8 <= len(m.group().split()) <= 120]


def add_sentence(text: str, rng: random.Random) -> Mutated | None:
    """One more sentence after another one."""
    found = _sentences(text)
    if not found:
        return None
    at = rng.choice(found).end()
    more = " " + rng.choice(_ADDED)
    return text[:at] + more + text[at:], at + 1, at + len(more)


def remove_sentence(text: str, rng: random.Random) -> Mutated | None:
    """One sentence less."""
    found = _sentences(text)
    if not found:
        return None
    gone = rng.choice(found)
    return text[: gone.start()] + text[gone.end() :].lstrip(" "), gone.start(), gone.start()


def negate(text: str, rng: random.Random) -> Mutated | None:
    """A "not" put in or left out."""
    found = list(re.finditer(r"\b(?:may|shall|is|are|does)( not)?(?= [a-z])", text))
    if not found:
        return None
    one = rng.choice(found)
    word = one.group()
    new = word.removesuffix(" not") if one.group(1) else f"{word} not"
    return text[: one.start()] + new + text[one.end() :], one.start(), one.start() + len(new)


def change_number(text: str, rng: random.Random) -> Mutated | None:
    """Another number of days, users, per cent, …"""
    found = list(
        re.finditer(
            r"\b\d{1,3}(?:,\d{3})*(?= (?:days?|months?|years?|million|billion|percent|users|employees|dollars))"
            r"|(?<=[$€])\d[\d,]*\d",
            text,
        )
    )
    found += list(re.finditer(r"\b(?:thirty|sixty|ninety|ten|fifteen|twelve)(?= (?:\(\d+\) )?(?:days|months))", text))
    if not found:
        return None
    one = rng.choice(found)
    new = "45" if one.group() != "45" else "46"
    return text[: one.start()] + new + text[one.end() :], one.start(), one.start() + len(new)


MUTATIONS: dict[str, Callable[[str, random.Random], Mutated | None]] = {
    "add-sentence": add_sentence,
    "remove-sentence": remove_sentence,
    "negate": negate,
    "change-number": change_number,
}
