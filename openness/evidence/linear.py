"""Patterns from our data files, compiled for google-re2: linear time on any text."""

from typing import Any

import re2

_MEMORY = 64 << 20  # bytes for one pattern's automaton; the default is too small for long alternations
_WORD = r"0-9A-Za-z_\x{80}-\x{10FFFF}"  # `\w` of re2 is ASCII; all letters by class would make huge automata


def linear(pattern: str) -> Any:
    """The compiled pattern; `\\w` in it means ASCII letters and digits, and everything beyond ASCII."""
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    return re2.compile(_words(pattern), options)


def _words(pattern: str) -> str:
    """The pattern with `\\w` spelt out, inside and outside of bracket classes."""
    parts: list[str] = []
    inside = False
    at = 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            pair = pattern[at : at + 2]
            parts.append((_WORD if inside else f"[{_WORD}]") if pair == "\\w" else pair)
            at += 2
            continue
        if char == "[" and not inside:
            inside = True
        elif char == "]" and inside and pattern[at - 1] not in "[":
            inside = False
        parts.append(char)
        at += 1
    return "".join(parts)
