"""Knowledge packages: licenses, rubrics and registry as one signed file that is newer than the program.

A package is a zip with `manifest.json`, its detached signature `manifest.json.sig` and `knowledge.sqlite`. The
manifest names the sha256 of every other file, so that one signature covers all. Signatures are OpenSSH's
(`ssh-keygen -Y sign`, namespace `openness-knowledge`): a tool that is on every machine, keys that people already have,
and no cryptography of our own.
"""

import hashlib
import json
import os
import sqlite3
import subprocess
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from openness.errors import KnowledgeError, UsageError
from openness.kb.locate import data_dir
from openness.kb.updates import FILE, open_to_read, updates_folder

FORMAT = 2  # of the tables; a package of another format belongs to another program version
NAMESPACE = "openness-knowledge"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.json.sig"
SIGNERS = "knowledge.signers"
_LIMITS = {MANIFEST: 64 * 1024, SIGNATURE: 16 * 1024, FILE: 256 * 1024 * 1024}
_TABLES = ("meta", "licenses", "clauses", "rubrics", "registry_records", "registry_names", "registry_rules")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a package says of itself."""

    format: int
    version: str  # digest of the sources that it was compiled from
    date: str  # ISO 8601 day
    files: Mapping[str, str]  # name -> sha256


def installed_manifest() -> Manifest | None:
    """The manifest of the installed update, or None."""
    path = Path(updates_folder()) / MANIFEST
    if not path.is_file():
        return None
    try:
        return _manifest(path.read_bytes())
    except KnowledgeError:
        return None


def pack(target: Path, *, key: Path, date: str) -> Manifest:
    """Write a package of the compiled knowledge, signed with the OpenSSH private key `key`."""
    source = data_dir() / FILE
    if not source.is_file():
        raise KnowledgeError("there is no compiled knowledge", hint="Run 'make generate' first.")
    content = source.read_bytes()
    manifest = Manifest(format=FORMAT, version=_version(source), date=date, files={FILE: _sha256(content)})
    text = json.dumps(asdict(manifest), indent=1, sort_keys=True).encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, MANIFEST)
        path.write_bytes(text)
        _ssh_keygen(["-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(path)])
        signature = Path(folder, SIGNATURE).read_bytes()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in ((MANIFEST, text), (SIGNATURE, signature), (FILE, content)):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return manifest


def install(package: Path, *, signers: Path | None = None, older: bool = False) -> Manifest:
    """Verify a package and put its knowledge in place; nothing changes when any check fails."""
    parts = _parts(package)
    _verify(parts[MANIFEST], parts[SIGNATURE], signers or data_dir() / SIGNERS)
    manifest = _manifest(parts[MANIFEST])
    if manifest.format != FORMAT:
        raise KnowledgeError(
            f"{package.name}: format {manifest.format} is not the one of this program ({FORMAT})",
            hint="Update openness, or take the package made for this version.",
        )
    if set(manifest.files) != {FILE} or manifest.files[FILE] != _sha256(parts[FILE]):
        raise KnowledgeError(f"{package.name}: {FILE} is not the file that was signed")
    current = installed_manifest()
    if current is not None and manifest.date < current.date and not older:
        raise UsageError(
            f"the installed knowledge of {current.date} is newer than the package of {manifest.date}",
            hint="Add --older to go back on purpose.",
        )
    folder = Path(updates_folder())
    folder.mkdir(parents=True, exist_ok=True)
    scratch = folder / f"{FILE}.{os.getpid()}.tmp"
    try:
        scratch.write_bytes(parts[FILE])
        _check_tables(scratch, package.name)
        scratch.replace(folder / FILE)
    finally:
        scratch.unlink(missing_ok=True)
    (folder / MANIFEST).write_bytes(parts[MANIFEST])
    return manifest


def _parts(package: Path) -> dict[str, bytes]:
    """The three files of a package, by exact name and bounded size; nothing is extracted to disk."""
    try:
        with zipfile.ZipFile(package) as archive:
            parts = {}
            for name, limit in _LIMITS.items():
                if archive.getinfo(name).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise KnowledgeError(f"{package.name}: {name} is packed in a way that no package of ours is")
                with archive.open(name) as stream:
                    parts[name] = stream.read(limit + 1)
                if len(parts[name]) > limit:
                    raise KnowledgeError(f"{package.name}: {name} is larger than {limit} bytes")
            return parts
    except FileNotFoundError as error:
        raise UsageError(f"{package} does not exist") from error
    except (KeyError, zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        raise KnowledgeError(f"{package.name}: not a knowledge package: {error}") from error


def _verify(manifest: bytes, signature: bytes, signers: Path) -> None:
    trusted = signers.read_text("utf-8") if signers.is_file() else ""
    if not any(line.strip() and not line.startswith("#") for line in trusted.splitlines()):
        raise KnowledgeError(
            f"no trusted key: {signers.name} names none",
            hint="Name the keys that you trust with --signers FILE (format: man ssh-keygen, ALLOWED SIGNERS).",
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, SIGNATURE)
        path.write_bytes(signature)
        principals = _ssh_keygen(["-Y", "find-principals", "-f", str(signers), "-s", str(path)], check=False).split()
        if not principals:
            raise KnowledgeError("the package is not signed by a key that you trust")
        arguments = ["-Y", "verify", "-f", str(signers), "-I", principals[0], "-n", NAMESPACE, "-s", str(path)]
        _ssh_keygen(arguments, stdin=manifest)


def _ssh_keygen(arguments: list[str], *, stdin: bytes = b"", check: bool = True) -> str:
    try:
        done = subprocess.run(["ssh-keygen", *arguments], input=stdin, capture_output=True, timeout=30, check=False)
    except FileNotFoundError as error:
        raise KnowledgeError(
            "ssh-keygen is needed to check signatures", hint="Install OpenSSH 8.0 or newer."
        ) from error
    except subprocess.TimeoutExpired as error:
        raise KnowledgeError("ssh-keygen did not answer within 30 seconds") from error
    if check and done.returncode != 0:
        raise KnowledgeError("the signature does not fit: " + done.stderr.decode("utf-8", "replace").strip()[:300])
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def _manifest(text: bytes) -> Manifest:
    try:
        raw: dict[str, Any] = json.loads(text)
        files = {str(name): str(digest) for name, digest in dict(raw["files"]).items()}
        return Manifest(format=int(raw["format"]), version=str(raw["version"]), date=str(raw["date"]), files=files)
    except (ValueError, KeyError, TypeError) as error:
        raise KnowledgeError(f"{MANIFEST} is broken: {error}") from error


def _check_tables(path: Path, name: str) -> None:
    connection = open_to_read(path)
    try:
        for table in _TABLES:
            connection.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - our own table names
    except sqlite3.Error as error:
        raise KnowledgeError(f"{name}: the knowledge file is broken: {error}") from error
    finally:
        connection.close()


def _version(path: Path) -> str:
    connection = open_to_read(path)
    try:
        return str(connection.execute("SELECT value FROM meta WHERE key = 'sources'").fetchone()[0])[:12]
    finally:
        connection.close()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
