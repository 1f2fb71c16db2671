"""What fields are described by: the words below them in the source, or their term's.

Python keeps no docstring of a field, so they cost a function nothing when it starts: they are read
from the sources when the OpenAPI document is made, which a package has and does not make.
"""

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel


def describe(model: type[BaseModel], schema: dict[str, Any]) -> None:
    """Give the properties of the model's JSON schema their descriptions."""
    words = _words_of(model)
    for name, field in schema.get("properties", {}).items():
        _lift(field)
        if name in words:
            field["description"] = words[name]


def _lift(field: dict[str, Any]) -> None:
    """What may be null is described as what it is otherwise."""
    for option in field.get("anyOf", ()):
        for keyword in ("description", "examples"):
            if keyword in option:
                field.setdefault(keyword, option.pop(keyword))


def _words_of(model: type[BaseModel]) -> Mapping[str, str]:
    words: dict[str, str] = {}
    for kind in reversed(model.__mro__):
        if kind.__module__.startswith("chalicelib."):
            words |= _words_in(kind.__module__).get(kind.__qualname__, {})
    return words


@cache
def _words_in(module: str) -> Mapping[str, Mapping[str, str]]:
    """Of each class at the top of a module, its fields' docstrings."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {each.name: dict(_docstrings(each)) for each in tree.body if type(each) is ast.ClassDef}


def _docstrings(kind: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, below in zip(kind.body, kind.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
            and isinstance(below.value.value, str)
        ):
            yield field.target.id, " ".join(inspect.cleandoc(below.value.value).split())
