"""Writing an item with changes of counters, all or nothing, on every implementation.

That two transactions get into each other's way is not shown by these implementations: that is for
the simulator of `tests/simulator`.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from chalicelib.aws.keys import Key
from chalicelib.aws.table import Count
from tests.contract.conftest import Storage
from tests.contract.test_table import EVERY_TYPE, item

ONE, TWO = Key("gangjin#BUDGET#1", "BUDGET"), Key("gangjin#BUDGET#2", "BUDGET")


def left(table: Any, key: Key) -> Any:
    counter = table.get(key)
    return counter and counter["left"]


def test_an_item_is_written_with_its_counters_or_not_at_all(table: Any) -> None:
    table.put({**ONE._asdict(), "left": 10, "name": "kept"})
    table.put({**TWO._asdict(), "left": 5})

    taken = [Count(ONE, "left", -10), Count(TWO, "left", -2)]
    assert table.put_new_with_counts(item("ENTRY#1", **EVERY_TYPE), taken) == "written"

    assert table.get(Key("gangjin#A", "ENTRY#1")) == item("ENTRY#1", **EVERY_TYPE)
    assert table.get(ONE) == {**ONE._asdict(), "left": 0, "name": "kept"}
    assert left(table, TWO) == 3


def test_a_counter_that_holds_too_little_stops_the_whole(table: Any) -> None:
    table.put({**ONE._asdict(), "left": 10})
    table.put({**TWO._asdict(), "left": 5})

    for changes in ((-11, -1), (-1, -6), (3, -6)):
        counts = [Count(key, "left", n) for key, n in zip((ONE, TWO), changes, strict=True)]
        assert table.put_new_with_counts(item("ENTRY#1"), counts) == "too_little"

    assert (left(table, ONE), left(table, TWO)) == (10, 5)
    assert table.query("gangjin#A").items == []


def test_a_taken_key_stops_the_whole_and_is_told_before_a_lack(table: Any) -> None:
    table.put(item("ENTRY#1", first=True))
    table.put({**ONE._asdict(), "left": 10})

    for change in (-1, 1, -11):
        counts = [Count(ONE, "left", change)]
        assert table.put_new_with_counts(item("ENTRY#1"), counts) == "key_taken"

    assert table.get(Key("gangjin#A", "ENTRY#1")) == item("ENTRY#1", first=True)
    assert left(table, ONE) == 10


def test_what_stands_beside_is_written_with_it_or_nothing_is(table: Any) -> None:
    table.put({**ONE._asdict(), "left": 10})
    table.put(item("TAKEN", first=True))
    counts = [Count(ONE, "left", -4)]

    beside = [item("FREE"), item("TAKEN")]
    assert table.put_new_with_counts(item("ENTRY#1"), counts, beside) == "too_little"
    assert table.put_new_with_counts(item("TAKEN"), counts, [item("FREE")]) == "key_taken"
    lack = [Count(ONE, "left", -11)]
    assert table.put_new_with_counts(item("ENTRY#1"), lack, [item("FREE")]) == "too_little"
    assert [x["sk"] for x in table.query("gangjin#A").items] == ["TAKEN"]
    assert left(table, ONE) == 10

    assert table.put_new_with_counts(item("ENTRY#1"), counts, [item("FREE")]) == "written"
    assert [x["sk"] for x in table.query("gangjin#A").items] == ["ENTRY#1", "FREE", "TAKEN"]
    assert (left(table, ONE), table.get(Key("gangjin#A", "TAKEN"))["first"]) == (6, True)


def test_a_counter_is_made_when_it_goes_up_and_never_when_it_goes_down(table: Any) -> None:
    assert table.put_new_with_counts(item("ENTRY#1"), [Count(ONE, "left", -1)]) == "too_little"
    assert table.get(ONE) is None
    table.put({**TWO._asdict(), "other": 1})
    assert table.put_new_with_counts(item("ENTRY#1"), [Count(TWO, "left", -1)]) == "too_little"

    given = [Count(ONE, "left", 7), Count(TWO, "left", 8)]
    assert table.put_new_with_counts(item("ENTRY#1"), given) == "written"

    assert table.get(ONE) == {**ONE._asdict(), "left": 7}
    assert table.get(TWO) == {**TWO._asdict(), "left": 8, "other": 1}


def test_of_many_who_take_from_one_counter_only_so_many_get_it(storage: Storage) -> None:
    storage.open().put({**ONE._asdict(), "left": 5})

    def take(n: int) -> Any:
        mine = storage.open()
        for _ in range(200):
            outcome = mine.put_new_with_counts(item(f"ENTRY#{n}"), [Count(ONE, "left", -1)])
            if outcome != "conflict":
                return outcome
        raise AssertionError("no end of conflicts")

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(take, range(16)))

    assert (outcomes.count("written"), outcomes.count("too_little")) == (5, 11)
    assert left(storage.open(), ONE) == 0
    assert len(storage.open().query("gangjin#A").items) == 5


def test_what_is_replaced_beside_a_new_item_is_what_was_read(table: Any) -> None:
    old = item("RUN", version=1)
    table.put_new(old)
    counts = [Count(ONE, "left", 3)]
    stale, next_one = item("RUN", version=3), item("RUN", version=2)
    assert table.put_new_with_counts(item("ENTRY#1"), counts, [], [stale]) == "too_little"
    assert table.get(Key(old["pk"], "ENTRY#1"), consistent=True) is None
    outcome = table.put_new_with_counts(item("ENTRY#1"), counts, [item("FREE")], [next_one])
    assert outcome == "written"
    assert table.get(Key(old["pk"], "RUN"), consistent=True) == next_one
