"""DynamoDB's Query: a slice of one partition, page by page."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from tests.simulator.errors import invalid
from tests.simulator.expressions import KeyCondition
from tests.simulator.store import Place, Row, Rows
from tests.simulator.values import Attributes

PAGE_BYTES_MAX = 1024 * 1024


@dataclass(frozen=True)
class Slice:
    rows: list[Row]
    last: Row | None
    """Where the next page begins; `None` at the end."""


def read_slice(
    rows: Rows,
    condition: KeyCondition,
    values: Attributes,
    *,
    forward: bool,
    limit: int | None,
    start: Attributes | None,
) -> Slice:
    """As much of the partition as `limit` and a megabyte allow."""
    _check_keys(rows, condition, values)
    places, by_place = rows.partition(values[condition.hash[1]]["S"])
    begin, end = _range(places, condition, values)
    if start is not None:
        place = rows.place_of(start)
        if forward:
            begin = max(begin, bisect_right(places, place))
        else:
            end = min(end, bisect_left(places, place))
    wanted = places[begin:end] if forward else places[begin:end][::-1]
    found: list[Row] = []
    size = 0
    for place in wanted:
        row = by_place[place]
        if found and size + row.size > PAGE_BYTES_MAX:
            return Slice(found, found[-1])
        found.append(row)
        size += row.size
        # The limit ends the page, also if that row was the partition's last.
        if len(found) == limit:
            return Slice(found, row)
    return Slice(found, None)


def _check_keys(rows: Rows, condition: KeyCondition, values: Attributes) -> None:
    parts = [condition.hash, condition.prefix, condition.between]
    asked = [(part[0], part[1:]) for part in parts if part]
    for key, (name, placeholders) in zip(rows.schema.keys, asked, strict=False):
        if name != key:
            invalid(f"Query condition missed key schema element: {key}")
        for placeholder in placeholders:
            _check_key_value(name, values[placeholder])


def _check_key_value(name: str, value: dict[str, str]) -> None:
    if "S" not in value:
        invalid(
            "One or more parameter values were invalid: Condition parameter type does not match "
            "schema type"
        )
    if not value["S"]:
        invalid(
            "One or more parameter values are not valid. The AttributeValue for a key attribute "
            f"cannot contain an empty string value. Key: {name}"
        )


def _range(places: list[Place], condition: KeyCondition, values: Attributes) -> tuple[int, int]:
    if condition.prefix:
        prefix = values[condition.prefix[1]]["S"]
        begin = bisect_left(places, (prefix,))
        end = bisect_left(places, True, lo=begin, key=lambda at: not at[0].startswith(prefix))
        return begin, end
    if condition.between:
        low, high = (values[placeholder]["S"] for placeholder in condition.between[1:])
        if low > high:
            invalid(
                "Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be "
                "greater than or equal to lower bound"
            )
        end = bisect_right(places, high, key=lambda place: place[0])
        return bisect_left(places, (low,)), end
    return 0, len(places)
