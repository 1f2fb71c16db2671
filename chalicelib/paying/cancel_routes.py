"""Taking payments back."""

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.core.errors import PayCodeInvalidError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Letters, OneLine, OrderId, PayCodeText
from chalicelib.http.terms import OrderRef, RedemptionRef
from chalicelib.ledger.errors import AmountOutOfRangeError, MemberNotFoundError, WalletFullError
from chalicelib.ledger.given_back_answer import GivenBackAnswer, given_back_answer
from chalicelib.merchants.actors import MerchantActor
from chalicelib.paying.answers import RedemptionDetail, detail
from chalicelib.paying.errors import (
    CancelAmountExceedsRemainingError,
    CancelNotYoursError,
    CancelPartsExceededError,
    CancelWindowClosedError,
    ExpectedRemainingMismatchError,
    NetCancelLimitExceededError,
    PayCodeExpiredError,
    RedemptionNotFoundError,
    TypedCodesPausedError,
)
from chalicelib.paying.rehearsing import rehearsal_of, rehearse_cancel
from chalicelib.paying.wiring import PayingWiring

routes = Operations(tag="redemptions")


class CancelBody(Shape):
    amount: Annotated[int, Field(examples=[1500])] | None = None
    """How much to give back, in won; all that remains if left out."""
    expected_remaining_amount: Annotated[int, Field(examples=[4500])]
    """What you believe remains of the payment: another cancel in the meantime is noticed."""
    reason: Annotated[OneLine, Letters(200), Field(examples=["손님이 하나를 돌려주었습니다"])]
    """Why; the customer reads it."""


class NetCancelBody(Shape):
    pay_code: PayCodeText
    """The code that the payment was sent with."""
    order_id: OrderId


class NetCancelAnswer(Shape):
    order_id: OrderRef
    status: Literal["net_canceled"]
    """Final: this order is never paid."""
    given_back_amount: int
    """Won that had been paid and went back; 0 if nothing had."""
    given_back: GivenBackAnswer
    """What went back to where."""


@routes.operation(
    "POST",
    "/v1/redemptions/{redemption_id}/cancels",
    summary="Cancel a payment, whole or in part",
    audience="merchant",
    scope="cancel",
    status=201,
    body=CancelBody,
    answer=RedemptionDetail,
    requires_idempotency_key=True,
    errors=(
        RedemptionNotFoundError,
        CancelNotYoursError,
        ExpectedRemainingMismatchError,
        CancelAmountExceedsRemainingError,
        CancelPartsExceededError,
        CancelWindowClosedError,
        AmountOutOfRangeError,
    ),
)
def cancel_redemption(call: Call[CancelBody], redemption_id: RedemptionRef) -> RedemptionDetail:
    actor = call.actor(MerchantActor)
    rehearse_cancel(call.settings, call.body.reason)
    redemption, is_replayed = call.wired(PayingWiring).cancellations.cancel(
        actor.merchant,
        redemption_id,
        amount=call.body.amount,
        expected_remaining_amount=call.body.expected_remaining_amount,
        reason=call.body.reason,
        idempotency_key=call.idempotency_key,
        may_cancel=actor.may_cancel,
    )
    call.mark_replayed(is_replayed)
    return detail(redemption, actor.merchant, call.language)


@routes.operation(
    "POST",
    "/v1/net-cancels",
    summary="Undo an order of unknown outcome, for 15 days; final, even before the payment",
    audience="merchant",
    scope="cancel",
    body=NetCancelBody,
    answer=NetCancelAnswer,
    requires_idempotency_key=True,
    errors=(
        TypedCodesPausedError,
        PayCodeInvalidError,
        PayCodeExpiredError,
        CancelWindowClosedError,
        NetCancelLimitExceededError,
        CancelNotYoursError,
        WalletFullError,
        MemberNotFoundError,
    ),
)
def net_cancel_order(call: Call[NetCancelBody]) -> NetCancelAnswer:
    actor = call.actor(MerchantActor)
    rehearsal = rehearsal_of(call.settings, call.body.pay_code)
    rehearsal.begin_net_cancel(call.body.order_id)
    entry, is_replayed = call.wired(PayingWiring).cancellations.net_cancel(
        actor.merchant,
        pay_code=rehearsal.pay_code,
        order_id=call.body.order_id,
        idempotency_key=call.idempotency_key,
        may_undo=actor.may_undo,
    )
    call.mark_replayed(is_replayed)
    return NetCancelAnswer(
        order_id=call.body.order_id,
        status="net_canceled",
        given_back_amount=entry.voucher_amount,
        given_back=given_back_answer(entry, call.language),
    )
