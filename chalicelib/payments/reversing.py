"""Money that the provider took back without us: a chargeback, a deposit that its bank undid."""

from datetime import datetime

from msgspec.structs import replace

from chalicelib.aws.provider_payments import ProviderPayment
from chalicelib.payments.book import BookLine
from chalicelib.payments.judging import Step, paid_line
from chalicelib.payments.payments import Payment, moved


def back_without_us(payment: Payment, found: ProviderPayment | None, now: datetime) -> Step | None:
    """Of a completed purchase, what is gone of its money and was not known yet; `None` if nothing.
    What the provider does not find, or says in words that we do not know, is no loss."""
    if found is None or found.ending not in ("paid", "canceled", "waiting"):
        return None
    gone = min(found.taken_back, payment.amount) - payment.reversed_amount
    if gone <= 0 or payment.method is None:
        return None
    line = BookLine(
        county_id=payment.county_id,
        purchase_id=payment.purchase_id,
        payment_key=payment.payment_key,
        kind="reversed",
        amount=gone,
        method=payment.method,
        at=found.canceled_at or now,
        number=payment.reversed_amount + gone,
    )
    return Step(moved(payment, "reversing", now, reversing_amount=gone), (line,))


def sent_anew(payment: Payment, found: ProviderPayment | None, now: datetime) -> Step | None:
    """Of a payment that was taken back whole, money that is with us all the same: its buyer sent
    the deposit once more, or the provider let the reversal go. Its voucher is void, so it goes
    back; `None` if there is none."""
    if found is None or found.ending != "paid" or found.taken_back:
        return None
    line = replace(paid_line(payment, found, now), number=2)
    return Step(moved(payment, "giving_back", now, back_reason="late"), (line,))
