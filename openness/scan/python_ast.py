"""Reads Python by its syntax tree: calls with known shapes, then values that a name or key gives away."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from openness.scan import argv, hub_links
from openness.scan.keys import Surroundings, by_key
from openness.scan.literal import UNKNOWN, Lines, Literal
from openness.scan.prose import docstring_hits
from openness.scan.python_bindings import bind, defaults
from openness.scan.python_values import Bound, Scope, Values, dotted
from openness.scan.reference import Hit
from openness.scan.shapes import Shape, as_hit, hits_of_call, hits_of_shape, is_silent, shapes_of

_COMMAND_CALLS = {"system", "popen", "run", "call", "check_call", "check_output", "Popen", "getoutput", "sh", "shell"}
_ENVIRONMENT = {"get", "getenv", "pop", "setdefault", "config", "env", "str", "getattr", "get_env", "add_argument",
                "option", "argument", "DEFINE_string", "define", "getstr", "getoption", "addoption"}


@dataclass(slots=True)
class CallArguments:
    """The arguments of one Python call."""

    node: ast.Call
    values: Values
    scope: Scope

    def expression(self, at: int, keywords: Sequence[str]) -> ast.expr | None:
        """The expression given for an argument."""
        for keyword in self.node.keywords:
            if keyword.arg in keywords:
                return keyword.value
        if 0 <= at < len(self.node.args) and not any(isinstance(a, ast.Starred) for a in self.node.args[: at + 1]):
            return self.node.args[at]
        return self._unpacked(keywords)

    def _unpacked(self, keywords: Sequence[str]) -> ast.expr | None:
        for keyword in self.node.keywords:
            if keyword.arg is None:
                holders: list[Bound] = [keyword.value]
                if isinstance(keyword.value, ast.Name):
                    holders = self.scope.find(keyword.value.id)
                for holder in holders:
                    if isinstance(holder, ast.Dict):
                        for key, value in zip(holder.keys, holder.values, strict=True):
                            if isinstance(key, ast.Constant) and key.value in keywords:
                                return value
                    elif isinstance(holder, ast.Call):
                        for given in holder.keywords:
                            if given.arg in keywords:
                                return given.value
        return None

    def strings(self, at: int, keywords: Sequence[str]) -> list[Literal]:
        """The strings that the argument can be."""
        expression = self.expression(at, keywords)
        return [] if expression is None else self.values.strings(expression, self.scope)

    def word(self, at: int, keyword: str) -> str | None:
        """The source word of an argument that is no string."""
        expression = self.expression(at, (keyword,))
        if isinstance(expression, ast.Constant):
            return str(expression.value)
        if isinstance(expression, ast.Attribute):
            return expression.attr
        return "True" if isinstance(expression, ast.Name) and keyword == "pretrained" else None


class PythonReader:
    """Reads one tree; `hits` holds what was found."""

    def __init__(self, text: str, tree: ast.Module) -> None:
        self.text = text
        self.values = Values(Lines(text))
        self.tree = tree
        self.around = Surroundings.of(text)
        self.hits: list[Hit] = []
        self.made_here: set[str] = set()
        self.wrappers: list[tuple[str, Shape]] = []
        self.seen: set[int] = set()

    def read(self) -> list[Hit]:
        """All references of the tree."""
        module = bind(self.tree, self.values)
        calls = list(_calls(self.tree, module, self.values))
        for node, scope in calls:
            self._known_call(node, scope)
        for node, scope in calls:
            self._wrapper_call(node, scope)
        self.seen.update(hit.start for hit in self.hits)
        self._weak(self.tree, None, module)
        return [hit for hit in self.hits if hit.id not in self.made_here]

    def _mentions(self, word: str) -> bool:
        return word in self.text

    def _known_call(self, node: ast.Call, scope: Scope) -> None:
        parts = dotted(node.func, self.values.imports)
        if not parts:
            return
        if parts[-1] in {"save_pretrained", "save_pretrained_merged", "save_to_disk", "save_model", "makedirs"}:
            argument = CallArguments(node, self.values, scope)
            self.made_here.update(x.text for x in argument.strings(0, ("save_directory", "dataset_path")))
        arguments = CallArguments(node, self.values, scope)
        for keyword in ("output_dir", "local_dir", "save_directory"):
            self.made_here.update(literal.text for literal in arguments.strings(-1, (keyword,)))
        shapes = shapes_of(parts)
        if shapes:
            if parts[-1] == "partial" and node.args and isinstance(node.args[0], ast.Attribute | ast.Name):
                arguments = _PartialArguments(node, self.values, scope)
            self.hits.extend(hits_of_call(parts, arguments, self._mentions, self.around))
            self._note_wrapper(shapes, arguments, scope)
        if parts[-1] in _COMMAND_CALLS:
            self._command(node, scope)

    def _note_wrapper(self, shapes: list[Shape], arguments: CallArguments, scope: Scope) -> None:
        """A function that hands its parameter on names things wherever it is called."""
        for shape in shapes:
            given = arguments.expression(shape.at, shape.keywords)
            if isinstance(given, ast.Name) and scope.function and given.id in scope.parameters:
                at = scope.parameters.index(given.id) - (scope.parameters[0] in {"self", "cls"})
                wrapper = replace(shape, call=(scope.function,), at=at, keywords=(given.id,))
                name = scope.function
                if name == "__init__" and scope.parent is not None and scope.parent.function:
                    name = scope.parent.function
                self.wrappers.append((name, wrapper))

    def _wrapper_call(self, node: ast.Call, scope: Scope) -> None:
        if not self.wrappers:
            return
        parts = dotted(node.func, self.values.imports)
        for name, shape in self.wrappers:
            if parts and parts[-1] == name:
                self.hits.extend(hits_of_shape(shape, CallArguments(node, self.values, scope), self.around))

    def _command(self, node: ast.Call, scope: Scope) -> None:
        from openness.scan.shell import shell_hits

        if not node.args:
            return
        first = node.args[0]
        if isinstance(first, ast.List | ast.Tuple):
            return  # lists of words are read in the weak pass
        for literal in self.values.strings(first, scope):
            if " " in literal.text and len(literal.text) == literal.end - literal.start:
                hits = shell_hits(literal.text)
                self.hits.extend(replace(h, start=h.start + literal.start, end=h.end + literal.start) for h in hits)

    # -- values that no known call takes ------------------------------------------------------------------------

    def _weak(self, node: ast.AST, key: str | None, scope: Scope) -> None:
        scope = self.values.scopes.get(node, scope)
        match node:
            case ast.Constant(value=str() as text):
                self._value(self.values.literal(node, text), key)
            case ast.JoinedStr() | ast.BinOp():
                for literal in self.values.strings(node, scope):
                    self._value(literal, key)
            case ast.Expr(value=ast.Constant(value=str() as text)) :
                self._docstring(node.value, text)
            case ast.Assign(targets=targets, value=value):
                self._weak(value, _target_key(targets[0]) or key, scope)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._weak(value, _target_key(target), scope)
            case ast.NamedExpr(target=target, value=value):
                self._weak(value, target.id, scope)
            case ast.keyword(arg=name, value=value):
                self._weak(value, name or key, scope)
            case ast.Dict(keys=keys, values=held):
                for one, value in zip(keys, held, strict=True):
                    inner = one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else None
                    self._weak(value, _joined_key(key, inner), scope)
            case ast.List(elts=elements) | ast.Tuple(elts=elements):
                self._words(elements, scope)
                for element in elements:
                    self._weak(element, key, scope)
            case ast.Call():
                self._weak_call(node, key, scope)
            case ast.Compare():
                return
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                for name, default in defaults(node.args):
                    self._weak(default, name, scope)
                for child in ast.iter_child_nodes(node):
                    if not isinstance(child, ast.arguments):
                        self._weak(child, None, scope)
            case ast.Subscript(value=inner):
                self._weak(inner, None, scope)
            case ast.IfExp(body=body, orelse=orelse):
                self._weak(body, key, scope)
                self._weak(orelse, key, scope)
            case ast.ClassDef(name=name):
                enum = any("Enum" in ast.dump(base) for base in node.bases)
                for child in ast.iter_child_nodes(node):
                    self._weak(child, name if enum else None, scope)
            case _:
                carried = key if isinstance(node, ast.BoolOp | ast.Set | ast.Starred | ast.Await | ast.Return) else None
                for child in ast.iter_child_nodes(node):
                    self._weak(child, carried, scope)

    def _weak_call(self, node: ast.Call, key: str | None, scope: Scope) -> None:
        parts = dotted(node.func, self.values.imports)
        self._weak(node.func, None, scope)
        if is_silent(parts):
            for literal in self._plain_strings(node):
                self._links(literal)
            return
        carried: str | None = None
        if parts and parts[-1] in {"Field", "field", "Option", "Argument", "Query", "cast", "str", "dict", "Choice"}:
            carried = key
        named = node.args[0] if node.args else None
        if parts and parts[-1] in _ENVIRONMENT and isinstance(named, ast.Constant) and isinstance(named.value, str):
            carried = _option_name(node)
            for argument in node.args[1:]:
                self._weak(argument, carried, scope)
            for keyword in node.keywords:
                self._weak(keyword.value, carried if keyword.arg in {"default", "choices", "fallback"} else None, scope)
            return
        for argument in node.args:
            self._weak(argument, carried, scope)
        for keyword in node.keywords:
            self._weak(keyword.value, carried if keyword.arg == "default" and carried else keyword.arg, scope)

    def _plain_strings(self, node: ast.Call) -> Iterator[Literal]:
        for child in ast.walk(node):
            if isinstance(child, ast.Constant) and isinstance(child.value, str):
                yield self.values.literal(child, child.value)

    def _words(self, elements: list[ast.expr], scope: Scope) -> None:
        """A list that is a command line."""
        found: list[Literal] = []
        for element in elements[:200]:
            texts = self.values.strings(element, scope)
            found.append(texts[0] if len(texts) == 1 else Literal(UNKNOWN, 0, 0))
        if len(found) >= 2:
            hits = argv.hits(found, self.around)
            self.hits.extend(hits)
            self.seen.update(hit.start for hit in hits)

    def _value(self, literal: Literal, key: str | None) -> None:
        if literal.start in self.seen or len(literal.text) > 20_000:
            return
        if "://" in literal.text or "hf.co/" in literal.text or "huggingface.co/" in literal.text:
            self._links(literal)
            return
        if " " in literal.text:
            self._spoken_command(literal)
            return
        if UNKNOWN in literal.text:
            return
        target = by_key(key, literal.text, self.around)
        if target:
            hit = as_hit(target, literal, key or "literal", None)
            self.seen.add(literal.start)
            self.hits.append(hit)

    def _spoken_command(self, literal: Literal) -> None:
        """A string that is a command line, wherever it is handed to."""
        from openness.scan.shell import shell_hits

        if literal.text.lstrip().startswith(argv.spoken()):
            exact = len(literal.text) == literal.end - literal.start
            for hit in shell_hits(literal.text, around=self.around):
                start, end = (literal.start + hit.start, literal.start + hit.end) if exact else (literal.start, literal.end)
                self.hits.append(replace(hit, start=start, end=end))

    def _links(self, literal: Literal) -> None:
        exact = len(literal.text) == literal.end - literal.start
        for link in hub_links.links(literal.text):
            start, end = (literal.start + link.start, literal.start + link.end) if exact else (literal.start, literal.end)
            self.hits.append(Hit(link.id, link.kind, start, end, "link", link.revision, None))

    def _docstring(self, node: ast.expr, text: str) -> None:
        literal = self.values.literal(node, text)
        exact = len(literal.text) == literal.end - literal.start
        for hit in docstring_hits(text):
            if exact:
                self.hits.append(replace(hit, start=hit.start + literal.start, end=hit.end + literal.start))
            else:
                self.hits.append(replace(hit, start=literal.start, end=literal.end))


class _PartialArguments(CallArguments):
    """The arguments of `partial(f, …)`: `func` is the name of f."""

    __slots__ = ()

    def word(self, at: int, keyword: str) -> str | None:
        if keyword != "func":
            return super().word(at, keyword)
        first = self.node.args[0]
        return first.attr if isinstance(first, ast.Attribute) else getattr(first, "id", None)


def _calls(tree: ast.Module, module: Scope, values: Values) -> Iterator[tuple[ast.Call, Scope]]:
    stack: list[tuple[ast.AST, Scope]] = [(tree, module)]
    while stack:
        node, scope = stack.pop()
        scope = values.scopes.get(node, scope)
        if isinstance(node, ast.Call):
            yield node, scope
        stack.extend((child, scope) for child in reversed(list(ast.iter_child_nodes(node))))


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


def tree_hits(text: str, tree: ast.Module) -> list[Hit]:
    """All references of a parsed file."""
    return PythonReader(text, tree).read()
