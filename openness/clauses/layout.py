"""Undo what source comments, HTML and printed pages do to the lines of a text, so that only its own lines are left.

Works on flattened text (fold.py) and keeps its length: what goes becomes white space, so every offset stays right.
"""

import re
from collections import Counter

_COMMENT = re.compile(r"[ \t]{0,8}(//+|#+|\*|;+|%+|--+|rem\b)(?= |$)")
_BLOCK_TAG = re.compile(r"<(/?)(p|li|br|div|h[1-6]|tr|ul|ol|table|section|article|blockquote)\b[^<>\n]{0,200}>")
_DIGITS = re.compile(r"\d+")
_PAGE = re.compile(r"(?:page )?\d{1,3}(?: ?(?:of|/) ?\d{1,3})?|- ?\d{1,3} ?-")
MOST = 0.8  # of the lines that carry words: from then on a common mark is a comment mark
ALL = 0.95  # of them for the asterisk, which is also the mark of a list
REPEATED = 3  # a line that stands alone so often is the header or footer of a page
SHORT = 100


def own_lines(flat: str) -> str:
    """The text with comment marks, block tags and page headers blanked."""
    if "<" in flat:
        flat = _BLOCK_TAG.sub(_as_lines, flat)
    return _without_page_marks(_without_comment_marks(flat))


def _as_lines(match: re.Match[str]) -> str:
    """A tag as the Markdown that says the same, in as many characters."""
    name, size = match.group(2), len(match.group())
    if match.group(1):
        return "\n".ljust(size)
    if name == "li":
        return "\n*".ljust(size)
    if name[0] == "h":
        return ("\n" + "#" * min(int(name[1]), size - 2)).ljust(size)
    return "\n".ljust(size)


def _without_comment_marks(flat: str) -> str:
    lines = flat.split("\n")
    filled = sum(1 for line in lines if line.strip())
    marks = Counter(match.group(1)[0] for line in lines if (match := _COMMENT.match(line)))
    if filled < 4 or not marks:
        return flat
    mark, count = marks.most_common(1)[0]
    if count < (ALL if mark == "*" else MOST) * filled:
        return flat
    return "\n".join(_without(mark, line) for line in lines)


def _without(mark: str, line: str) -> str:
    match = _COMMENT.match(line)
    if match is None or match.group(1)[0] != mark:
        return line
    return " " * match.end() + line[match.end() :]


def _without_page_marks(flat: str) -> str:
    """Lines that stand alone again and again, but for their numbers, go; a sentence that they broke is whole again."""
    lines = flat.split("\n")
    alone: dict[int, str] = {}
    for number in range(1, len(lines) - 1):
        line = lines[number].strip()
        if line and len(line) < SHORT and not lines[number - 1].strip() and not lines[number + 1].strip():
            alone[number] = _DIGITS.sub("0", line)
    often = Counter(alone.values())
    marks = [
        number
        for number, line in alone.items()
        if (often[line] >= REPEATED and _DIGITS.search(lines[number])) or _PAGE.fullmatch(lines[number].strip())
    ]
    if not marks:
        return flat
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    characters = list(flat)
    for number in marks:
        above, below = number - 1, number + 1
        while above > 0 and not lines[above].strip():
            above -= 1
        while below < len(lines) - 1 and not lines[below].strip():
            below += 1
        broken = lines[above].rstrip()[-1:] not in ".:;!?" and lines[below].strip()[:1].isalpha()
        begin = starts[above] + len(lines[above]) if broken else starts[number]
        end = starts[below] if broken else starts[number] + len(lines[number])
        characters[begin:end] = " " * (end - begin)
    return "".join(characters)
