"""DynamoDB's typed attributes, and the plain values that everything else works with.

The reader is our own, as boto3's makes decimals of all numbers and took a fifth of a request's
time. It reads no sets: none are stored.
"""

from collections.abc import Callable, Mapping
from typing import Any

from boto3.dynamodb.types import Binary, TypeSerializer

serialize = TypeSerializer().serialize


def deserialize(attribute: Mapping[str, Any]) -> Any:
    """`{"N": "5"}` → 5. No fraction is ever stored. `KeyError` for a type that we never write."""
    ((kind, value),) = attribute.items()
    return _READERS[kind](value)


def pack(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: serialize(value) for name, value in item.items()}


def unpack(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: deserialize(value) for name, value in attributes.items()}


def _bytes(value: Any) -> bytes:
    return value.value if isinstance(value, Binary) else bytes(value)


_READERS: dict[str, Callable[[Any], Any]] = {
    "S": str,
    "N": int,
    "B": _bytes,
    "BOOL": bool,
    "NULL": lambda _: None,
    "L": lambda values: [deserialize(value) for value in values],
    "M": unpack,
}
