"""Reads the strings of a Python file that no known call takes: names, keys and links give them away."""

import ast
from collections.abc import Callable, Iterator

from openness.scan import argv, argv_flags, hub_links
from openness.scan.keys import Surroundings, by_key, id_as_key, names_something
from openness.scan.knowledge import names
from openness.scan.literal import UNKNOWN, Literal
from openness.scan.python_bindings import defaults
from openness.scan.python_values import Scope, Values, dotted
from openness.scan.reference import Hit, within
from openness.scan.shapes import as_hit, is_silent
from openness.scan.written import file_hits, is_file

# Calls whose first argument names what the next one is the default of.
_INHERITING = (ast.BoolOp, ast.Set, ast.Starred, ast.Await, ast.Return)
_DOCUMENTED = (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_MARKS = ("/", ">>>", "```", "=", "ollama ", "spacy ")  # without any of these a docstring names nothing
_MAX_STRING = 20_000
_MAX_WORDS = 200


class WeakReader:
    """Walks a tree with the key that holds each value; `hits` holds what was found."""

    def __init__(self, text: str, values: Values, around: Surroundings, seen: set[int]) -> None:
        self.text = text
        self.values = values
        self.around = around
        self.seen = seen
        self.hits: list[Hit] = []
        self._visitors: dict[type[ast.AST], Callable[[ast.AST, str | None, Scope], None]] = {
            ast.Constant: self._constant,
            ast.JoinedStr: self._joined,
            ast.BinOp: self._joined,
            ast.Expr: self._expression,
            ast.Assign: self._assign,
            ast.AnnAssign: self._annotated,
            ast.NamedExpr: self._named,
            ast.keyword: self._keyword,
            ast.Dict: self._dict,
            ast.List: self._list,
            ast.Tuple: self._list,
            ast.Call: self._call,
            ast.Compare: self._nothing,
            ast.MatchValue: self._nothing,
            ast.FunctionDef: self._function,
            ast.AsyncFunctionDef: self._function,
            ast.Lambda: self._function,
            ast.Subscript: self._subscript,
            ast.IfExp: self._conditional,
            ast.ClassDef: self._class,
        }

    def visit(self, node: ast.AST, key: str | None, scope: Scope) -> None:
        """Read a node whose value is held by `key`."""
        body = getattr(node, "body", None)
        if isinstance(body, list) and isinstance(node, _DOCUMENTED):
            for documentation in _docstrings(body):
                self._docstring(documentation, str(documentation.value))
        visitor = self._visitors.get(type(node))
        if visitor is not None:
            visitor(node, key, scope)
            return
        carried = key if isinstance(node, _INHERITING) else None
        for child in self.values.inside.get(node, ()):
            self.visit(child, carried, scope)

    def _nothing(self, node: ast.AST, key: str | None, scope: Scope) -> None:
        """Comparisons say what something might be, not what it is."""

    def _constant(self, node: ast.AST, key: str | None, _scope: Scope) -> None:
        assert isinstance(node, ast.Constant)
        if isinstance(node.value, str):
            self._value(self.values.literal(node, node.value), key)

    def _joined(self, node: ast.AST, key: str | None, scope: Scope) -> None:
        assert isinstance(node, ast.JoinedStr | ast.BinOp)
        for literal in self.values.strings(node, scope):
            self._value(literal, key)

    def _expression(self, node: ast.AST, _key: str | None, scope: Scope) -> None:
        assert isinstance(node, ast.Expr)
        if not isinstance(node.value, ast.Constant):  # a string by itself is code that was taken out
            self.visit(node.value, None, scope)

    def _assign(self, node: ast.AST, key: str | None, scope: Scope) -> None:
        assert isinstance(node, ast.Assign)
        self.visit(node.value, _target_key(node.targets[0]) or key, scope)

    def _annotated(self, node: ast.AST, _key: str | None, scope: Scope) -> None:
        assert isinstance(node, ast.AnnAssign)
        if node.value is not None:
            self.visit(node.value, _target_key(node.target), scope)

    def _named(self, node: ast.AST, _key: str | None, scope: Scope) -> None:
        assert isinstance(node, ast.NamedExpr)
        self.visit(node.value, node.target.id, scope)

    def _keyword(self, node: ast.AST, key: str | None, scope: Scope) -> None:
        assert isinstance(node, ast.keyword)
        self.visit(node.value, node.arg or key, scope)

    def _dict(self, node: ast.AST, key: str | None, scope: Scope) -> None:
        assert isinstance(node, ast.Dict)
        for one, value in zip(node.keys, node.values, strict=True):
            inner = one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else None
            if one is not None and inner and ("/" in inner or ":" in inner):
                self._id_as_key(self.values.literal(one, inner), key)
            self.visit(value, _joined_key(key, inner), scope)

    def _id_as_key(self, literal: Literal, key: str | None) -> None:
        target = id_as_key(key, literal.text, self.around) if literal.start not in self.seen else None
        if target:
            self.seen.add(literal.start)
            self.hits.append(as_hit(target, literal, key or "literal", None))

    def _list(self, node: ast.AST, key: str | None, scope: Scope) -> None:
        assert isinstance(node, ast.List | ast.Tuple)
        self._words(node.elts, scope)
        for element in node.elts:
            self.visit(element, key, scope)

    def _function(self, node: ast.AST, _key: str | None, scope: Scope) -> None:
        assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        inner = self.values.scopes.get(node, scope)
        for name, default in defaults(node.args):
            self.visit(default, name, inner)
        for child in self.values.inside.get(node, ()):
            if not isinstance(child, ast.arguments):
                self.visit(child, None, inner)

    def _subscript(self, node: ast.AST, _key: str | None, scope: Scope) -> None:
        assert isinstance(node, ast.Subscript)
        self.visit(node.value, None, scope)

    def _conditional(self, node: ast.AST, key: str | None, scope: Scope) -> None:
        assert isinstance(node, ast.IfExp)
        self.visit(node.body, key, scope)
        self.visit(node.orelse, key, scope)

    def _class(self, node: ast.AST, _key: str | None, scope: Scope) -> None:
        assert isinstance(node, ast.ClassDef)
        inner = self.values.scopes.get(node, scope)
        for child in self.values.inside.get(node, ()):
            self.visit(child, None, inner)

    def _call(self, node: ast.AST, key: str | None, scope: Scope) -> None:
        assert isinstance(node, ast.Call)
        parts = dotted(node.func, self.values.imports)
        self.visit(node.func, None, scope)
        if is_silent(parts):
            for literal in self._plain_strings(node):
                self._links(literal)
            return
        carried = key if parts and parts[-1] in names("calls", "passing_python") else None
        named = node.args[0] if node.args else None
        first = named.value if isinstance(named, ast.Constant) and isinstance(named.value, str) else ""
        if first and parts and parts[-1] in names("calls", "naming"):
            carried = _option_name(node)
            for argument in node.args[1:]:
                self.visit(argument, carried, scope)
            for keyword in node.keywords:
                inner = carried if keyword.arg in {"default", "choices", "fallback"} else None
                self.visit(keyword.value, inner, scope)
            return
        following = first if names_something(first) else carried  # `form.add("model", "…")`
        for number, argument in enumerate(node.args):
            self.visit(argument, following if number else carried, scope)
        for keyword in node.keywords:
            self.visit(keyword.value, carried if keyword.arg == "default" and carried else keyword.arg, scope)

    def _plain_strings(self, node: ast.Call) -> Iterator[Literal]:
        for child in ast.walk(node):
            if isinstance(child, ast.Constant) and isinstance(child.value, str):
                yield self.values.literal(child, child.value)

    def _words(self, elements: list[ast.expr], scope: Scope) -> None:
        """A list that is a command line."""
        if not any(isinstance(element, ast.Constant) and isinstance(element.value, str) for element in elements[:3]):
            return
        found: list[Literal] = []
        for element in elements[:_MAX_WORDS]:
            texts = self.values.strings(element, scope)
            found.append(texts[0] if len(texts) == 1 else Literal(UNKNOWN, 0, 0))
        if len(found) >= 2:
            hits = argv.hits(found, self.around)
            self.hits.extend(hits)
            self.seen.update(hit.start for hit in hits)

    def _value(self, literal: Literal, key: str | None) -> None:
        text = literal.text
        if len(text) < 2 or literal.start in self.seen or len(text) > _MAX_STRING:
            return
        if is_file(text):
            self.hits.extend(within(file_hits(text, self.around), literal))
        elif "://" in text or "hf.co/" in text or "huggingface.co/" in text:
            self._links(literal)
        elif key in {"model_args", "model_kwargs"} and "=" in text:
            self.hits.extend(argv_flags.model_args(literal))
        elif " " in text:
            self._spoken_command(literal)
        elif UNKNOWN not in text:
            target = by_key(key, text, self.around, in_code=True)
            if target:
                self.seen.add(literal.start)
                self.hits.append(as_hit(target, literal, key or "literal", None))

    def _spoken_command(self, literal: Literal) -> None:
        """A string that is a command line, or a message that quotes one, wherever it is handed to."""
        if not argv.may_speak(literal.text):
            return
        from openness.scan.shell import quoted_commands

        self.hits.extend(within(quoted_commands(literal.text, self.around), literal))

    def _links(self, literal: Literal) -> None:
        self.hits.extend(within(hub_links.link_hits(literal.text), literal))

    def _docstring(self, node: ast.expr, text: str) -> None:
        if not any(mark in text for mark in _MARKS):
            return
        from openness.scan.prose import docstring_hits

        literal = self.values.literal(node, text)
        for hit in within(docstring_hits(text), literal):
            at = -1
            if hit.start == literal.start and hit.end == literal.end:  # written with escapes: where the id stands
                at = self.text.find(hit.id, literal.start, literal.end)
            self.hits.append(hit if at < 0 else hit._replace(start=at, end=at + len(hit.id)))


def _docstrings(body: list[ast.stmt]) -> Iterator[ast.Constant]:
    """The documentation in a body: its first string, and those behind headers that were read without their body."""
    before: ast.stmt | None = None
    for statement in body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            header = isinstance(before, _DOCUMENTED) and len(before.body) == 1 and isinstance(before.body[0], ast.Pass)
            if isinstance(statement.value.value, str) and (before is None or header):
                yield statement.value
        before = statement


def _target_key(target: ast.expr) -> str | None:
    match target:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(slice=ast.Constant(value=str() as name)):
            return name
        case _:
            return None


def _joined_key(outer: str | None, inner: str | None) -> str | None:
    if inner is None:
        return outer
    return inner if outer is None else f"{outer}.{inner}"


def _option_name(node: ast.Call) -> str:
    """The longest of an option's names (`-m`, `--model`)."""
    options = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    flags = [option for option in options if option.startswith("-")]
    return max(flags, key=len) if flags else options[0]
