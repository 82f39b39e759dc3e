"""The hook as pre-commit runs it: installed from a clone, base install, no network; deny, waiver, expiry.

Needs pre-commit and a package index, and takes a minute: `pytest -m online tests/scan/test_hook.py`.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLUX = "black-forest-labs/FLUX.1-dev"
SOURCE = f"""
a = FluxPipeline.from_pretrained("{FLUX}")
b = AutoModel.from_pretrained("meta-llama/Llama-3.1-8B")
c = AutoModel.from_pretrained("google-bert/bert-base-uncased")
"""
pytestmark = [
    pytest.mark.online,
    pytest.mark.skipif(importlib.util.find_spec("pre_commit") is None, reason="pre-commit is not installed"),
]


def run(*command: str, cwd: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PRE_COMMIT_HOME": str(cache), "HF_HUB_OFFLINE": "1"}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)


def clone_with_knowledge(target: Path) -> None:
    """A clone as users get it: the compiled knowledge is part of it, whether this checkout tracks the file or not."""
    subprocess.run(["git", "clone", "-q", str(ROOT), str(target)], check=True)
    compiled = Path("data") / "knowledge.sqlite"
    if not (ROOT / compiled).is_file():
        pytest.skip("no compiled knowledge: run `make generate`")
    shutil.copyfile(ROOT / compiled, target / compiled)
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", "add", "-f", str(compiled)], cwd=target, check=True)
    subprocess.run(["git", *identity, "commit", "-q", "--allow-empty", "-m", "knowledge"], cwd=target, check=True)


def test_a_restricted_model_is_stopped_until_it_is_waived(tmp_path: Path) -> None:
    hooks, app, cache = tmp_path / "hooks", tmp_path / "app", tmp_path / "cache"
    clone_with_knowledge(hooks)
    app.mkdir()
    subprocess.run(["git", "init", "-q"], cwd=app, check=True)
    (app / "models.py").write_text(SOURCE)
    policy = 'policy = "commercial-use"\n'
    (app / "openness.toml").write_text(policy)
    subprocess.run(["git", "add", "-A"], cwd=app, check=True)

    def hook(name: str = "openness-scan", file: str = "models.py") -> tuple[int, str]:
        command = [sys.executable, "-m", "pre_commit", "try-repo", str(hooks), name, "--files", file, "-v"]
        done = run(*command, cwd=app, cache=cache)
        return done.returncode, done.stdout + done.stderr

    code, said = hook()
    assert code == 1, said
    assert f"models.py:2:35: deny {FLUX}" in said
    assert "models.py:3:32: review meta-llama/Llama-3.1-8B" in said
    assert "monthly active users" in said
    assert "models.py:4:32: allow google-bert/bert-base-uncased" in said
    denied, reviewed = said.split("models.py:3:32", 1)
    assert "section 1; 2.b: Access, use, distribution" in denied  # the words that forbid it, said to be our summary
    assert "[our summary, not quoted]" in denied
    assert f"openness policy waiver {FLUX}" in denied
    assert f"openness lock --add {FLUX}" in denied
    assert "agreement" in denied
    assert "state monthly_active_users" in reviewed  # what the answer depends on

    waiver = drafted_waiver(app, cache)
    for expires, wanted in (("2999-12-31", 0), ("2020-01-01", 1)):
        (app / "openness.toml").write_text(policy + waiver.format(expires=expires))
        code, said = hook()
        assert code == wanted, said
    assert "expired" in said
    assert f"models.py:2:35: deny {FLUX}" in said

    (app / "openness.toml").write_text(policy)
    openness = str(Path(sys.executable).parent / "openness")
    run(openness, "lock", "--add", "google-bert/bert-base-uncased", "--offline", cwd=app, cache=cache)
    code, said = hook("openness-lock-check", "openness.lock")
    assert code == 0, said
    run(openness, "lock", "--add", FLUX, "--offline", "--policy", "default", cwd=app, cache=cache)
    code, said = hook("openness-lock-check", "openness.toml")
    assert code == 1, said
    assert f"{FLUX} is the same, and the policy judges it differently" in said


def drafted_waiver(app: Path, cache: Path) -> str:
    """The block that `openness policy waiver` drafts, signed; its day is left to fill in."""
    openness = str(Path(sys.executable).parent / "openness")
    drafted = run(openness, "policy", "waiver", FLUX, "--policy", "commercial-use", "--offline", cwd=app, cache=cache)
    assert "license_hash" in drafted.stdout, drafted.stderr
    assert 'clause = ["non-commercial"]' in drafted.stdout
    signed = {"reason": "pilot", "owner": "ann@example.org", "approver": "bob@example.org"}
    lines = []
    for line in drafted.stdout.splitlines():
        key = line.partition(" = ")[0]
        if key in signed:
            line = f'{key} = "{signed[key]}"'
        lines.append("expires = {expires}" if key == "expires" else line)
    return "\n".join(lines) + "\n"
