"""Settlements and payouts: what they show, and how a browser comes to each of their views."""

from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace
from playwright.sync_api import Page

from chalicelib.county.wiring import CountyWiring
from chalicelib.settlement.invoices import Invoice
from chalicelib.settlement.wiring import SettlementWiring
from chalicelib.settlement.worker import close_days
from tests import builders
from tests.conftest import Stack
from tests.screens.desk_steps import desk
from tests.screens.seeing import see
from tests.screens.shop_steps import shown
from tests.settlement.settled_shops import SHOP, cancel, open_today, pay, set_fee, settle_all
from tests.settlement.test_payouts import MART, FakePayees
from tests.simulator.commands.jobs import EVENT

BUYERS = ("010-7777-0001", "010-7777-0002", "010-7777-0003")


def furnish(stack: Stack) -> None:
    """Three days with sales, then five without: the first is paid, but for the mart; the second
    is with the bank; of the third the mart is held."""
    open_today(stack)
    counties = stack.wired(CountyWiring).store
    known = counties.county(builders.COUNTY)
    assert known is not None
    counties.put_county(replace(known, receiving_account="농협은행 301-0000-0000-00 강진군"))
    set_fee(stack)
    for phone in BUYERS:
        buyer = stack.member(phone, vouchers=5_000)
        paid = pay(stack, buyer, 2_800)
        assert stack.redeem(buyer.pay_code(), 1_500, token=builders.MART_KEY).status == 201
        stack.later(minutes=7)
        cancel(stack, paid, 300, 2_800)
        stack.later(days=1)
    stack.later(days=5)
    stack.work(close_days, EVENT)
    settle_all(stack)
    payees = FakePayees()
    stack.wired(SettlementWiring).__dict__["payees"] = payees
    first = _approved(stack, "2026-11-25")
    rows = f"참조번호,처리결과,사유\n{first}-00001,정상,\n{first}-00002,오류,계좌번호 오류\n"
    stack.call(
        "POST", f"/v1/staff/payout-batches/{first}/files", {"format": "csv", "reason": "지급"},
        token="anna", key="new",
    )  # fmt: skip
    _staff(stack, f"payout-batches/{first}/results", {"csv": rows})
    _approved(stack, "2026-11-26")
    payees.change(MART, held_for="account_unverified")
    for on in (date(2026, 11, 3), date(2026, 11, 24)):
        _invoice(stack, on)


def _invoice(stack: Stack, on: date) -> None:
    owed = Invoice(
        county_id=builders.COUNTY, merchant_id=SHOP, amount=31_500, owing_since=on,
        settled_on=on + timedelta(days=1), statement_hash="", issued_on=on + timedelta(days=3),
        due_on=on + timedelta(days=17),
    )  # fmt: skip
    stack.wired(SettlementWiring).invoice_store.put_new(owed)


def _approved(stack: Stack, payout_on: str) -> str:
    batch_id: str = _staff(stack, "payout-batches", {"payout_on": payout_on})["batch_id"]
    _staff(stack, f"payout-batches/{batch_id}/approve", {}, by="bora")
    return batch_id


def _staff(stack: Stack, path: str, body: dict[str, str], by: str = "anna") -> Any:
    answer = stack.call("POST", f"/v1/staff/{path}", body, token=by, key="new")
    assert answer.status in (200, 201), answer.raw
    return answer.json


def settlements(page: Page) -> None:
    """On the first day of a month all that there is stands in the month before."""
    shown("settlements")(page)
    page.click("[data-do=month-before]")
    page.wait_for_selector("[data-settlements] button")


def settlement(page: Page) -> None:
    settlements(page)
    page.click("[data-settlements] button >> nth=-1")
    see(page, "settlement")
    page.wait_for_timeout(200)


def compared(page: Page) -> None:
    """A list of the shop's own that differs in each way."""
    settlement(page)
    listed = "주문번호,결제금액\ntill-0001,3000\ntill-0002,1500\n".encode("cp949")
    file = {"name": "till.csv", "mimeType": "text/csv", "buffer": listed}
    page.set_input_files("#own-list-file", file)  # type: ignore[arg-type]
    page.click("[data-own-list] [type=submit]")
    page.wait_for_selector("[data-own-differences] li")


def invoice_withdrawal(page: Page) -> None:
    """What is open of an invoice is about to be let go of."""
    desk("payouts")(page)
    page.click("[data-invoices] tbody button:has-text('철회')")
    page.fill("#withdrawal-reason", "폐업하여 받을 수 없음")
    page.locator("#withdrawal-form").scroll_into_view_if_needed()
    page.wait_for_timeout(200)


def payouts(page: Page) -> None:
    desk("payouts")(page)
    page.fill("#payables-on", "2026-11-27")
    page.click("#payables-form [type=submit]")
    page.wait_for_timeout(300)


def payout(page: Page) -> None:
    desk("payouts")(page)
    page.click("[data-batches] tbody button >> nth=0")
    see(page, "payout")
    page.wait_for_timeout(200)


def invoice(page: Page) -> None:
    desk("payouts")(page)
    page.wait_for_selector("[data-invoices] tbody button")
    page.click("[data-invoices] tbody button")
    see(page, "invoice")
    page.wait_for_timeout(200)
