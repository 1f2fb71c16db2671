"""What the county is told of the settlement of a month: by settlement's own records, to the won."""

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from chalicelib.core import periods
from chalicelib.county.settings import SettingVersion
from chalicelib.county.wiring import CountyWiring
from chalicelib.reporting.wiring import ReportingWiring
from chalicelib.settlement.period_figures import PeriodFigures
from chalicelib.settlement.wiring import SettlementWiring
from chalicelib.staff.person import Person
from tests import builders
from tests.conftest import Stack
from tests.settlement.settled_shops import cancel, close_night, open_today, pay, set_fee
from tests.settlement.test_invoices import verified
from tests.settlement.test_payouts import (
    MART,
    FakePayees,
    approved,
    at_mart,
    call,
    propose,
    results,
)

FIRST = date(2026, 11, 22)
NUMBER = "inv_202611260000000000000001"


@pytest.fixture
def month(stack: Stack) -> Stack:
    """2,000 and 1,000 won of the 22nd, of which the bank pays one; 1,500 that came back on the
    23rd, of which a sale of the 24th takes 995 off; the rest is invoiced on the 26th."""
    open_today(stack)
    set_fee(stack)
    version = SettingVersion("settlement.invoice_days", date(2026, 1, 2), 3, "조례")
    stack.wired(CountyWiring).store.put_setting(builders.COUNTY, version)
    stack.wired(SettlementWiring).__dict__["payees"] = FakePayees()
    stack.staff_roles = frozenset({"operator", "manager", "treasurer"})
    member = stack.member(vouchers=5_000)
    paid = pay(stack, member, 2_000)
    at_mart(stack, member)
    close_night(stack)
    cancel(stack, paid, 1_500, 2_000)
    close_night(stack)
    pay(stack, member, 1_000)
    for _ in range(3):
        close_night(stack)
    return stack


def figures(stack: Stack, first: date, last: date) -> PeriodFigures:
    found = stack.wired(SettlementWiring).periods.of(builders.COUNTY, first, last)
    assert found is not None
    return found


def kept(stack: Stack, name: str) -> int:
    """Of all statements, as they are stored."""
    items = stack.table.items.values()
    return sum(item["record"][name] for item in items if item.get("type") == "settlement")


def test_of_a_month_every_won_is_paid_failed_waiting_owed_or_invoiced(month: Stack) -> None:
    before = figures(month, FIRST, date(2026, 11, 25))
    batch = approved(month)
    results(month, batch, (f"{batch}-00001", "오류", "계좌"), (f"{batch}-00002", "정상", ""))
    month.wired(SettlementWiring).invoices.record_payment(
        builders.COUNTY, Person("sub-1", "anna"), NUMBER, amount=300, way="cash",
        paid_on=date(2026, 11, 26), reference="영 7", idempotency_key="k-1",
    )  # fmt: skip
    whole = figures(month, date(2026, 11, 1), date(2026, 11, 26))
    rest = figures(month, date(2026, 11, 24), date(2026, 11, 26))

    names = ("gross_amount", "sale_amount", "fee_amount", "county_fee_amount")
    assert [getattr(whole, name) for name in names] == [kept(month, name) for name in names]
    assert (whole.gross_amount, whole.fee_amount, whole.net_amount) == (2_500, 12, 2_488)
    assert (whole.payout_amount, whole.shops) == (2_985, 2)
    # The bank's answer of the 27th is of the next period, as the report is the same when it is made
    # anew: on its last day both had had their day and no answer.
    assert (whole.paid_amount, whole.failed_amount, whole.waiting_amount) == (0, 0, 2_985)
    assert (before.waiting_amount, before.later_amount) == (2_985, 0)
    after = figures(month, FIRST, date(2026, 11, 27))
    assert (after.paid_amount, after.failed_amount, after.waiting_amount) == (995, 1_990, 0)
    assert (after.received_amount, whole.received_amount) == (300, 0)
    assert (before.owed_after_amount, before.invoiced_amount) == (497, 0)
    assert (whole.owed_after_amount, whole.invoiced_amount, whole.invoice_count) == (0, 497, 1)
    assert (rest.owed_before_amount, rest.gross_amount, rest.payout_amount) == (1_492, 1_000, 0)
    assert [each.difference_amount for each in (before, whole, rest, after)] == [0] * 4
    assert verified(month) == []


def test_a_day_that_comes_to_nothing_is_counted_with_the_fee_that_the_county_bears(
    stack: Stack,
) -> None:
    """1,000 won at 1 % less 1,000 of the day before at 0.5 %: nothing to pay, nothing owed."""
    open_today(stack)
    set_fee(stack)
    set_fee(stack, 100, since=date(2026, 11, 23))
    version = SettingVersion("settlement.fee_bearer", date(2026, 1, 2), 1, "조례")
    stack.wired(CountyWiring).store.put_setting(builders.COUNTY, version)
    member = stack.member(vouchers=5_000)
    paid = pay(stack, member, 1_000)
    close_night(stack)
    cancel(stack, paid, 1_000, 1_000)
    pay(stack, member, 1_000)
    close_night(stack)
    of_day = figures(stack, date(2026, 11, 23), date(2026, 11, 23))
    assert (of_day.shops, of_day.net_amount, of_day.county_fee_amount) == (1, 0, 5)
    both = figures(stack, FIRST, date(2026, 11, 23))
    assert (both.shops, both.gross_amount, both.county_fee_amount) == (1, 1_000, 10)


def test_a_won_that_is_missing_is_told(month: Stack) -> None:
    for item in month.table.items.values():
        if item.get("type") == "settlement" and item["record"]["on"] == "2026-11-24":
            item["record"]["gross_amount"] -= 1
    assert figures(month, FIRST, date(2026, 11, 26)).difference_amount == 1
    assert verified(month) != []


def test_what_had_its_day_was_held_not_sent_or_not_answered(month: Stack) -> None:
    """As the batches stood at the end of each day, whenever it is asked."""
    payees: Any = month.wired(SettlementWiring).payees
    payees.change(MART, held_for="tax_closed")
    batch = propose(month).json["batch_id"]
    month.later(days=1)
    call(month, "POST", f"payout-batches/{batch}/approve", {}, by="bora")
    month.later(days=1)
    results(month, batch, (f"{batch}-00001", "정상", ""))
    payees.change(MART, held_for=None)

    def waits(day: int) -> tuple[int, ...]:
        of = figures(month, FIRST, date(2026, 11, day))
        assert of.waiting_amount == of.held_amount + of.unsent_amount + of.unanswered_amount
        return of.unsent_amount, of.held_amount, of.unanswered_amount, of.paid_amount

    assert waits(24) == (0, 0, 0, 0)
    assert waits(26) == (2_985, 0, 0, 0), "no batch was proposed by then"
    assert waits(27) == (1_990, 995, 0, 0), "one that waits for the second person"
    assert waits(28) == (0, 995, 1_990, 0)
    assert waits(29) == (0, 995, 0, 1_990)


def test_nothing_settled_is_nothing_said(stack: Stack) -> None:
    periods_of = stack.wired(SettlementWiring).periods
    assert periods_of.of(builders.COUNTY, FIRST, FIRST) is None


def test_the_monthly_report_has_it_in_mail_page_and_workbook(month: Stack) -> None:
    def made() -> Any:
        month.later(days=1)
        reports = month.wired(ReportingWiring).reports
        return reports.make(builders.COUNTY, periods.parse("monthly", "2026-11"), now=month.now)

    for _ in range(3):
        close_night(month)
    early = made()
    close_night(month)
    report = made()
    documents = month.wired(ReportingWiring).documents

    assert not early.is_all_settled
    said = report.to_record()["settlement"]
    assert (said["net_amount"], said["difference_amount"], said["is_complete"]) == (2_488, 0, True)
    assert report.is_sound
    html, text = documents.mail(report, rows_max=12, has_workbook=True)
    for form in (html, text, documents.html(report)):
        assert "가맹점 정산" in form
        assert "2,985" in form
        assert "차이 0원" in form
    book = openpyxl.load_workbook(BytesIO(documents.workbook(report)))
    rows = {row[0]: row[1] for row in book["가맹점 정산"].iter_rows(values_only=True)}
    assert (rows["정산 금액"], rows["청구함 (1건)"], rows["지급할 금액"]) == (2_488, 497, 2_985)
    assert made().to_json() == report.to_json()
