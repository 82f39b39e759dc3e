"""The document of the machine interface → an Excel workbook: models, findings, not read, about."""

import io
from collections.abc import Mapping
from typing import Any

from openness.errors import UsageError
from openness.render import rows


def render(document: Mapping[str, Any]) -> bytes:
    """The workbook's bytes. Raises UsageError when the [xlsx] extra is not installed."""
    try:
        from openpyxl import Workbook
        from openpyxl.styles import Alignment, Font
    except ImportError:
        raise UsageError(
            "the xlsx format needs openpyxl", hint="Run: pip install 'openness[xlsx]'", kind="missing-extra"
        ) from None
    book = Workbook()
    book.remove(book.active)
    sheets = (
        ("models", rows.MODELS_HEAD, rows.models(document)),
        ("findings", rows.FINDINGS_HEAD, rows.findings(document)),
        ("not read", rows.ERRORS_HEAD, rows.errors(document)),
        ("about", ("what", "value"), rows.about(document)),
    )
    for title, head, body in sheets:
        sheet = book.create_sheet(title)
        sheet.append(head)
        for row in body:
            sheet.append(row)
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for line in sheet.iter_rows():
            for cell in line:
                cell.alignment = Alignment(vertical="top", wrap_text=True)
                cell.data_type = "s" if cell.value is not None else cell.data_type
        for column in sheet.columns:
            longest = max((len(str(cell.value or "")) for cell in column), default=8)
            sheet.column_dimensions[column[0].column_letter].width = max(10, min(60, longest + 2))
        sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
