"""An audit of the Hub, archived, and repeated when the Hub is gone."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from openness.archive.container import read
from openness.cli import group
from tests.fakehub import FakeHub

CARD = "---\nlicense: {license}\nbase_model: {base}\n---\n# X\n\nTrained with [code](https://example.org/code).\n"
WEIGHTS = {"config.json": "{}", "model.safetensors": b"\x02" + b"\x00" * 7 + b"{}"}


def run(*args: str):
    result = CliRunner().invoke(group, ["archive", *args])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.parametrize("out", ["audit", "audit.zip"])
def test_ancestors_and_refusals_are_archived_and_the_hub_is_not_asked_again(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, out: str
):
    with FakeHub() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        hub.add("acme/base", {"README.md": CARD.format(license="cc-by-nc-4.0", base="acme/hidden"), **WEIGHTS})
        hub.add("acme/tune", {"README.md": CARD.format(license="mit", base="acme/base"), **WEIGHTS})
        assert run(out, "acme/tune", "acme/missing").exit_code in (3, 10, 11)
    files = read(Path(out))
    document = json.loads(files["report.json"])
    (report,) = document["reports"]
    assert report["subject"]["revision"]
    assert report["lineage"]["bases"][0]["id"] == "acme/base"
    assert [error["target"] for error in document["errors"]] == ["acme/missing"]
    snapshots = json.loads(files["snapshots.json"])
    assert {"acme/tune", "acme/base"} <= {value["id"] for value in snapshots.values()}
    texts = [text for value in snapshots.values() for text in value["texts"] if text["path"] == "README.md"]
    assert all(text["url"] and text["retrieved_at"] and len(text["sha256"]) == 64 for text in texts)
    assert report["subject"]["revision"] in texts[0]["url"] + texts[1]["url"]
    again = run("rerun", out)
    assert again.exit_code == 0, again.output
    assert json.loads(files["refusals.json"])
