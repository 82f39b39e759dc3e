"""Every published schema is one, and accepts what the commands really print."""

import json
import tomllib

import pytest
from jsonschema import Draft202012Validator

from openness.cli.schema import NAMES
from openness.kb.locate import data_dir
from tests.cli.test_lock import FILES, MIT, NO_SALE
from tests.cli.test_story import WEIGHTS, card


def validator(name):
    return Draft202012Validator(json.loads((data_dir() / "schemas" / f"{name}-1.json").read_text("utf-8")))


def valid(name, document):
    problems = [f"{'/'.join(map(str, e.path))}: {e.message}" for e in validator(name).iter_errors(document)]
    assert problems == []
    return document


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_one_and_is_printed(openness, name):
    schema = json.loads(openness("schema", name).out)
    Draft202012Validator.check_schema(schema)
    assert schema["description"]


def test_no_schema_is_without_a_name():
    assert {path.name for path in (data_dir() / "schemas").glob("*.json")} == {f"{name}-1.json" for name in NAMES}


@pytest.fixture
def drifted(openness, hub):
    """A lock over a model, its derivative, a data set and a service, after the model changed."""
    repo = hub.add("tuner/rocket", FILES)
    hub.add("tuner/child", {"README.md": card(license="mit", base_model="tuner/rocket"), **WEIGHTS})
    hub.add("tuner/llama", {"README.md": card(license="llama3.1"), **WEIGHTS})
    hub.add("tuner/words", {"README.md": card(license="cc-by-4.0")}, kind="dataset")
    hub.add("tuner/nothing", {"README.md": card(), **WEIGHTS})
    names = ("tuner/rocket", "tuner/child", "tuner/llama", "datasets/tuner/words", "tuner/nothing", "gpt-4o")
    assert openness("lock", *names).code == 0
    repo.commit({**FILES, "LICENSE": MIT + NO_SALE})
    del hub.repos["model", "tuner/nothing"]
    return names


def test_lock(openness, drifted, elsewhere):
    document = valid("lock", tomllib.loads((elsewhere / "openness.lock").read_text()))
    assert len(document["entry"]) == len(drifted)
    openness("lock", "--add", "tuner/rocket")
    document = valid("lock", tomllib.loads((elsewhere / "openness.lock").read_text()))
    assert document["entry"]["tuner/rocket"]["earlier"]
    assert list(validator("lock").iter_errors({"version": 2}))


def test_lock_check(openness, drifted):
    document = valid("lock-check", json.loads(openness("lock", "--check", "--format", "json").out))
    assert {"changed", "same", "gone"} <= {entry["state"] for entry in document["entries"]}


def test_diff(openness, drifted):
    document = valid("diff", json.loads(openness("diff", "tuner/rocket", "tuner/llama", "--format", "json").out))
    assert document["changes"]


def test_notice(openness, drifted):
    names = [name for name in drifted if name != "tuner/nothing"]
    document = valid("notice", json.loads(openness("notice", *names, "--format", "json").out))
    assert document["copies"]


@pytest.mark.parametrize("extra", [(), ("--references-only",)])
def test_scan(openness, hub, elsewhere, extra):
    hub.add("tuner/rocket", FILES)
    (elsewhere / "a.py").write_text(
        'from transformers import AutoModel\nAutoModel.from_pretrained("tuner/rocket")\n'
        'AutoModel.from_pretrained("tuner/missing")\n'
        'x = "tuner/ignored"  # openness: ignore[a path]\nAutoModel.from_pretrained("tuner/other", revision="abc")\n'
    )
    (elsewhere / "b.bin").write_bytes(b"\0\1")
    document = valid("scan", json.loads(openness("scan", ".", "--format", "json", *extra).out))
    assert document["references"]


def test_license(openness, elsewhere):
    (elsewhere / "LICENSE").write_text(MIT + NO_SALE)
    document = valid("license", json.loads(openness("license", "LICENSE", "missing", "--format", "json").out))
    assert document["files"][0]["findings"]
    lines = openness("license", "LICENSE", "--format", "jsonl").out.splitlines()
    schema = validator("license")
    for line in lines:
        file = json.loads(line)
        assert {"license", "score"} <= set(file)
        assert not list(schema.evolve(schema={**schema.schema["$defs"]["file"]}).iter_errors(file))
