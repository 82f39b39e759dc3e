"""A graph of derivatives: however many share a base, it is fetched once (issue 7)."""

import json
import time

import pytest

from tests.cli.test_story import WEIGHTS, card

BASES = 10
GENERATIONS = 10  # between a base and its remotest derivative
LEVELS = {
    "apache-2.0": "open-weights",
    "mit": "open-weights",
    "llama3.1": "restricted-weights",
    "cc-by-nc-4.0": "research-weights",
    "gemma": "restricted-weights",
}


def license_of(number):
    """The license of the base that a derivative comes from in the end."""
    return list(LEVELS)[number % BASES % len(LEVELS)]


def derived(hub, count):
    """Ten bases, and derivatives that descend from them directly or through other derivatives."""
    for number in range(BASES):
        hub.add(f"base/b{number}", {"README.md": card(license=license_of(number)), **WEIGHTS})
    for number in range(count):
        generation = number // BASES % GENERATIONS
        parent = f"tuner/d{number - BASES}" if generation else f"base/b{number % BASES}"
        hub.add(f"tuner/d{number}", {"README.md": card(license="apache-2.0", base_model=parent), **WEIGHTS})
    return [f"tuner/d{number}" for number in range(count)]


def check(openness, hub, count):
    """Seconds that the check of all derivatives took, with each base asked for once and every level right."""
    targets = derived(hub, count)
    started = time.perf_counter()
    document = json.loads(openness("check", *targets, "--format", "json").out)
    seconds = time.perf_counter() - started
    assert document["errors"] == []
    assert [r["target"] for r in document["reports"]] == targets
    wrong = [n for n, r in enumerate(document["reports"]) if r["spectrum"]["level"] != LEVELS[license_of(n)]]
    assert wrong == []
    assert [asked(hub, f"base/b{number}") for number in range(BASES)] == [1] * BASES
    return seconds


def asked(hub, name):
    """How often the Hub was asked about a repository itself."""
    paths = [request.split("?")[0].split(" ")[-1] for request in hub.requests]
    return sum(path in (f"/api/models/{name}", f"/api/models/{name}/revision/main") for path in paths)


def test_a_hundred_derivatives_fetch_each_base_once(openness, hub):
    check(openness, hub, 100)


@pytest.mark.bench
def test_a_thousand_derivatives_fetch_each_base_once(openness, hub):
    seconds = check(openness, hub, 1000)
    print(f"1000 derivatives of {BASES} bases: {seconds:.1f} s")
