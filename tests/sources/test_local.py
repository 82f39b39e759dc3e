import os
from pathlib import Path

import pytest

from openness.errors import TargetUnavailable
from openness.model.reference import Kind
from openness.model.snapshot import Gap, Snapshot
from openness.settings import Settings
from openness.sources.folder import Folder
from openness.sources.local import LocalSource
from openness.sources.target import parse_target
from tests.fakehub import FakeHub
from tests.sources.scenarios import CARD
from tests.sources.test_headers import LICENSED, gguf

OFFLINE = Settings(offline=True)
LFS = Gap(what="metadata in model.safetensors", why="It is a Git LFS pointer whose content was not downloaded.")


def fetch(target: Path | str, *assumptions: str, settings: Settings = OFFLINE) -> Snapshot:
    return LocalSource(settings, assumptions).fetch(parse_target(str(target)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "llama-3"
    (folder / ".git").mkdir(parents=True)
    (folder / ".git" / "LICENSE").write_text("not ours")
    (folder / "README.md").write_bytes(CARD.encode())
    (folder / "LICENSE").write_text("Terms.\n")
    (folder / "m.gguf").write_bytes(gguf(LICENSED))
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "a" * 64 + "\nsize 4976698672\n"
    (folder / "model.safetensors").write_text(pointer)
    return folder


def test_a_clone(folder: Path) -> None:
    snapshot = fetch(folder)
    assert (snapshot.id, snapshot.source, snapshot.kind, snapshot.hub) == ("llama-3", "local", Kind.MODEL, None)
    assert [t.path for t in snapshot.texts] == ["README.md", "LICENSE"]
    sizes = {e.path: (e.size, e.sha) for e in snapshot.files}
    assert sizes["model.safetensors"] == (4976698672, "a" * 64)
    assert ".git/LICENSE" not in sizes
    assert snapshot.headers[0].values["general.license"] == "llama3.1"
    assert snapshot.files_complete
    assert snapshot.gaps == (LFS,)


def test_papers_only(folder: Path) -> None:
    snapshot = fetch(folder, "weights")
    assert snapshot.assumptions == ("weights",)
    assert not snapshot.files_complete


def test_a_card_alone(folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "LICENSE").write_text("Deep.")
    snapshot = fetch(folder / "README.md")
    assert [t.path for t in snapshot.texts] == ["README.md", "LICENSE"]
    assert not snapshot.files_complete
    (folder / "other.md").write_text("# Card")
    other = fetch(folder / "other.md")
    assert other.text("other.md") is not None
    assert other.text("README.md") is None
    with pytest.raises(TargetUnavailable) as caught:
        fetch(folder / "LICENSE")
    assert caught.value.kind == "no-card"


def test_no_target_in_it(tmp_path: Path) -> None:
    for target, kind in (
        (tmp_path / "gone", "no-folder"),
        (tmp_path / "gone" / "README.md", "no-folder"),
        (tmp_path, "empty-folder"),
    ):
        with pytest.raises(TargetUnavailable) as caught:
            fetch(target)
        assert caught.value.kind == kind


def test_what_cannot_be_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(self: Path) -> bool:
        raise PermissionError

    monkeypatch.setattr(Path, "is_dir", refuse)
    with pytest.raises(TargetUnavailable) as caught:
        LocalSource(OFFLINE).fetch(parse_target("./x"))
    assert caught.value.kind == "unreadable-folder"


def test_links_are_not_followed_out(tmp_path: Path) -> None:
    outside = tmp_path / "secret"
    outside.write_text("secret")
    folder = tmp_path / "repo"
    folder.mkdir()
    (folder / "README.md").write_text("# x")
    (folder / "LICENSE").symlink_to(outside)
    (folder / "NOTICE").symlink_to(folder / "NOTICE")
    (folder / "COPYING").symlink_to(folder / "README.md")
    (folder / "sub").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(folder / "LICENSE-MODEL")
    snapshot = fetch(folder)
    assert [t.path for t in snapshot.texts] == ["README.md", "COPYING"]
    assert {g.what for g in snapshot.gaps} == {"LICENSE", "NOTICE", "sub"}
    assert all("secret" not in t.text for t in snapshot.texts)


def test_a_cache_entry(tmp_path: Path) -> None:
    entry = tmp_path / "models--a--b"
    commit = "c" * 40
    snapshot_folder = entry / "snapshots" / commit
    snapshot_folder.mkdir(parents=True)
    (entry / "blobs").mkdir()
    (entry / "blobs" / "1").write_text(CARD)
    (entry / "refs").mkdir()
    (entry / "refs" / "main").write_text(commit)
    (snapshot_folder / "README.md").symlink_to("../../blobs/1")
    (entry / "secret").write_text("secret")
    (snapshot_folder / "LICENSE").symlink_to("../../secret")
    for target in (entry, snapshot_folder):
        snapshot = fetch(target)
        assert snapshot.revision == commit
        assert snapshot.text("README.md") is not None
        assert snapshot.id == "models--a--b"
        assert snapshot.text("LICENSE") is None
    (entry / "refs" / "main").unlink()
    assert fetch(entry).revision == commit


@pytest.mark.parametrize(
    ("front", "kind"),
    [
        ("task_categories: [x]\nsize_categories: [y]\nlicense: mit", Kind.DATASET),
        ("pretty_name: X", Kind.MODEL),
        ("pipeline_tag: x\ntask_categories: [x]\nsize_categories: [y]", Kind.MODEL),
        ("datasets: [a]", Kind.MODEL),
        ("license: mit\n---\n# Dataset Card for X", Kind.DATASET),
        ("license: mit\n---\n# X\n# Dataset Card for X", Kind.MODEL),
    ],
)
def test_kind(tmp_path: Path, front: str, kind: Kind) -> None:
    (tmp_path / "README.md").write_text(f"---\n{front}\n---\n# Data\n")
    assert fetch(tmp_path).kind is kind


def test_license_link(folder: Path) -> None:
    (folder / "README.md").write_text("---\nlicense_link: legal/x\n---\n")
    assert fetch(folder).link_states == {"legal/x": "missing"}
    assert fetch(folder, "weights").link_states == {"legal/x": "unknown"}
    (folder / "legal").mkdir()
    (folder / "legal" / "x").write_text("Own terms.")
    snapshot = fetch(folder)
    assert snapshot.link_states == {"legal/x": "exists"}
    assert snapshot.text("legal/x") is not None
    assert snapshot.gaps == (LFS,)


def test_a_link_out_of_the_folder(folder: Path) -> None:
    (folder / "README.md").write_text("---\nlicense_link: https://huggingface.co/a/b/blob/main/LICENSE\n---\n")
    offline = fetch(folder)
    assert offline.link_states == {"https://huggingface.co/a/b/blob/main/LICENSE": "unknown"}
    assert "offline" in offline.gaps[0].why
    with FakeHub() as hub:
        hub.add("a/b", {"LICENSE": "Base terms."})
        online = fetch(folder, settings=Settings(endpoint=hub.url))
    assert any(t.text == "Base terms." for t in online.texts)


def test_odd_file_names(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# x")
    os.close(os.open(os.fsencode(tmp_path) + b"/LICENSE-\xff", os.O_CREAT | os.O_WRONLY))
    snapshot = fetch(tmp_path)
    for entry in snapshot.files:
        entry.path.encode()


def test_a_card_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_bytes("---\r\nlicense: mit\r\n---\r\n# Modèle\r\n".encode("utf-16"))
    text = fetch(tmp_path).text("README.md")
    assert text is not None
    assert text.encoding == "utf-16-le"
    assert text.text.startswith("\ufeff---\r\n")


def test_folders_in_folders_in_folders(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(CARD)
    tmp_path.joinpath(*["a"] * 100).mkdir(parents=True)  # os.walk of Python 3.11 gives up at a thousand
    snapshot = fetch(tmp_path)
    assert snapshot.text("README.md") is not None
    assert not snapshot.files_complete
    assert any(g.what == "file listing" for g in snapshot.gaps)


def test_a_linked_folder_that_leads_out_is_said(tmp_path: Path) -> None:
    (tmp_path / "m" / "terms").mkdir(parents=True)
    (tmp_path / "m" / "README.md").write_text(CARD)
    (tmp_path / "licenses").mkdir()
    (tmp_path / "licenses" / "LICENSE").write_text("Terms.")
    (tmp_path / "m" / "licenses").symlink_to(tmp_path / "licenses")
    (tmp_path / "m" / "inside").symlink_to(tmp_path / "m" / "terms")
    (tmp_path / "m" / "loop").symlink_to(tmp_path / "m" / "loop")
    gaps = {g.what: g.why for g in fetch(tmp_path / "m").gaps}
    assert "leads out" in gaps["licenses"]
    assert "inside" not in gaps


def test_a_pipe_in_place_of_a_text_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was a file in the listing may be a pipe when it is opened."""
    (tmp_path / "README.md").write_text(CARD)
    folder = Folder(tmp_path, OFFLINE)
    (entry,) = folder.listing().files
    (tmp_path / "README.md").unlink()
    os.mkfifo(tmp_path / "README.md")
    assert folder.text(entry.path) == (None, [Gap(what="README.md", why="It is no plain file.")])
