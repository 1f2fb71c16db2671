"""What `aws.table.Table` promises, on every implementation."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chalicelib.aws.keys import Key
from chalicelib.core.errors import VersionConflictError
from infra.deploy.template import table_definition
from tests.contract.conftest import Storage

KEY = Key("gangjin#A", "ONE")
EVERY_TYPE = {
    "text": "청자 celadon 😀",
    "empty_text": "",
    "integer": 10**30,
    "negative": -1,
    "zero": 0,
    "yes": True,
    "no": False,
    "nothing": None,
    "binary": bytes(range(256)),
    "empty_binary": b"",
    "list": ["x", 1, None, b"\x00", ["deeper", [], {}]],
    "map": {"한글": [1], "empty": {}, "inner": {"none": None}},
}


def item(sk: str, pk: str = "gangjin#A", **facts: Any) -> dict[str, Any]:
    return {"pk": pk, "sk": sk, **facts}


def all_pages(table: Any, pk: str, **options: Any) -> list[str]:
    found: list[str] = []
    start = None
    while True:
        page = table.query(pk, start=start, **options)
        assert len(page.items) <= options.get("limit", 1_000)
        found += [i["sk"] for i in page.items]
        start = page.next_key
        if start is None:
            return found


def test_the_template_defines_the_two_indexes_that_the_stores_use() -> None:
    indexes = table_definition()["GlobalSecondaryIndexes"]

    assert {i["IndexName"] for i in indexes} == {"by_day", "by_merchant"}
    assert all(i["Projection"] == {"ProjectionType": "ALL"} for i in indexes)


def test_an_item_comes_back_as_it_was_put(table: Any) -> None:
    table.put(item("ONE", **EVERY_TYPE))

    for consistent in (True, False):
        assert table.get(KEY, consistent=consistent) == item("ONE", **EVERY_TYPE)
    got = table.get(KEY)
    assert {type(got[name]) for name in ("integer", "negative", "zero")} == {int}
    assert type(got["binary"]) is bytes
    assert type(got["yes"]) is bool


def test_what_was_never_put_is_none(table: Any) -> None:
    assert table.get(KEY) is None
    assert table.query("gangjin#A").items == []


def test_put_writes_over(table: Any) -> None:
    table.put(item("ONE", a=1, b=2))
    table.put(item("ONE", a=3))

    assert table.get(KEY) == item("ONE", a=3)


def test_put_new_returns_the_item_that_stands_there_and_leaves_it(table: Any) -> None:
    assert table.put_new(item("ONE", **EVERY_TYPE)) is None
    assert table.put_new(item("ONE", text="second")) == item("ONE", **EVERY_TYPE)

    assert table.get(KEY) == item("ONE", **EVERY_TYPE)


def test_one_of_eight_writers_of_a_new_item_wins_and_the_others_see_it(storage: Storage) -> None:
    def write(n: int) -> Any:
        return storage.open().put_new(item("ONE", writer=n))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(write, range(8)))

    winner = answers.index(None)
    assert answers.count(None) == 1
    assert [a for a in answers if a] == [item("ONE", writer=winner)] * 7


def test_replace_needs_the_version_before(table: Any) -> None:
    table.put(item("ONE", version=1, name="a"))

    table.replace(item("ONE", version=2, name="b"))

    for stale in (1, 2, 4):
        with pytest.raises(VersionConflictError):
            table.replace(item("ONE", version=stale, name="c"))
    assert table.get(KEY) == item("ONE", version=2, name="b")


def test_replace_does_not_make_an_item(table: Any) -> None:
    for version in (1, 2):
        with pytest.raises(VersionConflictError):
            table.replace(item("ONE", version=version))

    assert table.get(KEY) is None


def test_count_up_makes_the_item_and_keeps_its_first_ttl(table: Any) -> None:
    assert table.count_up(KEY, "count", ttl=100) == item("ONE", count=1, ttl=100)
    assert table.count_up(KEY, "count", ttl=999) == item("ONE", count=2, ttl=100)
    assert table.count_up(KEY, "other") == item("ONE", count=2, ttl=100, other=1)


def test_add_changes_several_numbers_of_one_item_and_makes_them(table: Any) -> None:
    assert table.add(KEY, {"taken": 1, "asked": 500}) == item("ONE", taken=1, asked=500)
    assert table.add(KEY, {"asked": -200, "seen": 7}) == item("ONE", taken=1, asked=300, seen=7)


def test_count_up_from_eight_threads_loses_nothing(storage: Storage) -> None:
    def count(_: int) -> int:
        return int(storage.open().count_up(KEY, "count", ttl=5)["count"])

    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(count, range(80)))

    assert sorted(counts) == list(range(1, 81))


def test_count_up_existing_makes_nothing(table: Any) -> None:
    assert table.count_up_existing(KEY, "tries") is None
    assert table.get(KEY) is None

    table.put(item("ONE", tries=0, name="a"))

    assert table.count_up_existing(KEY, "tries") == item("ONE", tries=1, name="a")


def test_delete_twice_is_as_good_as_once(table: Any) -> None:
    table.put(item("ONE"))

    table.delete(KEY)
    table.delete(KEY)

    assert table.get(KEY) is None


def test_a_partition_is_read_in_order_of_its_sort_key_page_by_page(table: Any) -> None:
    names = [f"ENTRY#{n:03d}" for n in (7, 1, 10, 3, 9)] + ["PROFILE", "A"]
    for name in names:
        table.put(item(name))
    table.put(item("ENTRY#002", pk="gangjin#B"))

    for limit in (1, 2, 3, 7, 50):
        assert all_pages(table, "gangjin#A", limit=limit) == sorted(names)
        assert all_pages(table, "gangjin#A", limit=limit, newest_first=True) == sorted(
            names, reverse=True
        )
    assert [i["sk"] for i in table.query_all("gangjin#A", limit=2)] == sorted(names)


def test_prefix_and_between_choose_by_the_sort_key(table: Any) -> None:
    for name in ("2026-01-01", "2026-01-02#a", "2026-01-02#b", "2026-01-03", "2027"):
        table.put(item(name))

    assert all_pages(table, "gangjin#A", prefix="2026-01-02", limit=1) == [
        "2026-01-02#a",
        "2026-01-02#b",
    ]
    both_ends = ("2026-01-02#a", "2026-01-03")
    assert all_pages(table, "gangjin#A", between=both_ends, limit=2, newest_first=True) == [
        "2026-01-03",
        "2026-01-02#b",
        "2026-01-02#a",
    ]
    assert all_pages(table, "gangjin#A", between=("3", "4")) == []
    assert all_pages(table, "gangjin#A", between=("4", "3")) == []
    with_prefix = table.query("gangjin#A", prefix="2026", newest_first=True, consistent=True)
    assert with_prefix.items[0]["sk"] == "2026-01-03"


@pytest.mark.parametrize("index", ["by_day", "by_merchant"])
def test_an_index_shows_the_whole_items_that_carry_its_keys(table: Any, index: str) -> None:
    for n in range(5):
        keys = {f"{index}_pk": "gangjin#DAY", f"{index}_sk": f"{9 - n}"} if n != 2 else {}
        table.put(item(f"ENTRY#{n}", **keys, amount=n, binary=b"\x01"))

    rows = list(table.query_all("gangjin#DAY", index=index, limit=2))

    assert [row["sk"] for row in rows] == ["ENTRY#4", "ENTRY#3", "ENTRY#1", "ENTRY#0"]
    assert rows[0]["amount"] == 4
    assert rows[0]["binary"] == b"\x01"
    assert [
        r["sk"]
        for r in table.query("gangjin#DAY", index=index, prefix="9", newest_first=True).items
    ] == ["ENTRY#0"]


def test_items_with_the_same_place_in_an_index_are_all_found_whatever_the_page(table: Any) -> None:
    wanted = {("gangjin#A", "1"), ("gangjin#B", "1"), ("gangjin#B", "2"), ("gangjin#C", "1")}
    for pk, sk in wanted:
        table.put(item(sk, pk=pk, by_day_pk="gangjin#DAY", by_day_sk="12:00"))

    for options in ({"limit": 1}, {"limit": 3}, {"limit": 1, "newest_first": True}):
        rows = list(table.query_all("gangjin#DAY", index="by_day", **options))
        assert len(rows) == 4
        assert {(row["pk"], row["sk"]) for row in rows} == wanted


def test_a_page_may_end_with_the_last_item_and_the_next_one_is_empty(table: Any) -> None:
    table.put(item("A"))
    table.put(item("B"))

    page = table.query("gangjin#A", limit=2)

    assert len(page.items) == 2
    if page.next_key:
        rest = table.query("gangjin#A", limit=2, start=page.next_key)
        assert (rest.items, rest.next_key) == ([], None)


def test_changing_what_was_returned_changes_nothing_stored(table: Any) -> None:
    table.put(item("ONE", list=[1]))
    table.get(KEY)["list"].append(2)
    table.query("gangjin#A").items[0]["list"].append(3)

    assert table.get(KEY) == item("ONE", list=[1])
