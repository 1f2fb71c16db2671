"""The chain of a wallet that was used for long, made without a handler."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.ledger.appending import append
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.idempotency import CommandKeys, digest
from chalicelib.paying import redemptions
from chalicelib.wallets import conversions
from tests import builders

PAYMENT = 50
CONVERTED = 5_000
CONVERTED_LAST = 200_000
PAYMENTS_PER_CONVERSION = 100


def after(head: Entry, moments: list[datetime]) -> Iterator[Entry]:
    """Small conversions, each spent in many payments, and one large one at the end."""
    merchant = builders.a_merchant()
    for number, at in enumerate(moments):
        is_last = number == len(moments) - 1
        if is_last or number % PAYMENTS_PER_CONVERSION == 0:
            mileage = CONVERTED_LAST if is_last else CONVERTED
            draft = conversions.decide(head, mileage=mileage, settings=builders.SETTINGS, now=at)
        else:
            draft = redemptions.decide(
                head, amount=PAYMENT, merchant=merchant, settings=builders.SETTINGS, now=at
            )
        key = digest("history", head.member_id, str(number))
        keys = CommandKeys(
            reference=redemptions.order_reference(merchant.merchant_id, f"history-{number:07d}"),
            fingerprint=key,
            idempotency=key,
            pay_code_id=key[:8],
        )
        head = append(
            head, draft, county_id=builders.COUNTY, member_id=head.member_id, keys=keys, now=at
        )
        yield head
