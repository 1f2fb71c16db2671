"""The expressions that `chalicelib.aws.dynamodb` writes, read once, then closures over an item.

Nothing else of DynamoDB's grammar is known: a new form is a `NotImplementedError` here, until it is
added and held against the real implementations by `tests/contract/test_simulator.py`.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NoReturn

from tests.simulator.errors import invalid
from tests.simulator.values import Attribute, Attributes

_NAME, _VALUE = r"(#?\w+)", r"(:\w+)"
_EXISTS = re.compile(rf"attribute_(not_)?exists\({_NAME}\)")
_COMPARED = re.compile(rf"{_NAME} (=|>=) {_VALUE}")
_ADDED = re.compile(rf"ADD {_NAME} {_VALUE}")
_ADDED_TO = re.compile(rf", {_NAME} {_VALUE}")
_SET_ONCE = re.compile(rf"SET {_NAME} = if_not_exists\({_NAME}, {_VALUE}\)")
_OF_KEY = re.compile(
    rf"{_NAME} = {_VALUE}"
    rf"(?: AND (?:begins_with\({_NAME}, {_VALUE}\)|{_NAME} BETWEEN {_VALUE} AND {_VALUE}))?"
)
_HOLDS = {"=": operator.eq, ">=": operator.ge}
_WRONG_TYPE = "An operand in the update expression has an incorrect data type"


@dataclass(frozen=True)
class Condition:
    """`test` is given the item as it stands, and the request's values."""

    test: Callable[[Attributes, Attributes], bool]
    used: frozenset[str]


@dataclass(frozen=True)
class Update:
    """`apply` is given the item as it was, and the values; it gives the item as it will be."""

    apply: Callable[[Attributes, Attributes], Attributes]
    used: frozenset[str]


@dataclass(frozen=True)
class KeyCondition:
    """The partition's key, and what the sort key begins with or lies between; each as (name,
    placeholders)."""

    hash: tuple[str, str]
    prefix: tuple[str, str] | None
    between: tuple[str, str, str] | None
    used: frozenset[str]


def condition_of(text: str, names: dict[str, str]) -> Condition:
    return _condition(text, tuple(sorted(names.items())))


def update_of(text: str, names: dict[str, str]) -> Update:
    return _update(text, tuple(sorted(names.items())))


def key_condition_of(text: str, names: dict[str, str]) -> KeyCondition:
    return _key_condition(text, tuple(sorted(names.items())))


Names = tuple[tuple[str, str], ...]


@lru_cache(maxsize=100)
def _condition(text: str, names: Names) -> Condition:
    if found := _EXISTS.fullmatch(text):
        is_absent, name = bool(found[1]), _named(found[2], names)
        return Condition(lambda item, values: (name in item) != is_absent, _used(text))
    if found := _COMPARED.fullmatch(text):
        name, holds, placeholder = _named(found[1], names), _HOLDS[found[2]], found[3]

        def test(item: Attributes, values: Attributes) -> bool:
            """What is missing, or of another type, is not comparable."""
            one, other = item.get(name), values[placeholder]
            if one is None or one.keys() != other.keys():
                return False
            return bool(holds(_plain(one), _plain(other)))

        return Condition(test, _used(text))
    return _unknown(text)


@lru_cache(maxsize=100)
def _update(text: str, names: Names) -> Update:
    added = _ADDED.match(text)
    if not added:
        return _unknown(text)
    changes = [(_named(added[1], names), added[2])]
    end = added.end()
    while more := _ADDED_TO.match(text, end):
        changes.append((_named(more[1], names), more[2]))
        end = more.end()
    rest = text[end:].strip()
    once = _SET_ONCE.fullmatch(rest)
    if (rest and not once) or (once and once[1] != once[2]):
        return _unknown(text)

    def apply(before: Attributes, values: Attributes) -> Attributes:
        after = dict(before)
        for counter, change in changes:
            old = before.get(counter, {"N": "0"})
            if "N" not in old or "N" not in values[change]:
                invalid(_WRONG_TYPE)
            after[counter] = {"N": str(_plain(old) + _plain(values[change]))}
        if once:
            after.setdefault(_named(once[1], names), values[once[3]])
        return after

    return Update(apply, _used(text))


@lru_cache(maxsize=100)
def _key_condition(text: str, names: Names) -> KeyCondition:
    found = _OF_KEY.fullmatch(text)
    if not found:
        return _unknown(text)
    return KeyCondition(
        (_named(found[1], names), found[2]),
        (_named(found[3], names), found[4]) if found[3] else None,
        (_named(found[5], names), found[6], found[7]) if found[5] else None,
        _used(text),
    )


def _unknown(text: str) -> NoReturn:
    raise NotImplementedError(f"the expression {text!r}")


def _named(name: str, names: Names) -> str:
    """What a placeholder stands for. One that is not defined is refused with the request."""
    return dict(names).get(name, name)


def _used(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[#:]\w+", text))


def _plain(attribute: Attribute) -> Any:
    ((kind, value),) = attribute.items()
    return int(value) if kind == "N" else value
