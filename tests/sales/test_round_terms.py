"""Where a round is sold, what of, who bears its discount, whose turn it is; and changing one."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib.sales.errors import NotYourTurnError
from chalicelib.sales.rounds import USUAL_CHANNELS
from chalicelib.sales.store import RoundStore
from chalicelib.sales.turns import Turn, check_turn
from chalicelib.sales.wiring import SalesWiring
from tests import builders
from tests.builders import COUNTY
from tests.conftest import Answer, Stack
from tests.fakes import FakeTable
from tests.refusals import check_refused
from tests.sales.test_counter_sales import ROUND, sell
from tests.sales.test_counter_sales import _counter as _counter  # The staff and a round.
from tests.sales.test_rounds import make_round, shown

SHARES = {"state_percent": 5, "province_percent": 2, "county_percent": 3}


def change(stack: Stack, round_id: str, *, headers: Any = None, **changes: Any) -> Answer:
    return stack.call(
        "PATCH",
        f"/v1/staff/rounds/{round_id}",
        {"reason": "공고 정정"} | changes,
        token="staff",
        headers=headers,
    )


def test_a_round_says_where_what_and_who_bears_the_discount(stack: Stack) -> None:
    turn = {"until": "2026-11-23T00:00:00Z", "by_weekday": True, "age_from": 65}
    made = make_round(
        stack,
        channels=["counter"],
        denominations=[50_000, 10_000, 10_000],
        discount_shares=SHARES,
        turns=[turn],
    )

    assert made.status == 201
    seen = shown(stack, made.json["round_id"])
    assert (seen["channels"], seen["denominations"]) == (["counter"], [10_000, 50_000])
    assert seen["discount_shares"] == SHARES
    assert seen["turns"] == [
        {
            "until": "2026-11-23T00:00:00.000Z",
            "by_weekday": True,
            "age_from": 65,
            "age_to": None,
        }
    ]


@pytest.mark.parametrize("county", [2, 4])
def test_the_shares_must_come_to_the_discount(stack: Stack, county: int) -> None:
    check_refused(
        stack,
        lambda h: make_round(stack, headers=h, discount_shares=SHARES | {"county_percent": county}),
        422,
        "discount_shares_wrong",
        "discount_shares",
    )


def test_a_round_sold_online_alone_is_not_sold_at_the_counter(stack: Stack) -> None:
    round_id = make_round(stack, channels=["online"]).json["round_id"]
    member = stack.member()

    refused = sell(stack, member, 10_000, round_id=round_id)

    assert (refused.status, refused.json["code"]) == (422, "round_channel_closed")


def test_only_the_values_on_offer_are_sold(stack: Stack) -> None:
    round_id = make_round(stack, denominations=[10_000, 30_000]).json["round_id"]
    member = stack.member()

    refused = sell(stack, member, 20_000, round_id=round_id)

    assert (refused.status, refused.json["code"]) == (422, "denomination_not_offered")
    assert "10,000, 30,000" in refused.json["detail"]
    assert sell(stack, member, 30_000, round_id=round_id).status == 201


MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)
LATER = datetime(2026, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("turn", "birth_on", "now", "admits"),
    [
        (Turn(until=LATER, by_weekday=True), date(1981, 5, 1), MONDAY, True),
        (Turn(until=LATER, by_weekday=True), date(1986, 5, 1), MONDAY, True),
        (Turn(until=LATER, by_weekday=True), date(1985, 5, 1), MONDAY, False),
        (Turn(until=LATER, by_weekday=True), date(1985, 5, 1), MONDAY.replace(day=27), True),
        (Turn(until=LATER, by_weekday=True), date(1980, 5, 1), MONDAY.replace(day=27), True),
        (Turn(until=LATER, by_weekday=True), date(1985, 5, 1), MONDAY.replace(day=28), True),
        (Turn(until=LATER, by_weekday=True), date(1985, 5, 1), LATER, True),
        (Turn(until=LATER, age_from=65), date(1961, 11, 23), MONDAY, True),
        (Turn(until=LATER, age_from=65), date(1961, 11, 24), MONDAY, False),
        (Turn(until=LATER, age_to=34), date(1991, 11, 24), MONDAY, True),
        (Turn(until=LATER, age_to=34), date(1991, 11, 23), MONDAY, False),
        # Seoul's Monday begins on Sunday afternoon of UTC.
        (Turn(until=LATER, by_weekday=True), date(1985, 5, 1), MONDAY.replace(day=22, hour=14),
         True),
        (Turn(until=LATER, by_weekday=True), date(1985, 5, 1), MONDAY.replace(day=22, hour=15),
         False),
    ],
)  # fmt: skip
def test_a_turn_is_by_age_or_by_the_weekday_of_the_birth_years_last_digit(
    turn: Turn, birth_on: date, now: datetime, admits: bool
) -> None:
    assert turn.admits(birth_on, now) is admits
    if admits:
        check_turn((turn,), birth_on, now)
    else:
        with pytest.raises(NotYourTurnError) as refused:
            check_turn((turn,), birth_on, now)
        assert refused.value.values["resets_at"] == LATER


def test_who_changes_a_round_is_on_record(stack: Stack) -> None:
    round_id = make_round(stack, opens_at="2026-11-23T00:00:00Z").json["round_id"]

    changed = change(stack, round_id, name="새 이름", opens_at="2026-11-24T00:00:00Z")
    again = change(stack, round_id, name="새 이름", opens_at="2026-11-24T00:00:00Z")

    assert (changed.status, again.status) == (200, 200)
    assert shown(stack, round_id)["name"] == "새 이름"
    assert shown(stack, round_id)["opens_at"] == "2026-11-24T00:00:00.000Z"

    records = [item for item in stack.table.items.values() if item.get("action") == "round_changed"]
    [record] = records
    assert record["target_id"] == round_id
    assert record["before"]["name"] == "11월 판매"
    assert record["after"] == {"name": "새 이름", "opens_at": "2026-11-24T00:00:00.000Z"}


def test_making_a_round_again_after_it_was_changed_shows_it_as_it_is(stack: Stack) -> None:
    made = make_round(stack, key="k").json
    change(stack, made["round_id"], name="새 이름")

    again = make_round(stack, key="k")

    assert (again.status, again.json["name"]) == (201, "새 이름")


def test_an_open_round_ends_earlier_or_later_but_opened_when_it_did(stack: Stack) -> None:
    round_id = make_round(stack).json["round_id"]

    check_refused(
        stack,
        lambda h: change(stack, round_id, headers=h, opens_at="2026-11-22T05:00:00Z"),
        422, "round_window_invalid", "opens_at",
    )  # fmt: skip
    check_refused(
        stack,
        lambda h: change(stack, round_id, headers=h, closes_at="2026-11-22T02:59:00Z"),
        422, "round_window_invalid", "closes_at",
    )  # fmt: skip
    assert change(stack, round_id, closes_at="2026-11-22T06:00:00Z").status == 200
    stack.later(hours=4)
    assert shown(stack, round_id)["state"] == "closed"
    check_refused(
        stack,
        lambda h: change(stack, round_id, headers=h, closes_at="2026-11-23T06:00:00Z"),
        409, "round_fixed",
    )  # fmt: skip


def test_who_sold_by_a_round_before_goes_by_its_change_at_once(stack: Stack) -> None:
    round_id = make_round(stack).json["round_id"]
    purchases = stack.wired(SalesWiring).purchases
    assert purchases.round(COUNTY, round_id).denominations == ()

    assert change(stack, round_id, denominations=[10_000]).status == 200

    assert purchases.round(COUNTY, round_id).denominations == (10_000,)


def test_a_round_of_before_is_sold_at_the_counter_and_never_changed(stack: Stack) -> None:
    key = (f"{COUNTY}#ROUNDS", ROUND)
    item = stack.table.items[key]
    for name in ("channels", "version"):
        item.pop(name, None)

    seen = shown(stack)

    assert (seen["channels"], seen["denominations"], seen["turns"]) == (["counter"], [], [])
    check_refused(stack, lambda h: change(stack, ROUND, headers=h, name="x"), 409, "round_fixed")
    check_refused(
        stack, lambda h: change(stack, "rnd_x", headers=h, name="x"), 404, "round_not_found"
    )


def test_two_who_change_a_round_at_once_do_not_both(stack: Stack) -> None:
    round_id = make_round(stack).json["round_id"]
    found = stack.table.items[f"{COUNTY}#ROUNDS", round_id]

    def be_first(name: str) -> None:
        if name == "put_together":
            found["version"] += 1

    stack.table.before_call = be_first
    refused = change(stack, round_id, name="x")

    assert (refused.status, refused.json["code"]) == (409, "version_conflict")


def test_what_a_round_says_is_stored_and_read_again() -> None:
    store = RoundStore(FakeTable())
    plain = builders.a_round()
    full = builders.a_round(
        round_id="rnd_0000000000000002",
        channels=("online",),
        denominations=(10_000,),
        turns=(Turn(until=LATER, age_from=65, age_to=99, by_weekday=True),),
    )
    for made in (plain, full):
        store.create(made)

    assert store.by_id(COUNTY, plain.round_id) == plain
    assert store.by_id(COUNTY, full.round_id) == full
    assert plain.channels == USUAL_CHANNELS
