"""Collects what a Python file binds: imports, names by scope, attributes, defaults of options."""

import ast
from collections.abc import Iterator

from openness.scan.python_values import Bound, Each, Scope, Values

_SCOPES = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef})
_BINDING = frozenset({
    ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr, ast.For, ast.AsyncFor,
    ast.comprehension, ast.Call, ast.ClassDef,
})  # fmt: skip
_LEAVES = frozenset({
    ast.Load, ast.Store, ast.Del, ast.Name, ast.Pass, ast.Break, ast.Continue, ast.Global, ast.Nonlocal, ast.Add,
    ast.Sub, ast.Mult, ast.Div, ast.Mod, ast.And, ast.Or, ast.Not, ast.Eq, ast.NotEq, ast.Lt, ast.Gt, ast.Is,
    ast.IsNot, ast.In, ast.NotIn, ast.USub, ast.arg, ast.alias, type(None), str, int,
})  # fmt: skip


def bind(tree: ast.Module, values: Values) -> tuple[Scope, list[tuple[ast.Call, Scope]]]:
    """The module's scope and all calls with theirs; `values` is filled with everything that the file binds."""
    module = Scope()
    values.scopes[tree] = module
    calls: list[tuple[ast.Call, Scope]] = []
    stack: list[tuple[ast.AST, Scope]] = [(tree, module)]
    while stack:
        node, scope = stack.pop()
        kind = type(node)
        inner = _enter(node, scope, values) if kind in _SCOPES else scope
        if kind in _BINDING:
            _bind_node(node, inner, scope, values)
            if kind is ast.Call:
                calls.append((node, inner))  # type: ignore[arg-type]
        inside = values.inside[node] = children(node)
        stack.extend([(child, inner) for child in inside][::-1])
    return module, calls


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes inside a node that can hold a string or bind a name, in source order."""
    found: list[ast.AST] = []
    for field in node._fields:
        value = getattr(node, field, None)
        if value.__class__ is list:
            found.extend([item for item in value if item.__class__ not in _LEAVES and isinstance(item, ast.AST)])
        elif value.__class__ not in _LEAVES and isinstance(value, ast.AST):
            found.append(value)
    return found


def _enter(node: ast.AST, scope: Scope, values: Values) -> Scope:
    """The scope of a function or class, with its parameters' defaults."""
    inner = Scope(parent=scope, function=getattr(node, "name", None))
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        inner.parameters = tuple(a.arg for a in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs])
        for name in inner.parameters:
            inner.names[name] = []
        for name, default in defaults(node.args):
            inner.names[name] = [default]
            if inner.function == "__init__":
                values.attributes.setdefault(name, []).append(default)
    values.scopes[node] = inner
    return inner


def defaults(arguments: ast.arguments) -> Iterator[tuple[str, ast.expr]]:
    """Parameters that have a default, with it."""
    positional = [*arguments.posonlyargs, *arguments.args]
    for parameter, default in zip(reversed(positional), reversed(arguments.defaults), strict=False):
        yield parameter.arg, default
    for parameter, keyword_default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=False):
        if keyword_default is not None:
            yield parameter.arg, keyword_default


def _bind_node(node: ast.AST, scope: Scope, outer: Scope, values: Values) -> None:
    match node:
        case ast.Import(names=aliases):
            for alias in aliases:
                values.imports[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
        case ast.ImportFrom(module=module, names=aliases):
            for alias in aliases:
                values.imports[alias.asname or alias.name] = f"{module or ''}.{alias.name}".lstrip(".")
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                _bind_target(target, value, scope, values)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            _bind_target(target, value, scope, values)
        case ast.AugAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
            _bind_target(target, value, scope, values)
        case ast.For(target=target, iter=source) | ast.AsyncFor(target=target, iter=source):
            _bind_each(target, source, (), scope)
        case ast.comprehension(target=target, iter=source):
            _bind_each(target, source, (), scope)
        case ast.Call():
            _bind_option(node, values)
        case ast.ClassDef(name=name):
            outer.names.setdefault(name, [])
        case _:
            return


def _bind_target(target: ast.expr, value: ast.expr, scope: Scope, values: Values) -> None:
    match target:
        case ast.Name(id=name):
            scope.names.setdefault(name, []).append(value)
            if scope.parent is not None and scope.function and not scope.parameters:
                values.attributes.setdefault(name, []).append(value)
            elif isinstance(value, ast.Call) and _is_mapping_call(value):
                values.attributes.setdefault(name, [])
        case ast.Attribute(attr=name):
            values.attributes.setdefault(name, []).append(value)
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(targets):
                for one, given in zip(targets, value.elts, strict=True):
                    _bind_target(one, given, scope, values)
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str() as key)):
            holder = ast.Dict(keys=[ast.Constant(value=key)], values=[value])
            scope.names.setdefault(name, []).append(holder)
        case _:
            return


def _is_mapping_call(value: ast.Call) -> bool:
    return isinstance(value.func, ast.Name) and value.func.id == "dict"


def _bind_each(target: ast.expr, source: ast.expr, index: tuple[int, ...], scope: Scope) -> None:
    if isinstance(target, ast.Name):
        bound: Bound = Each(source, index)
        scope.names.setdefault(target.id, []).append(bound)
    elif isinstance(target, ast.Tuple | ast.List):
        for position, one in enumerate(target.elts):
            _bind_each(one, source, (*index, position), scope)


def _bind_option(node: ast.Call, values: Values) -> None:
    """`add_argument("--model-id", default=…)` makes `args.model_id`."""
    if not (isinstance(node.func, ast.Attribute) and node.func.attr == "add_argument"):
        return
    default = next((k.value for k in node.keywords if k.arg == "default"), None)
    if default is None:
        return
    for argument in node.args:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            name = argument.value.lstrip("-").replace("-", "_")
            values.attributes.setdefault(name, []).append(default)
