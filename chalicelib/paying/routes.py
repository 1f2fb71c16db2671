"""Paying: a merchant's till, and a member at a shop's standing QR."""

from typing import Annotated

from pydantic import Field

from chalicelib.core.errors import PayCodeInvalidError
from chalicelib.core.values import seoul_date
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Day, Letters, OneLine, OrderId, PageQuery, PayCodeText
from chalicelib.http.terms import MaskedName, MerchantName, NextCursor, OrderRef, RedemptionRef
from chalicelib.ledger.errors import (
    AmountOutOfRangeError,
    InsufficientBalanceError,
    MemberNotFoundError,
    MemberSuspendedError,
    NetCanceledError,
    OrderAlreadyPaidError,
    PayCodeUsedError,
    VoucherExpiredError,
    WalletFullError,
)
from chalicelib.merchants.actors import MerchantActor
from chalicelib.merchants.errors import MerchantNotFoundError, MerchantSuspendedError
from chalicelib.paying.answers import (
    AllocationAnswer,
    RedemptionAnswer,
    RedemptionDetail,
    allocations_answer,
    captured,
    detail,
)
from chalicelib.paying.errors import (
    CardAmountExceededError,
    MerchantNotEligibleError,
    PayCodeExpiredError,
    RedemptionNotFoundError,
    TypedCodesPausedError,
)
from chalicelib.paying.rehearsing import rehearsal_of
from chalicelib.paying.wiring import PayingWiring

routes = Operations(tag="redemptions")

REFUSALS = (
    TypedCodesPausedError,
    PayCodeInvalidError,
    PayCodeExpiredError,
    CardAmountExceededError,
    PayCodeUsedError,
    InsufficientBalanceError,
    MerchantNotEligibleError,
    MerchantSuspendedError,
    VoucherExpiredError,
    AmountOutOfRangeError,
    OrderAlreadyPaidError,
    NetCanceledError,
    WalletFullError,
    MemberNotFoundError,
    MemberSuspendedError,
)


TerminalId = Annotated[OneLine, Letters(64), Field(examples=["counter-1"])]
PaymentAmount = Annotated[int, Field(description="What to pay, in won.", examples=[4500])]


class RedemptionBody(Shape):
    pay_code: PayCodeText
    amount: PaymentAmount
    order_id: OrderId
    terminal_id: TerminalId | None = None
    """Which till of the shop's, for the day's close."""


class PaymentAnswer(RedemptionAnswer):
    merchant_name: MerchantName


class QuoteAnswer(Shape):
    order_id: OrderRef
    amount: int
    """What would be paid, in won."""
    member_name_masked: MaskedName
    remaining_balance_amount: int
    """Won that the customer could still spend after it."""
    allocations: list[AllocationAnswer]
    """The vouchers that would pay."""
    cashback_amount: int
    """Won that the customer would get back by a cashback campaign."""


class RedemptionsAnswer(Shape):
    data: list[RedemptionDetail]
    """Payments, the newest first."""
    next_cursor: NextCursor


class RedemptionsQuery(PageQuery):
    order_id: OrderId | None = None
    """Only this order, of today and yesterday, or of the day in `on`."""
    on: Day | None = None
    """A business day in Seoul; today if left out."""
    terminal_id: TerminalId | None = None
    """Only those of this till."""


class MemberPaymentBody(Shape):
    merchant_code: Annotated[str, Field(min_length=1, max_length=64)]
    """The code in the shop's standing QR."""
    amount: PaymentAmount
    order_id: OrderId | None = None
    """The shop's order number, if it gave one."""


@routes.operation(
    "POST",
    "/v1/redemptions",
    summary="Take a payment with the customer's pay code",
    audience="merchant",
    scope="use",
    status=201,
    body=RedemptionBody,
    answer=RedemptionAnswer,
    requires_idempotency_key=True,
    errors=REFUSALS,
)
def redeem_voucher(call: Call[RedemptionBody]) -> RedemptionAnswer:
    actor = call.actor(MerchantActor)
    rehearsal = rehearsal_of(call.settings, call.body.pay_code, call.body.amount)
    rehearsal.begin(call.body.amount)
    payment = call.wired(PayingWiring).redemptions.redeem(
        actor.merchant,
        pay_code=rehearsal.pay_code,
        amount=call.body.amount,
        order_id=call.body.order_id,
        terminal_id=actor.mark or call.body.terminal_id,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(payment.replayed)
    rehearsal.end(call.adapters.pause, was_paid_before=payment.replayed)
    return captured(payment, actor.merchant)


@routes.operation(
    "POST",
    "/v1/redemptions/validate",
    summary="What a payment would do; nothing moves",
    audience="merchant",
    scope="use",
    body=RedemptionBody,
    answer=QuoteAnswer,
    errors=REFUSALS,
)
def validate_redemption(call: Call[RedemptionBody]) -> QuoteAnswer:
    rehearsal = rehearsal_of(call.settings, call.body.pay_code, call.body.amount)
    rehearsal.begin(call.body.amount)
    quote = call.wired(PayingWiring).redemptions.quote(
        call.actor(MerchantActor).merchant,
        pay_code=rehearsal.pay_code,
        amount=call.body.amount,
        order_id=call.body.order_id,
    )
    return QuoteAnswer(
        order_id=call.body.order_id,
        amount=call.body.amount,
        member_name_masked=quote.name_masked,
        remaining_balance_amount=quote.balance_after,
        allocations=allocations_answer(quote.draft.allocations),
        cashback_amount=quote.draft.cashback.amount if quote.draft.cashback else 0,
    )


@routes.operation(
    "POST",
    "/v1/me/payments",
    summary="Pay at a shop's standing QR",
    audience="member",
    status=201,
    body=MemberPaymentBody,
    answer=PaymentAnswer,
    requires_idempotency_key=True,
    errors=(*REFUSALS[5:], MerchantNotFoundError),
)
def pay_merchant(call: Call[MemberPaymentBody]) -> PaymentAnswer:
    payment, merchant = call.wired(PayingWiring).redemptions.pay(
        call.member,
        merchant_code=call.body.merchant_code,
        amount=call.body.amount,
        order_id=call.body.order_id,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(payment.replayed)
    return PaymentAnswer(merchant_name=merchant.name, **dict(captured(payment, merchant)))


@routes.operation(
    "GET",
    "/v1/redemptions",
    summary="A day's payments (today's if none is named), or an order's of today and yesterday",
    audience="merchant",
    scope="read",
    query=RedemptionsQuery,
    answer=RedemptionsAnswer,
)
def list_redemptions(call: Call[None]) -> RedemptionsAnswer:
    service = call.wired(PayingWiring).records
    merchant = call.actor(MerchantActor).merchant
    query: RedemptionsQuery = call.query
    day = query.on or seoul_date(call.now())
    page = call.page(on=day)
    if query.order_id:
        found = [
            one
            for one in service.by_order(merchant, query.order_id, query.on)
            if query.terminal_id in (None, one.entry.terminal_id)
        ]
        return RedemptionsAnswer(
            data=[detail(r, merchant, call.language) for r in found], next_cursor=None
        )
    found, cursor = page.read(
        lambda position: service.on(
            merchant, day, terminal_id=query.terminal_id, limit=page.limit, position=position
        )
    )
    return RedemptionsAnswer(
        data=[detail(r, merchant, call.language) for r in found], next_cursor=cursor
    )


@routes.operation(
    "GET",
    "/v1/redemptions/{redemption_id}",
    summary="One payment with its cancels",
    audience="merchant",
    scope="read",
    answer=RedemptionDetail,
    errors=(RedemptionNotFoundError,),
)
def show_redemption(call: Call[None], redemption_id: RedemptionRef) -> RedemptionDetail:
    merchant = call.actor(MerchantActor).merchant
    found = call.wired(PayingWiring).records.get(merchant, redemption_id)
    return detail(found, merchant, call.language)
