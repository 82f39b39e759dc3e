"""How large and how fast the report of a large audit is, and whether spreadsheet programs open it.

    python bench/report_500.py [COUNT]

Checks COUNT (500) subjects of the registry, writes every format, and lets LibreOffice convert CSV and XLSX if it is
installed. The time in a browser is measured by `pytest -m browser tests/render/browser`.
"""

import csv
import shutil
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

from openness.cli.output import RENDERERS
from openness.cli.run import run_check
from openness.kb.load import KnowledgeBase

COUNT = 500
CONVERSION_LIMIT = 300  # seconds
UTF_8 = "csv:Text - txt - csv (StarCalc):44,34,76,1"  # LibreOffice's filter: comma, quote, UTF-8, from line 1


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    started = time.perf_counter()
    document = run_check(list(KnowledgeBase.load().registry.ids())[:count], offline=True)
    print(f"{len(document['reports'])} subjects checked in {time.perf_counter() - started:.1f} s")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for format_, place in RENDERERS.items():
            module, _, function = place.partition(":")
            started = time.perf_counter()
            content = getattr(import_module(module), function)(document)
            seconds = time.perf_counter() - started
            data = content.encode("utf-8") if isinstance(content, str) else content
            (folder / f"audit.{format_}").write_bytes(data)
            print(f"{format_:9} {len(data) / 1e6:7.2f} MB {seconds:6.2f} s")
        for format_ in ("csv", "xlsx"):
            print(f"LibreOffice opens {format_}: {rows(folder / f'audit.{format_}')} rows")


def rows(path: Path) -> int | str:
    """Rows of the first sheet as LibreOffice reads it."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return "not installed, no"
    out = path.parent / "converted"
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--norestore", "--convert-to", UTF_8, "--outdir", str(out), str(path)]
    subprocess.run(command, check=True, timeout=CONVERSION_LIMIT, capture_output=True)
    with (out / "audit.csv").open(encoding="utf-8", newline="") as file:
        return len(list(csv.reader(file)))


if __name__ == "__main__":
    main()
