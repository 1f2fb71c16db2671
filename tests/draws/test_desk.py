"""A draw from its announcement to its vouchers, as staff and everybody else meet it."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.aws.beacon import BeaconDisagreesError
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import format_time
from chalicelib.draws.beacon_rounds import QUICKNET
from chalicelib.draws.entrants import ENTRANTS_MAX
from tests.conftest import Answer, Stack
from tests.draws.lots import (
    announce,
    announced,
    announcement,
    drawn,
    freeze,
    frozen,
    handles,
    listed,
    run,
    shown,
    upload,
)

TEN = handles(*(f"comment{number}" for number in range(10)))


@pytest.fixture
def desk(stack: Stack) -> Stack:
    stack.staff_roles = frozenset({"operator", "manager"})
    return stack


def place(desk: Stack, draw_id: str, number: int, what: str, **body: Any) -> Answer:
    path = f"/v1/staff/draws/{draw_id}/places/{number}/{what}"
    return desk.call("POST", path, body, token="anna")


def told(desk: Stack, draw_id: str, *, by: str) -> Any:
    """What the desk tells one of the staff about a draw."""
    return desk.call("GET", f"/v1/staff/draws/{draw_id}", token=by).json


def test_a_draw_is_announced_with_the_rounds_it_will_be_drawn_by(desk: Stack) -> None:
    made = announce(desk, key="k1")
    again = announce(desk, key="k1")

    assert (made.status, again.json, again.headers["Idempotent-Replayed"]) == (
        201, made.json, "true",
    )  # fmt: skip
    public = shown(desk, made.json["draw_id"])
    draws_at = desk.now + timedelta(hours=3)
    assert public["round"] == QUICKNET.round_from(draws_at)
    assert public["fallback_round"] == public["round"] + 28_800
    assert (public["status"], public["winners"], public["list_hash"]) == ("open", [], None)
    assert listed(desk, made.json["draw_id"]) == []
    assert "anna" not in json.dumps(public)


@pytest.mark.parametrize(
    ("param", "changes"),
    [
        ("closes_at", {"closes_at": -timedelta(minutes=1)}),
        ("closes_at", {"closes_at": timedelta(days=181), "draws_at": timedelta(days=182)}),
        ("draws_at", {"draws_at": timedelta(hours=2, minutes=19)}),
        ("erased_on", {"erased_on": timedelta(days=7)}),
        ("erased_on", {"erased_on": timedelta(days=200)}),
    ],
)
def test_times_that_leave_no_room_are_refused(
    desk: Stack, param: str, changes: dict[str, timedelta]
) -> None:
    moments = {name: desk.now + delta for name, delta in changes.items()}
    body = {
        name: moment.date().isoformat() if name == "erased_on" else format_time(moment)
        for name, moment in moments.items()
    }
    refused = announce(desk, **body)
    assert (refused.status, refused.json["code"], refused.json["param"]) == (
        422, "draw_times_invalid", param,
    )  # fmt: skip


def test_too_many_prizes_are_refused(desk: Stack) -> None:
    prizes = [{"name": "상품권", "kind": "voucher", "count": 600, "amount": 1_000}] * 2
    assert announce(desk, prizes=prizes).json["param"] == "prizes"


def test_duplicates_staff_and_their_households_are_not_in_the_list(desk: Stack) -> None:
    draw_id = announce(desk).json["draw_id"]
    sent = upload(desk, draw_id, handles("kim", "boss", "KIM", "wife", "lee"))
    assert sent.json["dropped"] == {"duplicate": 1}
    out = upload(desk, draw_id, "handle,reason\nboss,staff\nwife,household\n", kind="excluded")
    assert (out.json["entrant_count"], out.json["dropped"]) == (
        2, {"duplicate": 1, "household": 1, "staff": 1},
    )  # fmt: skip

    rows = desk.call("GET", f"/v1/staff/draws/{draw_id}/rows.csv", token="anna")
    found = list(csv.DictReader(io.StringIO(rows.raw.decode().removeprefix("\ufeff"))))
    assert [(row["account"], row["dropped"]) for row in found] == [
        ("kim", ""), ("boss", "staff"), ("kim", "duplicate"), ("wife", "household"), ("lee", ""),
    ]  # fmt: skip
    desk.later(hours=2)
    done = freeze(desk, draw_id)
    assert done.json["dropped"] == {"duplicate": 1, "household": 1, "staff": 1}
    assert set(listed(desk, draw_id)) == {
        row["entrant_id"] for row in found if row["dropped"] == ""
    }


def test_all_files_of_entrants_together_are_bounded_by_what_was_counted_of_each(
    desk: Stack,
) -> None:
    draw_id = announced(desk, TEN)
    [counted] = [item for item in desk.table.items.values() if item.get("row_count") == 10]
    counted["row_count"] = ENTRANTS_MAX - 1

    assert upload(desk, draw_id, handles("one", "two")).json["code"] == "entrants_too_many"
    assert upload(desk, draw_id, "handle,reason\nx,staff\ny,staff\n", kind="excluded").status == 201
    assert upload(desk, draw_id, handles("one")).json["entrant_count"] == 11


def test_the_list_is_frozen_by_somebody_else_after_the_close(desk: Stack) -> None:
    draw_id = announce(desk, by="anna").json["draw_id"]
    upload(desk, draw_id, TEN, by="chan")
    assert freeze(desk, draw_id, by="bora").json["code"] == "draw_not_closed"
    desk.later(hours=2)
    assert freeze(desk, draw_id, by="bora").json["code"] == "exclusions_missing"
    upload(desk, draw_id, "handle,reason\n", kind="excluded", by="anna")
    for maker in ("anna", "chan"):
        assert told(desk, draw_id, by=maker)["may_freeze"] is False
        assert freeze(desk, draw_id, by=maker).json["code"] == "draw_maker_freezes"
    assert told(desk, draw_id, by="bora")["may_freeze"] is True

    done = freeze(desk, draw_id, by="bora")

    assert (done.status, done.json["status"], done.json["frozen_by"]) == (200, "frozen", "bora")
    assert done.json["may_freeze"] is False
    assert freeze(desk, draw_id, by="bora").json == done.json
    assert upload(desk, draw_id, handles("more")).json["code"] == "draw_frozen"
    assert shown(desk, draw_id)["list_hash"] == done.json["list_hash"]


def test_what_the_table_says_of_the_rounds_must_be_what_was_announced(desk: Stack) -> None:
    draw_id = announced(desk, TEN)
    for item in desk.table.items.values():
        if item.get("type") == "draw_step":
            item["record"]["round"] += 1
    desk.later(hours=2)
    assert freeze(desk, draw_id).json["code"] == "not_allowed"


def test_a_list_that_is_frozen_late_is_drawn_by_the_second_round_and_then_not_at_all(
    desk: Stack,
) -> None:
    late, later = announced(desk, TEN), announced(desk, TEN)
    desk.later(hours=2, minutes=51)
    done = freeze(desk, late)
    assert done.json["frozen_round"] == done.json["fallback_round"]
    run(desk)
    assert shown(desk, late)["status"] == "frozen"
    desk.later(days=1)
    assert freeze(desk, later).json["code"] == "draw_lapsed"
    assert upload(desk, later, TEN).json["code"] == "draw_lapsed"
    assert shown(desk, later)["status"] == "lapsed"
    desk.later(minutes=10)
    run(desk)
    assert shown(desk, late)["drawn_round"] == done.json["fallback_round"]


def test_lots_are_drawn_once_whatever_the_relays_say_later(desk: Stack) -> None:
    draw_id = drawn(desk, TEN)
    first = shown(desk, draw_id)
    assert [len(first[name]) for name in ("winners", "reserves")] == [4, 3]
    assert [one["prize"] for one in first["winners"]] == [
        "강진사랑상품권 10만 원", "강진사랑상품권 3만 원", "강진사랑상품권 3만 원", "청자 머그잔",
    ]  # fmt: skip
    desk.adapters.beacon.signatures[first["round"]] = "00" * 48
    run(desk)
    assert shown(desk, draw_id) == first


def test_a_run_that_was_cut_goes_on_with_what_is_kept(desk: Stack) -> None:
    draw_id = frozen(desk, TEN)
    desk.later(hours=1, seconds=33)
    desk.table.before_call = lambda name: fail() if name == "put_new" else None

    def fail() -> None:
        raise ConnectionError

    with pytest.raises(RuntimeError, match=draw_id):
        run(desk)
    desk.table.before_call = lambda name: None
    kept = json.loads(desk.s3.objects[f"gangjin/draws/{draw_id}/drawn.json"])
    desk.later(minutes=10)
    run(desk)
    found = shown(desk, draw_id)
    assert [one["entrant_id"] for one in found["winners"]] == kept["winners"]
    assert found["drawn_at"] == kept["at"].replace("Z", ".000Z")


@pytest.mark.parametrize("error", [TryAgainError(retry_after_seconds=60), BeaconDisagreesError()])
def test_without_a_value_that_the_relays_agree_on_nothing_is_drawn(
    desk: Stack, error: Exception
) -> None:
    draw_id = frozen(desk, TEN)
    desk.later(hours=1, seconds=33)
    desk.adapters.beacon.error = error
    if isinstance(error, TryAgainError):
        run(desk)
        desk.later(hours=2)
    with pytest.raises(RuntimeError, match="not drawn"):
        run(desk)
    assert shown(desk, draw_id)["status"] == "frozen"
    desk.adapters.beacon.error = None
    run(desk)
    assert shown(desk, draw_id)["status"] == "drawn"


def test_nothing_is_asked_before_the_round_is_signed(desk: Stack) -> None:
    frozen(desk, TEN)
    desk.later(hours=1)
    run(desk)
    assert desk.adapters.beacon.asked == []


def test_the_second_round_counts_only_if_the_relays_say_that_there_is_no_first(
    desk: Stack,
) -> None:
    draw_id = frozen(desk, TEN)
    number = shown(desk, draw_id)["round"]
    desk.adapters.beacon.missing.add(number)
    desk.later(hours=1, seconds=33)
    run(desk)
    assert shown(desk, draw_id)["status"] == "frozen"
    desk.later(days=1)
    run(desk)
    found = shown(desk, draw_id)
    assert (found["drawn_round"], found["frozen_round"]) == (found["fallback_round"], number)


def test_a_list_of_nobody_is_drawn_and_nobody_wins(desk: Stack) -> None:
    draw_id = announce(desk).json["draw_id"]
    upload(desk, draw_id, "handle,reason\nkim,staff\n", kind="excluded")
    upload(desk, draw_id, handles("kim"))
    desk.later(hours=2)
    assert freeze(desk, draw_id).json["entrant_count"] == 0
    desk.later(hours=1, seconds=33)
    run(desk)
    found = shown(desk, draw_id)
    assert (found["status"], found["winners"], found["reserves"]) == ("drawn", [], [])
    assert listed(desk, draw_id) == []


def test_the_list_is_read_page_by_page(desk: Stack) -> None:
    draw_id = frozen(desk, TEN)
    whole = listed(desk, draw_id)
    assert whole == listed(desk, draw_id, limit=3)
    assert len(whole) == 10
    assert desk.call("GET", f"/v1/draws/{draw_id}/entrants?limit=5001").status == 400
    assert desk.call("GET", "/v1/draws/drw_0000000000000000").json["code"] == "draw_not_found"


def test_draws_are_listed_newest_first(desk: Stack) -> None:
    made = [announce(desk, title=f"추첨 {n}").json["draw_id"] for n in range(3)]
    frozen(desk, TEN)
    page = desk.call("GET", "/v1/staff/draws?limit=2", token="anna").json
    rest = desk.call("GET", f"/v1/staff/draws?limit=2&cursor={page['next_cursor']}", token="anna")
    found = [row["draw_id"] for row in page["data"] + rest.json["data"]]
    assert sorted(found, reverse=True) == found
    assert set(made) < set(found)
    assert rest.json["next_cursor"] is None


def test_the_same_key_for_another_draw_is_refused(desk: Stack) -> None:
    announce(desk, key="k1")
    body = announcement(desk, title="다른 추첨")
    other = desk.call("POST", "/v1/staff/draws", body, token="anna", key="k1")
    assert other.json["code"] == "idempotency_key_reused"
