"""The document of the machine interface → a NOTICE file."""

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from openness.render.safe import plain

WIDTH = 88
Data = Mapping[str, Any]


def render(document: Data) -> str:
    """NOTICE text: per model its licenses with URL and hash, the exact required words, and what else is due."""
    parts = ["NOTICE", "=" * 6, "", *_wrap(_intro(document)), ""]
    for report in document["reports"]:
        parts += [*_model(report), ""]
    return "\n".join(parts).rstrip() + "\n"


def _intro(document: Data) -> str:
    return (
        "This product includes or uses the models and data listed below. Written by openness "
        f"{document['tool']['version']} (knowledge {document['tool']['knowledge']}); read it before you ship it. "
        f"{document['notice']}"
    )


def _model(report: Data) -> Iterator[str]:
    name = plain(report["subject"]["id"])
    yield name
    yield "-" * len(name)
    revision = report["subject"]["revision"]
    if revision:
        yield f"Commit: {revision}"
    hashes = {item["path"]: item for item in report["read"]}
    for match in report["licenses"]:
        if match["applies_to"] not in ("weights", "data", "unclear", "code"):
            continue
        origin = f", inherited from {match['from']}" if match["basis"] == "inherited" else ""
        yield from _wrap(f"License of the {match['applies_to']}: {match['name']}{origin}")
        read = hashes.get(match["from"])
        if read is not None and match["grade"] == "A":
            yield from _wrap(f"Copy to include: {read['url'] or read['path']} (sha256 {read['sha256']})", indent="  ")
        else:
            url = _record_url(report, match["id"])
            yield from _wrap(
                f"Copy to include: {url}"
                if url
                else "Copy to include: no text was at hand; obtain it from the publisher",
                indent="  ",
            )
    required = [o for o in report["obligations"] if o["notice"]]
    if required:
        yield ""
        yield "Required words:"
        for entry in required:
            yield from _wrap(f"“{entry['notice']}” ({entry['summary']})", indent="  ")
    others = [o for o in report["obligations"] if not o["notice"]]
    if others:
        yield ""
        yield "Also due:"
        for entry in others:
            yield from _wrap(f"- when you {entry['when']}: {entry['summary']}", indent="  ")


def _record_url(report: Data, license_id: str) -> str | None:
    for finding in report["findings"]:
        if finding["license"] != license_id:
            continue
        for key in finding["evidence"]:
            item = report["evidence"].get(key)
            if item and item["kind"] == "record-clause" and item["url"]:
                return str(item["url"])
    return None


def _wrap(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        plain(text),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
