"""Closing days: once, for good, to the same bytes, whatever comes late or twice."""

from datetime import date, timedelta

import pytest

from chalicelib.settlement import statements
from chalicelib.settlement.errors import SettledDiffersError
from chalicelib.settlement.keys import SLICES, slice_of
from chalicelib.settlement.wiring import SettlementWiring
from chalicelib.settlement.worker import close_days
from infra.deploy.declared_holidays import HolidayTooLateError, seed_holidays
from tests import builders
from tests.conftest import Member, Stack
from tests.settlement.settled_shops import (
    SHOP,
    cancel,
    close_night,
    open_today,
    pay,
    set_fee,
    settle_all,
    statement,
    today,
)
from tests.simulator.commands.jobs import EVENT

DAY = date(2026, 11, 22)


@pytest.fixture
def member(stack: Stack) -> Member:
    """In a county that opened today, with a fee of half a percent."""
    open_today(stack)
    set_fee(stack)
    return stack.member(vouchers=5000)


def test_a_day_is_settled_with_a_row_for_each_payment_and_cancel(
    stack: Stack, member: Member
) -> None:
    first = pay(stack, member, 2_000, terminal_id="A")
    cancel(stack, first, 500, 2_000)
    pay(stack, member, 999)
    close_night(stack)

    made = statement(stack, DAY)

    assert made is not None
    assert (made.gross_amount, made.fee_amount, made.net_amount) == (2_499, 11, 2_488)
    assert (made.payout_amount, made.payout_on) == (2_488, date(2026, 11, 25))
    content = stack.wired(SettlementWiring).files.statement(builders.COUNTY, SHOP, DAY)
    assert content is not None
    kept = statements.read_content(content)
    assert kept.hash == made.hash == statements.hash_of(kept)
    assert [(r.kind, r.amount, r.fee_amount, r.terminal_id) for r in kept.rows] == [
        ("payment", 2_000, 10, "A"),
        ("cancel", -500, -3, "A"),
        ("payment", 999, 4, None),
    ]


def test_a_cancel_of_a_settled_payment_is_a_minus_row_of_its_own_day(
    stack: Stack, member: Member
) -> None:
    payment = pay(stack, member, 2_000, terminal_id="A")
    close_night(stack)
    set_fee(stack, 400, since=DAY + timedelta(1))
    cancel(stack, payment, 1_500, 2_000)
    close_night(stack)
    pay(stack, member, 3_000)
    close_night(stack)

    first, second, third = (statement(stack, DAY + timedelta(n)) for n in range(3))

    assert None not in (first, second, third)
    assert (first.payout_amount, second.payout_amount) == (1_990, 0)
    # By the rate that held when it was paid.
    assert (second.gross_amount, second.fee_amount) == (-1_500, -8)
    assert (second.carried_out, second.owing_since) == (-1_492, DAY + timedelta(1))
    assert (third.carried_in, third.payout_amount) == (-1_492, 3_000 - 120 - 1_492)
    assert second.previous == first.hash


def test_closing_again_changes_no_byte(stack: Stack, member: Member) -> None:
    pay(stack, member, 2_000)
    close_night(stack)
    items, files = dict(stack.table.items), dict(stack.s3.objects)

    stack.work(close_days, EVENT)
    for number in range(SLICES):
        store = stack.wired(SettlementWiring).statement_store
        store.put_settled_through(builders.COUNTY, number, DAY - timedelta(1))
        stack.wired(SettlementWiring).closing.close(builders.COUNTY, number)
    settle_all(stack)

    assert (stack.table.items, stack.s3.objects) == (items, files)


def test_a_missed_night_is_made_up_for_in_order(stack: Stack, member: Member) -> None:
    payment = pay(stack, member, 2_000)
    stack.later(days=1)
    cancel(stack, payment, 2_000, 2_000)
    stack.later(days=1)
    pay(stack, member, 5_000)

    close_night(stack)

    made = [statement(stack, DAY + timedelta(n)) for n in range(3)]
    assert [m and m.payout_amount for m in made] == [1_990, 0, 5_000 - 25 - 1_990]


def test_what_the_index_shows_late_is_settled_the_next_day(stack: Stack, member: Member) -> None:
    pay(stack, member, 2_000)
    pay(stack, member, 300)
    entries = [i for i in stack.table.items.values() if "by_merchant_pk" in i]
    hidden = entries[-1].pop("by_day_pk")
    close_night(stack)
    entries[-1]["by_day_pk"] = hidden
    stack.table.items[entries[-1]["pk"], entries[-1]["sk"]] = entries[-1]
    pay(stack, member, 50)
    close_night(stack)

    first, second = (statement(stack, DAY + timedelta(n)) for n in range(2))

    assert None not in (first, second)
    assert (first.gross_amount, second.gross_amount, second.row_count) == (2_000, 350, 2)
    assert today(stack) == DAY + timedelta(2)


def test_a_kept_day_that_was_changed_stops_the_closing(stack: Stack, member: Member) -> None:
    pay(stack, member, 2_000)
    close_night(stack)
    name = "gangjin/settlement-days/2026-11-22.json"
    stack.s3.objects[name] = stack.s3.objects[name].replace(b'"amount":2000', b'"amount":9000')

    with pytest.raises(RuntimeError):
        close_night(stack)
    wiring = stack.wired(SettlementWiring)
    wiring.statement_store.put_settled_through(builders.COUNTY, slice_of(SHOP), DAY - timedelta(1))
    with pytest.raises(SettledDiffersError):
        wiring.closing.close(builders.COUNTY, slice_of(SHOP))


def test_a_day_that_was_changed_before_it_was_settled_makes_no_statement(
    stack: Stack, member: Member
) -> None:
    pay(stack, member, 2_000)
    stack.later(days=1)
    stack.work(close_days, EVENT)
    name = "gangjin/settlement-days/2026-11-22.json"
    stack.s3.objects[name] = stack.s3.objects[name].replace(b'"amount":2000', b'"amount":9000')

    with pytest.raises(SettledDiffersError):
        stack.wired(SettlementWiring).closing.close(builders.COUNTY, slice_of(SHOP))
    assert statement(stack, DAY) is None


HOLIDAY = {"on": "2026-11-25", "name": "임시공휴일", "declared_on": "2026-11-22", "source": "고시"}


def test_a_holiday_of_the_countys_file_moves_the_day_of_the_payout(
    stack: Stack, member: Member
) -> None:
    for _ in range(2):
        seed_holidays(stack.table, builders.COUNTY, [HOLIDAY])
    pay(stack, member, 2_000)
    close_night(stack)

    made = statement(stack, DAY)
    assert made is not None
    assert made.payout_on == date(2026, 11, 24)


def test_a_holiday_that_would_change_what_is_closed_is_refused(
    stack: Stack, member: Member
) -> None:
    close_night(stack)

    with pytest.raises(HolidayTooLateError, match="2026-11-22"):
        seed_holidays(stack.table, builders.COUNTY, [HOLIDAY])
    seed_holidays(stack.table, builders.COUNTY, [HOLIDAY | {"declared_on": "2026-11-23"}])


def test_another_statement_than_the_kept_one_is_never_served(stack: Stack, member: Member) -> None:
    pay(stack, member, 2_000)
    stack.s3.objects[f"gangjin/settlements/{SHOP}/2026-11-22.json"] = b"{}"
    stack.later(days=1)
    stack.work(close_days, EVENT)

    with pytest.raises(SettledDiffersError):
        stack.wired(SettlementWiring).closing.close(builders.COUNTY, slice_of(SHOP))
    assert statement(stack, DAY) is None
