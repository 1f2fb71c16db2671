"""DynamoDB's typed attributes, and the plain values that everything else works with."""

from collections.abc import Mapping
from typing import Any

from boto3.dynamodb.types import Binary, TypeDeserializer, TypeSerializer


class _PlainDeserializer(TypeDeserializer):  # type: ignore[misc]
    """Numbers as `int` (no fraction is ever stored) and binary as `bytes`."""

    def _deserialize_n(self, value: str) -> int:
        return int(value)

    def _deserialize_b(self, value: Any) -> bytes:
        return value.value if isinstance(value, Binary) else bytes(value)


serialize = TypeSerializer().serialize
deserialize = _PlainDeserializer().deserialize


def pack(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: serialize(value) for name, value in item.items()}


def unpack(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: deserialize(value) for name, value in attributes.items()}
