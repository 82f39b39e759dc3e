"""Decides what .gitignore files leave out, with git's rules for patterns and precedence.

Source: gitignore(5). Own code instead of a library, because loading one would cost the hook a third of its time.
"""

import re
from typing import NamedTuple

_MAX_PATTERN = 500
_MAX_RULES = 5_000


class Rule(NamedTuple):
    """One line of a .gitignore."""

    pattern: "re.Pattern[str]"
    negated: bool
    folders_only: bool


class IgnoreFile(NamedTuple):
    """The rules of one .gitignore, for paths below `base`."""

    base: str  # path of the folder, with a slash behind it
    rules: tuple[Rule, ...]

    def verdict(self, path: str, *, folder: bool) -> bool | None:
        """True: left out. False: kept by a negated rule. None: not mentioned. The last rule that matches decides."""
        relative = path[len(self.base) :]
        for rule in reversed(self.rules):
            if (folder or not rule.folders_only) and rule.pattern.match(relative):
                return not rule.negated
        return None


def parsed(text: str, base: str) -> IgnoreFile:
    """The rules of a .gitignore's text."""
    rules = (_rule(line) for line in text.split("\n")[:_MAX_RULES])
    return IgnoreFile(base, tuple(rule for rule in rules if rule is not None))


def is_ignored(path: str, files: tuple[IgnoreFile, ...], *, folder: bool) -> bool:
    """True when the .gitignore files that apply leave a path out; the one nearest to it decides."""
    for file in reversed(files):
        verdict = file.verdict(path, folder=folder)
        if verdict is not None:
            return verdict
    return False


def _rule(line: str) -> Rule | None:
    line = line.rstrip("\r")
    stripped = line.rstrip(" ")
    if line != stripped and stripped.endswith("\\"):
        stripped += " "
    if not stripped or stripped.startswith("#") or len(stripped) > _MAX_PATTERN:
        return None
    negated = stripped.startswith("!")
    if negated:
        stripped = stripped[1:]
    folders_only = stripped.endswith("/")
    stripped = stripped.rstrip("/") if folders_only else stripped
    anchored = "/" in stripped
    stripped = stripped.removeprefix("/")
    if not stripped:
        return None
    body = _translated(stripped)
    if body is None:
        return None
    prefix = "" if anchored else "(?:.*/)?"
    return Rule(re.compile(rf"(?s:{prefix}{body})\Z"), negated, folders_only)


def _translated(pattern: str) -> str | None:
    """A regular expression for a glob. Stars are atomic groups, so that no pattern can make matching slow."""
    out: list[str] = []
    position, size = 0, len(pattern)
    while position < size:
        char = pattern[position]
        if pattern.startswith("**/", position) and (position == 0 or pattern[position - 1] == "/"):
            out.append("(?:.*/)?")
            position += 3
        elif pattern.startswith("/**", position) and position + 3 == size:
            out.append("/.*")
            position += 3
        elif char == "*":
            while position < size and pattern[position] == "*":
                position += 1
            literal = _literal_run(pattern, position)
            out.append(f"(?>[^/]*?{re.escape(literal)})" if literal and position + len(literal) < size else "[^/]*")
            if literal and position + len(literal) < size:
                position += len(literal)
        elif char == "?":
            out.append("[^/]")
            position += 1
        elif char == "[":
            end = pattern.find("]", position + 2)
            if end < 0:
                return None
            content = pattern[position + 1 : end].replace("\\", "\\\\")
            content = "^" + content[1:] if content[0] in "!^" else content
            out.append(f"[{content}]")
            position = end + 1
        elif char == "\\" and position + 1 < size:
            out.append(re.escape(pattern[position + 1]))
            position += 2
        else:
            out.append(re.escape(char))
            position += 1
    try:
        re.compile("".join(out))
    except re.error:
        return None
    return "".join(out)


def _literal_run(pattern: str, position: int) -> str:
    end = position
    while end < len(pattern) and pattern[end] not in "*?[\\/":
        end += 1
    return pattern[position:end]
