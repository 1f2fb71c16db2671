"""DynamoDB's typed attributes, and the plain values that everything else works with.

Reader and writer are our own: boto3's makes decimals of all numbers, and the two took almost a
third of what our own code takes. Neither knows sets or fractions: none are stored.
"""

import base64
from collections.abc import Callable, Mapping
from typing import Any

_NUMBER_END = 10**38
"""DynamoDB takes 38 digits and no more."""


def serialize(value: Any) -> dict[str, Any]:
    """5 → `{"N": "5"}`. `TypeError` for a type that we never store, `ValueError` for a number that
    DynamoDB cannot hold."""
    write = _WRITERS.get(type(value)) or _writer_of_kin(value)
    return write(value)


def deserialize(attribute: Mapping[str, Any]) -> Any:
    """`{"N": "5"}` → 5. No fraction is ever stored. `KeyError` for a type that we never write."""
    ((kind, value),) = attribute.items()
    return _READERS[kind](value)


def pack(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: serialize(value) for name, value in item.items()}


def unpack(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: deserialize(value) for name, value in attributes.items()}


def unpack_streamed(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """The same of an item as the table's stream hands it over: in JSON, with bytes in base64."""
    return {name: _streamed(value) for name, value in attributes.items()}


def _streamed(attribute: Mapping[str, Any]) -> Any:
    ((kind, value),) = attribute.items()
    if kind == "B":
        return base64.b64decode(value)
    if kind == "L":
        return [_streamed(each) for each in value]
    return unpack_streamed(value) if kind == "M" else _READERS[kind](value)


def _number(value: int) -> dict[str, Any]:
    if not -_NUMBER_END < value < _NUMBER_END:
        raise ValueError("a number of more than 38 digits")
    return {"N": str(int(value))}


_WRITERS: dict[type, Callable[[Any], dict[str, Any]]] = {
    str: lambda value: {"S": value},
    int: _number,
    bytes: lambda value: {"B": value},
    bool: lambda value: {"BOOL": value},
    type(None): lambda _: {"NULL": True},
    list: lambda values: {"L": [serialize(value) for value in values]},
    dict: lambda values: {"M": pack(values)},
}


def _writer_of_kin(value: Any) -> Callable[[Any], dict[str, Any]]:
    """Of an enumeration's member, a named tuple, and what else is one of ours by descent."""
    for kind, alike in ((str, str), (int, int), (tuple, list), (list, list), (Mapping, dict)):
        if isinstance(value, kind):
            return _WRITERS[alike]
    raise TypeError(f"a {type(value).__name__} is never stored")


_READERS: dict[str, Callable[[Any], Any]] = {
    "S": str,
    "N": int,
    "B": bytes,
    "BOOL": bool,
    "NULL": lambda _: None,
    "L": lambda values: [deserialize(value) for value in values],
    "M": unpack,
}
