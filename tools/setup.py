#!/usr/bin/env python3
"""Makes .venv and installs openness into it; with --test also checks the whole project as CI does.

Needs Python 3.11+ and nothing else: where `venv` comes without pip (Debian's python3 without python3-venv), pip is
fetched from the package index as a wheel, checked against the index's sha256, and run from the wheel.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PIP_VERSION = "25.3"
GROUPS = ("test", "lint")


def main() -> int:
    """Exit code of the last step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--test", action="store_true", help="install the test tools and run every check of CI")
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv", help="where (default: .venv)")
    parser.add_argument("--base", action="store_true", help="install without the [analyze] extra")
    options = parser.parse_args()
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is run by whatever python3 is there
        print(f"openness needs Python 3.11 or newer; this is {sys.version.split()[0]}", file=sys.stderr)
        return 2
    python = make_venv(options.venv)
    pip = pip_command(python)
    target = str(ROOT) if options.base else f"{ROOT}[analyze]"
    print(f"installing openness into {options.venv} …", file=sys.stderr)
    subprocess.run([*pip, "install", "--quiet", "--editable", target], check=True)
    if not options.test:
        return 0
    subprocess.run([*pip, "install", "--quiet", "--upgrade", "pip>=25.1"], check=True)
    arguments = [argument for group in GROUPS for argument in ("--group", f"{ROOT / 'pyproject.toml'}:{group}")]
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", *arguments, "hatchling", "build"], check=True)
    return subprocess.run([str(python), str(ROOT / "tools" / "ci.py")], check=False, cwd=ROOT).returncode


def make_venv(folder: Path) -> Path:
    """The interpreter of the environment at `folder`, made if it is not there."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.EnvBuilder(with_pip=False, symlinks=os.name != "nt").create(folder)
    return python


def pip_command(python: Path) -> list[str]:
    """How to call pip in the environment; installs it first if it is missing."""
    command = [str(python), "-m", "pip"]
    if subprocess.run([*command, "--version"], capture_output=True, check=False).returncode == 0:
        return command
    if (
        subprocess.run([str(python), "-m", "ensurepip", "--default-pip"], capture_output=True, check=False).returncode
        == 0
    ):
        return command
    with tempfile.TemporaryDirectory() as scratch:
        wheel = fetch_pip(Path(scratch))
        subprocess.run([str(python), f"{wheel}/pip", "install", "--quiet", str(wheel)], check=True)
    return command


def fetch_pip(folder: Path) -> Path:
    """A pip wheel from the package index, checked against the sha256 that the index states."""
    index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")
    request = urllib.request.Request(f"{index}/pip/", headers={"Accept": "application/vnd.pypi.simple.v1+json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        files = json.load(answer)["files"]
    entry = next(f for f in files if f["filename"] == f"pip-{PIP_VERSION}-py3-none-any.whl")
    url = urllib.parse.urljoin(f"{index}/pip/", entry["url"])
    with urllib.request.urlopen(url, timeout=120) as answer:
        data = answer.read()
    if hashlib.sha256(data).hexdigest() != entry["hashes"]["sha256"]:
        raise SystemExit("the downloaded pip wheel does not have the sha256 that the index states")
    wheel = folder / entry["filename"]
    wheel.write_bytes(data)
    return wheel


if __name__ == "__main__":
    sys.exit(main())
