"""Signatures of an archive, made and checked by the tools whose keys the user holds."""

import os
import shutil
import subprocess
from pathlib import Path

from openness.archive.container import MANIFEST
from openness.errors import UsageError

_NAMESPACE = "openness"
_TIMEOUT = 300  # seconds; sigstore waits for a person


def signed_file(archive: Path) -> Path:
    """What is signed: the manifest of a folder, or the zip itself."""
    return archive / MANIFEST if archive.is_dir() else archive


def ready(tool: str, key: Path | None) -> None:
    """Nothing; raises UsageError when the tool or its key is missing, before anything is written."""
    program = {"ssh": "ssh-keygen"}.get(tool, tool)
    if shutil.which(program) is None:
        raise UsageError(f"{program} is not installed", hint="Install it, or leave out --sign-with.")
    if tool == "ssh" and key is None:
        raise UsageError("--sign-with ssh needs --key", hint="Name a private key, or a public one held by ssh-agent.")


def sign(archive: Path, tool: str, key: Path | None) -> Path:
    """The signature's file, beside what it signs. Raises UsageError when the tool did not sign."""
    target = signed_file(archive)
    command, ending = {
        "minisign": (["minisign", "-S", "-m", str(target), *(["-s", str(key)] if key else [])], ".minisig"),
        "sigstore": (["sigstore", "sign", str(target)], ".sigstore.json"),
        "ssh": (["ssh-keygen", "-Y", "sign", "-n", _NAMESPACE, "-f", str(key), str(target)], ".sig"),
    }[tool]
    if _run(command).returncode:
        raise UsageError(f"{command[0]} did not sign", hint=f"{archive} was written, without a signature.")
    return target.with_name(target.name + ending)


def check(archive: Path, key: Path) -> str:
    """Who signed, by a public key of minisign or an allowed-signers file of ssh-keygen. Raises UsageError if nobody."""
    target = signed_file(archive)
    minisig, sig = (target.with_name(target.name + ending) for ending in (".minisig", ".sig"))
    if minisig.is_file():
        done = _run(["minisign", "-V", "-q", "-p", str(key), "-m", str(target)])
        return _proven(done.returncode == 0, f"the minisign key {key.name}")
    if sig.is_file():
        found = _run(["ssh-keygen", "-Y", "find-principals", "-s", str(sig), "-f", str(key)])
        who = found.stdout.decode("utf-8", "replace").strip().partition("\n")[0]
        command = ["ssh-keygen", "-Y", "verify", "-f", str(key), "-I", who, "-n", _NAMESPACE, "-s", str(sig)]
        done = _run(command, target.read_bytes())
        return _proven(bool(who) and done.returncode == 0, who)
    raise UsageError(f"{archive} has no signature that this command checks", hint="sigstore verifies its own bundles.")


def _proven(good: bool, who: str) -> str:
    if not good:
        raise UsageError("the signature does not hold", hint="It is another key's, or what was signed has changed.")
    return who


def _run(command: list[str], data: bytes | None = None) -> "subprocess.CompletedProcess[bytes]":
    try:
        return subprocess.run(
            command,
            check=False,
            input=data,
            env=os.environ,
            stdout=subprocess.PIPE if command[0] == "ssh-keygen" else None,
            timeout=_TIMEOUT,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError(f"{command[0]} did not run: {error}") from error
