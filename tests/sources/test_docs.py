from pathlib import Path

from openness.settings import Settings
from openness.sources import folder, pdf

PAGE = Path(__file__).parents[2] / "docs" / "sources.md"


def test_the_bounds_are_the_documented_ones() -> None:
    s = Settings()
    rows = {
        "one text": f"{s.max_file_bytes >> 20} MiB",
        "texts of one subject": f"{s.max_texts}",
        "metadata of one weight file": f"{s.max_header_bytes >> 10} KiB, of at most {s.max_headers} files",
        "one answer of the Hub's API": f"{s.max_listing_bytes >> 20} MiB",
        "folders in each other": f"{folder.DEEPEST}",
        "files of a folder": f"{s.max_files}",
        "pages of a large repository's listing": f"{s.max_pages}",
        "looked-up data sets of one subject": f"{s.max_lookups}",
        "one request": f"{s.read_timeout:.0f} s without a byte, {s.total_timeout:.0f} s in all",
        "further attempts": f"{s.retries}; pauses of at most {s.max_wait:.0f} s",
        "one PDF document": f"{pdf.MAX_BYTES >> 20} MiB, {pdf.TIMEOUT:.0f} s",
    }
    text = PAGE.read_text(encoding="utf-8")
    assert [f"| {what} | {limit} |" for what, limit in rows.items() if f"| {what} | {limit} |" not in text] == []
