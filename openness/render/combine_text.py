"""A combination → text for people."""

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from openness.render.phrases import phrases, use_labels
from openness.render.safe import plain, shorten

_STRENGTH = {"hard": "cannot be met together", "soft": "needs care"}


class CombinationLike(Protocol):
    """What this module needs of `openness.policy.combine.Combination`."""

    @property
    def parts(self) -> tuple[str, ...]:
        """Ids."""
        ...

    @property
    def clashes(self) -> tuple[Any, ...]:
        """Terms that cannot be met together."""
        ...

    @property
    def uses(self) -> Mapping[str, tuple[str, tuple[str, ...]]]:
        """Strictest answers with the parts that decide them."""
        ...

    @property
    def duties(self) -> tuple[tuple[tuple[str, ...], str, str | None], ...]:
        """What the parts demand."""
        ...

    @property
    def level(self) -> str | None:
        """The lowest level."""
        ...


def render(combination: CombinationLike, *, width: int = 80) -> str:
    """Clashes first, then the strictest common answers, then every duty."""
    words = phrases()
    lines = _wrap(f"Together: {', '.join(combination.parts)}", width, "", "  ")
    if combination.level is not None:
        lines.append(f"Lowest level of the models: {words['level'][combination.level]['label']}")
    lines.append("")
    if combination.clashes:
        lines.append("Joined into one work (a merge, a fine-tune, one program, one data set)")
        for clash in combination.clashes:
            lines += _clash(clash, width)
        lines += _wrap("Side by side in a product, each part keeps its own terms.", width, "  ", "  ")
    else:
        lines.append("No two terms were found that cannot be met together.")
    lines += ["", "Strictest common answers"]
    everybody = len(combination.parts)
    for (answer, parts), uses in _grouped(combination.uses).items():
        decided = "every part" if len(parts) == everybody else ", ".join(parts)
        because = "" if answer == "yes" and len(parts) == everybody else f" ({decided})"
        lines += _wrap(f"{words['answer'][answer]}{because}: {', '.join(use_labels(uses, words))}", width)
    if combination.duties:
        lines += ["", words["heading"]["obligations"]]
        for parts, summary, notice in combination.duties:
            required = f" Required words: “{notice}”" if notice else ""
            lines += _wrap(f"- {summary}{required} [{', '.join(parts)}]", width)
    return "\n".join(lines) + "\n"


def _grouped(uses: Mapping[str, tuple[str, tuple[str, ...]]]) -> dict[tuple[str, tuple[str, ...]], list[str]]:
    """Uses by answer and by the parts that decide it: the worst first."""
    order = ("no", "unknown", "conditional", "yes")
    groups: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for use, (answer, parts) in sorted(uses.items(), key=lambda item: order.index(item[1][0])):
        groups.setdefault((answer, parts), []).append(use)
    return groups


def _clash(clash: Any, width: int) -> Iterator[str]:
    sides = [f"{part} ({term})" for part, term in zip(clash.parts, clash.terms, strict=True)]
    yield from _wrap(f"! {' and '.join(sides)}: {_STRENGTH[clash.strength]}", width)
    yield from _wrap(clash.explanation, width, "    ", "    ")
    for part, text, quoted in zip(clash.parts, clash.words, clash.quoted, strict=True):
        if text:
            said = f"“{shorten(text, 200)}”" if quoted else f"{shorten(text, 200)} (our summary)"
            yield from _wrap(f"{part}: {said}", width, "      ", "        ")
    yield from _wrap(f"→ {clash.remedy}", width, "    ", "      ")


def _wrap(text: str, width: int, first: str = "  ", rest: str = "    ") -> list[str]:
    return textwrap.wrap(plain(text), width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
