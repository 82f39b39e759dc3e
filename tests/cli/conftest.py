"""The command line in this process, against the fake Hub."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from openness.cli import group
from openness.kb.locate import data_dir
from tests.fakehub import FakeHub


@dataclass(frozen=True)
class Answer:
    """What a command gave."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The JSON document, which must be valid."""
        document: dict[str, Any] = json.loads(self.out)
        problems = [e.message for e in VALIDATOR.iter_errors(document)]
        assert problems == []
        return document

    @property
    def report(self) -> dict[str, Any]:
        """The only report."""
        (report,) = self.document["reports"]
        return report


VALIDATOR = Draft202012Validator(json.loads((data_dir() / "schemas" / "report-1.json").read_text("utf-8")))


@pytest.fixture
def openness(elsewhere: Path) -> Callable[..., Answer]:
    """Runs `openness ARGUMENTS…` and gives code, stdout and stderr."""

    def run(*arguments: str, **environment: str) -> Answer:
        result = CliRunner().invoke(group, list(arguments), env=environment, catch_exceptions=False)
        return Answer(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    """A fake Hub that HF_ENDPOINT names."""
    with FakeHub() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        yield hub
