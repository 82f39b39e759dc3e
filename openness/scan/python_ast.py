"""Reads Python by its syntax tree: calls with known shapes, then values that a name or key gives away."""

import ast
from collections.abc import Sequence

from openness.scan.hub_names import is_spacy_model
from openness.scan.keys import Surroundings
from openness.scan.literal import Lines, Literal
from openness.scan.python_bindings import bind
from openness.scan.python_values import Bound, Scope, Values, dotted
from openness.scan.python_weak import WeakReader
from openness.scan.reference import Hit, shifted
from openness.scan.shapes import Shape, hits_of_call, hits_of_shape, shapes_of

_COMMAND_CALLS = {"system", "popen", "run", "call", "check_call", "check_output", "Popen", "getoutput", "sh", "shell"}


class CallArguments:
    """The arguments of one Python call."""

    __slots__ = ("node", "scope", "values")

    def __init__(self, node: ast.Call, values: Values, scope: Scope) -> None:
        self.node = node
        self.values = values
        self.scope = scope

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
        if keyword == "pretrained" and expression is not None:
            return "True"  # decided at run time: it may be loaded
        return None


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

    def read(self) -> list[Hit]:
        """All references of the tree."""
        module, calls = bind(self.tree, self.values)
        for node, scope in calls:
            self._known_call(node, scope)
        for node, scope in calls:
            self._wrapper_call(node, scope)
        self.hits.extend(self._imported_models())
        weak = WeakReader(self.text, self.values, self.around, {hit.start for hit in self.hits})
        weak.visit(self.tree, None, module)
        self.hits.extend(weak.hits)
        return [hit for hit in self.hits if hit.id not in self.made_here]

    def _imported_models(self) -> list[Hit]:
        """spaCy pipelines are packages: `import en_core_web_sm` names one."""
        found = []
        for name in self.values.imports.values():
            at = self.text.find(f"import {name}") if is_spacy_model(name) else -1
            if at >= 0:
                start = at + len("import ")
                found.append(Hit(f"spacy:{name}", "model", start, start + len(name), "import", None, "spacy"))
        return found

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
                wrapper = shape._replace(call=(scope.function,), at=at, keywords=(given.id,))
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
                self.hits.extend(shifted(shell_hits(literal.text), literal.start))


class _PartialArguments(CallArguments):
    """The arguments of `partial(f, …)`: `func` is the name of f."""

    __slots__ = ()

    def word(self, at: int, keyword: str) -> str | None:
        if keyword != "func":
            return super().word(at, keyword)
        first = self.node.args[0]
        return first.attr if isinstance(first, ast.Attribute) else getattr(first, "id", None)


def tree_hits(text: str, tree: ast.Module) -> list[Hit]:
    """All references of a parsed file."""
    return PythonReader(text, tree).read()
