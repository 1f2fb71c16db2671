"""What a payment becomes by what the provider says of it: pure."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from chalicelib.aws.provider_payments import ProviderPayment
from chalicelib.payments.book import BookLine
from chalicelib.payments.payments import DEPOSIT_LOOK, Payment, looked, moved


class Step(Struct, frozen=True):
    """What is written next: `payment` over the version before, with lines of the book. `goes_on`:
    the same run looks at what it has become; else it rests, or waits for its next look."""

    payment: Payment
    lines: Sequence[BookLine] = ()
    goes_on: bool = True


def judged(
    payment: Payment,
    found: ProviderPayment | None,
    now: datetime,
    *,
    refusal: str = "",
    is_over: bool = False,
) -> Step:
    """`refusal`: the code by which the provider refused to take it, this time. `is_over`: the
    purchase is held no more, so that another attempt would be for nothing."""
    if found is None:
        return _came_to_nothing(payment, now, refusal or "NOT_FOUND_PAYMENT", is_over)
    if found.order_id != payment.purchase_id:
        # Somebody else's money, or of another purchase: it is not ours to take or to give back.
        return _came_to_nothing(payment, now, "NOT_FOUND_PAYMENT", is_over)
    if found.ending == "paid":
        return _paid(payment, found, now)
    if found.ending == "canceled":
        # Paid and taken back while nobody here knew either: no money is here.
        return _came_to_nothing(payment, now, "CANCELED", is_over)
    if found.ending == "waiting":
        return _waiting(payment, found, now)
    if found.ending == "over":
        return _came_to_nothing(payment, now, found.failure or refusal or "EXPIRED", is_over)
    # What an earlier try without an answer began may come yet, whatever this one was told.
    is_refused = bool(refusal) and not payment.looks
    if found.ending == "begun" and (is_refused or is_over):
        return _came_to_nothing(payment, now, refusal or "NOT_CONFIRMED", is_over)
    return Step(looked(payment, now), goes_on=False)


def paid_line(payment: Payment, found: ProviderPayment, now: datetime) -> BookLine:
    return BookLine(
        county_id=payment.county_id,
        purchase_id=payment.purchase_id,
        payment_key=found.payment_key,
        kind="paid",
        amount=found.total_amount,
        method=found.method,
        at=found.approved_at or now,
    )


def _paid(payment: Payment, found: ProviderPayment, now: datetime) -> Step:
    facts = {
        "method": found.method,
        "paid_at": found.approved_at or now,
        "payment_key": found.payment_key,
        "failure": "",
    }
    line = paid_line(payment, found, now)
    is_price = found.is_in_won and found.total_amount == payment.amount
    if is_price and found.taken_back == 0:
        return Step(moved(payment, "paid", now, **facts), (line,))
    # Money of another amount or currency never becomes a voucher.
    wrong = moved(payment, "giving_back", now, **facts, back_reason="wrong_amount")
    return Step(wrong, (line,))


def _waiting(payment: Payment, found: ProviderPayment, now: datetime) -> Step:
    if payment.state == "confirming":
        waiting = moved(
            payment, "waiting_for_deposit", now, account=found.account, method=found.method
        )
        return Step(waiting, goes_on=False)
    due_at = payment.account.due_at if payment.account else None
    last = (due_at or payment.pay_by_at) + 2 * DEPOSIT_LOOK
    if now >= last:
        # What comes after it all the same is seen by its notice, or by the daily match.
        return Step(moved(payment, "ended", now), goes_on=False)
    return Step(looked(payment, now), goes_on=False)


def _came_to_nothing(payment: Payment, now: datetime, failure: str, is_over: bool) -> Step:
    """The buyer may try again while the purchase is held."""
    can_retry = payment.state == "confirming" and not is_over and now < payment.pay_by_at
    if can_retry:
        return Step(moved(payment, "open", now, payment_key="", failure=failure))
    if payment.state == "ended":
        return Step(looked(payment, now), goes_on=False)
    return Step(moved(payment, "ended", now, failure=failure), goes_on=False)
