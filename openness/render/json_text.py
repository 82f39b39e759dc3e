"""Values → JSON text. Characters on which a terminal or an editor acts are escaped, whoever wrote them: C1 controls,
line separators, and the bidirectional controls that make a line read differently from what it says.
"""

import json
from typing import Any

_ACTING = (*range(0x7F, 0xA0), 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
_ESCAPES = {code: f"\\u{code:04x}" for code in _ACTING}


def pretty(value: Any) -> str:
    """The value over several lines, with a line feed at its end."""
    return _safe(json.dumps(value, ensure_ascii=False, indent=1)) + "\n"


def one_line(value: Any) -> str:
    """The value on one line, also for readers that take more than a line feed for the end of a line."""
    return _safe(json.dumps(value, ensure_ascii=False))


def _safe(text: str) -> str:
    return text if text.isascii() and "\x7f" not in text else text.translate(_ESCAPES)
