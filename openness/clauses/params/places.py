"""Places as ISO codes: excluded territories, chosen law and courts."""

from typing import Any

from openness.clauses.params.passage import Passage
from openness.clauses.patterns import compiled, pattern_set


def _codes(text: str) -> list[str]:
    """ISO codes of the places named in `text`, in order of mention."""
    found: list[tuple[int, int, str]] = []
    for code, pattern in pattern_set().values["places"].items():
        match = compiled(pattern).search(text)
        if match is not None and all(match.end() <= start or match.start() >= end for start, end, _ in found):
            found.append((match.start(), match.end(), code))
    return [code for _, _, code in sorted(found)]


def jurisdictions(passage: Passage) -> dict[str, Any]:
    """Codes of the territories outside the license, and which test decides."""
    text = passage.text[max(passage.start - 20, 0) : passage.end + 200]
    codes = _codes(text)
    result: dict[str, Any] = {}
    if not codes and passage.holds(r"\bterritory\b"):
        codes = _codes(next((s.text for s in passage.sentences if compiled(r'"territory"').search(s.text)), ""))
    if codes:
        result["jurisdictions"] = codes
    tests = {
        "domicile": r"\b(?:domiciled|principal place of business|resid(?:e|ent|ing)|headquartered|established)",
        "distribution": r"\b(?:distribut|make available)",
        "output": r"\boutputs?\b",
        "use": r"\bus(?:e|ed|ing|age)\b",
    }
    named = [name for name, pattern in tests.items() if passage.holds(pattern)]
    if named:
        result["test"] = named
    if passage.holds(r"\boutputs?\b"):
        result["reaches_outputs"] = True
    if passage.holds(r"\bmulti-?modal\b"):
        result["scope"] = "multimodal"
    return result


def law(passage: Passage) -> dict[str, Any]:
    """Codes of the chosen law and of the courts."""
    text = passage.text
    result: dict[str, Any] = {}
    chosen = compiled(r"\b(?:laws?|govern(?:ed|s))\b").search(text)
    if chosen:
        codes = _codes(text[max(chosen.start() - 40, 0) : chosen.start() + 220].split("exclud")[0])
        if codes:
            precise = [code for code in codes if "-" in code] or codes
            result["law"] = precise[0]
    window = " ".join(s.text for s in passage.sentences[passage.index : passage.index + 3])
    courts = compiled(r"\b(?:courts?|venue|jurisdiction)\b.{0,200}").search(window)
    if courts:
        codes = _codes(courts.group())
        if codes:
            result["forum"] = next((code for code in codes if "-" in code), codes[0])
    return result


def arbitration(passage: Passage) -> dict[str, Any]:
    """The arbitral body, its seat, and whether class actions are waived."""
    window = passage.with_next
    result: dict[str, Any] = {}
    for code, pattern in pattern_set().values["bodies"].items():
        if compiled(pattern).search(window):
            result["body"] = code
            break
    seat = compiled(r"\bseat of (?:the )?arbitration\b.{0,60}|\barbitration in\b.{0,40}").search(window)
    codes = _codes(seat.group()) if seat else []
    if codes:
        result["seat"] = codes[0]
    if compiled(r"\bclass[- ](?:action|wide)").search(window):
        result["class_waiver"] = True
    return result
