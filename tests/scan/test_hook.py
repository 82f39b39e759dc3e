"""The hook as pre-commit runs it: installed from a clone, base install, no network; deny, waiver, expiry.

Needs pre-commit and a package index, and takes a minute: `pytest -m online tests/scan/test_hook.py`.
"""

import importlib.util
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLUX = "black-forest-labs/FLUX.1-dev"
SOURCE = f"""
a = FluxPipeline.from_pretrained("{FLUX}")
b = AutoModel.from_pretrained("meta-llama/Llama-3.1-8B")
c = AutoModel.from_pretrained("google-bert/bert-base-uncased")
"""
WAIVER = """
[[waivers]]
id = "W-1"
model = "{model}"
reason = "pilot"
owner = "ann@example.org"
approver = "bob@example.org"
expires = {expires}
license_hash = "{license_hash}"
clause = "non-commercial"
"""

pytestmark = [
    pytest.mark.online,
    pytest.mark.skipif(importlib.util.find_spec("pre_commit") is None, reason="pre-commit is not installed"),
]


def run(*command: str, cwd: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PRE_COMMIT_HOME": str(cache), "HF_HUB_OFFLINE": "1"}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)


def test_a_restricted_model_is_stopped_until_it_is_waived(tmp_path: Path) -> None:
    hooks, app, cache = tmp_path / "hooks", tmp_path / "app", tmp_path / "cache"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(hooks)], check=True)
    app.mkdir()
    subprocess.run(["git", "init", "-q"], cwd=app, check=True)
    (app / "models.py").write_text(SOURCE)
    policy = 'policy = "commercial-use"\n'
    (app / "openness.toml").write_text(policy)
    subprocess.run(["git", "add", "-A"], cwd=app, check=True)

    def hook() -> tuple[int, str]:
        command = [
            sys.executable,
            "-m",
            "pre_commit",
            "try-repo",
            str(hooks),
            "openness-scan",
            "--files",
            "models.py",
            "-v",
        ]
        done = run(*command, cwd=app, cache=cache)
        return done.returncode, done.stdout + done.stderr

    code, said = hook()
    assert code == 1, said
    assert f"models.py:2:35: deny {FLUX}" in said
    assert "models.py:3:32: review meta-llama/Llama-3.1-8B" in said
    assert "monthly active users" in said
    assert "models.py:4:32: allow google-bert/bert-base-uncased" in said
    assert f"openness lock --add {FLUX}" in said

    scratch = tmp_path / "scratch.lock"
    openness = str(Path(sys.executable).parent / "openness")
    locked = run(openness, "lock", "--add", FLUX, "--offline", "--file", str(scratch), cwd=app, cache=cache)
    (entry,) = tomllib.loads(scratch.read_text("utf-8"))["entry"]
    assert entry["license_hash"], locked.stderr

    for expires, wanted in (("2999-12-31", 0), ("2020-01-01", 1)):
        filled = WAIVER.format(model=FLUX, expires=expires, license_hash=entry["license_hash"])
        (app / "openness.toml").write_text(policy + filled)
        code, said = hook()
        assert code == wanted, said
