"""Folders and zips with a manifest: whole, changed, hostile."""

import json
import stat
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from openness.archive import container
from openness.archive.container import MANIFEST, manifest_digest, problems, read, write
from openness.errors import UsageError

FILES = {"report.json": b"{}\n", "texts/" + "a" * 64 + ".txt": "ü\n".encode(), "empty": b""}


@pytest.fixture(params=["audit", "audit.zip"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / request.param
    write(path, FILES)
    return path


def rewritten(path: Path, change) -> Path:
    """The zip with its members changed; everything else as it was."""
    with zipfile.ZipFile(path) as source:
        members = {info.filename: source.read(info) for info in source.infolist()}
    change(members)
    path.unlink()
    with zipfile.ZipFile(path, "w") as target:
        for name, data in members.items():
            target.writestr(name, data)
    return path


def test_what_was_written_is_whole(archive: Path):
    found = read(archive)
    assert problems(found) == []
    assert {name: data for name, data in found.items() if name != MANIFEST} == FILES
    assert len(manifest_digest(found)) == 64
    assert [p.name for p in archive.parent.iterdir()] == [archive.name]


def test_the_same_content_is_the_same_file(tmp_path: Path):
    digests = {write(tmp_path / name, dict(reversed(FILES.items()))) for name in ("a.zip", "b.zip", "c")}
    assert len(digests) == 1
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("at", [0, -1])
def test_one_changed_byte_is_found(tmp_path: Path, name: str, at: int):
    write(tmp_path / "a", FILES)
    path = tmp_path / "a" / name
    data = bytearray(path.read_bytes() or b"x")
    data[at] ^= 1
    path.write_bytes(data)
    assert problems(read(tmp_path / "a")) == [f"changed: {name}"]


def test_a_changed_byte_in_a_zip_is_found(tmp_path: Path):
    write(tmp_path / "a.zip", FILES)
    rewritten(tmp_path / "a.zip", lambda m: m.update({"report.json": b"[]\n"}))
    assert problems(read(tmp_path / "a.zip")) == ["changed: report.json"]


def test_every_flipped_byte_of_a_zip_is_found_or_harmless(tmp_path: Path):
    write(tmp_path / "a.zip", FILES)
    whole = (tmp_path / "a.zip").read_bytes()
    good = read(tmp_path / "a.zip")
    for at in range(len(whole)):
        broken = bytearray(whole)
        broken[at] ^= 0x41
        path = tmp_path / "b.zip"
        path.write_bytes(broken)
        try:
            found = read(path)
        except UsageError:
            continue
        assert problems(found) or {k: found.get(k) for k in good} == good, at


def test_missing_and_added_members_are_found(tmp_path: Path):
    write(tmp_path / "a", FILES)
    (tmp_path / "a" / "empty").rename(tmp_path / "a" / "other")
    assert problems(read(tmp_path / "a")) == ["missing: empty", "added: other"]


@pytest.mark.parametrize("name", container.SIGNATURES)
def test_a_signature_is_no_stranger(tmp_path: Path, name: str):
    write(tmp_path / "a", FILES)
    (tmp_path / "a" / name).write_text("signature")
    assert problems(read(tmp_path / "a")) == []


@pytest.mark.parametrize(
    "manifest", [b"", b"[]", b"{}", b'{"sha256": 3}', b'{"version": 2, "sha256": {}}', b"[" * 100_000, b"\xff"]
)
def test_a_broken_manifest_is_a_problem(manifest: bytes):
    assert len(problems({MANIFEST: manifest})) == 1


def test_a_member_that_unpacks_to_more_than_it_says_is_not_unpacked(tmp_path: Path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr(MANIFEST, b"\0" * 50_000_000)
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02") + 24  # the size in the central directory (APPNOTE 4.3.12)
    data[at : at + 4] = (10).to_bytes(4, "little")
    path.write_bytes(data)
    tracemalloc.start()
    with pytest.raises(UsageError):
        read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_other_packings_are_refused(tmp_path: Path, method: int):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", method) as target:
        target.writestr(MANIFEST, b"{}")
    with pytest.raises(UsageError, match="packed in a way"):
        read(tmp_path / "a.zip")


def test_a_write_that_is_interrupted_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    for name in ("a", "a.zip"):
        with pytest.raises(KeyboardInterrupt):
            write(tmp_path / name, FILES)
    assert list(tmp_path.iterdir()) == []


def test_an_archive_is_never_written_over(archive: Path):
    with pytest.raises(UsageError, match="exists already"):
        write(archive, FILES)


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path):
    with pytest.raises(UsageError, match="cannot write"):
        write(tmp_path / "none" / "a.zip", FILES)
    with pytest.raises(UsageError, match="cannot write"):
        write(tmp_path / "a", {"x": b"", "x/y": b""})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../out", "/etc/passwd", "a/../../b", "..\\out", "C:out"])
def test_members_that_lead_out_are_refused(tmp_path: Path, name: str):
    write(tmp_path / "a.zip", FILES)
    rewritten(tmp_path / "a.zip", lambda m: m.update({name: b"x"}))
    with pytest.raises(UsageError, match="leads out"):
        read(tmp_path / "a.zip")


def test_links_are_refused(tmp_path: Path):
    write(tmp_path / "a", FILES)
    (tmp_path / "secret").write_bytes(b"{}\n")
    (tmp_path / "a" / "report.json").unlink()
    (tmp_path / "a" / "report.json").symlink_to(tmp_path / "secret")
    with pytest.raises(UsageError, match="is a link"):
        read(tmp_path / "a")
    info = zipfile.ZipInfo("link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as target:
        target.writestr(MANIFEST, "{}")
        target.writestr(info, "/etc/passwd")
    with pytest.raises(UsageError, match="leads out"):
        read(tmp_path / "a.zip")


def test_linked_folders_are_refused(tmp_path: Path):
    write(tmp_path / "a", FILES)
    (tmp_path / "a" / "more").symlink_to(tmp_path)
    with pytest.raises(UsageError, match="is a link"):
        read(tmp_path / "a")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_is_there_twice_is_refused(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as target:
        for text in ("{}", "[]"):
            target.writestr(MANIFEST, text)
    with pytest.raises(UsageError, match="twice"):
        read(tmp_path / "a.zip")


def test_bombs_are_refused_before_they_are_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(container, "MAX_FILE", 1000)
    monkeypatch.setattr(container, "MAX_TOTAL", 1500)
    write(tmp_path / "a.zip", {"big": b"0" * 1001})
    with pytest.raises(UsageError, match="beyond"):
        read(tmp_path / "a.zip")
    write(tmp_path / "b", {"one": b"0" * 900, "two": b"0" * 900})
    with pytest.raises(UsageError, match="beyond"):
        read(tmp_path / "b")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a zip", json.dumps({}).encode()])
def test_what_is_no_archive_is_said_to_be_none(tmp_path: Path, data: bytes):
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    with pytest.raises(UsageError):
        read(path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match="holds no"):
        read(tmp_path / "folder")
