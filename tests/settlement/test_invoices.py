"""What a shop owes too long is invoiced once, whether it sells again or not, and paid once, whole
or in parts."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.core.errors import IdempotencyKeyReusedError, InvalidRequestError
from chalicelib.county.settings import SettingVersion
from chalicelib.county.wiring import CountyWiring
from chalicelib.reconciling.wiring import ReconcilingWiring
from chalicelib.settlement.errors import (
    InvoiceAboveOpenError,
    InvoiceAlreadyPaidError,
    SettlementInvoiceNotFoundError,
)
from chalicelib.settlement.invoices import Invoice, shop_and_day
from chalicelib.settlement.keys import slice_of
from chalicelib.settlement.wiring import SettlementWiring
from chalicelib.staff.person import Person
from tests import builders
from tests.conftest import Stack
from tests.sample_ledger import typed_json
from tests.settlement.settled_shops import SHOP, cancel, close_night, open_today, pay
from tests.tampering import verify

DAY = date(2026, 11, 22)
ISSUED = DAY + timedelta(days=4)
NUMBER = "inv_202611260000000000000001"
ANNA = Person("sub-1", "anna")


@pytest.fixture
def owing(stack: Stack) -> Stack:
    """2,000 won were paid out for the first day and 1,500 of them taken back on the second, which
    is invoiced three days later."""
    open_today(stack)
    version = SettingVersion("settlement.invoice_days", date(2026, 1, 2), 3, "조례")
    stack.wired(CountyWiring).store.put_setting(builders.COUNTY, version)
    paid = pay(stack, stack.member(vouchers=5000), 2_000)
    close_night(stack)
    cancel(stack, paid, 1_500, 2_000)
    close_night(stack)
    return stack


@pytest.fixture
def invoiced(owing: Stack) -> Stack:
    nights(owing, 2)
    return owing


def nights(stack: Stack, number: int) -> None:
    for _ in range(number):
        close_night(stack)


def invoices(stack: Stack) -> list[Invoice]:
    store = stack.wired(SettlementWiring).invoice_store
    return store.page(builders.COUNTY, status=None, limit=9, before_id=None)[0]


def record(stack: Stack, **changes: Any) -> tuple[Invoice, bool]:
    said = {
        "amount": 1_500, "way": "transfer", "paid_on": ISSUED, "reference": "입금 12",
        "idempotency_key": "k-1",
    }  # fmt: skip
    service = stack.wired(SettlementWiring).invoices
    return service.record_payment(builders.COUNTY, ANNA, NUMBER, **said | changes)


def verified(stack: Stack) -> list[str]:
    items = [typed_json(item) for item in stack.table.items.values()]
    return [p for p in verify(items, dict(stack.s3.objects)).problems if "settlement" in p]


def differences(stack: Stack, kind: str = "invoice_sum") -> list[str]:
    service = stack.wired(ReconcilingWiring).reconciliations
    made = service.run(builders.COUNTY, ISSUED, now=stack.now)
    return [d.detail for d in made.differences if d.kind == kind]


def test_a_shop_that_sells_nothing_more_is_invoiced_on_the_day(owing: Stack) -> None:
    nights(owing, 1)
    assert invoices(owing) == []
    nights(owing, 1)

    (made,) = invoices(owing)
    assert (made.invoice_id, made.merchant_id, made.amount) == (NUMBER, SHOP, 1_500)
    assert (made.owing_since, made.settled_on) == (DAY + timedelta(1), DAY + timedelta(1))
    assert (made.issued_on, made.due_on, made.status) == (ISSUED, date(2026, 12, 10), "issued")
    assert shop_and_day(NUMBER) == (SHOP, ISSUED)
    nights(owing, 1)
    assert invoices(owing) == [made]
    assert (verified(owing), differences(owing)) == ([], [])


def test_what_a_later_sale_takes_off_is_not_invoiced(owing: Stack) -> None:
    pay(owing, owing.member("010-8765-4321", vouchers=5000), 600)
    nights(owing, 2)

    (made,) = invoices(owing)
    assert (made.amount, made.owing_since) == (900, DAY + timedelta(1))
    assert made.settled_on == DAY + timedelta(2)
    assert verified(owing) == []


def test_a_debt_that_was_taken_off_whole_makes_no_invoice(owing: Stack) -> None:
    pay(owing, owing.member("010-8765-4321", vouchers=5000), 1_500)
    nights(owing, 3)

    assert invoices(owing) == []
    assert (verified(owing), differences(owing)) == ([], [])


def test_nights_done_again_make_no_second_invoice(invoiced: Stack) -> None:
    record(invoiced)
    items = dict(invoiced.table.items)
    wiring = invoiced.wired(SettlementWiring)
    wiring.statement_store.put_settled_through(builders.COUNTY, slice_of(SHOP), DAY)

    wiring.closing.close(builders.COUNTY, slice_of(SHOP))

    assert invoiced.table.items == items


def test_a_payment_is_written_down_once_with_its_record(invoiced: Stack) -> None:
    first, again = record(invoiced), record(invoiced)

    assert (first[1], again[1]) == (False, True)
    assert first[0] == again[0]
    assert (first[0].status, first[0].paid_on, first[0].open_amount) == ("paid", ISSUED, 0)
    kept = [i for i in invoiced.table.items.values() if i.get("action") == "invoice_paid"]
    assert [(i["target_id"], i["reason"], i["after"]["amount"]) for i in kept] == [
        (NUMBER, "입금 12", 1_500)
    ]
    assert verified(invoiced) == []
    with pytest.raises(InvoiceAlreadyPaidError):
        record(invoiced, idempotency_key="k-2")
    with pytest.raises(IdempotencyKeyReusedError):
        record(invoiced, reference="다른 입금")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"amount": 1_501}, InvoiceAboveOpenError),
        ({"paid_on": ISSUED - timedelta(1)}, InvalidRequestError),
        ({"paid_on": ISSUED + timedelta(1)}, InvalidRequestError),
    ],
)
def test_more_than_is_open_and_another_day_are_refused(
    invoiced: Stack, changes: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        record(invoiced, **changes)
    assert invoices(invoiced)[0].status == "issued"


@pytest.mark.parametrize(
    "number", ["inv_20261127" + "0" * 15 + "1", "inv_20261399" + "0" * 16, "x"]
)
def test_what_is_no_invoice_is_not_found(invoiced: Stack, number: str) -> None:
    with pytest.raises(SettlementInvoiceNotFoundError):
        invoiced.wired(SettlementWiring).invoices.by_id(builders.COUNTY, number)


def test_an_invoice_of_another_sum_is_named(invoiced: Stack) -> None:
    item = next(i for i in invoiced.table.items.values() if i.get("type") == "settlement_invoice")
    item["record"]["amount"] = 1_400
    nights(invoiced, 1)

    assert differences(invoiced) == ["owed 1500, invoiced 1400"]
    assert any("has another amount" in each for each in verified(invoiced))
    assert any("invoiced" in each and "settled" in each for each in verified(invoiced))


def test_an_invoice_that_is_gone_is_named(invoiced: Stack) -> None:
    items = invoiced.table.items
    del items[next(k for k, i in items.items() if i.get("type") == "settlement_invoice")]
    nights(invoiced, 1)

    assert differences(invoiced) == ["owed 1500, invoiced 0"]
    assert any("are not invoiced" in each for each in verified(invoiced))


def test_an_invoice_for_nothing_is_named(owing: Stack) -> None:
    nights(owing, 2)
    items = owing.table.items
    del items[next(k for k, i in items.items() if i.get("type") == "invoice_due")]
    for key in [k for k, i in items.items() if k[1] == f"DAY#{DAY + timedelta(1)}"]:
        del items[key]
    nights(owing, 1)

    assert differences(owing) == ["owed 0, invoiced 1500"]
    assert any("for nothing that it owes" in each for each in verified(owing))


PATH = "/v1/staff/settlement-invoices"
PAID = {"amount": 1_500, "paid_on": "2026-11-26", "reference": "입금 12"}


def test_the_treasurer_records_it_and_the_shop_sees_it(invoiced: Stack) -> None:
    invoiced.staff_roles = frozenset({"treasurer"})
    owed = invoiced.call("GET", f"{PATH}?status=issued", token="anna").json["data"]
    made = invoiced.call("POST", f"{PATH}/{NUMBER}/payments", PAID, token="anna", key="new")
    again = invoiced.call("POST", f"{PATH}/{NUMBER}/payments", PAID, token="anna", key="new")

    assert [(each["invoice_id"], each["amount"], each["is_overdue"]) for each in owed] == [
        (NUMBER, 1_500, False)
    ]
    assert (made.status, made.json["status"], made.json["reference"]) == (201, "paid", "입금 12")
    assert made.json["recorded_by"]
    assert (again.status, again.json["code"]) == (409, "invoice_already_paid")
    assert invoiced.call("GET", f"{PATH}?status=issued", token="anna").json["data"] == []
    assert invoiced.call("GET", f"{PATH}/{NUMBER}", token="anna").json == made.json
    rows = invoiced.call("GET", "/v1/settlements", token=builders.READ_KEY).json["data"]
    assert rows[0]["invoice"] == {
        "invoice_id": NUMBER,
        "amount": 1_500,
        "status": "paid",
        "paid_amount": 1_500,
        "withdrawn_amount": 0,
        "open_amount": 0,
        "issued_on": "2026-11-26",
        "due_on": "2026-12-10",
        "paid_on": "2026-11-26",
        "payments": [{"amount": 1_500, "paid_on": "2026-11-26", "way": "transfer"}],
    }
    assert rows[1]["invoice"] is None


def test_an_invoice_is_overdue_from_the_day_after_its_last(invoiced: Stack) -> None:
    (made,) = invoices(invoiced)

    assert not made.is_overdue(made.due_on)
    assert made.is_overdue(made.due_on + timedelta(1))


def test_the_list_goes_on_where_it_ended(invoiced: Stack) -> None:
    store = invoiced.wired(SettlementWiring).invoice_store
    (one,) = invoices(invoiced)
    other = replace(one, merchant_id="mch_0000000000000002")
    store.put_new(other)

    first, position = store.page(builders.COUNTY, status=None, limit=1, before_id=None)
    rest, end = store.page(builders.COUNTY, status=None, limit=1, before_id=position)

    assert (first, rest, end) == ([other], [one], None)
