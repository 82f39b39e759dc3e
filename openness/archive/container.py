"""A folder or a zip of named files with a manifest of their hashes."""

import hashlib
import json
import os
import shutil
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from openness.errors import UsageError

MANIFEST = "manifest.json"
SIGNATURES = (f"{MANIFEST}.minisig", f"{MANIFEST}.sigstore.json", f"{MANIFEST}.sig")
MAX_FILE = 256 * 1024 * 1024  # bytes of one member
MAX_TOTAL = 2 * 1024 * 1024 * 1024  # bytes of all of them
MAX_MEMBERS = 200_000
_EPOCH = (1980, 1, 1, 0, 0, 0)  # of zip entries: the same content is the same file
_UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError)


def write(out: Path, files: Mapping[str, bytes]) -> str:
    """Write files and manifest to a new folder, or to a zip when the name ends in .zip; the manifest's sha256.

    What is not complete never has the name that was asked for.
    """
    if out.exists():
        raise UsageError(f"{out} exists already", hint="An archive is never written over; name another place.")
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    manifest = (json.dumps({"version": 1, "sha256": hashes}, indent=1) + "\n").encode()
    everything = {**dict(sorted(files.items())), MANIFEST: manifest}
    scratch = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        if out.suffix == ".zip":
            _write_zip(scratch, everything)
        else:
            for name, data in everything.items():
                path = scratch / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        scratch.rename(out)
    except OSError as error:
        raise UsageError(f"cannot write {out}: {error.strerror or error}") from error
    finally:
        _discard(scratch)
    return hashlib.sha256(manifest).hexdigest()


def read(path: Path) -> dict[str, bytes]:
    """All members by name. Raises UsageError for what is no archive, or leads out of itself."""
    try:
        found = _read_folder(path) if path.is_dir() else _read_zip(path)
    except _UNREADABLE as error:
        raise UsageError(f"{path} cannot be read as an archive: {error}") from error
    if MANIFEST not in found:
        raise UsageError(f"{path} holds no {MANIFEST}", hint="Name what `openness archive` wrote.")
    return found


def problems(files: Mapping[str, bytes]) -> list[str]:
    """What is not as the manifest says: changed, missing and added members."""
    try:
        manifest = json.loads(files[MANIFEST])
        hashes = dict(manifest["sha256"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return [f"{MANIFEST} cannot be read"]
    if manifest.get("version") != 1:
        return [f"{MANIFEST} has a version that this program does not know"]
    found = [f"missing: {name}" for name in hashes if name not in files]
    found += [
        f"changed: {name}"
        for name, digest in hashes.items()
        if name in files and hashlib.sha256(files[name]).hexdigest() != digest
    ]
    return found + [f"added: {name}" for name in files if name not in hashes and name not in (MANIFEST, *SIGNATURES)]


def manifest_digest(files: Mapping[str, bytes]) -> str:
    """sha256 of the manifest: whoever notes it can prove later that nothing was replaced."""
    return hashlib.sha256(files[MANIFEST]).hexdigest()


def _write_zip(path: Path, files: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)


def _discard(scratch: Path) -> None:
    if scratch.is_dir():
        shutil.rmtree(scratch, ignore_errors=True)
    else:
        scratch.unlink(missing_ok=True)


def _read_folder(path: Path) -> dict[str, bytes]:
    """Plain files only: a link could show other bytes tomorrow."""
    found: dict[str, bytes] = {}
    total = 0
    for entry in sorted(path.rglob("*")):
        name = entry.relative_to(path).as_posix()
        mode = entry.lstat().st_mode
        if stat.S_ISDIR(mode):
            continue
        if not stat.S_ISREG(mode):
            raise UsageError(f"{path.name}: {name} is a link or a device, not a file")
        total += entry.lstat().st_size
        _within_limits(path, name, entry.lstat().st_size, total, len(found))
        found[name] = entry.read_bytes()
    return found


def _read_zip(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        twice = [name for name, count in Counter(info.filename for info in members).items() if count > 1]
        if twice:
            raise UsageError(f"{path.name}: {twice[0]!r} is in it twice")
        total = 0
        for number, info in enumerate(members):
            total += info.file_size
            _within_limits(path, info.filename, info.file_size, total, number)
            if _leads_out(info.filename) or stat.S_ISLNK(info.external_attr >> 16):
                raise UsageError(f"{path.name}: {info.filename!r} leads out of the archive")
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise UsageError(f"{path.name}: {info.filename!r} is packed in a way that no archive of ours is")
        return {info.filename: _member(archive, info) for info in members}


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """A member, unpacked no further than the size that it was accepted with."""
    with archive.open(info) as packed:
        data = packed.read(info.file_size + 1)
        if packed.read(1):
            raise ValueError(f"{info.filename!r} is longer than it says")
        return data


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in PurePosixPath(name).parts


def _within_limits(path: Path, name: str, size: int, total: int, count: int) -> None:
    if size > MAX_FILE or total > MAX_TOTAL or count >= MAX_MEMBERS:
        raise UsageError(f"{path.name}: {name!r} goes beyond what an archive may hold")
