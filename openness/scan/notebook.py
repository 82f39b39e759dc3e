"""Reads Jupyter notebooks: the source of their cells, at its place in the file."""

import json
from bisect import bisect_right

import re2

from openness.scan import flow
from openness.scan.prose import prose_hits
from openness.scan.python import python_hits
from openness.scan.reference import Hit, shifted
from openness.scan.shell import shell_hits

_STRING = re2.compile(r'"(?:[^"\\]|\\.)*"')
_ESCAPE = re2.compile(r"\\(?:u[0-9a-fA-F]{4}|.)")
_SHELL_MAGICS = ("!", "%env ", "%pip ", "%conda ", "%sx ", "%system ")
_SHELL_CELLS = ("%%bash", "%%sh", "%%script bash", "%%script sh", "%%shell")


class Source:
    """The text of cells, with the file offset of each of its characters."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = 0
        self.marks: list[tuple[int, int]] = []  # offset in the text, offset in the file

    def add(self, raw: str, offset: int) -> None:
        """Append the string that `raw` (between its quotes, at `offset`) stands for."""
        position = 0
        for match in _ESCAPE.finditer(raw):
            self._plain(raw[position : match.start()], offset + position)
            try:
                decoded = json.loads(f'"{match.group()}"')
            except ValueError:
                decoded = "?"
            if len(decoded) == 1 and "\ud800" <= decoded <= "\udfff":
                decoded = "?"
            self._plain(decoded, offset + match.start())
            position = match.end()
        self._plain(raw[position:], offset + position)

    def _plain(self, text: str, offset: int) -> None:
        if text:
            self.marks.append((self.size, offset))
            self.parts.append(text)
            self.size += len(text)

    def text(self) -> str:
        """The text so far."""
        return "".join(self.parts)

    def place(self, offset: int) -> int:
        """The offset in the file of a character of the text."""
        index = max(bisect_right(self.marks, (offset, 1 << 60)) - 1, 0)
        if not self.marks:
            return 0
        start, there = self.marks[index]
        return there + offset - start


def notebook_hits(text: str) -> list[Hit]:
    """All references of a notebook's source cells; outputs and widget state are not read."""
    code, hits = Source(), []
    for kind, strings in _cells(text):
        cell = Source()
        for raw, offset in strings:
            cell.add(raw, offset)
        content = cell.text()
        if kind == "markdown":
            hits.extend(_placed(prose_hits(content), cell))
        elif kind == "code" and content.lstrip().startswith(_SHELL_CELLS):
            hits.extend(_placed(shell_hits(_blank_first(content)), cell))
        elif kind == "code" and not content.lstrip().startswith(("%%html", "%%javascript", "%%latex", "%%writefile")):
            for raw, offset in strings:
                code.add(raw, offset)
            code._plain("\n", strings[-1][1] if strings else 0)
    content = code.text()
    hits.extend(_placed(_code_hits(content), code))
    return hits


def _placed(hits: list[Hit], source: Source) -> list[Hit]:
    return [hit._replace(start=source.place(hit.start), end=source.place(max(hit.end - 1, 0)) + 1) for hit in hits]


def _blank_first(content: str) -> str:
    first, newline, rest = content.partition("\n")
    return " " * len(first) + newline + rest


def _code_hits(content: str) -> list[Hit]:
    """Python, with shell lines read as such and magics blanked."""
    hits: list[Hit] = []
    python: list[str] = []
    position = 0
    for line in _joined_lines(content):
        bare = line.lstrip()
        pad = len(line) - len(bare)
        skip = next((len(magic) for magic in _SHELL_MAGICS if bare.startswith(magic)), 0)
        if skip:
            hits.extend(shifted(shell_hits(bare[skip:]), position + pad + skip))
        if skip or bare.startswith("%") or (bare.endswith("?") and not bare.startswith("#")):
            python.append(_passed(line, pad))
        else:
            python.append(line)
        position += len(line) + 1
    hits.extend(python_hits("\n".join(python)))
    return hits


def _joined_lines(content: str) -> list[str]:
    """Lines, with those that a shell line continues on joined to it."""
    found: list[str] = []
    for line in content.split("\n"):
        if found and found[-1].endswith("\\") and found[-1].lstrip().startswith("!"):
            found[-1] += "\n" + line
        else:
            found.append(line)
    return found


def _passed(line: str, pad: int) -> str:
    """A statement that does nothing, as long as the line."""
    blank = "\n".join(" " * len(part) for part in line.split("\n"))
    return blank[:pad] + "pass" + blank[pad + 4 :] if len(line.partition("\n")[0]) >= pad + 4 else blank


def _cells(text: str) -> list[tuple[str, list[tuple[str, int]]]]:
    """Kind and raw source strings (with offsets) of every cell; nothing when the file is no notebook."""
    kinds: dict[int, str] = {}
    sources: dict[int, list[tuple[str, int]]] = {}
    for entry in flow.entries(text):
        match entry.path:
            case ("cells", int() as number, "cell_type"):
                kinds[number] = entry.literal.text
            case ("cells", int() as number, "source") | ("cells", int() as number, "source", _):
                start, end = entry.literal.start, entry.literal.end
                sources.setdefault(number, []).append((text[start:end], start))
            case _:
                continue
    return [(kinds.get(number, ""), sources[number]) for number in sorted(sources)]
