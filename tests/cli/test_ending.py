"""Ends that are nobody's answer: Ctrl-C, closed streams, no room. Never a traceback, never something like a pass."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from openness.cli import lock_read
from openness.cli import output as output_module
from openness.cli import run as run_module
from openness.errors import UsageError
from tests.cli.test_story import WEIGHTS, card
from tests.fakehub import Fault
from tests.interrupt import interrupted

COMMAND = [sys.executable, "-m", "openness"]
LOCK = 'version = 1\n[entry."acme/slow"]\nkind = "model"\nsource = "hub"\nlevel = "open-weights"\n'


def started_with(*arguments, **options):
    return subprocess.Popen([*COMMAND, *arguments], stderr=subprocess.PIPE, text=True, **options)


@pytest.mark.parametrize(
    "arguments",
    [("lock", "--check"), ("archive", "audit", "acme/slow", "acme/slower"), ("compare", "acme/slow", "acme/slower")],
    ids=lambda a: a[0],
)
def test_ctrl_c_ends_every_command_at_once(hub, elsewhere, arguments):
    for name in ("acme/slow", "acme/slower"):
        hub.add(name, {"README.md": card(license="mit"), **WEIGHTS})
        hub.fault(Fault(where="/api/", hang=5.0), name)
    (elsewhere / "openness.lock").write_text(LOCK)
    process = started_with(*arguments, stdout=subprocess.PIPE)
    assert interrupted(process, hub) == ""
    assert [p.name for p in elsewhere.iterdir() if "audit" in p.name] == []


def test_a_reader_that_is_gone_ends_it_quietly(elsewhere):
    for arguments in (("list", "models"), ("scan", "--offline", ".")):
        read, write = os.pipe()
        os.close(read)
        process = started_with(*arguments, stdout=write)
        os.close(write)
        _, err = process.communicate(timeout=30)
        assert (process.returncode, err.replace("models", "")) in ((141, ""), (0, err.replace("models", "")))
        assert "internal failure" not in err
        assert "Traceback" not in err


def test_a_closed_stdout_changes_no_code(elsewhere):
    line = f"exec {' '.join(COMMAND)} check meta-llama/Llama-3.1-8B --offline >&-"
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (10, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [("check", "gpt-4o"), ("list", "levels"), ("--help",)])
def test_no_room_for_the_output_is_said(elsewhere, arguments):
    with open("/dev/full", "w") as full:
        process = started_with(*arguments, stdout=full)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "could not be written: No space left" in err
    assert "bug" not in err


def test_a_folder_that_is_gone_is_said(elsewhere):
    line = f"mkdir gone && cd gone && rmdir ../gone && exec {' '.join(COMMAND)} check ./x --offline"
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "does not exist any more" in done.stderr
    assert "bug" not in done.stderr


@pytest.mark.parametrize("arguments", [("check", "gpt-4o"), ("license", "LICENSE"), ("explain", "mit")])
def test_a_terminal_of_another_encoding(elsewhere, arguments):
    (elsewhere / "LICENSE").write_text("Nobody may use this “commercially” – ever.\n")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    process = started_with(*arguments, stdout=subprocess.PIPE, env=environment)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    assert out.isascii()


def test_a_file_that_could_not_be_written_whole_is_as_before(elsewhere, monkeypatch):
    (elsewhere / "r.json").write_text("yesterday")

    def write(data):
        with output_module.written("r.json") as file:
            file.write(data)
            if data == b"cut":
                raise OSError(28, "No space left on device")

    with pytest.raises(UsageError, match="No space left"):
        write(b"cut")
    assert (elsewhere / "r.json").read_text() == "yesterday"
    (elsewhere / "r.json").chmod(0o600)
    (elsewhere / "link").symlink_to("r.json")
    with output_module.written("link") as file:
        file.write(b"today")
    assert (elsewhere / "link").is_symlink()
    assert (elsewhere / "r.json").read_text() == "today"
    assert (elsewhere / "r.json").stat().st_mode & 0o777 == 0o600
    assert sorted(p.name for p in elsewhere.iterdir()) == [".git", "link", "r.json"]


def test_output_to_a_device(elsewhere):
    done = subprocess.run(
        [*COMMAND, "check", "gpt-4o", "-o", "/dev/stdout"], capture_output=True, text=True, check=False
    )
    assert "closed" in done.stdout


def test_lists_of_paths_that_cannot_be_read(openness, elsewhere):
    for arguments in (("--paths-from", "none.txt"), ("LICENSE", "-o", "none/out.txt")):
        answer = openness("license", *arguments)
        assert (answer.code, answer.out) == (2, "")
        assert answer.err.startswith("openness: ")
    (elsewhere / "list.txt").write_bytes(b"caf\xe9.txt\n")
    answer = openness("license", "--paths-from", "list.txt", "--format", "jsonl")
    assert answer.code == 3
    assert "No such file" in answer.err


def test_names_cannot_write_to_the_terminal(openness, elsewhere):
    answer = openness("license", "\x1b[31m\x9bno\nsuch.txt")
    assert "\x1b" not in answer.err
    assert "\x9b" not in answer.err
    (elsewhere / "openness.lock").write_text(LOCK.replace("acme/slow", "a\\u001b[31mb"))
    (elsewhere / "use.py").write_text("x = 1\n")
    answer = openness("lock", "--check", "--scan", ".", "--offline")
    assert "\x1b" not in answer.out + answer.err
    assert "nothing refers to a[31mb" in answer.err


def test_a_target_that_is_no_text(openness, elsewhere):
    answer = openness("check", "dir\udcff")
    assert answer.code == 3
    assert "no UTF-8" in answer.err


def test_a_target_that_is_named_often_is_read_once(openness, hub):
    hub.add("acme/rocket", {"README.md": card(license="mit"), **WEIGHTS})
    document = openness("check", *["acme/rocket"] * 20, "--format", "json").document
    assert len({str(report) for report in document["reports"]}) == 1
    assert len(document["reports"]) == 20
    assert hub.count("/api/models/acme/rocket?") == 1


def test_progress_shows_names_as_they_are(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with run_module._progress(5) as done:
        done("[/]evil[red]")


def test_the_lock_of_two_runs_at_once(openness, hub, elsewhere, monkeypatch):
    hub.add("acme/rocket", {"README.md": card(license="mit"), **WEIGHTS})
    openness("lock", "--add", "gpt-4o", "--offline")
    read = lock_read.read

    def slowly(*arguments, **options):
        (elsewhere / "openness.lock").write_text(LOCK)
        return read(*arguments, **options)

    monkeypatch.setattr(lock_read, "read", slowly)
    answer = openness("lock", "--add", "acme/rocket")
    assert answer.code == 2
    assert "changed by somebody else" in answer.err
    assert (elsewhere / "openness.lock").read_text() == LOCK
