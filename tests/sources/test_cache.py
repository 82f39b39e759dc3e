import json
import os
from pathlib import Path

import pytest

from openness.errors import TargetUnavailable
from openness.model.reference import Kind
from openness.settings import Settings
from openness.sources.hub import HubSource
from openness.sources.target import parse_target
from tests.sources.scenarios import CARD

COMMIT = "d" * 40


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    entry = tmp_path / "models--acme--tiny"
    (entry / "snapshots" / COMMIT).mkdir(parents=True)
    (entry / "blobs").mkdir()
    (entry / "blobs" / "1").write_text(CARD)
    (entry / "snapshots" / COMMIT / "README.md").symlink_to("../../blobs/1")
    (entry / "refs").mkdir()
    (entry / "refs" / "main").write_text(COMMIT)
    for path in (entry / "refs" / "main", entry / "snapshots" / COMMIT):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return tmp_path


def source(cache: Path) -> HubSource:
    return HubSource(Settings(offline=True, hub_cache=cache, endpoint="http://127.0.0.1:9"))


@pytest.mark.parametrize("target", ["acme/tiny", "acme/tiny@main", f"acme/tiny@{COMMIT}"])
def test_what_the_cache_holds(cache: Path, target: str) -> None:
    snapshot = source(cache).fetch(parse_target(target))
    assert (snapshot.source, snapshot.id, snapshot.revision) == ("cache", "acme/tiny", COMMIT)
    assert snapshot.retrieved_at == "2023-11-14T22:13:20Z"
    assert not snapshot.files_complete
    text = snapshot.text("README.md")
    assert text is not None
    assert text.retrieved_at == snapshot.retrieved_at
    assert text.url == f"http://127.0.0.1:9/acme/tiny/blob/{COMMIT}/README.md"
    assert {g.what for g in snapshot.gaps} == {"file listing", "Hub metadata"}


def test_a_listing_that_the_client_kept(cache: Path) -> None:
    trees = cache / "models--acme--tiny" / "trees"
    trees.mkdir()
    files = {
        "README.md": {"size": 5, "blob_id": "x"},
        "LICENSE": {"size": 7, "blob_id": "y"},
        "model.safetensors": {"size": 1, "blob_id": "z", "lfs_sha256": "w", "lfs_size": 99},
        "../out": {"size": 1, "blob_id": "q"},
    }
    (trees / f"{COMMIT}.json").write_text(json.dumps({"format_version": 1, "files": files}))
    snapshot = source(cache).fetch(parse_target("acme/tiny"))
    assert snapshot.files_complete
    assert {e.path: e.size for e in snapshot.files} == {"README.md": 5, "LICENSE": 7, "model.safetensors": 99}
    assert {g.what for g in snapshot.gaps} == {"LICENSE", "Hub metadata"}


def test_the_client_s_own_listing_can_be_read(cache: Path) -> None:
    kept = pytest.importorskip("huggingface_hub._tree_cache", reason="clients before 2.0 keep no listing")
    entry = kept.TreeCacheEntry(size=5, blob_id="a" * 40)
    kept.write_tree_cache(str(cache / "models--acme--tiny"), COMMIT, {"config.json": entry})
    assert [e.path for e in source(cache).fetch(parse_target("acme/tiny")).files] == ["config.json"]


def test_a_data_set(cache: Path) -> None:
    (cache / "models--acme--tiny").rename(cache / "datasets--acme--tiny")
    assert source(cache).fetch(parse_target("acme/tiny")).kind is Kind.DATASET
    assert source(cache).fetch(parse_target("datasets/acme/tiny")).kind is Kind.DATASET


@pytest.mark.parametrize(
    "target", ["acme/other", "acme/tiny@v2", "acme/tiny@" + "e" * 40, "acme/tiny@../../x", "datasets/acme/tiny"]
)
def test_what_it_does_not_hold(cache: Path, target: str) -> None:
    with pytest.raises(TargetUnavailable) as caught:
        source(cache).fetch(parse_target(target))
    assert caught.value.kind == "offline"


def test_a_broken_entry(cache: Path) -> None:
    (cache / "models--acme--tiny" / "refs" / "main").write_bytes(b"\xff" * 400)
    with pytest.raises(TargetUnavailable):
        source(cache).fetch(parse_target("acme/tiny"))


def test_offline_looks_nothing_up(cache: Path) -> None:
    assert source(cache).lookups.link("https://huggingface.co/a/b") == ("unknown", None)
