"""Reads Python that does not parse: statement by statement, and by tokens where even that fails."""

import ast

import re2

from openness.scan.reference import Hit

_TOKEN = re2.compile(
    r"(?s)(?P<comment>#[^\n]*)"
    r"|(?P<long>[rRbBuUfF]{0,2}(?:\"\"\"(?:[^\\\"]|\\.|\"[^\"]|\"\"[^\"])*\"\"\"|'''(?:[^\\']|\\.|'[^']|''[^'])*'''))"
    r"|(?P<string>[rRbBuUfF]{0,2}(?:\"(?:[^\\\"\n]|\\.)*\"|'(?:[^\\'\n]|\\.)*'))"
    r"|(?P<join>\\\n)|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<newline>\n)"
)
_MAX_LINES = 120
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_HEADERS = ("elif ", "elif(")


def pieces_hits(text: str) -> list[Hit]:
    """References of the statements that can be read one by one."""
    from openness.scan.python_ast import tree_hits

    body: list[ast.stmt] = []
    broken: list[tuple[int, int]] = []
    for start, end, opened in _logical_lines(text):
        nodes = _parsed(text, start, end, opened)
        if nodes is None:
            broken.append((start, end))
        else:
            body.extend(nodes)
    try:
        hits = tree_hits(text, ast.Module(body=body, type_ignores=[]))
    except RecursionError:
        hits = []
    for start, end in broken:
        hits.extend(_token_hits(text, start, end))
    return hits


def _logical_lines(text: str) -> list[tuple[int, int, str]]:
    """Start, end and still open brackets of every logical line."""
    found: list[tuple[int, int, str]] = []
    start, opened, lines = 0, "", 0
    restart: int | None = None
    for match in _TOKEN.finditer(text):
        if restart is not None and match.start() < restart:
            continue
        restart = None
        kind = match.lastgroup
        if kind == "open":
            opened += match.group()
        elif kind == "close":
            opened = opened[:-1]
        elif kind == "newline":
            lines += 1
            after = match.end()
            if not opened or lines > _MAX_LINES or _begins_statement(text, after, opened):
                found.append((start, match.start(), opened))
                start, opened, lines = after, "", 0
    found.append((start, len(text), opened))
    return [item for item in found if text[item[0] : item[1]].strip()]


def _begins_statement(text: str, position: int, opened: str) -> bool:
    """True when a line inside an open bracket can only be the next statement: the bracket was never closed."""
    if not opened:
        return True
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


def _parsed(text: str, start: int, end: int, opened: str) -> list[ast.stmt] | None:
    """The nodes of one logical line with positions in the whole text; None when it cannot be parsed."""
    from openness.scan.python import parsed

    piece = text[start:end]
    indent = len(piece) - len(piece.lstrip(" \t"))
    body = piece[indent:]
    if body.startswith(_HEADERS):
        body = "  " + body[2:]
    elif body.startswith("@"):
        body = " " + body[1:]
    elif body.startswith((">>> ", "... ")):
        body = "    " + body[4:]
    elif body.startswith("#"):
        return []
    elif body.startswith(("else:", "try:", "finally:", "except", "case ")):
        return []
    closing = "".join(_CLOSING[c] for c in reversed(opened))
    stripped = body.rstrip()
    tails = [" pass"] if stripped.endswith(":") else ["", " pass"]
    if opened:
        tails = [closing, "''" + closing, ": pass", closing + ": pass"]
    body_indent = len(body) - len(body.lstrip(" \t"))
    width = indent + body_indent
    prefix = "if 1:\n" if width else ""
    for tail in tails:
        tree = parsed(prefix + " " * width + body[body_indent:] + tail)
        if tree is not None:
            nodes = tree.body
            if prefix and isinstance(nodes[0], ast.If):
                nodes = nodes[0].body
            line = text.count("\n", 0, start)
            for node in nodes:
                ast.increment_lineno(node, line - (1 if prefix else 0))
            return nodes
    return None


def _token_hits(text: str, start: int, end: int) -> list[Hit]:
    """References that the tokens of one stretch of text give away."""
    from openness.scan.braces import braces_hits
    from openness.scan.reference import shifted

    return shifted(braces_hits(text[start:end], "hash"), start)
