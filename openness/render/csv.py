"""The document of the machine interface → CSV, one row a model (RFC 4180), every cell defused."""

import csv
import io
from collections.abc import Mapping
from typing import Any

from openness.render import rows


def render(document: Mapping[str, Any]) -> str:
    """CSV text: a row for every report, then one for every target that could not be read."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(rows.MODELS_HEAD)
    writer.writerows(rows.models(document))
    blank = [""] * (len(rows.MODELS_HEAD) - 3)
    for target, kind, message, hint in rows.errors(document):
        writer.writerow([target, *blank, "not read", f"{kind}: {message} {hint}".strip()])
    for name, value in rows.about(document):
        writer.writerow([rows.defused(f"# {name}"), value])
    return out.getvalue()
