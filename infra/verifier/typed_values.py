"""DynamoDB's typed values, `{"N":"5"}`, each in the one form in which it is written.

For items that are no entries, and for what few entries say; the rest: `packed_cells`.
"""

from binascii import a2b_base64, b2a_base64
from collections.abc import Callable
from typing import Any

Typed = dict[str, Any]
"""An item, or a value of it, as DynamoDB's JSON has it."""

Attributes = dict[str, Any]
"""An item with its values as `str`, `int`, `bytes`, `None`, lists and dicts."""


class StrangeFormError(ValueError):
    """The stored form is not the one in which this entry is written; says which attribute."""


def plain(typed: Typed) -> Attributes:
    """Raises `StrangeFormError`, or whatever a value of a wrong type gives."""
    return {name: value_of(value) for name, value in typed.items()}


def value_of(typed: Typed) -> Any:
    ((tag, value),) = typed.items()
    return _READERS[tag](value)


def values_of(typed: Typed) -> list[Any]:
    """Of a list."""
    ((tag, values),) = typed.items()
    if tag != "L":
        raise StrangeFormError(f"{tag} where a list is named")
    return _list(values)


def text(value: Any) -> str:
    if type(value) is not str:
        raise StrangeFormError(f"{type(value).__name__} where str is named")
    return value


def whole_number(value: str) -> int:
    found = int(value)
    if str(found) != value:
        raise StrangeFormError(f"the number {value}")
    return found


def content(value: str) -> bytes:
    """Of binary, which stands in base64."""
    found = a2b_base64(value)
    if b2a_base64(found, newline=False).decode() != value:
        raise StrangeFormError("binary that is not in its one form")
    return found


def hex_text(value: str) -> str:
    return content(value).hex()


def _list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise StrangeFormError(f"{type(value).__name__} where a list is named")
    return [value_of(each) for each in value]


def _map(value: Any) -> Attributes:
    if type(value) is not dict:
        raise StrangeFormError(f"{type(value).__name__} where a map is named")
    return plain(value)


def _truth(value: Any) -> bool:
    if type(value) is not bool:
        raise StrangeFormError(f"{type(value).__name__} where bool is named")
    return value


def _null(value: Any) -> None:
    if value is not True:
        raise StrangeFormError("a null that is none")


_READERS: dict[str, Callable[[Any], Any]] = {
    "S": text,
    "N": whole_number,
    "B": content,
    "L": _list,
    "M": _map,
    "BOOL": _truth,
    "NULL": _null,
}
