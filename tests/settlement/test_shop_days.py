"""The close of a till's day: payments and cancels each by their own day."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.core.errors import SearchTooWideError
from chalicelib.core.values import seoul_date
from chalicelib.merchants.tax_classes import TaxedFrom
from chalicelib.merchants.wiring import MerchantsWiring
from chalicelib.settlement.sales_reader import SalesReader
from tests import builders
from tests.conftest import Answer, Member, Stack
from tests.paying.test_paying import fresh_code

TODAY = "2026-11-22"


@pytest.fixture
def member(stack: Stack) -> Member:
    return stack.member(vouchers=5000)


def pay(stack: Stack, member: Member, amount: int, **more: str) -> Any:
    body = {"pay_code": fresh_code(member), "amount": amount, "order_id": stack.fresh("order")}
    answer = stack.call("POST", "/v1/redemptions", body | more, token=builders.SHOP_KEY, key="new")
    assert answer.status == 201, answer.raw
    return answer.json


def cancel(stack: Stack, payment: Any, amount: int, remaining: int) -> None:
    body = {"amount": amount, "expected_remaining_amount": remaining, "reason": "손님 요청"}
    path = f"/v1/redemptions/{payment['redemption_id']}/cancels"
    answer = stack.call("POST", path, body, token=builders.SHOP_KEY, key="new")
    assert answer.status == 201, answer.raw


def day(stack: Stack, on: str = TODAY, query: str = "", token: str = builders.READ_KEY) -> Answer:
    return stack.call("GET", f"/v1/merchant/days/{on}{query}", token=token)


def test_a_day_without_payments_is_closed_with_nothing(stack: Stack) -> None:
    nothing = {"count": 0, "amount": 0}

    assert day(stack).json == {
        "on": TODAY,
        "payments": nothing,
        "cancels": nothing,
        "net_amount": 0,
        "tax": {"supply_amount": 0, "vat_amount": 0, "tax_free_amount": 0, "unsplit_amount": 0},
        "by_terminal": [],
        "data": [],
    }


def test_payments_and_cancels_count_on_their_own_day(stack: Stack, member: Member) -> None:
    first = pay(stack, member, 1000, terminal_id="B")
    cancel(stack, first, 100, 1000)
    pay(stack, member, 700)
    stack.later(days=1)
    cancel(stack, first, 300, 900)
    pay(stack, member, 50, terminal_id="B")

    of_first = day(stack).json
    of_second = day(stack, "2026-11-23").json

    assert (of_first["payments"], of_first["cancels"]) == (
        {"count": 2, "amount": 1700},
        {"count": 1, "amount": 100},
    )
    assert of_first["net_amount"] == 1600
    assert [(t["terminal_id"], t["net_amount"]) for t in of_first["by_terminal"]] == [
        (None, 700),
        ("B", 900),
    ]
    assert (of_second["payments"], of_second["cancels"]) == (
        {"count": 1, "amount": 50},
        {"count": 1, "amount": 300},
    )
    assert of_second["net_amount"] == -250
    assert [(s["kind"], s["amount"], s["order_id"]) for s in of_second["data"]] == [
        ("cancel", -300, first["order_id"]),
        ("payment", 50, of_second["data"][1]["order_id"]),
    ]
    for closed in (of_first, of_second):
        assert sum(sale["amount"] for sale in closed["data"]) == closed["net_amount"]


def test_a_day_says_the_tax_by_the_class_of_each_payments_day(stack: Stack, member: Member) -> None:
    """A cancel gives back the tax of its payment, also when the shop is taxed another way by then:
    1,000 won that come back in three parts leave no won of tax behind."""
    store = stack.wired(MerchantsWiring).store
    shop = store.by_id(builders.COUNTY, "mch_0000000000000001")
    assert shop is not None
    classes = tuple(
        TaxedFrom(date(2026, 11, day), each)
        for day, each in ((22, "general"), (23, "exempt"), (24, "simplified"))
    )
    store.replace(replace(shop, tax_classes=classes, version=shop.version + 1))
    first = pay(stack, member, 1000, terminal_id="B")
    cancel(stack, first, 333, 1000)
    stack.later(days=1)
    pay(stack, member, 700)
    cancel(stack, first, 333, 667)
    stack.later(days=1)
    pay(stack, member, 50)
    cancel(stack, first, 334, 334)

    closed = [day(stack, f"2026-11-{on}").json for on in (22, 23, 24)]

    names = ("supply_amount", "vat_amount", "tax_free_amount", "unsplit_amount")
    # 1,000 hold 91 of tax, 667 hold 61, 334 hold 30.
    assert [tuple(each["tax"][name] for name in names) for each in closed] == [
        (909 - 303, 91 - 30, 0, 0),
        (-302, -31, 700, 0),
        (-304, -30, 0, 50),
    ]
    assert closed[0]["by_terminal"][0]["tax"] == closed[0]["tax"]
    rows = [row for each in closed for row in each["data"] if row["kind"] == "cancel"]
    assert [(row["supply_amount"], row["vat_amount"]) for row in rows] == [
        (-303, -30), (-302, -31), (-304, -30),
    ]  # fmt: skip
    for each in closed:
        assert sum(each["tax"].values()) == each["net_amount"]
    listed = csv.DictReader(
        io.StringIO(day(stack, "2026-11-23", "?format=csv").raw.decode("utf-8-sig"))
    )
    assert sorted((r["tax_class"], r["vat_amount"], r["tax_free_amount"]) for r in listed) == [
        ("exempt", "0", "700"),
        ("general", "-31", "0"),
    ]


def test_another_shops_day_is_its_own(stack: Stack, member: Member) -> None:
    pay(stack, member, 1000)

    assert day(stack, token=builders.MART_KEY).json["payments"]["count"] == 0


def test_the_last_day_of_the_cancel_window_is_looked_back_to(stack: Stack, member: Member) -> None:
    first = pay(stack, member, 1000)
    stack.later(days=builders.SETTINGS.redemption_cancel_days)
    cancel(stack, first, 1000, 1000)

    assert day(stack, "2026-11-29").json["cancels"] == {"count": 1, "amount": 1000}


def test_the_day_is_a_file_for_a_spreadsheet_too(stack: Stack, member: Member) -> None:
    paid = pay(stack, member, 1000, terminal_id="=B")

    answer = day(stack, query="?format=csv")

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "onmin-2026-11-22.csv" in str(answer.headers["Content-Disposition"])
    rows = list(csv.DictReader(io.StringIO(answer.raw.decode("utf-8-sig"))))
    assert [(r["redemption_id"], r["terminal_id"], r["amount"]) for r in rows] == [
        (paid["redemption_id"], "'=B", "1000")
    ]


@pytest.mark.parametrize("on", ["2026-13-01", "20261122", "1900-01-01", "today"])
def test_what_is_no_day_is_told(stack: Stack, on: str) -> None:
    answer = day(stack, on)

    assert (answer.status, answer.json["code"]) == (400, "invalid_request")
    assert answer.json["param"] == "on"


def test_a_look_that_would_not_end_is_refused(stack: Stack, member: Member) -> None:
    for _ in range(3):
        pay(stack, member, 100)
    reader = SalesReader(stack.table, entries_max=2)
    today = seoul_date(stack.now)

    with pytest.raises(SearchTooWideError):
        list(reader.of_day(builders.COUNTY, "mch_0000000000000001", today, since=today))


def test_a_sale_at_the_last_moment_of_a_day_and_its_cancel_after_midnight(
    stack: Stack, member: Member
) -> None:
    """23:59:59.999 in Seoul is 14:59:59.999 in UTC of the same day."""
    stack.now = datetime(2026, 11, 22, 14, 59, 58, 999_000, tzinfo=UTC)
    last = pay(stack, member, 1_000)  # A second later, by a fresh code.
    stack.now += timedelta(milliseconds=2)
    cancel(stack, last, 400, 1_000)
    first = pay(stack, member, 300)

    before, after = day(stack).json, day(stack, "2026-11-23").json

    assert [(s["kind"], s["at"], s["amount"]) for s in before["data"]] == [
        ("payment", "2026-11-22T14:59:59.999Z", 1_000)
    ]
    assert [(s["kind"], s["redemption_id"], s["amount"]) for s in after["data"]] == [
        ("cancel", last["redemption_id"], -400),
        ("payment", first["redemption_id"], 300),
    ]
    assert (before["net_amount"], after["net_amount"]) == (1_000, -100)


def test_a_cancel_in_the_last_millisecond_is_of_the_day_and_at_midnight_of_the_next(
    stack: Stack, member: Member
) -> None:
    paid = pay(stack, member, 1_000)
    stack.now = datetime(2026, 11, 22, 14, 59, 59, 999_000, tzinfo=UTC)
    cancel(stack, paid, 400, 1_000)
    stack.now += timedelta(milliseconds=1)
    cancel(stack, paid, 100, 600)

    before, after = day(stack).json, day(stack, "2026-11-23").json

    assert (before["cancels"], before["net_amount"]) == ({"count": 1, "amount": 400}, 600)
    assert (after["cancels"], after["net_amount"]) == ({"count": 1, "amount": 100}, -100)
