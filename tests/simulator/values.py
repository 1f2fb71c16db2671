"""DynamoDB's typed values, as far as the code stores any: in one form, and weighed to the byte.

Sizes are those of the Developer Guide, "DynamoDB item sizes and formats": names and text in UTF-8,
numbers by two digits a byte, 3 bytes for each list or map and 1 for each of its elements.
"""

from typing import Any

from boto3.dynamodb.types import Binary

Attribute = dict[str, Any]
Attributes = dict[str, Attribute]

ITEM_BYTES_MAX = 400 * 1024


def checked_item(attributes: Attributes) -> tuple[Attributes, int]:
    """The item in the one form that is stored, and its size in bytes."""
    size = 0
    item = {}
    for name, attribute in attributes.items():
        item[name], bytes_ = checked(attribute)
        size += len(name.encode()) + bytes_
    return item, size


def checked(attribute: Attribute) -> tuple[Attribute, int]:
    """The value in its one form, and its size."""
    ((kind, value),) = attribute.items()
    if kind == "S":
        return attribute, len(value) if value.isascii() else len(value.encode())
    if kind == "N":
        return {"N": str(int(value))}, number_bytes(value)
    if kind == "B":
        raw = value.value if isinstance(value, Binary) else bytes(value)
        return {"B": raw}, len(raw)
    if kind in ("BOOL", "NULL"):
        return attribute, 1
    if kind == "L":
        pairs = [checked(element) for element in value]
        return {"L": [v for v, _ in pairs]}, 3 + sum(1 + size for _, size in pairs)
    if kind == "M":
        inner, size = checked_item(value)
        return {"M": inner}, 3 + len(inner) + size
    raise NotImplementedError(f"a value of type {kind}")


def number_bytes(text: str) -> int:
    digits = text.lstrip("-").strip("0") or "0"
    return (len(digits) + 1) // 2 + 1 + text.startswith("-")
