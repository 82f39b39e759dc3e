"""A model card taken apart: front matter fields with their places, problems, body and sections."""

import re
from dataclasses import dataclass

from openness.evidence.front_block import Block, find_blocks
from openness.evidence.front_matter import Field, read_block
from openness.evidence.yaml_tree import Mapping, Node, Problem, Scalar, Sequence


@dataclass(frozen=True, slots=True)
class Section:
    """One heading and the text below it, up to the next heading of any level."""

    title: str  # "" for the text before the first heading
    level: int
    start: int  # of the heading
    body: int  # behind the heading
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A parsed card; all offsets count characters of `text`."""

    text: str
    blocks: tuple[Block, ...]
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    body: int  # where the prose starts: behind the front matter at the top, else 0

    def all(self, *keys: str) -> tuple[Field, ...]:
        """Every field with one of these keys (case-insensitive), in document order."""
        return tuple(f for f in self.fields if f.key.lower() in keys)

    def first(self, *keys: str) -> Field | None:
        """The first such field, or None."""
        return next(iter(self.all(*keys)), None)

    def sections(self) -> tuple[Section, ...]:
        """The sections of the body, in order."""
        return sections(self.text, self.body)


def parse_card(text: str) -> Card:
    """The card in `text`: never raises, says in `problems` what is wrong and reads the rest.

    A lone carriage return counts as a line break; all offsets fit the text as given.
    """
    source = _LONE_CR.sub("\n", text) if "\r" in text else text
    blocks, placed = find_blocks(source)
    fields: list[Field] = []
    problems = list(placed)
    for number, block in enumerate(blocks):
        found, wrong = read_block(source, block, number)
        if number:
            first = {f.key.lower() for f in fields}
            wrong += tuple(
                Problem("duplicate-key", f"key {f.key[:80]!r} occurs in two blocks", f.key_start, f.key_end)
                for f in found
                if f.key.lower() in first
            )
        fields += found
        problems += wrong
    top = blocks[0] if blocks and not source[: blocks[0].outer_start].strip("\ufeff \t\r\n") else None
    body = max((b.outer_end for b in blocks if top and _adjacent(source, top, b)), default=0)
    return Card(text=source, blocks=blocks, fields=tuple(fields), problems=tuple(problems), body=body)


_LONE_CR = re.compile(r"\r(?!\n)")


def _adjacent(text: str, top: Block, block: Block) -> bool:
    return block is top or not text[top.outer_end : block.outer_start].strip()


def scalars(node: Node) -> tuple[Scalar, ...]:
    """Every scalar that stands directly in `node`: itself, or the items of a list (nulls left out)."""
    if isinstance(node, Scalar):
        return (node,) if node.text is not None else ()
    if isinstance(node, Sequence):
        return tuple(item for item in node.items if isinstance(item, Scalar) and item.text is not None)
    return ()


def entry(node: Node, *keys: str) -> Node | None:
    """The value under the first of `keys` in a mapping, or None."""
    if isinstance(node, Mapping):
        for key, value in node.entries:
            if key.text is not None and key.text.lower() in keys:
                return value
    return None


_ATX = re.compile(r"^ {0,3}(#{1,6})[ \t]*(.*?)[ \t#]*\r?$", re.MULTILINE)
_SETEXT = re.compile(r"^([^\s#>|\-*`].{0,120})\r?\n(=+|-{3,})[ \t]*\r?$", re.MULTILINE)
_HTML_HEADING = re.compile(r"<h([1-6])[^>]{0,200}>(.{0,200}?)</h\1>", re.IGNORECASE)
_BOLD_LINE = re.compile(r"^[ \t]*\*\*([^*\n.!?|]{2,50}?)\*\*[ \t]*:?[ \t]*\r?$", re.MULTILINE)
_FENCE = re.compile(r"^[ \t]{0,3}(`{3,}|~{3,})", re.MULTILINE)


def sections(text: str, begin: int = 0) -> tuple[Section, ...]:
    """Sections of Markdown text from `begin` on; headings inside fenced code do not count."""
    fenced = code_ranges(text, begin)
    heads: list[tuple[int, int, int, str]] = []
    for pattern, level_of in ((_ATX, 0), (_SETEXT, 1), (_HTML_HEADING, 2), (_BOLD_LINE, 3)):
        for match in pattern.finditer(text, begin):
            if fenced and any(start <= match.start() < end for start, end in fenced):
                continue
            if level_of == 0:
                level, title = len(match.group(1)), match.group(2)
            elif level_of == 1:
                level, title = (1 if match.group(2)[0] == "=" else 2), match.group(1)
            elif level_of == 2:
                level, title = int(match.group(1)), match.group(2)
            else:
                level, title = 7, match.group(1)
            heads.append((match.start(), match.end(), level, title.strip().strip("*_ :")))
    heads.sort()
    result = []
    if not heads or heads[0][0] > begin:
        result.append(Section("", 0, begin, begin, heads[0][0] if heads else len(text)))
    for index, (start, stop, level, title) in enumerate(heads):
        end = heads[index + 1][0] if index + 1 < len(heads) else len(text)
        result.append(Section(title, level, start, stop, end))
    return tuple(result)


def code_ranges(text: str, begin: int = 0) -> tuple[tuple[int, int], ...]:
    """Offsets of fenced code blocks; one that is never closed runs to the end."""
    ranges: list[tuple[int, int]] = []
    opened: tuple[str, int] | None = None
    for match in _FENCE.finditer(text, begin):
        mark = match.group(1)
        if opened is None:
            opened = (mark[0] * 3, match.start())
        elif mark.startswith(opened[0]):
            ranges.append((opened[1], match.end()))
            opened = None
    if opened is not None:
        ranges.append((opened[1], len(text)))
    return tuple(ranges)
