"""An invoice is paid in parts, each once, and no more than is open."""

from datetime import timedelta

import pytest

from chalicelib.settlement.errors import (
    InvoiceAboveOpenError,
    InvoicePaymentsFullError,
    InvoicePaymentTwiceError,
)
from chalicelib.settlement.invoices import PAYMENTS_MAX
from chalicelib.settlement.wiring import SettlementWiring
from tests import builders
from tests.conftest import Stack
from tests.settlement.settled_shops import SHOP, pay
from tests.settlement.test_invoices import (
    DAY,
    ISSUED,
    differences,
    invoiced,
    invoices,
    nights,
    owing,
    record,
    verified,
)

__all__ = ["invoiced", "owing"]


def test_it_is_paid_in_parts_up_to_what_is_open(invoiced: Stack) -> None:
    first, _ = record(invoiced, amount=600)
    assert (first.status, first.paid_amount, first.open_amount) == ("part_paid", 600, 900)
    assert first.paid_on is None
    with pytest.raises(InvoiceAboveOpenError) as refused:
        record(invoiced, amount=901, idempotency_key="k-2")
    assert "900원" in refused.value.detail("ko")
    nights(invoiced, 1)
    later = ISSUED + timedelta(1)
    whole, _ = record(invoiced, amount=900, way="cash", paid_on=later, idempotency_key="k-3")

    assert (whole.status, whole.open_amount, whole.paid_on) == ("paid", 0, later)
    assert [(one.amount, one.way) for one in whole.payments] == [(600, "transfer"), (900, "cash")]
    # A repeat is answered as at first, whatever came after it.
    assert record(invoiced, amount=600) == (first, True)
    kept = [i for i in invoiced.table.items.values() if i.get("action") == "invoice_paid"]
    moves = [(i["before"]["open_amount"], i["after"]["open_amount"]) for i in kept]
    assert sorted(moves) == [(900, 0), (1_500, 900)]
    assert (verified(invoiced), differences(invoiced)) == ([], [])


def test_one_line_of_a_statement_is_recorded_once_whoever_types_it(invoiced: Stack) -> None:
    record(invoiced, amount=600)
    with pytest.raises(InvoicePaymentTwiceError):
        record(invoiced, amount=600, idempotency_key="k-of-another")
    other, _ = record(invoiced, amount=600, reference="입금 13", idempotency_key="k-2")
    assert (other.paid_amount, other.open_amount) == (1_200, 300)


def test_the_last_of_many_parts_must_be_the_rest(invoiced: Stack) -> None:
    for number in range(PAYMENTS_MAX - 1):
        part = f"part-{number}"
        record(invoiced, amount=1, reference=part, idempotency_key=part)
    rest = 1_500 - (PAYMENTS_MAX - 1)
    with pytest.raises(InvoicePaymentsFullError):
        record(invoiced, amount=1, idempotency_key="one-more")
    assert record(invoiced, amount=rest, idempotency_key="rest")[0].status == "paid"


def test_what_is_invoiced_is_not_taken_off_later_sales_too(invoiced: Stack) -> None:
    record(invoiced, amount=600)
    pay(invoiced, invoiced.member("010-8765-4321", vouchers=5000), 2_000)
    nights(invoiced, 1)

    newest = invoiced.wired(SettlementWiring).statement_store.newest_before(
        builders.COUNTY, SHOP, DAY + timedelta(9)
    )
    assert newest is not None
    assert (newest.carried_in, newest.payout_amount) == (0, 2_000)
    assert verified(invoiced) == []


def test_a_payment_from_before_there_were_parts_is_one_of_all(invoiced: Stack) -> None:
    record(invoiced)
    nights(invoiced, 1)
    item = next(i for i in invoiced.table.items.values() if i.get("type") == "settlement_invoice")
    (part,) = item["record"].pop("payments")
    item["record"]["payment"] = {k: v for k, v in part.items() if k not in ("amount", "way")}

    (made,) = invoices(invoiced)
    assert (made.status, made.paid_amount, made.paid_on) == ("paid", 1_500, ISSUED)
    assert (verified(invoiced), differences(invoiced)) == ([], [])


def test_more_paid_than_invoiced_is_named(invoiced: Stack) -> None:
    record(invoiced)
    item = next(i for i in invoiced.table.items.values() if i.get("type") == "settlement_invoice")
    item["record"]["payments"] = [*item["record"]["payments"] * 2]
    nights(invoiced, 1)

    assert differences(invoiced) == ["invoiced 1500, paid 3000, withdrawn 0"]
    assert any("3,000 were paid and 0 withdrawn" in each for each in verified(invoiced))
