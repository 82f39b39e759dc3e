"""`openness archive` as a user calls it: write, verify, repeat, sign."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from openness.archive.codec import from_plain, to_plain
from openness.archive.container import MANIFEST, problems, read
from openness.cli import group
from openness.model import FileEntry, Gap, HubMeta, Kind, Snapshot, TextFile, WeightHeader

CARD = """---
license: apache-2.0
base_model: meta-llama/Llama-2-7b-hf
---
# Rocket

The weights may be used for non-commercial research only.
"""
CONFIG = """policy = "ours"
[policies.ours]
about = "Ours"
otherwise = "deny"
[profile]
commercial = true
monthly_active_users = 4321000
"""


@pytest.fixture
def model(elsewhere: Path) -> Path:
    folder = elsewhere / "rocket"
    folder.mkdir()
    (folder / "README.md").write_text(CARD, "utf-8")
    (folder / "LICENSE").write_bytes(b"Rocket license \xff\r\nNo commercial use.\n")
    return folder


def run(*args: str, code: int | None = None):
    result = CliRunner().invoke(group, ["archive", *args])
    assert code is None or result.exit_code == code, (result.exit_code, result.output, result.exception)
    return result


def write(out: str, *args: str) -> dict[str, bytes]:
    result = run(out, *args, "--offline", "--assume", "weights")
    assert result.exit_code in (0, 3, 10, 11), (result.output, result.exception)
    return read(Path(out))


@pytest.mark.parametrize("out", ["audit", "audit.zip"])
def test_write_verify_rerun(model: Path, out: str):
    files = write(out, "rocket", "gpt-4o", "acme/nothing-here", "--approver", "J. Doe")
    digest = run("verify", out, code=0).output.split()[-1]
    run("verify", out, "--digest", digest, code=0)
    assert "another one" in run("verify", out, "--digest", "0" * 64, code=11).output
    assert "byte for byte" in run("rerun", out, code=0).output
    run_ = json.loads(files["run.json"])
    assert run_["approver"] == "J. Doe"
    assert {"tool", "knowledge", "as_of", "policy", "policy_version"} <= set(run_)
    assert b"J. Doe" in files["report.html"]
    assert b"No commercial use." in b"".join(data for name, data in files.items() if name.startswith("texts/"))
    texts = [text for entry in json.loads(files["snapshots.json"]).values() for text in entry["texts"]]
    assert texts
    assert all({"path", "url", "sha256", "retrieved_at", "text"} <= set(text) for text in texts)
    assert set(json.loads(files["records.json"])) == {"licenses", "clauses", "rubrics"}
    assert json.loads(files["refusals.json"])


def test_one_changed_byte_is_found_and_not_run_again(model: Path):
    write("audit", "rocket")
    path = next(Path("audit/texts").iterdir())
    data = bytearray(path.read_bytes())
    data[3] ^= 1
    path.write_bytes(data)
    result = run("verify", "audit", code=11)
    assert f"changed: texts/{path.name}" in result.output
    assert "NOT as it was written" in result.output
    assert "not whole" in run("rerun", "audit", code=2).output


def test_policy_waiver_and_profile_are_those_of_the_archive(model: Path):
    Path("openness.toml").write_text(CONFIG, "utf-8")
    files = write("audit", "rocket")
    assert files["policy/openness.toml"] == CONFIG.encode()
    assert b"4321000" in files["profile.json"]
    report = json.loads(files["report.json"])["reports"][0]
    assert (report["decision"]["policy"], report["decision"]["verdict"]) == ("ours", "deny")
    Path("openness.toml").unlink()
    run("rerun", "audit", code=0)


def test_a_redacted_profile_leaves_no_figure_and_runs_again(model: Path):
    Path("openness.toml").write_text(CONFIG, "utf-8")
    assert "--profile" in run("audit", "rocket", "--redact-profile", code=2).output
    policy, _, profile = CONFIG.partition("[profile]")
    Path("openness.toml").write_text(policy, "utf-8")
    Path("our.toml").write_text(profile, "utf-8")
    files = write("audit", "rocket", "meta-llama/Llama-3.1-8B", "--redact-profile", "--profile", "our.toml")
    assert not [name for name, data in files.items() if b"4321000" in data or b"4,321,000" in data]
    assert b"policy" in files["policy/openness.toml"]
    run("rerun", "audit", code=0)


def test_an_audit_says_what_changed_since_the_last(model: Path):
    write("first", "rocket", "gpt-4o")
    (model / "LICENSE").write_text("Rocket license 2\nNo use at all by competitors.\n", "utf-8")
    files = write("second.zip", "rocket", "--since", "first")
    document = json.loads(files["report.json"])
    assert document["since"]["gone"]
    assert document["reports"][0]["changes"]
    run("rerun", "second.zip", code=0)


def test_other_knowledge_is_another_audit(model: Path):
    files = write("audit", "rocket")
    changed = json.loads(files["run.json"])
    for key in ("tool", "knowledge", "policy_version"):
        other = {**changed, key: "elsewhere"}
        resealed("audit", "run.json", json.dumps(other).encode())
        assert "Use the same versions" in run("rerun", "audit", code=2).output


@pytest.mark.parametrize(
    ("name", "data"),
    [("run.json", b"{}"), ("run.json", b"["), ("snapshots.json", b'{"x": 3}'), ("snapshots.json", b"{}"),
     ("profile.json", b'{"employees": 7}'), ("refusals.json", b"[]")],
)  # fmt: skip
def test_a_forged_archive_does_not_crash(model: Path, name: str, data: bytes):
    write("audit", "rocket")
    resealed("audit", name, data)
    assert run("rerun", "audit").exit_code in (2, 11)


def test_usage_errors_write_nothing(model: Path):
    run("audit", "rocket", "--sign-with", "ssh", code=2)
    run("audit", "rocket", "--language", "xx", code=2)
    run("audit", "rocket", "--since", "missing", code=2)
    assert not Path("audit").exists()
    Path("audit").mkdir()
    assert "exists already" in run("audit", "rocket", code=2).output
    run("verify", "audit", code=2)


def test_the_report_of_an_archive_can_be_in_another_language(model: Path):
    files = write("audit", "rocket", "--language", "de")
    assert b'<html lang="de">' in files["report.html"]
    run("rerun", "audit", code=0)


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
@pytest.mark.parametrize("out", ["audit", "audit.zip"])
def test_a_signature_holds_and_breaks(model: Path, out: str):
    for name in ("key", "other"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", name], check=True)
        Path(f"{name}.signers").write_text(f"counsel@acme {Path(f'{name}.pub').read_text()}")
    write(out, "rocket", "--sign-with", "ssh", "--key", "key")
    assert "signed by counsel@acme" in run("verify", out, "--signed-by", "key.signers", code=0).output
    assert "does not hold" in run("verify", out, "--signed-by", "other.signers", code=2).output
    assert "does not hold" in run("verify", out, "--signed-by", "key.pub", code=2).output
    if out == "audit":
        resealed("audit", "run.json", b"{}")
        assert "does not hold" in run("verify", out, "--signed-by", "key.signers", code=2).output


def test_an_unsigned_archive_is_signed_by_nobody(model: Path):
    write("audit", "rocket")
    Path("key").write_text("")
    assert "no signature" in run("verify", "audit", "--signed-by", "key", code=2).output


def test_a_snapshot_comes_back_as_it_was():
    snapshot = Snapshot(
        target="acme/x@v1", id="acme/x", kind=Kind.MODEL, source="hub", revision="a" * 40, retrieved_at="2026-11-24",
        files=(FileEntry(path="a b", size=3, sha="f"),), files_complete=False,
        texts=(TextFile(path="README.md", text="x\udcff\r\n", sha256="1", url="https://x"),
               TextFile(path="LICENSE", text="x\udcff\r\n", sha256="2", truncated=True)),
        headers=(WeightHeader(path="w", format="gguf", values={"k": "v"}),),
        hub=HubMeta(author="acme", tags=("t",), refs=("main",), gate_prompt="please"),
        assumptions=("links",), gaps=(Gap(what="w", why="y"),), link_states={"u": "exists"},
        link_licenses={"u": "mit"},
    )  # fmt: skip
    value, texts = to_plain(snapshot)
    assert len(texts) == 1
    assert from_plain(json.loads(json.dumps(value)), texts) == snapshot


def resealed(archive: str, name: str, data: bytes) -> None:
    """The archive with one file replaced and a manifest that agrees: whole, and not as it was."""
    from hashlib import sha256

    folder = Path(archive)
    (folder / name).write_bytes(data)
    manifest = json.loads((folder / MANIFEST).read_bytes())
    manifest["sha256"][name] = sha256(data).hexdigest()
    (folder / MANIFEST).write_text(json.dumps(manifest))
    assert problems(read(folder)) == []


STUB = """#!/bin/sh
# Stands for {name}: signs with a digest, and checks that digest.
for last; do :; done
case "$*" in
  *-V*) test "$(sha256sum < "$last")" = "$(cat "$last.minisig")" ;;
  *) sha256sum < "$last" > "$last.{ending}" ;;
esac
"""


@pytest.mark.parametrize(("tool", "ending"), [("minisign", "minisig"), ("sigstore", "sigstore.json")])
def test_other_signers_are_called_with_the_manifest(
    model: Path, monkeypatch: pytest.MonkeyPatch, tool: str, ending: str
):
    path = Path("bin") / tool
    path.parent.mkdir()
    path.write_text(STUB.format(name=tool, ending=ending))
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{path.parent.resolve()}:/usr/bin:/bin")
    assert (
        f"signed: audit/manifest.json.{ending}"
        in run("audit", "rocket", "--offline", "--assume", "weights", "--sign-with", tool).output
    )
    Path("minisign.pub").write_text("key")
    if tool == "minisign":
        assert "signed by" in run("verify", "audit", "--signed-by", "minisign.pub", code=0).output
        resealed("audit", "run.json", b"{}")
        assert "does not hold" in run("verify", "audit", "--signed-by", "minisign.pub", code=2).output
    else:
        assert "sigstore verifies" in run("verify", "audit", "--signed-by", "minisign.pub", code=2).output


def test_a_signer_that_is_not_installed_stops_before_anything_is_written(model: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    assert "not installed" in run("audit", "rocket", "--sign-with", "minisign", code=2).output
    assert not Path("audit").exists()
