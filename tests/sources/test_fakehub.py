"""The fake Hub is believed by the real client: same answers, same typed errors."""

from pathlib import Path

import pytest
from huggingface_hub import HfApi, hf_hub_download
from huggingface_hub.errors import (
    DisabledRepoError,
    EntryNotFoundError,
    GatedRepoError,
    HfHubHTTPError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

from tests.fakehub import FakeHub, Fault
from tests.fakehub.__main__ import serve_folders
from tests.sources.scenarios import CARD, FILES, NAME


@pytest.fixture
def api(hub: FakeHub) -> HfApi:
    return HfApi(endpoint=hub.url, token=False)


def test_information(hub: FakeHub, api: HfApi) -> None:
    repo = hub.add(NAME, FILES)
    info = api.model_info(NAME, files_metadata=True)
    assert (info.id, info.sha, info.gated, info.private) == (NAME, repo.branches["main"], False, False)
    assert info.card_data is not None
    assert info.card_data.license == "apache-2.0"
    assert {s.rfilename for s in info.siblings or []} == set(FILES)
    assert api.model_info(NAME, revision=info.sha).sha == info.sha
    assert [b.name for b in api.list_repo_refs(NAME).branches] == ["main"]
    assert {f.path for f in api.list_repo_tree(NAME, recursive=True)} == set(FILES)


def test_download(hub: FakeHub, tmp_path: Path) -> None:
    repo = hub.add(NAME, FILES)
    path = hf_hub_download(NAME, "README.md", endpoint=hub.url, cache_dir=tmp_path, token=False)
    assert Path(path).read_text() == CARD
    assert repo.branches["main"] in path


def test_typed_errors(hub: FakeHub, api: HfApi, tmp_path: Path) -> None:
    hub.add(NAME, FILES, gated="manual")
    hub.add("acme/off", FILES, disabled=True)

    def download(name: str, path: str = "README.md", **options: str) -> str:
        return hf_hub_download(name, path, endpoint=hub.url, cache_dir=tmp_path / "c", token=False, **options)

    with pytest.raises(GatedRepoError):
        download(NAME, "LICENSE")
    with pytest.raises(EntryNotFoundError):
        download(NAME, "nope")
    with pytest.raises(RevisionNotFoundError):
        download(NAME, revision="nope")
    with pytest.raises(RepositoryNotFoundError):
        api.model_info("acme/none")
    with pytest.raises(DisabledRepoError):
        api.model_info("acme/off")
    hub.fault(Fault(where="/api/", status=429, headers={"RateLimit": '"api";r=0;t=5'}), NAME)
    with pytest.raises(HfHubHTTPError, match="429"):
        api.model_info(NAME)


def test_renamed_and_private(hub: FakeHub, api: HfApi) -> None:
    hub.add("acme/new", FILES, private=True)
    hub.rename("acme/old", "acme/new")
    hub.tokens = {"hf_mine": {"acme/new"}}
    assert HfApi(endpoint=hub.url, token="hf_mine").model_info("acme/old").id == "acme/new"
    with pytest.raises(RepositoryNotFoundError):
        api.model_info("acme/old")


def test_folders_are_served(hub: FakeHub, api: HfApi, tmp_path: Path) -> None:
    for name in ("acme__tiny", "ds__acme__corpus", "plain"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "README.md").write_text(CARD)
    assert serve_folders(hub, tmp_path, weights=True) == ["acme/tiny", "acme/corpus", "plain"]
    assert api.dataset_info("acme/corpus").id == "acme/corpus"
    assert "model.safetensors" in {s.rfilename for s in api.model_info("acme/tiny").siblings or []}
