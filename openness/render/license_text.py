"""`openness license` for people: one block a file."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from openness.identify.text import primary
from openness.model import Clause, Deviation, TextMatch

if TYPE_CHECKING:
    from openness.identify.text.reading import Reading

_WIDTH = 96
_WHAT = {"text": "full text", "notice": "notice", "tag": "tag", "reference": "reference"}


def render(results: Iterable[tuple["Reading", tuple[Clause, ...]]]) -> str:
    """The results as plain text; control characters of the files are not passed on."""
    return "".join("\n".join(_block(reading, clauses)) + "\n" for reading, clauses in results)


def _block(reading: "Reading", clauses: tuple[Clause, ...]) -> list[str]:
    out = [f"{_plain(reading.path)}: {_headline(reading)}"]
    if reading.gap:
        out.append(f"  not read: {reading.gap}")
    for match in reading.matches:
        out.append(f"  {_name(match)}  {_WHAT[match.kind]}, line {_line(reading.text, match.start)}, {match.score:.0%}")
        if match.derived_from:
            out.append(f"    derived from {match.derived_from}")
        if match.candidates:
            out.append(f"    could be {', '.join(match.candidates)}")
        out += [_deviation(reading.text, d) for d in match.deviations]
    for clause in clauses:
        params = ", ".join(f"{k}={v}" for k, v in clause.params.items())
        out.append(f"  {clause.clause}{f' ({params})' if params else ''}, line {_line(reading.text, clause.start)}")
        out.append(f"    {_short(clause.quote)}")
    return out


def _headline(reading: "Reading") -> str:
    if reading.failed:
        return "could not be read"
    said = primary(reading.matches)
    if said:
        return said
    families = sorted({m.family for m in reading.matches if m.family})
    return f"one of the {', '.join(families)} family" if families else "no license found"


def _name(match: TextMatch) -> str:
    return match.license or f"{match.family} (family)"


def _deviation(text: str, deviation: Deviation) -> str:
    place = f"    {deviation.kind} at line {_line(text, deviation.start)}"
    return f"{place}: {_short(text[deviation.start : deviation.end])}" if deviation.end > deviation.start else place


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _short(quote: str) -> str:
    flat = _plain(" ".join(quote.split()))
    return flat if len(flat) <= _WIDTH else flat[: _WIDTH - 1] + "…"


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
