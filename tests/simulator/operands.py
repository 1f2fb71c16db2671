"""Looking values up in an item, and comparing them."""

from collections.abc import Callable
from typing import Any

from tests.simulator.errors import invalid
from tests.simulator.values import Attribute, Attributes, number, sort_value

Operand = Callable[[Attributes, Attributes], Attribute | None]
"""(the item, the request's values) -> the value, `None` if there is none."""

Path = tuple[str | int, ...]

_ORDERED = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def path_operand(path: Path) -> Operand:
    if len(path) == 1 and isinstance(path[0], str):
        name = path[0]
        return lambda item, values: item.get(name)
    return lambda item, values: look_up(item, path)


def look_up(item: Attributes, path: Path) -> Attribute | None:
    current: Attribute | None = {"M": item}
    for part in path:
        if current is None:
            return None
        if isinstance(part, str):
            current = current["M"].get(part) if "M" in current else None
        else:
            elements = current.get("L", [])
            current = elements[part] if part < len(elements) else None
    return current


def size_of(attribute: Attribute | None) -> Attribute | None:
    if attribute is None:
        return None
    ((kind, value),) = attribute.items()
    if kind in ("N", "BOOL", "NULL"):
        return None
    return {"N": str(len(value.encode()) if kind == "S" else len(value))}


def compare(operator: str, left: Attribute | None, right: Attribute | None) -> bool:
    """What is missing equals nothing, and is unequal to everything."""
    if operator == "=":
        return left is not None and left == right
    if operator == "<>":
        return left is None or left != right
    if left is None or right is None or left.keys() != right.keys():
        return False
    if not left.keys() <= {"S", "N", "B"}:
        return False
    return _ORDERED[operator](sort_value(left), sort_value(right))


def as_number(attribute: Attribute | None, what: str) -> Any:
    if attribute is None or "N" not in attribute:
        invalid(f"An operand in the {what} has an incorrect data type")
    return number(attribute)
