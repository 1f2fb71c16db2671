"""How the money of a purchase is shown to whoever holds its id."""

from typing import Any, Literal

from chalicelib.core.clock import Clock
from chalicelib.http.call import Call, Shape
from chalicelib.http.shapes import Time
from chalicelib.http.terms import PurchaseRef
from chalicelib.payments.payments import Payment
from chalicelib.payments.service import check_has_provider

PaymentStatus = Literal[
    "open",
    "confirming",
    "waiting_for_deposit",
    "completed",
    "giving_back",
    "refund_account_needed",
    "given_back",
    "reversed",
    "ended",
]
FailureReason = Literal["canceled_by_buyer", "refused", "amount_mismatch", "expired"]
_CANCELED = ("PAY_PROCESS_CANCELED", "CANCELED")
_EXPIRED = ("EXPIRED", "NOT_FOUND_PAYMENT", "NOT_FOUND_PAYMENT_SESSION", "NOT_CONFIRMED")


class DepositAnswer(Shape):
    """Where to send the money: the bank by its code at the provider."""

    bank_code: str
    """The bank, by its code at the provider."""
    account_number: str
    """The account to send the money to."""
    due_at: Time | None
    """Until when; null if the provider did not say."""


class PaymentPageAnswer(Shape):
    """What leads to the provider's window. `toss`: its browser SDK, by `client_key`; `page`: the
    page at `page_url`, which plays it."""

    kind: Literal["toss", "page"]
    """How paying is started: by Toss's browser SDK, or at a page."""
    client_key: str | None = None
    """For Toss's SDK; null otherwise."""
    page_url: str | None = None
    """The page to open; null for Toss's SDK."""


class PurchasePaymentAnswer(Shape):
    """`amount` in won. `provider` while one can pay; `failure`: why the last attempt came to
    nothing; `deposit` of a virtual account that waits for its money."""

    purchase_id: PurchaseRef
    status: PaymentStatus
    """How the payment stands."""
    order_name: str
    """What is bought, as the provider shows it."""
    amount: int
    """What to pay, in won."""
    pay_by_at: Time
    """Until when."""
    method: str | None
    """How it was paid; null before that."""
    failure: FailureReason | None
    """Why the last try came to nothing; null if it did not."""
    deposit: DepositAnswer | None
    """Where to send the money, for a virtual account; else null."""
    provider: PaymentPageAnswer | None
    """What leads to the provider, while one can pay; else null."""
    poll_after_seconds: int | None
    """When to ask again; null if nothing will change by itself."""


def payment_answer(call: Call[Any], payment: Payment) -> PurchasePaymentAnswer:
    """Raises `PaymentsUnavailableError` where one could pay, but the county has no provider."""
    page = None
    if payment.state == "open" and call.now() < payment.pay_by_at:
        provider = call.adapters.payment_provider
        check_has_provider(provider, payment.county_id)
        known = provider.page(payment.county_id)
        page = PaymentPageAnswer.model_validate(dict(known))
    account = payment.account if payment.state == "waiting_for_deposit" else None
    return PurchasePaymentAnswer(
        purchase_id=payment.purchase_id,
        status=_status(payment, call.now),
        order_name=payment.order_name,
        amount=payment.amount,
        pay_by_at=payment.pay_by_at,
        method=payment.method,
        failure=_failure(payment.failure),
        deposit=DepositAnswer(
            bank_code=account.bank_code,
            account_number=account.account_number,
            due_at=account.due_at,
        )
        if account
        else None,
        provider=page,
        poll_after_seconds=_poll_after(payment, call.now),
    )


def _status(payment: Payment, clock: Clock) -> PaymentStatus:
    """What staff must mend is on its way back, for its owner."""
    if payment.state == "paid":
        return "confirming"
    if payment.state == "give_back_refused":
        return "giving_back"
    if payment.state == "reversing":
        return "reversed"
    if payment.state == "open" and clock() >= payment.pay_by_at:
        return "ended"
    return payment.state


def _failure(code: str) -> FailureReason | None:
    if not code:
        return None
    if code == "AMOUNT_MISMATCH":
        return "amount_mismatch"
    if code in _CANCELED:
        return "canceled_by_buyer"
    return "expired" if code in _EXPIRED else "refused"


def _poll_after(payment: Payment, clock: Clock) -> int | None:
    """Sooner at first: most outcomes are there within seconds."""
    if payment.state in ("open", "confirming", "paid", "giving_back"):
        since = (clock() - (payment.looked_at or payment.started_at)).total_seconds()
        return 2 if since < 60 else 10
    return 15 if payment.state in ("waiting_for_deposit", "refund_account_needed") else None
