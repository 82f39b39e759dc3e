"""A folder or a zip of named files with a manifest of their hashes."""

import hashlib
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from openness.errors import UsageError

MANIFEST = "manifest.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # of zip entries: the same content is the same file
MAX_FILE = 256 * 1024 * 1024  # bytes of one member


def write(out: Path, files: Mapping[str, bytes]) -> None:
    """Write files and manifest to a new folder, or to a zip when the name ends in .zip."""
    if out.exists():
        raise UsageError(f"{out} exists already", hint="An archive is never written over; name another place.")
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    manifest = (json.dumps({"version": 1, "sha256": hashes}, indent=1) + "\n").encode()
    everything = {**dict(sorted(files.items())), MANIFEST: manifest}
    try:
        if out.suffix == ".zip":
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, data in everything.items():
                    archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
            return
        for name, data in everything.items():
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        raise UsageError(f"cannot write {out}: {error.strerror or error}") from error


def read(path: Path) -> dict[str, bytes]:
    """All members by name. Raises UsageError for what is no archive."""
    try:
        if path.is_dir():
            found = {
                p.relative_to(path).as_posix(): p.read_bytes()
                for p in sorted(path.rglob("*"))
                if p.is_file() and not p.is_symlink()
            }
        else:
            with zipfile.ZipFile(path) as archive:
                for info in archive.infolist():
                    if info.file_size > MAX_FILE or ".." in PurePosixPath(info.filename).parts:
                        raise UsageError(f"{path.name}: {info.filename} is too large or leads out of the archive")
                found = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    except (OSError, zipfile.BadZipFile, RuntimeError) as error:
        raise UsageError(f"{path} cannot be read as an archive: {error}") from error
    if MANIFEST not in found:
        raise UsageError(f"{path} holds no {MANIFEST}", hint="Name what `openness archive` wrote.")
    return found


def problems(files: Mapping[str, bytes]) -> list[str]:
    """What is not as the manifest says: changed, missing and added members."""
    try:
        hashes = json.loads(files[MANIFEST])["sha256"]
    except (ValueError, KeyError, TypeError):
        return [f"{MANIFEST} cannot be read"]
    found = [f"missing: {name}" for name in hashes if name not in files]
    found += [
        f"changed: {name}"
        for name, digest in hashes.items()
        if name in files and hashlib.sha256(files[name]).hexdigest() != digest
    ]
    signatures = {f"{MANIFEST}.minisig", f"{MANIFEST}.sigstore.json", f"{MANIFEST}.sig"}
    return found + [f"added: {name}" for name in files if name not in hashes and name not in {MANIFEST, *signatures}]
