"""Where the front matter of a card is, however oddly it is fenced.

The Hub reads a block only at the very top (leading blank space allowed). Authors also put it after a heading, at the
end, twice, or forget to close it; what they wrote there is still what they declared, so it is read and the place said.
"""

import re
from typing import NamedTuple

from openness.evidence.yaml_tree import Problem

MAX_BLOCK = 64 * 1024  # characters of front matter that are read
_MAX_FENCES = 400  # fence lines looked at when the block is not at the top

_FENCE = re.compile(r"^[ \t]{0,3}---[ \t]*\r?$", re.MULTILINE)
_FENCE_HERE = re.compile(r"[ \t]{0,3}---[ \t]*\r?$", re.MULTILINE)
_TOP = re.compile(r"\s*")
_KEY_LINE = re.compile(r"[A-Za-z_][\w .-]{0,60}?[ \t]*:(?=[ \t]|\r?$)")
_ITEM_LINE = re.compile(r"-(?=[ \t])|#")
_CODE_FENCE = re.compile(r"^[ \t]{0,3}(`{3,}|~{3,})", re.MULTILINE)
# Keys that the Hub's metadata specification gives a meaning; one of them makes a late block front matter.
_METADATA_KEYS = frozenset(
    {
        "license", "licence", "license_name", "license_link", "language", "languages", "tags", "datasets", "metrics",
        "base_model", "base_model_relation", "library_name", "pipeline_tag", "model-index", "model_index", "widget",
        "thumbnail", "inference", "co2_eq_emissions", "new_version", "extra_gated_prompt", "extra_gated_fields",
        "extra_gated_heading", "extra_gated_eu_disallowed", "license_details", "model_name", "pretty_name",
        "task_categories", "dataset_info", "annotations_creators", "size_categories", "quantized_by", "finetuned_from",
    }
)  # fmt: skip


class Block(NamedTuple):
    """One front matter block: offsets of the YAML in it, and of the whole with its fences."""

    start: int
    end: int
    outer_start: int
    outer_end: int


def find_blocks(text: str) -> tuple[tuple[Block, ...], tuple[Problem, ...]]:
    """All front matter blocks in document order, and what is wrong with where they stand."""
    problems: list[Problem] = []
    top = _skip_prelude(text)
    first = _FENCE_HERE.match(text, top)
    blocks: list[Block] = []
    if first is not None:
        blocks, after = _from_top(text, first, problems)
        if any(_has_metadata(text, b) for b in blocks) or not blocks:
            blocks += _second(text, after, problems)
    if not any(_has_metadata(text, b) for b in blocks):
        late = _late(text, blocks[-1].outer_end if blocks else top)
        for block in late:
            where = "trailing-front-matter" if not text[block.outer_end :].strip() else "late-front-matter"
            message = "front matter does not stand at the top; the Hub does not read it there"
            problems.append(Problem(where, message, block.outer_start, block.outer_end))
        if late:
            blocks = [b for b in blocks if text[b.start : b.end].strip()] + late
    if not blocks:
        problems.append(Problem("missing-front-matter", "the card has no front matter", 0, 0))
    return tuple(blocks), tuple(problems)


def _skip_prelude(text: str) -> int:
    """Offset behind a byte order mark, blank lines and HTML comments."""
    at = 1 if text.startswith("\ufeff") else 0
    while True:
        match = _TOP.match(text, at)
        at = match.end() if match else at
        if not text.startswith("<!--", at):
            break
        end = text.find("-->", at)
        if end < 0:
            break
        at = end + 3
    return text.rfind("\n", 0, at) + 1 if text[text.rfind("\n", 0, at) + 1 : at].strip(" \t") == "" else at


def _from_top(text: str, first: "re.Match[str]", problems: list[Problem]) -> tuple[list[Block], int]:
    """The block that opens at the top; doubled opening fences are skipped."""
    opening, closing = first, _FENCE.search(text, first.end())
    while closing is not None and not text[opening.end() : closing.start()].strip():
        follower = _FENCE.search(text, closing.end())
        if follower is None or not _looks_like_yaml(text, closing.end(), follower.start()):
            break
        problems.append(Problem("doubled-fence", "the opening fence stands twice", closing.start(), closing.end()))
        opening, closing = closing, follower
    if closing is not None and _plausible(text, opening.end(), closing.start()):
        if not text[opening.end() : closing.start()].strip():
            problems.append(Problem("empty-front-matter", "the front matter is empty", first.start(), closing.end()))
        return [Block(opening.end(), closing.start(), first.start(), closing.end())], closing.end()
    end = _yaml_prefix(text, opening.end())
    if end > opening.end():
        problems.append(Problem("unclosed-front-matter", "the closing fence is missing", first.start(), end))
        return [Block(opening.end(), end, first.start(), end)], end
    return [], first.end()


def _second(text: str, after: int, problems: list[Problem]) -> list[Block]:
    """A further block that follows the first one directly."""
    match = _TOP.match(text, after)
    at = match.end() if match else after
    opening = _FENCE_HERE.match(text, at)
    if opening is None:
        return _second_document(text, at, problems)
    closing = _FENCE.search(text, opening.end())
    if closing is None or not _looks_like_yaml(text, opening.end(), closing.start()):
        return []
    block = Block(opening.end(), closing.start(), opening.start(), closing.end())
    if not _has_metadata(text, block):
        return []
    problems.append(
        Problem("second-front-matter", "a second front matter block follows", opening.start(), closing.end())
    )
    return [block]


def _second_document(text: str, at: int, problems: list[Problem]) -> list[Block]:
    """Keys that follow the closing fence directly and end with another one: a second YAML document."""
    if not _KEY_LINE.match(text, at):  # prose, nearly always: nobody looks through all of it for a fence
        return []
    closing = _FENCE.search(text, at)
    if closing is None or not _looks_like_yaml(text, at, closing.start()):
        return []
    block = Block(at, closing.start(), at, closing.end())
    if not _has_metadata(text, block):
        return []
    problems.append(Problem("several-documents", "a second YAML document follows", at, closing.end()))
    return [block]


def _late(text: str, begin: int) -> list[Block]:
    """Blocks between two fence lines further down that hold metadata keys; the last one may lack its closing fence."""
    code = _code_ranges(text) if "```" in text or "~~~" in text else []
    fences = []
    for match in _FENCE.finditer(text, begin):
        if not any(start <= match.start() < end for start, end in code):
            fences.append(match)
        if len(fences) >= _MAX_FENCES:
            break
    found: list[Block] = []
    index = 0
    while index < len(fences):
        opening = fences[index]
        closing = fences[index + 1] if index + 1 < len(fences) else None
        end = closing.start() if closing else _yaml_prefix(text, opening.end())
        block = Block(opening.end(), end, opening.start(), closing.end() if closing else end)
        if _has_metadata(text, block) and _looks_like_yaml(text, block.start, block.end):
            found.append(block)
            index += 1
        index += 1
    return found


def _code_ranges(text: str) -> list[tuple[int, int]]:
    """Offsets of fenced code."""
    ranges: list[tuple[int, int]] = []
    opened: tuple[str, int] | None = None
    for match in _CODE_FENCE.finditer(text):
        mark = match.group(1)
        if opened is None:
            opened = (mark[0] * 3, match.start())
        elif mark.startswith(opened[0]):
            ranges.append((opened[1], match.end()))
            opened = None
    return ranges


def _plausible(text: str, start: int, end: int) -> bool:
    """Could this be front matter at all, or did the closing fence belong to something far below?"""
    body = text[start : min(end, start + MAX_BLOCK)]
    lines = [line for line in body.splitlines() if line.strip()]
    if not lines or _looks_like_yaml(text, start, min(end, start + MAX_BLOCK)):
        return True
    if ":" in lines[0] and not lines[0].lstrip().startswith(("#", "*", "|", "<")):
        return True
    return end - start <= MAX_BLOCK and sum(1 for line in lines if _KEY_LINE.match(line)) * 8 >= len(lines)


def _looks_like_yaml(text: str, start: int, end: int) -> bool:
    """Is there a key at the margin, and nothing there that no YAML mapping has?"""
    keys = 0
    for line in text[start : min(end, start + MAX_BLOCK)].splitlines():
        stripped = line.strip()
        if not stripped or line[0] in " \t":
            keys += bool(stripped) and not keys and _KEY_LINE.match(stripped) is not None
            continue
        if _KEY_LINE.match(line):
            keys += 1
        elif not _ITEM_LINE.match(line) and stripped[0] not in "]})>'\"":
            return False
    return keys > 0


def _has_metadata(text: str, block: Block) -> bool:
    """Does the block hold a key of the Hub's metadata?"""
    for line in text[block.start : min(block.end, block.start + MAX_BLOCK)].splitlines():
        if ":" in line and line.split(":", 1)[0].strip().strip("'\"").lower() in _METADATA_KEYS:
            return True
    return False


def _yaml_prefix(text: str, start: int) -> int:
    """Offset up to which the lines after an opening fence read as YAML."""
    at = end = start
    seen_key = False
    newline = text.find("\n", start)
    at = len(text) if newline < 0 else newline + 1
    while at < len(text) and at - start <= MAX_BLOCK:
        newline = text.find("\n", at)
        stop = len(text) if newline < 0 else newline
        line = text[at:stop]
        stripped = line.strip()
        if _KEY_LINE.match(line):
            seen_key = True
        elif not (seen_key and (not stripped or line[0] in " \t" or line.startswith("- "))):
            break
        if stripped:
            end = stop
        at = stop + 1
    return end if seen_key else start
