"""`registry add` and `registry verify` against the fake Hub."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from openness.cli.registry import command
from openness.kb.locate import data_dir
from openness.kb.registry_drift import Drift, as_gaps
from openness.kb.schema.registry import load_common_file, load_registry_file
from tests.fakehub import FakeHub

CARD = """---
license: {license}
base_model: mistralai/Mistral-7B-v0.1
datasets: [org/corpus]
---
# A model

The training code is at https://github.com/org/train.
"""


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    with FakeHub() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        yield hub


def _files(license_: str) -> dict[str, bytes]:
    return {"README.md": CARD.format(license=license_).encode(), "model.safetensors": b"\x02\0\0\0\0\0\0\0{}"}


def _run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, list(arguments))
    failed = result.exception is not None and not isinstance(result.exception, SystemExit)
    return result.exit_code, result.output + (str(result.exception) if failed else "")


def test_a_draft_is_a_valid_file_without_a_level(hub: FakeHub, tmp_path: Path) -> None:
    hub.add("org/new-model", _files("apache-2.0"))
    target = tmp_path / "org.yaml"
    code, output = _run("add", "org/new-model", "-o", str(target))
    assert code == 0, output
    (file,) = load_registry_file(target, load_common_file(data_dir() / "registry" / "_common.yaml"))
    (record,) = file.records
    facts = {(fact.fact, fact.value) for fact in record.facts}
    assert record.id == "org/new-model"
    assert ("weights", "hub") in facts
    assert ("license-registry", "apache-2.0") in facts
    assert ("base-registry", "mistralai/Mistral-7B-v0.1") in facts
    assert ("dataset-registry", "org/corpus") in facts
    assert "level" not in yaml.safe_load(target.read_text("utf-8"))["records"][0]
    code, output = _run("add", "org/new-model", "-o", str(target))
    assert code == 1
    assert "exists already" in output


def test_agreement_is_silent(hub: FakeHub) -> None:
    hub.add("HuggingFaceH4/zephyr-7b-beta", _files("mit"))
    code, output = _run("verify", "HuggingFaceH4/zephyr-7b-beta", "--format", "json")
    assert code == 0, output
    assert json.loads(output)["drift"] == []


def test_a_new_license_on_the_hub_is_reported(hub: FakeHub) -> None:
    hub.add("HuggingFaceH4/zephyr-7b-beta", _files("cc-by-nc-4.0"))
    code, output = _run("verify", "HuggingFaceH4/zephyr-7b-beta", "--format", "json")
    assert code == 10, output
    (drift,) = json.loads(output)["drift"]
    assert (drift["field"], drift["recorded"], drift["live"]) == ("license", "mit", "cc-by-nc-4.0")


def test_weights_that_are_gone_are_reported(hub: FakeHub) -> None:
    hub.add("HuggingFaceH4/zephyr-7b-beta", {"README.md": CARD.format(license="mit").encode()})
    code, output = _run("verify", "HuggingFaceH4/zephyr-7b-beta")
    assert code == 10
    assert "weights: the record says published, the Hub says not published" in output


def test_a_repository_that_does_not_answer_is_not_drift(hub: FakeHub) -> None:
    code, output = _run("verify", "HuggingFaceH4/zephyr-7b-beta", "--format", "json")
    assert code == 3, output
    assert json.loads(output)["drift"] == []


def test_an_unknown_name_offers_near_ones(hub: FakeHub) -> None:
    code, output = _run("verify", "zephyr-7b-beat")
    assert code == 1
    assert "not in the registry" in output


def test_what_cannot_be_drafted_says_what_to_do_instead(hub: FakeHub) -> None:
    code, output = _run("add", "gpt-4o")
    assert code == 1
    assert "recorded as a service (openai/gpt-4o)" in output
    code, output = _run("add", "org/never-there")
    assert code == 1
    assert "org/never-there" in output


def test_listing_and_counting() -> None:
    code, output = _run("list", "--provider", "openai", "--kind", "service", "--format", "json")
    assert code == 0
    assert "openai/gpt-4o" in [row["id"] for row in json.loads(output)]
    code, output = _run("list", "--counts", "--format", "json")
    assert code == 0
    assert json.loads(output)["records"] > 1500


def test_a_difference_can_be_shown_beside_a_live_answer() -> None:
    difference = Drift(record="a/b", subject="a/b", field="license", recorded="mit", live="cc-by-nc-4.0")
    (gap,) = as_gaps((difference,))
    assert gap.what == "registry record a/b: license"
    assert gap.why == "The record says mit; the repository shows cc-by-nc-4.0, which was used."
