"""Reads Python that does not parse: block by block, then statement by statement, then by tokens."""

import ast
import re
from typing import NamedTuple

from openness.scan.python_bindings import children
from openness.scan.reference import Hit
from openness.scan.strings import Closings

_MARK = re.compile(r"#|\"\"\"|'''|\"|'|\\\n|[(\[{]|[)\]}]|\n")
_MAX_LINES = 120  # of a bracket that is never closed
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_CONTINUING = ("elif ", "elif(", "else", "except", "finally", "case ", ")", "]", "}")


class Line(NamedTuple):
    """One logical line."""

    start: int
    end: int
    opened: str  # brackets that it leaves open


def pieces_hits(text: str) -> list[Hit]:
    """References of the parts that can be read one by one."""
    from openness.scan.python_ast import tree_hits

    body: list[ast.stmt] = []
    broken: list[Line] = []
    for block in _blocks(text, _logical_lines(text)):
        whole = Line(block[0].start, block[-1].end, block[-1].opened)
        nodes = _parsed(text, whole) if len(block) > 1 else None
        if nodes is not None:
            body.extend(nodes)
            continue
        for line in block:
            nodes = _parsed(text, line)
            if nodes is None:
                broken.append(line)
            else:
                body.extend(nodes)
    try:
        hits = tree_hits(text, ast.Module(body=body, type_ignores=[]))
    except RecursionError:
        hits = []
    for line in broken:
        hits.extend(_token_hits(text, line))
    return hits


def _logical_lines(text: str) -> list[Line]:
    """The logical lines of a text, blank ones left out."""
    found: list[Line] = []
    closings = Closings(text)
    start, opened, lines, position = 0, "", 0, 0
    while True:
        match = _MARK.search(text, position)
        if match is None:
            break
        mark, position = match.group(), match.end()
        if mark == "#":
            end = text.find("\n", position)
            position = len(text) if end < 0 else end
        elif mark in {'"""', "'''"}:
            position = max(position, closings.mark(position, mark, escapes=True))
        elif mark in {'"', "'"}:
            position = max(position, closings.line(position, mark))
        elif mark in "([{":
            opened += mark
        elif mark in ")]}":
            opened = opened[:-1]
        elif mark == "\n":
            lines += 1
            if not opened or lines > _MAX_LINES or _begins_statement(text, position, opened):
                found.append(Line(start, match.start(), opened))
                start, opened, lines = position, "", 0
    found.append(Line(start, len(text), opened))
    return [line for line in found if text[line.start : line.end].strip()]


def _blocks(text: str, lines: list[Line]) -> list[list[Line]]:
    """Logical lines grouped into statements of the outermost level."""
    found: list[list[Line]] = []
    decorated = False
    for line in lines:
        first = text[line.start : line.start + 8]
        outer = not first.startswith((" ", "\t")) and not first.startswith(_CONTINUING)
        if not found or (outer and not decorated):
            found.append([line])
        else:
            found[-1].append(line)
        decorated = first.startswith("@") or (decorated and first.startswith("#"))
    return found


def _begins_statement(text: str, position: int, opened: str) -> bool:
    """True when a line inside an open bracket can only be the next statement: the bracket was never closed."""
    line = text[position : position + 80].partition("\n")[0]
    stripped = line.lstrip()
    if stripped.startswith(("def ", "class ", "import ", "return ", "with ", "while ", "raise ", "@")):
        return True
    head, equals, tail = stripped.partition("=")
    return (
        bool(equals)
        and not tail.startswith("=")
        and head.endswith(" ")
        and head.strip().isidentifier()
        and opened[-1] == "("
        and not stripped.rstrip().endswith(",")
    )


def _parsed(text: str, line: Line) -> list[ast.stmt] | None:
    """The nodes of one logical line with positions in the whole text; None when it cannot be parsed."""
    from openness.scan.python import parsed

    piece = text[line.start : line.end]
    indent = len(piece) - len(piece.lstrip(" \t"))
    body = piece[indent:]
    if body.startswith(("elif ", "elif(")):
        body = "  " + body[2:]
    elif body.startswith("@") and "\n" not in body:
        body = " " + body[1:]
    elif body.startswith((">>> ", "... ")):
        body = "    " + body[4:]
    elif body.startswith(("#", "else:", "try:", "finally:", "except", "case ")):
        return []
    closing = "".join(_CLOSING[bracket] for bracket in reversed(line.opened))
    tails = [" pass"] if body.rstrip().endswith(":") else [""]
    if line.opened:
        tails = [closing, "''" + closing, ": pass", closing + ": pass"]
    width = indent + len(body) - len(body.lstrip(" \t"))
    prefix = "if 1:\n" if width else ""
    for tail in tails:
        tree = parsed(prefix + " " * width + body.lstrip(" \t") + tail)
        if tree is not None:
            nodes = tree.body
            if prefix and isinstance(nodes[0], ast.If):
                nodes = nodes[0].body
            before = text.count("\n", 0, line.start)
            _move_down(nodes, before - (1 if prefix else 0))
            return nodes
    return None


def _move_down(nodes: list[ast.stmt], lines: int) -> None:
    """Add to the line numbers of all nodes that can become a place."""
    stack: list[ast.AST] = list(nodes)
    while stack and lines:
        node = stack.pop()
        if isinstance(node, ast.expr | ast.stmt):
            node.lineno += lines
            node.end_lineno = (node.end_lineno or node.lineno) + lines
        stack.extend(children(node))


def _token_hits(text: str, line: Line) -> list[Hit]:
    """References that the tokens of one stretch of text give away."""
    from openness.scan.braces import braces_hits
    from openness.scan.reference import shifted

    return shifted(braces_hits(text[line.start : line.end], "hash"), line.start)
