"""A combination → text for people."""

import textwrap
from collections.abc import Mapping
from typing import Any, Protocol

from openness.render.phrases import phrases
from openness.render.safe import plain


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
    def duties(self) -> tuple[tuple[str, str, str | None], ...]:
        """What the parts demand."""
        ...

    @property
    def level(self) -> str:
        """The lowest level."""
        ...


def render(combination: CombinationLike, *, width: int = 80) -> str:
    """Clashes first, then the strictest common answers, then every duty."""
    words = phrases()
    lines = [f"Together: {', '.join(combination.parts)}", f"Level: {words['level'][combination.level]['label']}", ""]
    if combination.clashes:
        lines.append("Cannot be met together in one combined work")
        for clash in combination.clashes:
            lines += _wrap(
                f"! {clash.parts[0]} ({clash.terms[0]}) and {clash.parts[1]} ({clash.terms[1]}), {clash.strength}: "
                f"{clash.explanation}",
                width,
            )
    else:
        lines.append("No two terms were found that cannot be met together.")
    lines += ["", "Strictest common answers"]
    for use, (answer, parts) in combination.uses.items():
        decided = "" if answer == "yes" else f" ({', '.join(parts)})"
        lines += _wrap(f"{words['use'].get(use, use)}: {words['answer'][answer]}{decided}", width)
    if combination.duties:
        lines += ["", words["heading"]["obligations"]]
        for part, summary, notice in combination.duties:
            lines += _wrap(f"{part}: {summary}{f' Required words: “{notice}”' if notice else ''}", width)
    return "\n".join(lines) + "\n"


def _wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(plain(text), width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
