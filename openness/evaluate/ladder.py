"""How far up a ladder of cumulative rungs the answers lead."""

from collections.abc import Mapping

from openness.evaluate.answer import SATISFIED, Answer
from openness.kb.rubrics import Rung
from openness.model import Outcome


def climb(rungs: tuple[Rung, ...], answers: Mapping[str, Answer]) -> tuple[str | None, str | None]:
    """The highest rung that is proven, and the highest that is not excluded.

    A rung is proven when its criteria and those of all rungs below are satisfied, and excluded when one of them is
    unmet. A rung that stands apart (`closed`) is the whole answer where its criteria are met, and no step otherwise.
    """
    proven: str | None = None
    possible: str | None = None
    held, open_ = True, True
    for rung in rungs:
        outcomes = [answers[c].outcome for c in rung.requires]
        if rung.apart:
            if all(o is Outcome.MET for o in outcomes):
                return rung.id, rung.id
            continue
        held = held and all(o in SATISFIED for o in outcomes)
        open_ = open_ and all(o is not Outcome.UNMET for o in outcomes)
        if held:
            proven = rung.id
        if open_:
            possible = rung.id
    return proven, possible
