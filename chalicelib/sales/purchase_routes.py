"""Taking a purchase back, and the rest of a nearly spent voucher. By docs/give-back.md."""

from typing import TYPE_CHECKING

from chalicelib.core.values import sibling_id
from chalicelib.county.wiring import CountyWiring
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Time
from chalicelib.ledger.entries import PurchaseFact
from chalicelib.ledger.errors import (
    MemberNotFoundError,
    MemberSuspendedError,
    VoucherExpiredError,
)
from chalicelib.ledger.given_back_answer import GivenBackAnswer, given_back_answer
from chalicelib.sales.errors import (
    ChangeRefundNotReachedError,
    PurchaseCancelWindowClosedError,
    PurchaseNotFoundError,
    PurchaseUsedError,
    VoucherNotFoundError,
    VoucherNotRefundableError,
)
from chalicelib.sales.limits_answer import PurchaseLimits, purchase_limits
from chalicelib.sales.wiring import SalesWiring

if TYPE_CHECKING:
    from chalicelib.ledger.chain import Outcome

routes = Operations(tag="purchases")

GONE = (MemberNotFoundError, MemberSuspendedError)


class RefundAnswer(Shape):
    """`face_amount` is what left the wallet, `refund_amount` the money owed to the member."""

    entry_id: str
    purchase_id: str
    voucher_id: str
    round_id: str
    face_amount: int
    refund_amount: int
    at: Time
    given_back: GivenBackAnswer
    purchase_limits: PurchaseLimits


@routes.operation(
    "POST",
    "/v1/me/purchases/{purchase_id}/cancel",
    summary="Take back a purchase of which nothing is spent, whole",
    audience="member",
    status=201,
    answer=RefundAnswer,
    requires_idempotency_key=True,
    errors=(
        *GONE,
        PurchaseNotFoundError,
        PurchaseUsedError,
        PurchaseCancelWindowClosedError,
        VoucherExpiredError,
    ),
)
def cancel_purchase(call: Call[None], purchase_id: str) -> RefundAnswer:
    outcome = call.wired(SalesWiring).purchases.cancel(
        call.member,
        purchase_id,
        idempotency_key=call.idempotency_key,
    )
    return _refunded(call, outcome)


@routes.operation(
    "POST",
    "/v1/me/vouchers/{voucher_id}/change-refund",
    summary="Have the rest of a bought voucher paid back, once its promised share is spent",
    audience="member",
    status=201,
    answer=RefundAnswer,
    requires_idempotency_key=True,
    errors=(
        *GONE,
        VoucherNotFoundError,
        VoucherNotRefundableError,
        ChangeRefundNotReachedError,
        VoucherExpiredError,
    ),
)
def refund_change(call: Call[None], voucher_id: str) -> RefundAnswer:
    outcome = call.wired(SalesWiring).purchases.refund_change(
        call.member,
        voucher_id,
        idempotency_key=call.idempotency_key,
    )
    return _refunded(call, outcome)


def _refunded(call: Call[None], outcome: "Outcome") -> RefundAnswer:
    call.mark_replayed(outcome.replayed)
    entry = outcome.entry
    fact = entry.purchase or PurchaseFact("", "", 0, None)
    return RefundAnswer(
        entry_id=entry.entry_id,
        purchase_id=fact.purchase_id,
        voucher_id=sibling_id("vch", fact.purchase_id),
        round_id=fact.round_id,
        face_amount=-entry.voucher_amount,
        refund_amount=-fact.price_amount,
        at=entry.at,
        given_back=given_back_answer(entry, call.language),
        purchase_limits=purchase_limits(
            entry, call.wired(CountyWiring).counties.on(call.county_id, entry.on), entry.on
        ),
    )
