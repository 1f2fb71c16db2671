"""Which refusals a view can come to, read from the source, never run.

By names alone: a name in a function may mean every function, method or constant of that name in the
modules that its own module imports, directly or not. So too much is found rather than too little.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Definition:
    """A function, a method, a class or a constant, and every name that stands in it."""

    module: str
    name: str
    uses: frozenset[str]


def names_reached(view: Callable[..., Any]) -> frozenset[str]:
    """Every name that stands in the view or in what it comes to."""
    modules = imported_by(view.__module__)
    by_name: dict[str, list[Definition]] = {}
    for module in modules:
        for definition in definitions(module):
            by_name.setdefault(definition.name, []).append(definition)
    start = [d for d in definitions(view.__module__) if d.name == view.__name__]
    assert len(start) == 1
    reached: set[Definition] = set()
    waiting = start
    while waiting:
        definition = waiting.pop()
        if definition in reached:
            continue
        reached.add(definition)
        for name in definition.uses:
            waiting += by_name.get(name, ())
    return frozenset(name for definition in reached for name in definition.uses)


@cache
def imported_by(module: str) -> frozenset[str]:
    """The module and all of chalicelib that it imports, at the top, in functions, for types."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _imports(name)
    return frozenset(found)


@cache
def definitions(module: str) -> tuple[Definition, ...]:
    return tuple(_defined(module, _tree(module).body))


def _defined(module: str, body: list[ast.stmt]) -> Iterator[Definition]:
    for statement in body:
        if isinstance(statement, ast.FunctionDef):
            yield Definition(module, statement.name, _names(*statement.body))
        elif isinstance(statement, ast.ClassDef):
            yield from _defined(module, statement.body)
            made = [d for d in _defined(module, statement.body) if d.name in _AT_MAKING]
            uses = frozenset[str]().union(*(d.uses for d in made))
            yield Definition(module, statement.name, uses)
        elif isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value:
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    yield Definition(module, target.id, _names(statement.value))


_AT_MAKING = {"__init__", "__post_init__", "__call__", "__enter__", "__exit__"}


def _names(*nodes: ast.AST) -> frozenset[str]:
    """The names that are used; one that is only caught or asked about is not."""
    found: set[str] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        for field, value in ast.iter_fields(node):
            if isinstance(node, ast.ExceptHandler) and field == "type":
                continue
            children = value if isinstance(value, list) else [value]
            waiting += [child for child in children if isinstance(child, ast.AST)]
    return frozenset(found)


@cache
def _imports(module: str) -> tuple[str, ...]:
    found: set[str] = set()
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("chalicelib"):
            found |= {node.module or "", *(f"{node.module}.{a.name}" for a in node.names)}
    return tuple(name for name in found if _path(name).exists())


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(_path(module).read_text())


def _path(module: str) -> Path:
    return ROOT / (module.replace(".", "/") + ".py")
