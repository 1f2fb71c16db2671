"""The figures of past days are those of their reports, and days without totals are left out."""

from datetime import date

import pytest
from msgspec.structs import replace

from chalicelib.totals.day_totals import ClosingTotals, DayTotals
from chalicelib.totals.flows import NO_FLOWS, Flow
from chalicelib.totals.store import DayTotalsStore
from tests.builders import COUNTY
from tests.conftest import Stack
from tests.refusals import check_refused

PATH = "/v1/staff/figures?from_on={}&to_on={}"
DAY = DayTotals(
    COUNTY,
    date(2026, 11, 20),
    ClosingTotals(members=7, mileage=9000, voucher=4300),
    {
        **NO_FLOWS,
        "signup": Flow(count=3, mileage_in=15_000),
        "adjustment": Flow(count=2, mileage_in=700, mileage_out=100, voucher_out=50),
        "conversion": Flow(count=1, mileage_out=4000, voucher_in=4000),
        "redemption": Flow(count=2, voucher_out=1500),
        "cancellation": Flow(count=1, voucher_in=200),
    },
)


def test_a_day_has_the_figures_of_its_report(stack: Stack) -> None:
    store = DayTotalsStore(stack.table)
    store.put(DAY)
    store.put(replace(DAY, on=date(2026, 11, 21), flows=NO_FLOWS))
    found = stack.call("GET", PATH.format("2026-11-01", "2026-11-20"), token="anna")
    assert found.status == 200, found.raw
    assert found.json["data"] == [
        {
            "on": "2026-11-20", "signups": 3, "mileage_granted": 15_000,
            "mileage_converted": 4000, "mileage_adjusted": 600, "vouchers_sold_amount": 0,
            "vouchers_adjusted_amount": -50, "redemptions": 2, "redeemed_amount": 1500,
            "canceled_amount": 200, "members": 7, "mileage_left": 9000,
            "vouchers_left_amount": 4300,
        }
    ]  # fmt: skip


@pytest.mark.parametrize("span", [("2026-11-20", "2026-11-19"), ("2025-11-19", "2026-11-20")])
def test_a_span_goes_forward_and_is_a_year_at_most(stack: Stack, span: tuple[str, str]) -> None:
    check_refused(
        stack,
        lambda h: stack.call("GET", PATH.format(*span), token="anna", headers=h),
        422,
        "span_too_long",
        "to_on",
    )
    longest = stack.call("GET", PATH.format("2025-11-20", "2026-11-20"), token="anna")
    assert longest.status == 200
