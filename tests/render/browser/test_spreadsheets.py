"""CSV and XLSX in LibreOffice, cell for cell: `pytest -m browser tests/render/browser/test_spreadsheets.py`."""

import csv
import shutil
import subprocess
from pathlib import Path

import pytest

from openness.render import rows
from openness.render.csv import render as as_csv
from openness.render.xlsx import render as as_xlsx
from tests.render.sample import audit
from tests.render.test_formats import hostile

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1"  # comma, quote, UTF-8, from line 1
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(PROGRAM is None, reason="not installed: LibreOffice"),
]


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
@pytest.mark.parametrize("document", [audit(), hostile()], ids=["audit", "hostile"])
def test_libreoffice_reads_every_cell_as_text(tmp_path: Path, format_: str, document: dict):
    path = tmp_path / f"audit.{format_}"
    path.write_bytes(as_csv(document).encode() if format_ == "csv" else as_xlsx(document))
    subprocess.run(
        [PROGRAM, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--norestore",
         *(["--infilter=CSV:44,34,76,1"] if format_ == "csv" else []),  # what its dialog offers for a text with a mark
         "--convert-to", FILTER, "--outdir", str(tmp_path / "out"), str(path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    with (tmp_path / "out" / "audit.csv").open(encoding="utf-8", newline="") as file:
        read = list(csv.reader(file))
    table = rows.models(document)
    assert tuple(read[0]) == table.head
    for ours, theirs in zip(table.rows, read[1:], strict=False):
        assert [cell.lstrip("'") for cell in theirs] == [cell.lstrip("'") for cell in ours]
    assert not [cell for row in read for cell in row if cell.startswith("#NAME") or cell == "Err:508"]
