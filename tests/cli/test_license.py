import json

import pytest
from click.testing import CliRunner

from openness.cli.license import command
from openness.kb.locate import data_dir

LICENSE = str(data_dir().parent / "LICENSE")


def run(*args, stdin=None):
    return CliRunner().invoke(command, args, input=stdin)


def test_jsonl_has_one_object_a_line():
    done = run("--identify-only", "--format", "jsonl", "--paths-from", "-", stdin=f"{LICENSE}\n{LICENSE}\n")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 0
    assert [(r["path"], r["license"], r["score"]) for r in rows] == [(LICENSE, "Apache-2.0", 1.0)] * 2
    assert set(rows[0]) == {"path", "license", "score", "licenses", "findings"}


def test_json_shape():
    done = run("--identify-only", "--format", "json", LICENSE)
    report = json.loads(done.stdout)
    assert report["schema"] == "openness.license/1"
    (file,) = report["files"]
    assert set(file) == {"path", "licenses", "findings"}
    (found,) = file["licenses"]
    assert {"id", "spdx", "score", "kind", "start", "end", "deviations"} <= set(found)
    assert (found["id"], found["spdx"], found["kind"], found["deviations"]) == ("Apache-2.0", "Apache-2.0", "text", [])


def test_text_is_for_people():
    done = run("--identify-only", LICENSE)
    assert done.stdout.splitlines() == [f"{LICENSE}: Apache-2.0", "  Apache-2.0  full text, line 2, 100%"]


def test_a_missing_file_is_said_and_is_code_3(tmp_path):
    done = run("--identify-only", "--format", "json", str(tmp_path / "no"), LICENSE)
    assert done.exit_code == 3
    assert json.loads(done.stdout)["files"][0]["gap"].startswith("cannot be read")
    assert "cannot be read" in done.stderr


def test_a_folder_is_no_file(tmp_path):
    assert run("--identify-only", str(tmp_path)).exit_code == 3


def test_no_file_is_a_usage_error():
    assert run("--identify-only").exit_code == 2


def test_writes_to_a_file(tmp_path):
    out = tmp_path / "out.json"
    done = run("--identify-only", "--format", "json", "-o", str(out), LICENSE)
    assert (done.exit_code, done.stdout) == (0, "")
    assert json.loads(out.read_text(encoding="utf-8"))["files"]


def test_binary_is_no_license(tmp_path):
    file = tmp_path / "LICENSE.pdf"
    file.write_bytes(b"%PDF-1.7\n\0\0")
    done = run("--identify-only", "--format", "jsonl", str(file))
    row = json.loads(done.stdout)
    assert (row["license"], row["gap"]) == (None, "binary file, not read as text")


@pytest.mark.parametrize("name", ["x\x1b[31m", "a\nb"])
def test_control_characters_are_not_passed_on(tmp_path, name):
    file = tmp_path / name
    file.write_text("MIT License", encoding="utf-8")
    assert "\x1b" not in run("--identify-only", str(file)).stdout
