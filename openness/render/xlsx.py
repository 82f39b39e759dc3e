"""The document of the machine interface → an Excel workbook: a sheet for each question that a lawyer sorts by."""

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from openness.errors import UsageError
from openness.render import rows
from openness.render.phrases import DEFAULT

_WIDEST, _NARROWEST = 60, 10  # characters of a column
_WRAP_UP_TO = 4000  # rows of a sheet; styles cost time, and a longer one is filtered rather than read
_MAX_ROWS = 1_048_575  # of a sheet below its heading; the format has no more, and the CSV and JSON forms have all
_EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001 - the format has no zones; the same report is the same file


def render(document: Mapping[str, Any], language: str = DEFAULT) -> bytes:
    """The workbook's bytes; no cell is a formula. Raises UsageError when the [xlsx] extra is not installed."""
    try:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font
    except ImportError:
        raise UsageError(
            "the xlsx format needs openpyxl", hint="Run: pip install 'openness[xlsx]'", kind="missing-extra"
        ) from None
    book = Workbook(write_only=True)
    book.properties.creator = "openness"
    book.properties.created = book.properties.modified = _EPOCH
    top, bold = Alignment(vertical="top", wrap_text=True), Font(bold=True)
    for table in rows.tables(document, language):
        sheet = book.create_sheet(table.title)
        for number in range(len(table.head)):
            longest = max([len(table.head[number]), *(len(row[number]) for row in table.rows)])
            letter = sheet.column_dimensions[_letter(number)]
            letter.width = max(_NARROWEST, min(_WIDEST, longest + 2))
        sheet.freeze_panes = "A2"
        sheet.append([_cell(WriteOnlyCell(sheet, value=value), font=bold) for value in table.head])
        for row in table.rows[:_MAX_ROWS]:
            wrapped = len(table.rows) <= _WRAP_UP_TO
            sheet.append([_cell(WriteOnlyCell(sheet, value=v), alignment=top) for v in row] if wrapped else row)
        sheet.auto_filter.ref = f"A1:{_letter(len(table.head) - 1)}{len(table.rows) + 1}"
    out = io.BytesIO()
    book.save(out)
    return _dated(out.getvalue())


def _cell(cell: Any, **style: Any) -> Any:
    """The cell with a style; its text is text, whatever it starts with."""
    cell.data_type = "s"
    for name, value in style.items():
        setattr(cell, name, value)
    return cell


def _letter(number: int) -> str:
    return chr(ord("A") + number)  # no table has more than 26 columns


def _dated(data: bytes) -> bytes:
    """The same workbook with the times of its members and of its properties set to a fixed one."""
    import re
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            body = source.read(info)
            if info.filename == "docProps/core.xml":
                body = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", body)
            target.writestr(zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0)), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()
