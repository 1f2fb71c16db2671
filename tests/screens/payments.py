"""Purchases that wait for money, and some that have it, for the gallery of the page that pays."""

from datetime import timedelta
from typing import Any

from chalicelib.payments.payments import Payment, State, moved
from chalicelib.payments.queue import PaymentMessage
from chalicelib.payments.wiring import PaymentsWiring
from tests.builders import COUNTY
from tests.conftest import Stack
from tests.payments.payment_world import Book

PRICE = 45_000
OPEN, WAITING, DEPOSIT, DONE, BACK, REFUND = (f"pur_06H0PZQQG1Z8FWB{n}" for n in range(6))


def furnish_payments(stack: Stack, member_id: str) -> None:
    """One of each state that its buyer sees."""
    wiring = stack.adapters.wired(PaymentsWiring)
    book = Book(lambda: stack.now)
    bank = stack.adapters.payment_provider.bank
    bank.now = lambda: stack.now
    for purchase_id in (OPEN, WAITING, DEPOSIT, DONE, BACK, REFUND):
        pay_by_at = stack.now + timedelta(minutes=14, seconds=32)
        book.reserve(purchase_id, PRICE, pay_by_at)
        wiring.payments.start(
            COUNTY,
            purchase_id,
            member_id=member_id,
            price_amount=PRICE,
            pay_by_at=pay_by_at,
            order_name="강진사랑상품권 50,000원",
        )
    for purchase_id, method in (
        (DEPOSIT, "virtual_account"),
        (DONE, "card"),
        (BACK, "card"),
        (REFUND, "virtual_account"),
    ):
        key = bank.agree(purchase_id, PRICE, method=method)
        message = PaymentMessage(
            county_id=COUNTY, purchase_id=purchase_id, payment_key=key, amount=PRICE
        )
        wiring.following(book).follow(message)
    wiring.payments.give_back(COUNTY, BACK, PRICE, "구매 취소")
    wiring.following(book).follow(PaymentMessage(county_id=COUNTY, purchase_id=BACK))
    _move(stack, WAITING, "confirming", payment_key="k")
    # What came too late by a virtual account goes back to an account that its owner names.
    _move(stack, REFUND, "giving_back", back_reason="late")
    _move(stack, REFUND, "refund_account_needed")


def _move(stack: Stack, purchase_id: str, state: State, **values: Any) -> None:
    store = stack.adapters.wired(PaymentsWiring).store
    payment = store.by_id(COUNTY, purchase_id)
    assert isinstance(payment, Payment)
    store.write(moved(payment, state, stack.now, **values), None)
