"""Strings from strangers, made harmless for a terminal."""

import unicodedata
from collections.abc import Mapping
from typing import Any

_KEEP = {"\n", "\t"}
# Bidirectional controls and other invisible format characters can make a line read differently from what it says.
_FORMAT_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn"}


def plain(text: str) -> str:
    """`text` without control, format or unassigned characters; line breaks and tabs become spaces."""
    if text.isascii() and text.isprintable():
        return text
    kept = []
    for char in text:
        if char in _KEEP:
            kept.append(" ")
        elif unicodedata.category(char) not in _FORMAT_CATEGORIES:
            kept.append(char)
    return "".join(kept)


def shorten(text: str, limit: int) -> str:
    """`text` on one line, cut at `limit` characters with an ellipsis."""
    line = " ".join(plain(text).split())
    return line if len(line) <= limit else line[: max(0, limit - 1)].rstrip() + "…"


def error_sentence(error: Mapping[str, Any]) -> str:
    """What went wrong with a target; a message that names it needs no name before it."""
    target, message = shorten(error["target"], 120), plain(error["message"])
    return message if target in message else f"{target}: {message}"
