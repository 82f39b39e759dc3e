"""Path patterns of scopes: as in .gitignore, without negation."""

from functools import cache

import re2


def covers(pattern: str, path: str) -> bool:
    """Whether a pattern covers a file: `docs/` all below it, `*.ipynb` in any folder, `src/**/x.py`, `src/*.py`."""
    return _compiled(pattern).fullmatch(path.replace("\\", "/").removeprefix("./")) is not None


@cache
def _compiled(pattern: str) -> "re2._Regexp":
    anchored = "/" in pattern.rstrip("/")
    body = pattern.strip("/")
    parts = ["" if anchored else "(?:.*/)?"]
    position = 0
    while position < len(body):
        if body.startswith("**/", position):
            parts.append("(?:.*/)?")
            position += 3
        elif body.startswith("**", position):
            parts.append(".*")
            position += 2
        else:
            char = body[position]
            parts.append("[^/]*" if char == "*" else "[^/]" if char == "?" else re2.escape(char))
            position += 1
    return re2.compile("".join(parts) + "(?:/.*)?")
