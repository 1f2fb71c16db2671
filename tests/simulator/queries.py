"""DynamoDB's Query: a slice of one partition, page by page."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tests.simulator.errors import invalid
from tests.simulator.expressions import Parser, tokens_of
from tests.simulator.store import Place, Row, Rows
from tests.simulator.values import Attribute, Attributes, sort_value

PAGE_BYTES_MAX = 1024 * 1024
_WHAT = "KeyConditionExpression"
_UNSUPPORTED = "Query key condition not supported"


@dataclass(frozen=True)
class KeyCondition:
    """`parts` is (attribute, operator, placeholders) of each of the one or two conditions."""

    parts: tuple[tuple[str, str, tuple[str, ...]], ...]
    used_names: frozenset[str]
    used_values: frozenset[str]


def compile_key_condition(text: str, names: dict[str, str]) -> KeyCondition:
    return _compiled(text, tuple(sorted(names.items())))


@lru_cache(maxsize=1_000)
def _compiled(text: str, names: tuple[tuple[str, str], ...]) -> KeyCondition:
    p = Parser(_WHAT, tokens_of(text, _WHAT), dict(names))
    parts = [_part(p)]
    while p.accept("and"):
        parts.append(_part(p))
    p.finish()
    return KeyCondition(tuple(parts), frozenset(p.used_names), frozenset(p.used_values))


def _part(p: Parser) -> tuple[str, str, tuple[str, ...]]:
    is_nested = bool(p.accept("("))
    if p.next == "begins_with":
        p.take()
        p.expect("(")
        name = _name(p)
        p.expect(",")
        part = (name, "begins_with", (_value(p),))
        p.expect(")")
    else:
        name = _name(p)
        operator = p.take().lower()
        if operator == "between":
            low = _value(p)
            p.expect("and")
            part = (name, operator, (low, _value(p)))
        elif operator in ("=", "<", "<=", ">", ">="):
            part = (name, operator, (_value(p),))  # type: ignore[assignment]
        else:
            invalid(_UNSUPPORTED)
    if is_nested:
        p.expect(")")
    return part


def _name(p: Parser) -> str:
    path = p.path()
    if len(path) != 1:
        invalid(_UNSUPPORTED)
    return str(path[0])


def _value(p: Parser) -> str:
    token = p.next
    p.value()
    if not token.startswith(":"):
        p.fail(token)
    return token


@dataclass(frozen=True)
class Slice:
    rows: list[Row]
    size: int
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
    key, low, high = _bounds(rows, condition, values)
    places, by_place = rows.partition(key)
    begin, end = _range(places, low, high)
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
            return Slice(found, size, found[-1])
        found.append(row)
        size += row.size
        # The limit ends the page, also if that row was the partition's last.
        if len(found) == limit:
            return Slice(found, size, row)
    return Slice(found, size, None)


Bound = tuple[str, Attribute] | None


def _bounds(rows: Rows, condition: KeyCondition, values: Attributes) -> tuple[Any, Bound, Bound]:
    schema = rows.schema
    by_name = {name: (operator, args) for name, operator, args in condition.parts}
    if len(by_name) != len(condition.parts):
        invalid("KeyConditionExpressions must only contain one condition per key")
    hash_name = schema.keys[0]
    if hash_name not in by_name:
        invalid(f"Query condition missed key schema element: {hash_name}")
    unknown = [name for name in by_name if name not in schema.keys]
    if unknown:
        missed = [name for name in schema.keys if name not in by_name]
        invalid(
            f"Query condition missed key schema element: {missed[0]}" if missed else _UNSUPPORTED
        )
    for name, (_, args) in by_name.items():
        _check_types(name, schema.types[schema.keys.index(name)], [values[a] for a in args])
    operator, args = by_name.pop(hash_name)
    if operator != "=":
        invalid(_UNSUPPORTED)
    key = sort_value(values[args[0]])
    if not by_name:
        return key, None, None
    ((operator, args),) = by_name.values()
    return key, *_sort_bounds(operator, [values[a] for a in args])


def _check_types(name: str, kind: str, values: list[Attribute]) -> None:
    for value in values:
        if kind not in value:
            invalid(
                "One or more parameter values were invalid: Condition parameter type does not "
                "match schema type"
            )
        if value.get("S") == "":
            invalid(
                "One or more parameter values are not valid. The AttributeValue for a key "
                f"attribute cannot contain an empty string value. Key: {name}"
            )


def _sort_bounds(operator: str, values: list[Attribute]) -> tuple[Bound, Bound]:
    first = values[0]
    if operator == "between":
        low, high = values
        if sort_value(low) > sort_value(high):
            invalid(
                f"Invalid {_WHAT}: The BETWEEN operator requires upper bound to be greater than "
                "or equal to lower bound; lower bound operand: AttributeValue: "
                f"{_shown(low)}, upper bound operand: AttributeValue: {_shown(high)}"
            )
        return (">=", low), ("<=", high)
    if operator == "begins_with":
        if "N" in first:
            invalid(
                f"Invalid {_WHAT}: Incorrect operand type for operator or function; "
                "operator or function: begins_with, operand type: N"
            )
        return ("begins", first), None
    if operator == "=":
        return (">=", first), ("<=", first)
    bound = (operator, first)
    return (bound, None) if operator in (">", ">=") else (None, bound)


def _shown(attribute: Attribute) -> str:
    ((kind, value),) = attribute.items()
    return f"{{{kind}:{value}}}"


def _range(places: list[Place], low: Bound, high: Bound) -> tuple[int, int]:
    def own(place: Place) -> Any:
        return place[0]

    begin, end = 0, len(places)
    if low is not None:
        operator, value = low
        edge = sort_value(value)
        cut = bisect_right if operator == ">" else bisect_left
        begin = cut(places, edge, key=own)
        if operator == "begins":
            end = bisect_left(
                places, True, lo=begin, key=lambda place: not place[0].startswith(edge)
            )
    if high is not None:
        operator, value = high
        cut = bisect_left if operator == "<" else bisect_right
        end = cut(places, sort_value(value), key=own)
    return begin, end
