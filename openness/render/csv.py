"""The document of the machine interface → CSV, one row a model (RFC 4180), every cell defused."""

import csv
import io
from collections.abc import Mapping
from typing import Any

from openness.render import rows
from openness.render.phrases import DEFAULT


def render(document: Mapping[str, Any], language: str = DEFAULT) -> str:
    """CSV text: a row for every report, one for every target that could not be read, then versions and limits.

    All rows have the same number of cells, and the text starts with a byte order mark, by which spreadsheet programs
    know UTF-8.
    """
    models, errors = rows.models(document, language), rows.errors(document, language)
    width = len(models.head)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(models.head)
    writer.writerows(models.rows)
    for target, kind, message, hint in errors.rows:
        cells = [target, *[""] * (width - 3), errors.title, rows.defused(f"{kind}: {message} {hint}".strip())]
        writer.writerow(cells)
    for name, value in rows.about(document, language).rows:
        writer.writerow([f"# {name}".strip(), value, *[""] * (width - 2)])
    return "\ufeff" + out.getvalue()
