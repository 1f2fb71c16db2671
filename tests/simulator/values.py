"""DynamoDB's typed values: checked, in one form, and weighed to the byte.

Sizes are those of the Developer Guide, "DynamoDB item sizes and formats": names and text in UTF-8,
numbers by two digits a byte, 3 bytes for each list or map and 1 for each of its elements.
"""

from decimal import Decimal, InvalidOperation
from typing import Any

from boto3.dynamodb.types import Binary

from tests.simulator.errors import invalid

Attribute = dict[str, Any]
Attributes = dict[str, Attribute]

ITEM_BYTES_MAX = 400 * 1024
DIGITS_MAX = 38
DEPTH_MAX = 32
_LARGEST, _SMALLEST = 125, -130


def checked_item(attributes: Attributes) -> tuple[Attributes, int]:
    """The item in the one form that is stored, and its size in bytes."""
    size = 0
    item = {}
    for name, attribute in attributes.items():
        item[name], bytes_ = checked(attribute)
        size += len(name.encode()) + bytes_
    return item, size


def checked(attribute: Attribute, depth: int = 0) -> tuple[Attribute, int]:
    """The value in its one form, and its size. Raises what the service would refuse."""
    if len(attribute) != 1:
        invalid(
            "Supplied AttributeValue has more than one datatypes set, "
            "must contain exactly one of the supported datatypes"
        )
    ((kind, value),) = attribute.items()
    if kind == "S":
        return attribute, len(value) if value.isascii() else len(value.encode())
    if kind == "N":
        number = canonical_number(value)
        return {"N": number}, number_bytes(number)
    if kind == "B":
        raw = value.value if isinstance(value, Binary) else bytes(value)
        return {"B": raw}, len(raw)
    if kind in ("BOOL", "NULL"):
        return attribute, 1
    return _checked_collection(kind, value, depth + 1)


def _checked_collection(kind: str, value: Any, depth: int) -> tuple[Attribute, int]:
    if depth > DEPTH_MAX:
        invalid("Nesting Levels have exceeded supported limits")
    if kind == "L":
        pairs = [checked(element, depth) for element in value]
        return {"L": [v for v, _ in pairs]}, 3 + sum(1 + size for _, size in pairs)
    if kind == "M":
        mapped = {name: checked(element, depth) for name, element in value.items()}
        size = 3 + sum(1 + len(n.encode()) + s for n, (_, s) in mapped.items())
        return {"M": {n: v for n, (v, _) in mapped.items()}}, size
    if kind in ("SS", "NS", "BS"):
        return _checked_set(kind, value)
    return invalid(f"Supplied AttributeValue has the unknown datatype {kind}")


def _checked_set(kind: str, value: Any) -> tuple[Attribute, int]:
    if not value:
        what = {"SS": "string", "NS": "number", "BS": "binary"}[kind]
        invalid(f"One or more parameter values were invalid: An {what} set  may not be empty")
    pairs = [checked({kind[0]: element}) for element in value]
    members = [v[kind[0]] for v, _ in pairs]
    if len(set(members)) != len(members):
        invalid(
            "One or more parameter values were invalid: "
            f"Input collection {members} contains duplicates."
        )
    return {kind: sorted(members)}, sum(size for _, size in pairs)


def canonical_number(text: str) -> str:
    """No sign of plus, no leading or trailing zeros, no exponent."""
    if text.isdigit() and len(text) <= DIGITS_MAX:
        return str(int(text))
    try:
        number = Decimal(text)
    except InvalidOperation:
        invalid(
            "The parameter cannot be converted to a numeric value: " + text
            if text
            else "The parameter cannot be converted to a numeric value"
        )
    if not number.is_finite():
        invalid(f"The parameter cannot be converted to a numeric value: {text}")
    if number == 0:
        return "0"
    sign, all_digits, exponent = number.as_tuple()
    digits = "".join(map(str, all_digits)).lstrip("0")
    kept = digits.rstrip("0")
    if len(kept) > DIGITS_MAX:
        invalid("Attempting to store more than 38 significant digits in a Number")
    magnitude = number.adjusted()
    if magnitude > _LARGEST:
        invalid(
            "Number overflow. Attempting to store a number with magnitude larger than "
            "supported range"
        )
    if magnitude < _SMALLEST:
        invalid(
            "Number underflow. Attempting to store a number with magnitude smaller than "
            "supported range"
        )
    power = int(exponent) + len(digits) - len(kept)
    plain = Decimal((sign, tuple(map(int, kept)), power))
    return format(plain, "f")


def number_bytes(text: str) -> int:
    digits = text.lstrip("-").replace(".", "").strip("0") or "0"
    return (len(digits) + 1) // 2 + 1 + text.startswith("-")


def number(attribute: Attribute) -> Any:
    """As `int`, or `Decimal` where it has a fraction."""
    text = attribute["N"]
    return Decimal(text) if "." in text else int(text)


def sort_value(attribute: Attribute) -> Any:
    """What a sort key is ordered by: numbers by size, text and binary by their bytes."""
    ((kind, value),) = attribute.items()
    return number(attribute) if kind == "N" else value


def item_bytes(item: Attributes) -> int:
    return checked_item(item)[1]
