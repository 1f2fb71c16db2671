"""What the service refuses before it looks at any item: keys, sizes, placeholders."""

from collections.abc import Iterable, Mapping
from typing import Any

from tests.simulator.errors import invalid
from tests.simulator.expressions import Condition, KeyCondition, Update
from tests.simulator.store import PrimaryKey, Row, Schema
from tests.simulator.values import ITEM_BYTES_MAX, Attributes, checked, checked_item

HASH_KEY_BYTES_MAX = 2048
RANGE_KEY_BYTES_MAX = 1024
_MISMATCH = "The provided key element does not match the schema"
_EMPTY = (
    "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
    "contain an empty string value."
)


def checked_key(schema: Schema, key: Attributes) -> tuple[PrimaryKey, Attributes]:
    """A whole primary key, as `Key` names it."""
    if set(key) != set(schema.keys) or any("S" not in key[name] for name in schema.keys):
        invalid(_MISMATCH)
    item, _ = checked_item(key)
    _check_key_values(schema, item)
    return schema.key_of(item), item


def checked_row(
    schema: Schema, indexes: Iterable[Schema], attributes: Attributes, *, is_update: bool = False
) -> Row:
    """An item that may stand in the table."""
    item, size = checked_item(attributes)
    for name in schema.keys:
        if name not in item:
            invalid(
                f"One or more parameter values were invalid: Missing the key {name} in the item"
            )
        if "S" not in item[name]:
            invalid(f"One or more parameter values were invalid: Type mismatch for key {name}")
    _check_key_values(schema, item)
    for index in indexes:
        _check_index_keys(index, item)
    if size > ITEM_BYTES_MAX:
        to_update = " to update" if is_update else ""
        invalid(f"Item size{to_update} has exceeded the maximum allowed size")
    return Row(item, size)


def _check_key_values(schema: Schema, item: Attributes) -> None:
    limits = (HASH_KEY_BYTES_MAX, RANGE_KEY_BYTES_MAX)
    for name, limit in zip(schema.keys, limits, strict=True):
        text = item[name]["S"]
        if not text:
            invalid(f"{_EMPTY} Key: {name}")
        if len(text.encode()) > limit:
            invalid(
                "One or more parameter values were invalid: "
                f"Size of {name} has exceeded the maximum size limit of {limit} bytes"
            )


def _check_index_keys(index: Schema, item: Attributes) -> None:
    for name in index.keys:
        attribute = item.get(name)
        if attribute is None:
            continue
        if "S" not in attribute:
            invalid(
                f"One or more parameter values were invalid: Type mismatch for Index Key {name} "
                f"IndexName: {index.name}"
            )
        if not attribute["S"]:
            invalid(f"{_EMPTY} IndexName: {index.name}, IndexKey: {name}")


def check_placeholders(
    request: Mapping[str, Any], *read: Condition | Update | KeyCondition | None
) -> Attributes:
    """Each placeholder of the expressions is defined, and used. The values, in their one form."""
    names = request.get("ExpressionAttributeNames") or {}
    values = request.get("ExpressionAttributeValues") or {}
    used = frozenset[str]().union(*(one.used for one in read if one))
    given = {*names, *values}
    if used - given:
        invalid(f"Used in an expression and not defined: {sorted(used - given)}")
    if given - used:
        invalid(f"Value provided and unused in expressions: {sorted(given - used)}")
    return {name: checked(value)[0] for name, value in values.items()}
