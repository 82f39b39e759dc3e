"""A graph of derivatives: however many share a base, it is fetched once (issue 7)."""

import json
import time

import pytest

from tests.cli.test_story import WEIGHTS, card

BASES = 10
LICENSES = ("apache-2.0", "mit", "llama3.1", "cc-by-nc-4.0", "gemma")
LEVELS = {
    "apache-2.0": "open-weights", "mit": "open-weights", "llama3.1": "restricted-weights",
    "cc-by-nc-4.0": "research-weights", "gemma": "restricted-weights",
}  # fmt: skip


def derived(hub, count):
    """Ten bases, and derivatives that descend from them directly or through another derivative."""
    for number in range(BASES):
        hub.add(f"base/b{number}", {"README.md": card(license=LICENSES[number % len(LICENSES)]), **WEIGHTS})
    for number in range(count):
        parent = f"base/b{number % BASES}" if number < BASES * 2 else f"tuner/d{number - BASES}"
        hub.add(f"tuner/d{number}", {"README.md": card(license="apache-2.0", base_model=parent), **WEIGHTS})
    return [f"tuner/d{number}" for number in range(count)]


def checked(openness, hub, count):
    targets = derived(hub, count)
    started = time.perf_counter()
    document = json.loads(openness("check", *targets, "--format", "json").out)
    seconds = time.perf_counter() - started
    assert document["errors"] == []
    assert [r["target"] for r in document["reports"]] == targets
    return document["reports"], seconds


def asked(hub, name):
    """How often the Hub was asked about a repository."""
    return sum(
        r.split("?")[0].split(" ")[-1] in (f"/api/models/{name}", f"/api/models/{name}/revision/main")
        for r in hub.requests
    )


def test_a_hundred_derivatives_fetch_each_base_once(openness, hub):
    reports, _ = checked(openness, hub, 60)
    assert [asked(hub, f"base/b{number}") for number in range(BASES)] == [1] * BASES
    for number, report in enumerate(reports):
        assert report["spectrum"]["level"] == LEVELS[LICENSES[number % BASES % len(LICENSES)]]


@pytest.mark.bench
def test_a_thousand_derivatives(openness, hub):
    count = 1000
    hub_depth = 12  # generations that a report follows
    for number in range(BASES):
        hub.add(f"base/b{number}", {"README.md": card(license=LICENSES[number % len(LICENSES)]), **WEIGHTS})
    targets = []
    for number in range(count):
        generation = number // BASES % (hub_depth - 2)
        parent = f"base/b{number % BASES}" if generation == 0 else f"tuner/d{number - BASES}"
        hub.add(f"tuner/d{number}", {"README.md": card(license="apache-2.0", base_model=parent), **WEIGHTS})
        targets.append(f"tuner/d{number}")
    started = time.perf_counter()
    document = json.loads(openness("check", *targets, "--format", "json").out)
    seconds = time.perf_counter() - started
    print(f"{count} derivatives of {BASES} bases: {seconds:.1f} s, {seconds / count * 1000:.0f} ms each")
    assert document["errors"] == []
    assert [asked(hub, f"base/b{number}") for number in range(BASES)] == [1] * BASES
