"""What a shop sees of what it has taken: by days, by order, in sums and as a workbook."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.conftest import Stack
from tests.shops.phones import CLERK_PIN, Phone, add_clerk, check_refused, owners_phone

DAYS = "from_on=2026-11-22&to_on=2026-11-24"


@pytest.fixture
def owner(stack: Stack) -> Phone:
    """With payments of three days: 100 and 200 on the first, 300 on the third."""
    phone = owners_phone(stack)
    payer = stack.member(vouchers=3000)
    for amount in (100, 200):
        stack.redeem(payer.pay_code(), amount, order_id=f"order-{amount}", token=phone.token)
        stack.later(minutes=1)
    stack.later(days=2)
    phone = phone.with_pin("p1", "271828")
    payer = stack.logged_in(payer)
    stack.redeem(payer.pay_code(), 300, order_id="order-300", token=phone.token)
    return phone


def amounts(phone: Phone, query: str) -> list[int]:
    answer = phone.call("GET", f"/v1/merchant/payments?{query}")
    assert answer.status == 200, answer.raw
    return [row["amount"] for row in answer.json["data"]]


def test_payments_of_several_days_come_newest_first(owner: Phone) -> None:
    assert amounts(owner, DAYS) == [300, 200, 100]
    assert amounts(owner, "from_on=2026-11-22&to_on=2026-11-23") == [200, 100]
    assert amounts(owner, "from_on=2026-11-23&to_on=2026-11-23") == []


def test_pages_go_on_over_the_end_of_a_day(owner: Phone) -> None:
    path = f"/v1/merchant/payments?{DAYS}&limit=1"
    found, cursor = [], ""
    for _ in range(4):
        page = owner.call("GET", path + cursor).json
        found += [row["amount"] for row in page["data"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"

    assert found == [300, 200, 100]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("q=order-2", [200]), ("q=ORDER-300", [300]), ("q=100", [100]), ("q=9", []),
     ("person_id=p1", [300, 200, 100]), ("person_id=p2", [])],
)  # fmt: skip
def test_a_payment_is_found_by_order_amount_or_person(
    owner: Phone, wanted: str, found: list[int]
) -> None:
    assert amounts(owner, f"{DAYS}&{wanted}") == found


def test_sums_are_by_day_and_less_what_was_given_back(owner: Phone) -> None:
    newest = owner.call("GET", f"/v1/merchant/payments?{DAYS}").json["data"][0]
    assert owner.cancel(newest["redemption_id"], 300).status == 201

    sums = owner.call("GET", f"/v1/merchant/payment-sums?{DAYS}").json

    assert sums["days"] == [
        {"on": "2026-11-24", "count": 1, "amount": 300, "canceled_amount": 300},
        {"on": "2026-11-22", "count": 2, "amount": 300, "canceled_amount": 0},
    ]
    assert sums["total"] == {"count": 3, "amount": 600, "canceled_amount": 300}


def test_each_payment_says_until_when_it_can_be_taken_back(stack: Stack, owner: Phone) -> None:
    def newest(phone: Phone) -> tuple[str, bool]:
        row = phone.call("GET", f"/v1/merchant/payments?{DAYS}").json["data"][0]
        return row["cancel_until"], row["can_cancel"]

    clerk = owner.with_pin(add_clerk(owner), CLERK_PIN)
    assert newest(owner) == ("2026-12-01", True)
    assert newest(clerk) == ("2026-12-01", False)
    stack.later(days=8)
    assert newest(owner.with_pin("p1", "271828")) == ("2026-12-01", False)


def test_the_workbook_has_the_payments_and_who_took_them(owner: Phone) -> None:
    answer = owner.call("GET", f"/v1/merchant/payments/xlsx?{DAYS}")

    assert answer.status == 200
    assert answer.headers["Content-Disposition"].endswith('"onmin-2026-11-22-2026-11-24.xlsx"')
    with ZipFile(BytesIO(answer.raw)) as book:
        words = book.read("xl/sharedStrings.xml").decode()
        rows = book.read("xl/worksheets/sheet1.xml").decode()
    assert {"order-300", "김사장", "2026-11-24"} <= set(words.replace("<", ">").split(">"))
    assert rows.count("<row ") == 4
    newest = owner.call("GET", f"/v1/merchant/payments?{DAYS}").json["data"][0]
    assert newest["receipt"]["approval_number"] in words


@pytest.mark.parametrize(
    "query", ["from_on=2026-11-24&to_on=2026-11-23", "from_on=2026-10-01&to_on=2026-11-01"]
)
@pytest.mark.parametrize("path", ["payment-sums", "payments/xlsx"])
def test_so_many_days_are_summed_and_no_more(owner: Phone, query: str, path: str) -> None:
    check_refused(
        owner.stack,
        lambda h: owner.call("GET", f"/v1/merchant/{path}?{query}", headers=h),
        422,
        "history_span",
    )
