"""Ends that are nobody's answer: Ctrl-C, closed streams, no room. Never a traceback, never something like a pass."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from openness.cli import output as output_module
from openness.errors import UsageError
from tests.cli.test_story import WEIGHTS, card
from tests.fakehub import Fault

COMMAND = [sys.executable, "-m", "openness"]
LOCK = 'version = 1\n[entry."acme/slow"]\nkind = "model"\nsource = "hub"\nlevel = "open-weights"\n'


def openness(*arguments, **options):
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
    process = openness(*arguments, stdout=subprocess.PIPE)
    while not hub.requests and process.poll() is None:
        time.sleep(0.02)
    started = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)
    assert time.monotonic() - started < 2
    assert (process.returncode, out, err) == (130, "", "openness: interrupted, there is no complete result\n")
    assert [p.name for p in elsewhere.iterdir() if "audit" in p.name] == []


def test_a_reader_that_is_gone_ends_it_quietly(elsewhere):
    for arguments in (("list", "models"), ("scan", "--offline", ".")):
        read, write = os.pipe()
        os.close(read)
        process = openness(*arguments, stdout=write)
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
        process = openness(*arguments, stdout=full)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "could not be written: No space left" in err
    assert "bug" not in err


@pytest.mark.parametrize("arguments", [("check", "gpt-4o"), ("license", "LICENSE"), ("explain", "mit")])
def test_a_terminal_of_another_encoding(elsewhere, arguments):
    (elsewhere / "LICENSE").write_text("Nobody may use this “commercially” – ever.\n")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    process = openness(*arguments, stdout=subprocess.PIPE, env=environment)
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
