"""Finds out which strings an expression of a Python file can be, without running anything."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from openness.scan.literal import UNKNOWN, Lines, Literal

_DEPTH = 8
_LIMIT = 64  # values for one expression


class Each(NamedTuple):
    """One element of what an expression yields when iterated; `inside` picks from it when it is a tuple."""

    source: ast.expr
    inside: tuple[int, ...] = ()


Bound = ast.expr | Each


class Scope:
    """The names that one function, class or module binds."""

    __slots__ = ("function", "names", "parameters", "parent")

    def __init__(self, parent: "Scope | None" = None, function: str | None = None) -> None:
        self.parent = parent
        self.function = function
        self.parameters: tuple[str, ...] = ()
        self.names: dict[str, list[Bound]] = {}

    def find(self, name: str) -> list[Bound]:
        """What is bound to a name here or further out."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.parent
        return []


def dotted(node: ast.expr, imports: dict[str, str]) -> list[str]:
    """The parts of a dotted name, imports followed; calls and subscripts in between are passed over."""
    parts: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Call | ast.Await | ast.Subscript):
            node = node.func if isinstance(node, ast.Call) else node.value
        else:
            break
    if isinstance(node, ast.Name):
        parts.extend(reversed(imports.get(node.id, node.id).split(".")))
    return parts[::-1]


class Values:
    """Evaluates expressions to strings with what a file binds."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.imports: dict[str, str] = {}
        self.attributes: dict[str, list[Bound]] = {}
        self.scopes: dict[ast.AST, Scope] = {}
        self.inside: dict[ast.AST, list[ast.AST]] = {}  # what can hold a string or bind a name, in source order

    def literal(self, node: ast.expr, text: str) -> Literal:
        """A literal at the place of a node; for a plain string, at the place of its text."""
        if not text.isascii():
            text = text.encode("utf-8", "replace").decode("utf-8")  # no engine takes half a surrogate pair
        start = self.lines.offset(node.lineno, node.col_offset)
        end = self.lines.offset(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)
        source = self.lines.text[start:end]
        at = source.find(text) if text else -1
        if at >= 0:
            return Literal(text, start + at, start + at + len(text))
        return Literal(text, start, end)

    def strings(self, node: Bound, scope: Scope, depth: int = 0) -> list[Literal]:
        """The strings that an expression can be; parts that are not known are UNKNOWN characters."""
        if depth > _DEPTH:
            return []
        found = list(self._strings(node, scope, depth))
        return found[:_LIMIT]

    def _strings(self, node: Bound, scope: Scope, depth: int) -> Iterator[Literal]:
        match node:
            case ast.Constant(value=str() as text) if hasattr(node, "lineno"):
                yield self.literal(node, text)
            case Each():
                for element in self._picked(node, scope, depth):
                    yield from self.strings(element, scope, depth + 1)
            case ast.Name(id=name):
                for bound in scope.find(name)[:_LIMIT]:
                    if bound is not node:
                        yield from self.strings(bound, scope, depth + 1)
            case ast.Attribute(attr="value", value=ast.Attribute() as inner):
                yield from self.strings(inner, scope, depth + 1)
            case ast.Attribute(attr=name):
                for bound in self.attributes.get(name, [])[:_LIMIT]:
                    yield from self.strings(bound, scope, depth + 1)
            case ast.IfExp(body=body, orelse=orelse):
                yield from self.strings(body, scope, depth + 1)
                yield from self.strings(orelse, scope, depth + 1)
            case ast.BoolOp(values=values):
                for value in values:
                    yield from self.strings(value, scope, depth + 1)
            case ast.NamedExpr(value=value) | ast.Await(value=value) | ast.Starred(value=value):
                yield from self.strings(value, scope, depth + 1)
            case ast.Subscript():
                yield from self._subscript(node, scope, depth)
            case ast.JoinedStr() | ast.BinOp():
                for text in self._folded(node, scope, depth):
                    yield self.literal(node, text)
            case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
                for element in elements[:_LIMIT]:
                    yield from self.strings(element, scope, depth + 1)
            case ast.Call():
                yield from self._call(node, scope, depth)
            case _:
                return

    def _subscript(self, node: ast.Subscript, scope: Scope, depth: int) -> Iterator[Literal]:
        wanted = node.slice.value if isinstance(node.slice, ast.Constant) else None
        holders: list[Bound] = [node.value]
        if isinstance(node.value, ast.Name):
            holders = scope.find(node.value.id)
        elif isinstance(node.value, ast.Attribute):
            holders = self.attributes.get(node.value.attr, [])
        for holder in holders[:_LIMIT]:
            if isinstance(holder, ast.Dict):
                for key, value in zip(holder.keys, holder.values, strict=True):
                    known = key.value if isinstance(key, ast.Constant) else None
                    if wanted is None or known == wanted:
                        yield from self.strings(value, scope, depth + 1)
            elif isinstance(holder, ast.List | ast.Tuple):
                if isinstance(wanted, int) and -len(holder.elts) <= wanted < len(holder.elts):
                    yield from self.strings(holder.elts[wanted], scope, depth + 1)
                elif wanted is None:
                    yield from self.strings(holder, scope, depth + 1)
            elif isinstance(holder, ast.Attribute) and holder.attr == "environ":
                return

    def _call(self, node: ast.Call, scope: Scope, depth: int) -> Iterator[Literal]:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in {"getenv", "get", "pop", "setdefault", "config", "env", "getattr"} and len(node.args) > 1:
            yield from self.strings(node.args[-1], scope, depth + 1)
        elif name in {"Field", "field", "Option", "Argument", "option", "Query", "Body", "Form"}:
            default = next((k.value for k in node.keywords if k.arg == "default"), node.args[0] if node.args else None)
            if default is not None:
                yield from self.strings(default, scope, depth + 1)
        elif name in {"strip", "rstrip", "lstrip"} and isinstance(node.func, ast.Attribute):
            yield from self.strings(node.func.value, scope, depth + 1)
        elif name in {"str", "dict", "list", "tuple", "cast"} and node.args:
            yield from self.strings(node.args[-1], scope, depth + 1)
        elif name == "format" and isinstance(node.func, ast.Attribute):
            for text in self._formatted(node, scope, depth):
                yield self.literal(node, text)
        elif name in {"get", "getenv"}:
            default = next((k.value for k in node.keywords if k.arg in {"default", "fallback"}), None)
            if default is not None:
                yield from self.strings(default, scope, depth + 1)

    def _folded(self, node: ast.expr, scope: Scope, depth: int) -> list[str]:
        """Texts of an expression that is put together from strings."""
        if depth > _DEPTH:
            return [UNKNOWN]
        match node:
            case ast.Constant(value=value):
                return [str(value)]
            case ast.JoinedStr(values=parts):
                return self._joined([self._folded(part, scope, depth + 1) for part in parts])
            case ast.FormattedValue(value=inner):
                return self._folded(inner, scope, depth + 1)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._joined([self._folded(left, scope, depth + 1), self._folded(right, scope, depth + 1)])
            case ast.BinOp(left=ast.Constant(value=str() as pattern), op=ast.Mod(), right=right):
                values = right.elts if isinstance(right, ast.Tuple) else [right]
                pieces: list[list[str]] = []
                for index, part in enumerate(pattern.split("%s")):
                    if index:
                        given = self._folded(values[index - 1], scope, depth + 1) if index <= len(values) else [UNKNOWN]
                        pieces.append(given)
                    pieces.append([part])
                return self._joined(pieces)
            case ast.BinOp():
                return [UNKNOWN]
            case _:
                values_found = [literal.text for literal in self.strings(node, scope, depth + 1)]
                return values_found[:8] or [UNKNOWN]

    def _formatted(self, node: ast.Call, scope: Scope, depth: int) -> list[str]:
        assert isinstance(node.func, ast.Attribute)
        patterns = self.strings(node.func.value, scope, depth + 1)
        if not patterns or "{" not in patterns[0].text:
            return []
        pieces: list[list[str]] = []
        for index, part in enumerate(patterns[0].text.split("{}")):
            if index:
                known = index <= len(node.args)
                pieces.append(self._folded(node.args[index - 1], scope, depth + 1) if known else [UNKNOWN])
            pieces.append([part])
        return self._joined(pieces)

    @staticmethod
    def _joined(pieces: list[list[str]]) -> list[str]:
        texts = [""]
        for choices in pieces:
            texts = [text + choice for text in texts for choice in choices][:8]
        return texts

    def _picked(self, each: Each, scope: Scope, depth: int) -> Iterator[ast.expr]:
        for element in self.elements(each.source, scope, depth + 1):
            node: ast.expr | None = element
            for index in each.inside:
                node = node.elts[index] if isinstance(node, ast.Tuple | ast.List) and index < len(node.elts) else None
            if node is not None:
                yield node

    def elements(self, node: Bound, scope: Scope, depth: int = 0) -> list[ast.expr]:
        """What iterating over an expression yields."""
        if depth > _DEPTH:
            return []
        match node:
            case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
                return elements[:_LIMIT]
            case ast.Dict(keys=keys):
                return [key for key in keys if key is not None][:_LIMIT]
            case ast.Name(id=name):
                return [e for bound in scope.find(name) for e in self.elements(bound, scope, depth + 1)][:_LIMIT]
            case ast.Attribute(attr=name):
                return [e for b in self.attributes.get(name, []) for e in self.elements(b, scope, depth + 1)][:_LIMIT]
            case ast.Call(func=ast.Attribute(attr="items" | "values" as way, value=holder)):
                return self._pairs(holder, scope, depth, values_only=way == "values")
            case ast.Call(func=ast.Name(id="enumerate"), args=[first, *_]):
                zero = ast.Constant(value=0)
                return [ast.Tuple(elts=[zero, e]) for e in self.elements(first, scope, depth + 1)]
            case ast.Call(func=ast.Name(id="zip"), args=sources) if sources:
                columns = [self.elements(source, scope, depth + 1) for source in sources]
                return [ast.Tuple(elts=list(row)) for row in zip(*columns, strict=False)]
            case ast.Call(args=[first, *_]):
                return self.elements(first, scope, depth + 1)
            case _:
                return []

    def _pairs(self, holder: ast.expr, scope: Scope, depth: int, *, values_only: bool) -> list[ast.expr]:
        bound: list[Bound] = [holder]
        if isinstance(holder, ast.Name):
            bound = scope.find(holder.id)
        elif isinstance(holder, ast.Attribute):
            bound = self.attributes.get(holder.attr, [])
        found: list[ast.expr] = []
        for one in bound[: depth + _LIMIT]:
            if isinstance(one, ast.Dict):
                for key, value in zip(one.keys, one.values, strict=True):
                    if values_only:
                        found.append(value)
                    elif key is not None:
                        found.append(ast.Tuple(elts=[key, value]))
        return found[:_LIMIT]
