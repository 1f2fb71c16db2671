"""Fees, carried debts and the bytes of a statement."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from chalicelib.county.settings import SettingVersion
from chalicelib.settlement import statements
from chalicelib.settlement.fees import FeeTerms, fee_terms
from chalicelib.settlement.statements import Plan, Settled, Statement, make_statement, row_of
from tests import builders

SHOP = "mch_0000000000000001"
DAY = date(2026, 11, 22)
TERMS = FeeTerms(50, "merchant", date(2026, 1, 1))
PLAN = Plan(payout_on=date(2026, 11, 25), invoice_days=30)


def settled(before: int, after: int, number: int = 1) -> Settled:
    return Settled(
        kind="payment" if before == 0 else "cancel",
        at=f"2026-11-22T03:00:00.{number:03d}Z",
        on=DAY,
        paid_on=DAY,
        redemption_id=f"rdm_{number:016d}",
        cancel_id=None if before == 0 else f"cxl_{number:016d}",
        order_id=f"order-{number}",
        before=before,
        after=after,
        sale_amount=0,
    )


def statement(
    *moves: tuple[int, int], on: date = DAY, previous: Statement | None = None
) -> Statement:
    rows = [row_of(settled(*move, number=n), TERMS) for n, move in enumerate(moves)]
    return make_statement(builders.COUNTY, SHOP, on, rows, previous, PLAN)


@given(
    st.integers(1, 3_000_000), st.lists(st.integers(1, 3_000_000), max_size=6), st.integers(0, 1000)
)
def test_what_was_taken_back_whole_cost_nothing(amount: int, cuts: list[int], rate: int) -> None:
    terms = FeeTerms(rate, "merchant", None)
    sums = [amount, *sorted({c for c in cuts if c < amount}, reverse=True), 0]
    rows = [row_of(settled(0, amount), terms)]
    rows += [row_of(settled(a, b), terms) for a, b in itertools.pairwise(sums)]

    assert sum(row.fee_amount for row in rows) == 0
    assert sum(row.amount for row in rows) == 0
    for n, row in enumerate(rows, 1):
        # At every moment the shop has borne the fee of what is left, rounded down.
        assert sum(r.fee_amount for r in rows[:n]) == row.after * rate // 10_000


def test_a_fee_is_rounded_down_row_by_row() -> None:
    made = statement((0, 1_999), (0, 10_001))

    assert [row.fee_amount for row in made.rows] == [9, 50]
    assert (made.gross_amount, made.fee_amount, made.net_amount) == (12_000, 59, 11_941)


def test_the_county_may_bear_it() -> None:
    row = row_of(settled(0, 10_000), replace(TERMS, bearer="county"))
    made = make_statement(builders.COUNTY, SHOP, DAY, [row], None, PLAN)

    assert (made.fee_amount, made.county_fee_amount, made.payout_amount) == (0, 50, 10_000)


def test_the_rate_is_that_of_the_payments_day_and_named_with_its_version() -> None:
    key = "settlement.fee_basis_points"
    versions = [v for v in builders.setting_versions() if v.key != key]
    assert fee_terms(versions, DAY) == FeeTerms(0, "merchant", None)
    versions += [
        SettingVersion(key, date(2026, 3, 1), 50, "조례"),
        SettingVersion(key, date(2026, 11, 1), 30, "조례"),
    ]

    assert fee_terms(versions, date(2026, 10, 31)) == FeeTerms(50, "merchant", date(2026, 3, 1))
    assert fee_terms(versions, DAY) == FeeTerms(30, "merchant", date(2026, 11, 1))


def test_a_debt_is_carried_on_until_sales_pay_it() -> None:
    owing = statement((5_000, 0))
    less = statement((0, 2_000), on=DAY + timedelta(1), previous=owing)
    paid = statement((0, 9_000), on=DAY + timedelta(2), previous=less)

    assert (owing.payout_amount, owing.carried_out, owing.payout_on) == (0, -4_975, None)
    assert (less.carried_in, less.carried_out) == (-4_975, -2_985)
    assert (less.owing_since, less.invoice_on) == (DAY, DAY + timedelta(30))
    assert (paid.carried_in, paid.payout_amount) == (-2_985, 9_000 - 45 - 2_985)
    assert (paid.owing_since, paid.invoice_on, paid.payout_on) == (None, None, PLAN.payout_on)


@pytest.mark.parametrize(("days", "carried"), [(29, -4_975), (30, 0), (31, 0)])
def test_what_was_invoiced_is_not_carried_too(days: int, carried: int) -> None:
    owing = statement((5_000, 0))

    later = statement((0, 9_000), on=DAY + timedelta(days), previous=owing)

    assert later.carried_in == carried


def test_a_statement_is_read_back_as_it_was_written() -> None:
    made = statement((0, 5_000), (5_000, 1_000))
    content = statements.content_of(made)

    assert statements.read_content(content) == made
    assert statements.content_of(statements.read_content(content)) == content
    assert statements.hash_of(made) == made.hash
    assert statements.hash_of(replace(made, carried_in=-1)) != made.hash


def test_the_order_in_which_rows_come_changes_no_byte() -> None:
    rows = [row_of(settled(0, amount, number=amount), TERMS) for amount in (3, 1, 2)]

    one, other = (
        make_statement(builders.COUNTY, SHOP, DAY, each, None, PLAN) for each in (rows, rows[::-1])
    )

    assert statements.content_of(one) == statements.content_of(other)


def test_a_settlements_id_tells_its_day_and_differs_by_shop() -> None:
    ids = {
        statements.settlement_id(shop, day)
        for shop in (SHOP, "mch_0000000000000002")
        for day in (DAY, DAY + timedelta(1))
    }

    assert len(ids) == 4
    assert all(each.startswith("stl_") for each in ids)
