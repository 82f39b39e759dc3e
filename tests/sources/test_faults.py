"""Every fault gives its documented message, kind, exit code and gap."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from openness.errors import EXIT_UNREACHABLE, TargetUnavailable
from openness.sources.hub import HubSource
from openness.sources.hub_errors import FAULTS
from openness.sources.target import parse_target
from tests.fakehub import FakeHub
from tests.sources.conftest import Naps
from tests.sources.errors_page import errors_page
from tests.sources.scenarios import SCENARIOS, Scenario

PAGE = Path(__file__).parents[2] / "docs" / "errors.md"


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.title)
def test_fault(
    scenario: Scenario, hub: FakeHub, naps: Naps, make_source: Callable[..., HubSource], tmp_path: Path
) -> None:
    scenario.arrange(hub, tmp_path)
    settings = dict(scenario.settings)
    if "hub_cache" in settings:
        settings["hub_cache"] = tmp_path / settings["hub_cache"]
    source = make_source(**settings)
    if scenario.error is not None:
        with pytest.raises(TargetUnavailable) as caught:
            source.fetch(parse_target(scenario.target))
        assert caught.value.kind == scenario.error, caught.value.message
        assert caught.value.exit_code == EXIT_UNREACHABLE
        assert "Traceback" not in caught.value.message
        assert "127.0.0.1" not in caught.value.message
    else:
        snapshot = source.fetch(parse_target(scenario.target))
        assert scenario.check(snapshot), snapshot
        if scenario.gap is None:
            assert snapshot.gaps == ()
        else:
            what, why = scenario.gap
            assert any(what in g.what and why in g.why for g in snapshot.gaps), snapshot.gaps
    if scenario.waits is not None:
        assert tuple(naps) == scenario.waits


def test_every_kind_of_error_is_provoked() -> None:
    """The folder kinds are provoked in test_local.py; a file that is gone is a gap, never an error."""
    elsewhere = {"no-folder", "no-card", "empty-folder", "unreadable-folder", "file-not-found", "gated", "http-error"}
    assert {s.error for s in SCENARIOS if s.error} | elsewhere == set(FAULTS)


def test_errors_are_documented() -> None:
    wanted = errors_page()
    if os.environ.get("OPENNESS_WRITE_DOCS"):
        PAGE.write_text(wanted, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == wanted, "run: OPENNESS_WRITE_DOCS=1 pytest tests/sources/test_faults.py"
