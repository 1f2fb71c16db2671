"""How large DynamoDB holds an item to be, and what that costs.

By "DynamoDB Item sizes and formats" and "read and write operation consumption" of its developer
guide: names count; a number takes a byte for two digits and one more; a list or map three bytes
and one for each element.
"""

from collections.abc import Mapping, Sequence
from typing import Any

WRITE_UNIT_BYTES = 1024
READ_UNIT_BYTES = 4096


def item_bytes(item: Mapping[str, Any]) -> int:
    """Of an item in Python's types."""
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def write_units(item: Mapping[str, Any]) -> int:
    return -(-item_bytes(item) // WRITE_UNIT_BYTES)


def query_read_units(items: Sequence[Mapping[str, Any]], *, consistent: bool) -> float:
    """Of one query's page: the sizes are added before they are rounded."""
    units = max(1, -(-sum(map(item_bytes, items)) // READ_UNIT_BYTES))
    return units if consistent else units / 2


def _value_bytes(value: Any) -> int:
    if value is None or isinstance(value, bool):
        return 1
    if isinstance(value, int):
        digits = str(abs(value)).rstrip("0")
        return -(-len(digits) // 2) + 1 + (value < 0)
    if isinstance(value, str):
        return len(value.encode())
    if isinstance(value, bytes):
        return len(value)
    if isinstance(value, Mapping):
        return 3 + sum(1 + len(name.encode()) + _value_bytes(v) for name, v in value.items())
    return 3 + sum(1 + _value_bytes(v) for v in value)
