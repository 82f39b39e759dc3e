"""The command line and the fake Hub, as in tests/cli."""

from tests.cli.conftest import hub, openness

__all__ = ["hub", "openness"]
