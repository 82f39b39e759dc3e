"""Front matter block → fields with the place of every key and value; broken YAML is read as far as it goes."""

import re
from typing import NamedTuple

from openness.evidence.front_block import MAX_BLOCK, Block
from openness.evidence.yaml_tree import Mapping, Node, Problem, Scalar, TreeError, read_yaml


class Field(NamedTuple):
    """One top-level key of the front matter; offsets count characters of the card."""

    key: str
    key_start: int
    key_end: int
    node: Node
    block: int  # 0 for the block that counts, 1… for further ones


_TOP_KEY = re.compile(r"^([A-Za-z_\"'][\w .\"'-]{0,80}?)[ \t]*:(?=[ \t\r]|$)", re.MULTILINE)
_TAB_INDENT = re.compile(r"^[ ]*\t[ \t]*", re.MULTILINE)
_MAX_CHUNKS = 400


def read_block(text: str, block: Block, number: int) -> tuple[tuple[Field, ...], tuple[Problem, ...]]:
    """The fields of one block and every problem met on the way; no input raises."""
    problems: list[Problem] = []
    start, end = block.start, block.end
    if end - start > MAX_BLOCK:
        cut = text.rfind("\n", start, start + MAX_BLOCK)
        problems.append(Problem("too-large", f"only the first {MAX_BLOCK} characters are read", start, end))
        end = cut if cut > start else start + MAX_BLOCK
    source = text[start:end]
    try:
        node, found = read_yaml(source, start)
    except TreeError as error:
        problems.append(Problem(error.kind, str(error), error.at, min(error.at + 1, end)))
        if _TAB_INDENT.search(source):
            source = _TAB_INDENT.sub(lambda m: " " * len(m.group()), source)
            problems.append(Problem("tab-indent", "tabs are no indentation in YAML; read as spaces", start, end))
        fields, more = _by_chunks(source, start, number)
        return fields, (*problems, *more)
    problems += found
    if isinstance(node, Mapping):
        return tuple(_fields(node, number, problems)), tuple(problems)
    if not isinstance(node, Scalar) or node.text is not None:
        problems.append(Problem("not-a-mapping", "the front matter is no list of keys and values", start, end))
        fields, more = _by_chunks(source, start, number)
        return fields, (*problems, *more)
    if number == 0 and not problems and source.strip():
        problems.append(Problem("empty-front-matter", "the front matter holds no keys", start, end))
    return (), tuple(problems)


def _fields(node: Mapping, number: int, problems: list[Problem]) -> list[Field]:
    fields = []
    for key, value in node.entries:
        if key.text is None:
            continue
        if key.plain and _NUMBER_OR_BOOL.fullmatch(key.text):
            problems.append(Problem("non-string-key", f"key {key.text!r} is read as a string", key.start, key.end))
        fields.append(Field(key.text.strip(), key.start, key.end, value, number))
    return fields


_NUMBER_OR_BOOL = re.compile(r"[-+]?\d[\d_.eE+-]*|(?i:true|false|yes|no|on|off)")


def _by_chunks(source: str, offset: int, number: int) -> tuple[tuple[Field, ...], tuple[Problem, ...]]:
    """Each top-level key read by itself, so that one broken value does not hide the others."""
    starts = [match.start() for match in _TOP_KEY.finditer(source)][:_MAX_CHUNKS]
    if not starts:
        return (), ()
    fields: list[Field] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for begin, stop in zip(starts, [*starts[1:], len(source)], strict=True):
        chunk = source[begin:stop]
        try:
            node, found = read_yaml(chunk, offset + begin)
        except TreeError as error:
            match = _TOP_KEY.match(chunk)
            if match is None:
                continue
            field, recovered = _raw(chunk, match, offset + begin, number), True
            problems.append(
                Problem("unreadable-value", f"{field.key}: {error}; read as plain text", field.key_start, field.key_end)
            )
            found_fields = [field] if recovered else []
        else:
            if not isinstance(node, Mapping):
                continue
            problems += found
            found_fields = _fields(node, number, problems)
        for field in found_fields:
            if field.key in seen:
                problems.append(
                    Problem(
                        "duplicate-key", f"key {field.key[:80]!r} occurs more than once", field.key_start, field.key_end
                    )
                )
            seen.add(field.key)
            fields.append(field)
    return tuple(fields), tuple(problems)


def _raw(chunk: str, match: "re.Match[str]", offset: int, number: int) -> Field:
    """A field whose value is the rest of its line, as written."""
    line_end = chunk.find("\n")
    rest = chunk[match.end() : line_end if line_end >= 0 else len(chunk)]
    value = rest.strip()
    start = offset + match.end() + (len(rest) - len(rest.lstrip()))
    key = match.group(1).strip("\"' ")
    node = Scalar(value.strip("\"'") or None, start, start + len(value))
    return Field(key, offset + match.start(1), offset + match.end(1), node, number)
