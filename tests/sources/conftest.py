"""A fake Hub for each test, settings that reach it, and a clock that does not wait."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from openness.settings import Settings
from openness.sources.hub import HubSource
from openness.sources.retry import Retry
from tests.fakehub import FakeHub


class Naps(list[float]):
    """Records pauses instead of making them."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    with FakeHub() as hub:
        yield hub


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
def make_source(hub: FakeHub, naps: Naps, tmp_path: Path) -> Iterator[Callable[..., HubSource]]:
    """A factory of sources that reach the fake Hub; keywords are fields of `Settings`."""
    made: list[HubSource] = []

    def make(assumptions: tuple[str, ...] = (), **fields: object) -> HubSource:
        options = {"endpoint": hub.url, "hub_cache": tmp_path / "no-cache", "read_timeout": 2.0, **fields}
        settings = Settings(**options)  # type: ignore[arg-type]
        retry = Retry(settings.retries, settings.max_wait, sleep=naps, jitter=lambda: 1.0)
        made.append(HubSource(settings, assumptions, retry=retry))
        return made[-1]

    yield make
    for source in made:
        source.close()


@pytest.fixture
def source(make_source: Callable[..., HubSource]) -> HubSource:
    return make_source()
