"""Reads Python text: by its syntax tree, and statement by statement where a file does not parse."""

import ast
import warnings

from openness.scan.python_ast import tree_hits
from openness.scan.reference import Hit, shifted


def python_hits(text: str) -> list[Hit]:
    """All references of Python text, however broken it is."""
    tree = parsed(text)
    try:
        if tree is not None:
            return tree_hits(text, tree)
    except RecursionError:
        return _pieces(text)
    from textwrap import dedent

    dedented = dedent(text)
    if dedented != text:
        wrapped = "if 1:\n" + text
        tree = parsed(wrapped)
        if tree is not None and isinstance(tree.body[0], ast.If):
            tree.body = tree.body[0].body
            hits = tree_hits(wrapped, tree)
            return shifted(hits, -6)
    return _pieces(text)


def _pieces(text: str) -> list[Hit]:
    from openness.scan.python_tokens import pieces_hits

    return pieces_hits(text)


def parsed(text: str) -> ast.Module | None:
    """The syntax tree, or None when the text is no Python of this version."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
