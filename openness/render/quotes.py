"""Which evidence holds words of what was inspected, and which of them decide."""

from collections.abc import Mapping
from typing import Any

Data = Mapping[str, Any]
_RECORDS = ("record", "registry")  # bases of evidence that quotes nothing


def quoted(item: Data) -> bool:
    """Whether the evidence is a passage of what was inspected, not a sentence of ours."""
    return item["kind"] != "record-clause" and item["basis"] not in _RECORDS


def deciding(report: Data) -> list[str]:
    """Keys of the quoted clauses that the level rests on."""
    found = (key for key in report["spectrum"].get("evidence", ()) if key in report["evidence"])
    return [key for key in found if report["evidence"][key]["kind"] == "clause" and quoted(report["evidence"][key])]
