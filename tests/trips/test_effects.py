"""What a year's trips brought, added up from the ledger."""

from datetime import date
from typing import Any

import pytest

from chalicelib.ledger.entry_codec import entry_from_item
from chalicelib.trips import effect_service
from chalicelib.trips.effects import DayEffect, Effect, by_month, percent
from tests import builders
from tests.conftest import Stack
from tests.festivals.festival import faults
from tests.trips.journeys import claim, decide, granted, night, review, slip, travelled


@pytest.fixture
def desk(stack: Stack) -> Stack:
    stack.staff_roles = frozenset({"operator", "manager"})
    return stack


def effect(stack: Stack, year: int = 2026) -> Any:
    answer = stack.call("GET", f"/v1/staff/trip-effects/{year}", token="anna")
    assert answer.status == 200, answer.raw
    return answer.json


def ledger(stack: Stack) -> dict[str, int]:
    """By the entries themselves: paid, taken back, spent again of what trips were paid in."""
    sums = {"paid": 0, "taken": 0, "respent": 0}
    for item in list(stack.table.items.values()):
        if item.get("type") != "entry":
            continue
        entry = entry_from_item(item)
        if entry.kind == "trip_grant":
            sums["paid"] += entry.voucher_amount
        elif entry.kind == "trip_clawback":
            sums["taken"] -= entry.voucher_amount
        elif entry.kind == "receivable" and entry.receivable:
            sums["taken"] += entry.receivable.amount
        elif entry.kind in ("redemption", "cancellation"):
            sums["respent"] -= sum(a.amount for a in entry.allocations if a.source == "trip")
    return sums


def test_figures_are_the_ledgers_and_say_where_the_vouchers_went(desk: Stack) -> None:
    first, second = desk.member(), desk.member("010-2222-3333")
    for member, amount in ((first, 60_000), (second, 80_000)):
        granted(member, amount=amount)
        desk.later(seconds=1)
    first = desk.logged_in(first)
    paid = desk.redeem(first.pay_code(), 20_000)
    assert paid.status == 201, paid.raw
    desk.later(seconds=1)
    body = {"reason": "반품", "amount": 5_000, "expected_remaining_amount": 20_000}
    path = f"/v1/redemptions/{paid.json['redemption_id']}/cancels"
    undone = desk.call("POST", path, body, token=builders.SHOP_KEY, key="undo")
    assert undone.status == 201, undone.raw
    desk.later(days=1)
    night(desk)
    night(desk)

    found = effect(desk)

    total = found["total"]
    assert {name: total[name] for name in ("paid", "taken", "respent")} == ledger(desk)
    assert (total["teams"], total["spent"], total["paid"], total["respent"]) == (
        2, 140_000, 70_000, 15_000,
    )  # fmt: skip
    assert (total["spent_percent"], total["respent_percent"]) == (200, 21)
    shop = builders.a_merchant()
    assert found["respent_trades"] == [{"name": shop.category, "amount": 15_000}]
    assert found["spent_trades"] == [{"name": "", "amount": 140_000}]
    for group in ("spent_areas", "respent_areas"):
        name = group.removesuffix("_areas")
        assert sum(each["amount"] for each in found[group]) == total[name]
    assert sum(month["paid"] for month in found["months"]) == total["paid"]


def test_days_from_before_the_first_night_are_made_up_for_in_parts(
    desk: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effect_service, "DAYS_AT_ONCE", 200)
    granted(desk.member(), amount=60_000)
    desk.later(days=40)
    paid = []
    for _ in range(3):
        night(desk)
        paid.append(effect(desk)["total"]["paid"])

    # The first night comes as far as July; a day that is noted is not read again.
    assert paid == [0, 30_000, 30_000]
    assert faults(desk) == []


def test_the_verifier_tells_a_day_whose_note_is_not_what_was_paid(desk: Stack) -> None:
    granted(desk.member(), amount=60_000)
    desk.later(days=1)
    night(desk)
    assert faults(desk) == []
    (key,) = [k for k, item in desk.table.items.items() if item.get("paid") == 30_000]
    for name, forged in (("paid", 40_000), ("teams", 2)):
        kept = desk.table.items[key]
        desk.table.items[key] = kept | {name: forged}
        (problem,) = faults(desk)
        assert problem.endswith("the day's note differs")
        desk.table.items[key] = kept


def test_a_second_trip_is_told_and_what_is_taken_back_is_what_the_ledger_took(
    desk: Stack,
) -> None:
    member = desk.member()
    granted(member)
    desk.later(minutes=1)
    member = desk.logged_in(member)
    trip_id = travelled(member)
    receipts = [slip(desk, 60_000), slip(desk, 40_000)]
    assert claim(member, trip_id, receipts=receipts).status == 202
    review(desk, trip_id, True, True)
    assert decide(desk, trip_id, "grant", by="berta").status == 200
    desk.later(seconds=1)
    assert desk.redeem(desk.logged_in(member).pay_code(), 70_000).status == 201
    desk.later(seconds=1)
    review(desk, trip_id, True, False)
    assert decide(desk, trip_id, "clawback", by="berta", reason="거짓").status == 200
    desk.later(days=1)
    night(desk)

    total = effect(desk)["total"]

    assert {name: total[name] for name in ("paid", "taken", "respent")} == ledger(desk)
    assert (total["teams"], total["repeated"], total["taken"]) == (2, 1, 20_000)


def test_a_year_without_trips_says_so_and_none_is_no_year(desk: Stack) -> None:
    found = effect(desk, 2025)
    assert (found["until_on"], found["months"], found["total"]["respent_percent"]) == (
        None, [], None,
    )  # fmt: skip
    assert desk.call("GET", "/v1/staff/trip-effects/26", token="anna").status == 400


def test_months_are_sums_of_their_days() -> None:
    days = [
        DayEffect(date(2026, 2, 3), Effect(teams=1, paid=5, by={"sight": {"가우도": 1}})),
        DayEffect(date(2026, 1, 9), Effect(teams=2, paid=7)),
        DayEffect(date(2026, 2, 1), Effect(teams=1, paid=1, by={"sight": {"가우도": 2}})),
    ]
    months = by_month(days)
    assert [(on.month, each.teams, each.paid) for on, each in months.items()] == [
        (1, 2, 7), (2, 2, 6),
    ]  # fmt: skip
    assert months[date(2026, 2, 1)].by == {"sight": {"가우도": 3}}
    assert (percent(1, 3), percent(1, 0)) == (33, None)
