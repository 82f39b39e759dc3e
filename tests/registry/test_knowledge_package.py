"""Signed knowledge packages: what is accepted, and what changes nothing."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from openness.errors import KnowledgeError, UsageError
from openness.kb.load import KnowledgeBase
from openness.kb.package import MANIFEST, SIGNATURE, install, installed_manifest, pack
from openness.kb.updates import FILE, updates_folder

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs ssh-keygen (OpenSSH 8.0 or newer)")


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A private key, and the data folder of a user who has installed nothing."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    path = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True, timeout=30)
    return path


@pytest.fixture
def signers(key: Path) -> Path:
    path = key.with_name("signers")
    kind, public = key.with_suffix(".pub").read_text("utf-8").split()[:2]
    path.write_text(f'maintainers namespaces="openness-knowledge" {kind} {public}\n', encoding="utf-8")
    return path


@pytest.fixture
def package(key: Path) -> Path:
    KnowledgeBase.load()  # compiles the checkout's knowledge if needed
    target = key.with_name("package.zip")
    pack(target, key=key, date="2026-06-01")
    return target


def test_a_signed_package_is_installed(package: Path, signers: Path) -> None:
    manifest = install(package, signers=signers)
    assert installed_manifest() == manifest
    assert manifest.date == "2026-06-01"
    assert KnowledgeBase(Path(updates_folder(), FILE)).registry.find("gpt-4o") is not None


def test_without_a_trusted_key_nothing_is_installed(package: Path, tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no trusted key"):
        install(package)
    stranger = tmp_path / "strangers"
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "other")], check=True, timeout=30
    )
    stranger.write_text("x " + (tmp_path / "other.pub").read_text("utf-8"), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="not signed by a key that you trust"):
        install(package, signers=stranger)
    assert not Path(updates_folder(), FILE).exists()


@pytest.mark.parametrize("part", [MANIFEST, FILE, SIGNATURE])
def test_a_changed_part_is_noticed(package: Path, signers: Path, part: str) -> None:
    with zipfile.ZipFile(package) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = parts[part].replace(b"2026-06-01", b"2027-06-01") if part == MANIFEST else parts[part][:-40]
    with zipfile.ZipFile(package, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    with pytest.raises(KnowledgeError):
        install(package, signers=signers)
    assert not Path(updates_folder(), FILE).exists()


def test_an_older_package_needs_a_word(package: Path, signers: Path, key: Path) -> None:
    install(package, signers=signers)
    old = key.with_name("old.zip")
    pack(old, key=key, date="2025-06-01")
    with pytest.raises(UsageError, match="newer"):
        install(old, signers=signers)
    assert install(old, signers=signers, older=True).date == "2025-06-01"


def zipped(method: int, *, broken: bool) -> bytes:
    """A zip with a manifest, whose packed bytes may be damaged."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr(MANIFEST, b"{}" * 500)
    data = bytearray(out.getvalue())
    at = data.index(MANIFEST.encode()) + len(MANIFEST)
    data[at : at + 4] = b"\xff" * 4 if broken else data[at : at + 4]
    return bytes(data)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04garbage",
        b"not a zip at all",
        zipped(zipfile.ZIP_DEFLATED, broken=True),
        zipped(zipfile.ZIP_LZMA, broken=True),
    ],
)
def test_rubbish_is_not_a_package(tmp_path: Path, signers: Path, content: bytes) -> None:
    path = tmp_path / "rubbish.zip"
    path.write_bytes(content)
    with pytest.raises(KnowledgeError, match=r"not a knowledge package|packed in a way"):
        install(path, signers=signers)
