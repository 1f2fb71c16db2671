"""What the service refuses before it looks at any item: keys, sizes, placeholders."""

from collections.abc import Iterable, Mapping
from typing import Any

from tests.simulator.errors import invalid
from tests.simulator.store import PrimaryKey, Row, Schema
from tests.simulator.values import ITEM_BYTES_MAX, Attribute, Attributes, checked, checked_item

HASH_KEY_BYTES_MAX = 2048
RANGE_KEY_BYTES_MAX = 1024
_MISMATCH = "The provided key element does not match the schema"


def checked_key(schema: Schema, key: Attributes) -> tuple[PrimaryKey, Attributes]:
    """A whole primary key, as `Key` names it."""
    if set(key) != set(schema.keys):
        invalid(_MISMATCH)
    for name, kind in zip(schema.keys, schema.types, strict=True):
        if kind not in key[name]:
            invalid(_MISMATCH)
    item, _ = checked_item(key)
    _check_key_values(schema, item)
    return schema.key_of(item), item


def checked_row(
    schema: Schema, indexes: Iterable[Schema], attributes: Attributes, *, is_update: bool = False
) -> Row:
    """An item that may stand in the table."""
    item, size = checked_item(attributes)
    for name, kind in zip(schema.keys, schema.types, strict=True):
        if name not in item:
            invalid(
                f"One or more parameter values were invalid: Missing the key {name} in the item"
            )
        if kind not in item[name]:
            invalid(
                "One or more parameter values were invalid: "
                f"Type mismatch for key {name} expected: {kind} actual: {_kind(item[name])}"
            )
    _check_key_values(schema, item)
    for index in indexes:
        _check_index_keys(index, item)
    if size > ITEM_BYTES_MAX:
        to_update = " to update" if is_update else ""
        invalid(f"Item size{to_update} has exceeded the maximum allowed size")
    return Row(item, size)


def _check_key_values(schema: Schema, item: Attributes) -> None:
    limits = (HASH_KEY_BYTES_MAX, RANGE_KEY_BYTES_MAX)
    for name, limit in zip(schema.keys, limits, strict=False):
        attribute = item[name]
        if _is_empty(attribute):
            invalid(
                "One or more parameter values are not valid. The AttributeValue for a key "
                f"attribute cannot contain an empty {_word(attribute)} value. Key: {name}"
            )
        if checked(attribute)[1] > limit:
            invalid(
                "One or more parameter values were invalid: "
                + (
                    f"Size of hashkey has exceeded the maximum size limit of{limit} bytes"
                    if limit == HASH_KEY_BYTES_MAX
                    else "Aggregated size of all range keys has exceeded the size limit of "
                    f"{limit} bytes"
                )
            )


def _check_index_keys(index: Schema, item: Attributes) -> None:
    for name, kind in zip(index.keys, index.types, strict=True):
        attribute = item.get(name)
        if attribute is None:
            continue
        if kind not in attribute:
            invalid(
                f"One or more parameter values were invalid: Type mismatch for Index Key {name} "
                f"Expected: {kind} Actual: {_kind(attribute)} IndexName: {index.name}"
            )
        if _is_empty(attribute):
            invalid(
                "One or more parameter values are not valid. A value specified for a secondary "
                "index key is not supported. The AttributeValue for a key attribute cannot "
                f"contain an empty {_word(attribute)} value. IndexName: {index.name}, "
                f"IndexKey: {name}"
            )


def _kind(attribute: Attribute) -> str:
    return next(iter(attribute))


def _is_empty(attribute: Attribute) -> bool:
    return attribute.get("S") == "" or attribute.get("B") == b""


def _word(attribute: Attribute) -> str:
    return "string" if "S" in attribute else "binary"


def check_placeholders(
    request: Mapping[str, Any], compiled: Iterable[tuple[str, Any]]
) -> Attributes:
    """Each placeholder is defined and used. The values, in their one form."""
    names = request.get("ExpressionAttributeNames") or {}
    values = request.get("ExpressionAttributeValues") or {}
    parts = list(compiled)
    if not parts:
        for given, what in ((names, "Names"), (values, "Values")):
            if given:
                invalid(f"ExpressionAttribute{what} can only be specified when using expressions")
        return {}
    used_names: set[str] = set()
    used_values: set[str] = set()
    for what, part in parts:
        for name in sorted(part.used_values):
            if name not in values:
                invalid(
                    f"Invalid {what}: An expression attribute value used in expression is not "
                    f"defined; attribute value: {name}"
                )
        used_names |= part.used_names
        used_values |= part.used_values
    for given, used, what in ((names, used_names, "Names"), (values, used_values, "Values")):
        unused = sorted(set(given) - used)
        if unused:
            invalid(
                f"Value provided in ExpressionAttribute{what} unused in expressions: "
                f"keys: {{{', '.join(unused)}}}"
            )
    return {name: checked(value)[0] for name, value in values.items()}
