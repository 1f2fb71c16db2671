"""Our own writing and reading of DynamoDB's values says what boto3's does."""

import enum
from collections import namedtuple
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest
from boto3.dynamodb.types import Binary, TypeDeserializer, TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.aws.attributes import deserialize, pack, serialize, unpack

Pair = namedtuple("Pair", "pk sk")
Word = enum.StrEnum("Word", {"ONE": "one"})
Old = enum.Enum("Old", {"ONE": "one"}, type=str)
Number = enum.IntEnum("Number", {"ONE": 1})

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(10**38) + 1, 10**38 - 1)
    | st.text()
    | st.binary(max_size=40)
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_what_is_stored_is_what_boto3_would_store_and_reads_back(value: Any) -> None:
    written = serialize(value)

    assert written == TypeSerializer().serialize(value)
    assert deserialize(written) == value == plain(TypeDeserializer().deserialize(written))
    assert same_types(deserialize(written), value)


@pytest.mark.parametrize(
    "value",
    [
        Word.ONE,
        Old.ONE,
        Number.ONE,
        Pair("a", 1),
        (),
        MappingProxyType({"a": 1}),
        10**38 - 1,
        -(10**38) + 1,
    ],
)
def test_what_is_one_of_ours_by_descent_is_stored_as_that(value: Any) -> None:
    assert serialize(value) == TypeSerializer().serialize(value)


@pytest.mark.parametrize("value", [10**38, -(10**38), 10**40 + 1])
def test_a_number_that_dynamodb_cannot_hold_is_refused(value: int) -> None:
    with pytest.raises(ValueError, match="38 digits"):
        serialize(value)
    with pytest.raises(ValueError, match="38 digits"):
        pack({"inner": [{"deep": value}]})


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        Decimal(1),
        {"a"},
        frozenset(),
        object(),
        1j,
        range(3),
        Binary(b""),
        bytearray(),
    ],
)
def test_what_is_never_stored_is_refused(value: Any) -> None:
    for inside in (value, [value], {"a": {"b": [value]}}):
        with pytest.raises(TypeError, match="never stored"):
            serialize(inside)


@pytest.mark.parametrize("attribute", [{"SS": ["a"]}, {"NS": ["1"]}, {"BS": [b""]}, {"X": 1}])
def test_a_kind_that_we_never_write_is_not_read(attribute: dict[str, Any]) -> None:
    with pytest.raises(KeyError):
        deserialize(attribute)


@pytest.mark.parametrize("attribute", [{}, {"S": "a", "N": "1"}, {"N": "1.5"}, {"N": "1E+2"}])
def test_what_is_no_value_is_not_read(attribute: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        unpack({"name": attribute})


def plain(value: Any) -> Any:
    if isinstance(value, Binary):
        return value.value
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    return value


def same_types(one: Any, other: Any) -> bool:
    """1, True and Decimal(1) are equal, and not the same."""
    if type(one) is not type(other):
        return False
    if isinstance(one, list):
        return all(map(same_types, one, other))
    if isinstance(one, dict):
        return all(same_types(one[name], other[name]) for name in one)
    return True
