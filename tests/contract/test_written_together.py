"""Several items in one transaction: all of them, or none, on every implementation."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from chalicelib.aws.keys import Key
from chalicelib.aws.table import Count, Item
from tests.contract.conftest import Storage

KEYS = [Key("gangjin#WALLET#a", "ENTRY"), Key("gangjin#ADJUSTMENTS", "1"), Key("gangjin#X", "X")]


def items(word: str) -> list[Item]:
    return [{**key._asdict(), "word": word} for key in KEYS]


def words(table: Any) -> list[str | None]:
    found = [table.get(key, consistent=True) for key in KEYS]
    return [item["word"] if item else None for item in found]


def test_all_are_written(table: Any) -> None:
    assert table.put_all_new(items("a")) == "written"
    assert words(table) == ["a", "a", "a"]


@pytest.mark.parametrize(
    ("taken", "outcome"),
    [
        ([0], "key_taken"),
        ([1], "other_taken"),
        ([2], "other_taken"),
        ([0, 1, 2], "key_taken"),
    ],
)
def test_one_taken_key_and_none_is_written(table: Any, taken: list[int], outcome: str) -> None:
    for n in taken:
        table.put(items("before")[n])

    assert table.put_all_new(items("after")) == outcome
    assert words(table) == ["before" if n in taken else None for n in range(3)]


def test_sent_twice_the_second_writes_nothing(table: Any) -> None:
    table.put_all_new(items("a"))

    assert table.put_all_new(items("b")) == "key_taken"
    assert words(table) == ["a", "a", "a"]


def test_of_many_at_once_one_writes_all_of_its_own(storage: Storage) -> None:
    line = Barrier(10)

    def write(n: int) -> str:
        table = storage.open()
        line.wait()
        outcome: str = table.put_all_new(items(str(n)))
        return outcome

    with ThreadPoolExecutor(10) as pool:
        outcomes = list(pool.map(write, range(10)))

    assert outcomes.count("written") == 1
    assert set(outcomes) <= {"written", "key_taken", "conflict"}
    assert words(storage.open()) == [str(outcomes.index("written"))] * 3


OLD = [{**key._asdict(), "word": "before", "version": 4} for key in KEYS[1:]]
NEXT = [{**item, "word": "after", "version": 5} for item in OLD]


def test_new_items_and_next_versions_are_written_together(table: Any) -> None:
    for item in OLD:
        table.put(item)

    assert table.put_together(items("after")[:1], NEXT) is True
    assert words(table) == ["after"] * 3
    assert table.put_together([], [{**NEXT[0], "word": "last", "version": 6}]) is True
    assert words(table) == ["after", "last", "after"]


@pytest.mark.parametrize("version", [3, 5, 6])
def test_one_other_version_and_none_is_written(table: Any, version: int) -> None:
    table.put(OLD[0])
    table.put(OLD[1] | {"version": version})

    assert table.put_together(items("after")[:1], NEXT) is False
    assert words(table) == [None, "before", "before"]


def test_a_taken_key_or_a_missing_item_and_none_is_written(table: Any) -> None:
    table.put(items("before")[0])
    table.put(OLD[0])

    assert table.put_together(items("after")[:1], NEXT[:1]) is False
    assert table.put_together([], NEXT) is False
    assert words(table) == ["before", "before", None]


def test_of_many_at_once_one_replaces_all_of_its_own(storage: Storage) -> None:
    table = storage.open()
    for item in OLD:
        table.put(item)
    line = Barrier(10)

    def write(n: int) -> bool:
        mine = storage.open()
        line.wait()
        written: bool = mine.put_together([], [{**item, "word": str(n)} for item in NEXT])
        return written

    with ThreadPoolExecutor(10) as pool:
        outcomes = list(pool.map(write, range(10)))

    assert outcomes.count(True) == 1
    assert words(table) == [None, *[str(outcomes.index(True))] * 2]


BUDGET = Key("gangjin#BUDGET#b", "BUDGET")


@pytest.mark.parametrize(
    ("taken", "version", "is_written"), [(5, 1, True), (6, 1, False), (5, 2, False)]
)
def test_what_is_replaced_and_what_is_counted_down_go_together(
    table: Any, taken: int, version: int, is_written: bool
) -> None:
    new, old, _ = items("a")
    table.put(old | {"version": version})
    table.put({**BUDGET._asdict(), "left": 5})

    changes = [Count(BUDGET, "left", -taken)]
    assert table.put_together([new], [old | {"version": 2}], changes) is is_written

    assert table.get(BUDGET, consistent=True)["left"] == (0 if is_written else 5)
    assert (table.get(KEYS[0], consistent=True) is not None) is is_written
