"""`openness scan` with a policy: the lock answers offline, each path has its policy, a baseline is not judged."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from openness.cli.scan import command
from openness.lock.entry import Entry
from openness.lock.file import NAME, write_lock

OWNED = "kaleido/tale-7b"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for key in ("HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        monkeypatch.setenv(key, str(tmp_path / "hub"))
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text(f"m = AutoModel.from_pretrained('{OWNED}')\n")
    entry = Entry(
        id=OWNED, kind="model", source="hub", level="research-weights", at_most="research-weights", acquired="2026-01-02",
        revision="ab" * 20, license_hash="h", uses={"commercial": "no"}, because={"commercial": ("non-commercial",)},
        licenses=({"id": "kaleido-nc", "component": "weights", "grade": "A", "basis": "text", "from": "LICENSE", "sha256": ""},),
        terms=(
            {"clause": "non-commercial", "license": "kaleido-nc", "component": "weights", "section": "2",
             "inherited_from": "", "params": {}, "words": "for personal use only", "quoted": True, "path": "LICENSE",
             "start": 3, "end": 24},
        ),
    )  # fmt: skip
    write_lock(tmp_path / NAME, [entry])
    return tmp_path


def run(*arguments: str):
    return CliRunner().invoke(command, [*arguments, "--offline", "--fail-on", "deny"])


def test_the_lock_answers_with_its_words(tree: Path) -> None:
    result = run("src", "--policy", "commercial-use")
    assert result.exit_code == 11, result.output
    assert f"src/a.py:1:32: deny {OWNED}" in result.output
    assert "words (kaleido-nc, locked 2026-01-02): \u201cfor personal use only\u201d" in result.output


def test_paths_have_their_own_policy(tree: Path) -> None:
    (tree / "research").mkdir()
    (tree / "research" / "b.py").write_text((tree / "src" / "a.py").read_text())
    (tree / "openness.toml").write_text(
        'policy = "commercial-use"\n[policies.lab]\notherwise = "allow"\n[[scopes]]\npaths = ["research/**"]\npolicy = "lab"\n'
    )
    document = json.loads(run(".", "--format", "json").output)
    found = {r["path"]: (r["verdict"], r["policy"]) for r in document["references"]}
    assert found == {"research/b.py": ("allow", "lab"), "src/a.py": ("deny", "commercial-use")}
    assert run("research").exit_code == 0
    assert run("src").exit_code == 11


def test_a_baseline_is_listed_and_not_judged(tree: Path) -> None:
    (tree / "openness.toml").write_text('policy = "commercial-use"\n[baseline]\nreferences = "old.json"\n')
    (tree / "old.json").write_text(json.dumps({"version": 1, "references": {"src/a.py": [f"model {OWNED}"]}}))
    result = run("src")
    assert result.exit_code == 0, result.output
    assert "there before the policy" in result.output
    (tree / "src" / "new.py").write_text((tree / "src" / "a.py").read_text())
    result = run("src")
    assert result.exit_code == 11
    assert "src/new.py:1:32: deny" in result.output


def test_what_nobody_knows_is_not_allowed(tree: Path) -> None:
    (tree / "src" / "a.py").write_text("m = AutoModel.from_pretrained('kaleido/nobody-knows-7b')\n")
    result = run("src", "--policy", "commercial-use")
    assert result.exit_code == 3, result.output
