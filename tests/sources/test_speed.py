"""A fetch leaves most of the 60 ms that a warm check may take (DESIGN.md section 11) to the other stages."""

import statistics
import time

import pytest

from openness.sources.hub import HubSource
from openness.sources.target import parse_target
from tests.fakehub import FakeHub
from tests.sources.scenarios import FILES

BUDGET = 0.030  # seconds


@pytest.mark.bench
def test_a_fetch_is_quick(hub: FakeHub, source: HubSource) -> None:
    names = [f"acme/m{i}" for i in range(40)]
    for name in names:
        hub.add(name, {**FILES, "NOTICE": "n", "USE_POLICY.md": "p", "generation_config.json": "{}"})
    source.fetch(parse_target(names[0]))
    times = []
    for name in names[1:]:
        start = time.perf_counter()
        source.fetch(parse_target(name))
        times.append(time.perf_counter() - start)
    assert statistics.median(times) < BUDGET
