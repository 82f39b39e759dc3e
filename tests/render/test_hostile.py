"""A model that attacks its readers, from the folder to every format."""

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from openness.cli import group
from openness.cli.check import FORMATS

SCRIPT = "<script>document.title='owned'</script>"
IMAGE = "<img src=x onerror=alert(1)>"
ODD = "\x1b]0;owned\x07\x1b[31m\u202e\u2066\u200b"
CARD = f"""---
license: other
license_name: "{SCRIPT}"
license_link: "javascript:alert(1)"
base_model: ["=cmd|'/c calc'!A1/{IMAGE}", "x/</title></svg>{SCRIPT}"]
datasets: ["a/{IMAGE}"]
tags: ["::error file=x::owned"]
---
# {SCRIPT} {ODD}

The model may be used for non-commercial research purposes only. {IMAGE} ]]> --> </style> %0A::error::owned {ODD}
It is licensed under the "{SCRIPT}" license. [click](javascript:alert(1)) | =HYPERLINK("http://evil") |
Our model is a fine-tune of [{SCRIPT}](https://huggingface.co/a/b"onmouseover="alert(1)).
"""
LICENSE = f"""The {SCRIPT} License

{IMAGE} You may not use the Model for any commercial purpose. "'><svg/onload=alert(1)> {ODD}
+1+cmd|' /C calc'!A0 You agree not to use the Model in the country of {{{{7*7}}}} or ${{7*7}}.
"""
SCHEMA = Path(__file__).parents[1] / "scan" / "schemas" / "sarif-2.1.0-rtm.5.json"


@pytest.fixture
def model(elsewhere: Path) -> Path:
    folder = elsewhere / "m <img src=x onerror=alert(1)>,=1+1::error%0A"
    folder.mkdir()
    (folder / "README.md").write_text(CARD, "utf-8")
    (folder / "LICENSE").write_text(LICENSE, "utf-8")
    (folder / "LICENSE <script>alert(1)</script>.txt".replace("/", "_")).write_text(LICENSE, "utf-8")
    return folder


def run(*args: str) -> bytes:
    result = CliRunner().invoke(group, list(args))
    assert result.exit_code in (0, 10, 11), (result.output, result.exception)
    return result.stdout_bytes


def check(model: Path, format_: str) -> bytes:
    return run("check", str(model), "acme/" + "x" * 20, "--offline", "--assume", "weights", "--format", format_)


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_comes_out_and_holds_no_control_characters(model: Path, format_: str):
    result = CliRunner().invoke(group, ["check", str(model), "--offline", "--assume", "weights", "--format", format_])
    assert result.exit_code in (10, 11), result.output
    if format_ == "xlsx":
        return
    text = result.stdout_bytes.decode("utf-8")
    if format_ in ("json", "jsonl"):  # the machine interface quotes exactly, escaped by JSON
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", text)
        return
    assert not re.search(r"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f\u202e\u2066]", text)


def html_of(model: Path) -> str:
    return run("check", str(model), "--offline", "--assume", "weights", "--format", "html").decode()


def test_html_holds_only_its_own_script(model: Path):
    text = html_of(model)
    assert "owned" in text
    elements = Elements()
    elements.feed(text)
    assert elements.tags.count("script") == 1
    assert elements.tags.count("style") == 1
    assert not {"img", "iframe", "object", "embed", "link", "base", "form"} & set(elements.tags)
    assert not [name for name, _ in elements.attributes if name.startswith("on") or name in ("style", "srcdoc")]
    for name, value in elements.attributes:
        if name in ("href", "src", "action"):
            assert value.startswith(("#", "https://", "http://")), value
    policy = next(value for name, value in elements.attributes if value.startswith("default-src"))
    assert "unsafe" not in policy
    assert "49" not in re.findall(r"country of (\S+)", text)


def test_markdown_is_literal(model: Path):
    text = run("check", str(model), "--offline", "--assume", "weights", "--format", "markdown").decode()
    assert "<script" not in text
    assert "<img" not in text
    assert not re.search(r"(?<!\\)\]\(", text)
    widths = {len(re.findall(r"(?<!\\)\|", line)) for line in text.splitlines() if line.startswith("| subject")}
    assert widths == {6}


def test_spreadsheets_hold_no_formula(model: Path):
    arguments = ["check", str(model), "=1+1/x", "--offline", "--assume", "weights", "--format"]
    text = CliRunner().invoke(group, [*arguments, "csv"]).stdout_bytes.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "|", "%", "\t", "\r"))]
    book = load_workbook(io.BytesIO(CliRunner().invoke(group, [*arguments, "xlsx"]).stdout_bytes))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds <= {"s", "inlineStr"}


def test_sarif_is_valid_and_relative(model: Path):
    log = json.loads(run("check", str(model), "--offline", "--assume", "weights", "--format", "sarif"))
    jsonschema.Draft4Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(log)
    (result,) = log["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
    assert not uri.startswith(("/", ".", "file:"))
    assert "<" not in uri


def test_annotations_are_one_command_a_line(model: Path):
    text = run("check", str(model), "--offline", "--assume", "weights", "--format", "github").decode()
    lines = text.splitlines()
    assert len(lines) == 2
    assert all(line.startswith(("::warning file=", "::error file=", "::notice title=")) for line in lines)
    place = lines[0].partition("::")[2].partition("::")[0]
    assert place.count(",title=") == 1


def test_notice_is_plain(model: Path):
    text = CliRunner().invoke(group, ["notice", str(model), "--offline"]).stdout_bytes.decode()
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e\u2066]", text)


def test_the_archive_holds_it_and_names_no_file_after_it(model: Path):
    run("archive", "a.zip", str(model), "--offline", "--assume", "weights", "--approver", SCRIPT)
    with zipfile.ZipFile("a.zip") as archive:
        names = archive.namelist()
        assert all(re.fullmatch(r"[a-z]+\.(json|html)|texts/[0-9a-f]{64}\.txt", name) for name in names), names
        elements = Elements()
        elements.feed(archive.read("report.html").decode())
    assert elements.tags.count("script") == 1
    run("archive", "verify", "a.zip")
    run("archive", "rerun", "a.zip")
