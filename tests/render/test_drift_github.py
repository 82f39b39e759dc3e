"""Annotations of a checked lock carry nothing that acts on a terminal or ends the command early."""

from types import SimpleNamespace
from typing import Any, cast

from openness.render.drift_github import render


def test_a_hostile_id_stays_inside_its_title() -> None:
    entry = SimpleNamespace(id="acme/\x1b[2Jrocket,line=1::error::x\nsecond", kind="model")
    item = SimpleNamespace(
        entry=entry, state="unreachable", heading="was not reached", line=7, changes=(), error=None, notes=(),
        decision=SimpleNamespace(verdict="review"),
    )  # fmt: skip
    text = render(cast(Any, [item]), "openness.lock")
    assert "\x1b" not in text
    assert text.count("\n") == 1
    assert text.startswith("::error file=openness.lock,line=7,title=acme/")
    assert "::error::x" not in text.split("::", 2)[1]
