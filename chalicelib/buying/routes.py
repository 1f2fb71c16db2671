"""Buying online: taking a ticket, seeing how it stands, giving it up, taking it back."""

from typing import Annotated

from pydantic import Field

from chalicelib.aws.provider_payments import RefundAccount
from chalicelib.buying.answers import (
    OnlinePurchaseAnswer,
    OnlinePurchasesAnswer,
    TicketAnswer,
    application_answer,
    purchase_answer,
    ticket_answer,
)
from chalicelib.buying.applications import Applied
from chalicelib.buying.errors import (
    ApplicationsOverError,
    NotDrawnError,
    PaymentExpiredError,
    PaymentReversedError,
    PlaceOverError,
    PlaceUsedError,
    PurchaseQueuedError,
)
from chalicelib.buying.service import Shown
from chalicelib.buying.wiring import BuyingWiring
from chalicelib.core.errors import RateLimitedError, TryAgainError
from chalicelib.core.values import AMOUNT_MAX
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import PageQuery
from chalicelib.http.terms import PurchaseRef
from chalicelib.ledger.errors import (
    AmountOutOfRangeError,
    HoldingCapExceededError,
    IdentityRequiredError,
    MemberNotFoundError,
    MemberSuspendedError,
    ReceivableOpenError,
    VoucherExpiredError,
)
from chalicelib.payments.errors import PaymentsUnavailableError
from chalicelib.payments.member_routes import RefundAccountBody
from chalicelib.sales.errors import (
    DenominationNotOfferedError,
    NotYourTurnError,
    PurchaseCancelWindowClosedError,
    PurchaseLimitExceededError,
    PurchaseNotAMultipleError,
    PurchaseNotFoundError,
    PurchaseUsedError,
    RoundChannelClosedError,
    RoundNotFoundError,
    RoundNotOpenError,
    RoundSoldOutError,
)
from chalicelib.sales.refund_answer import RefundAnswer, refund_answer

routes = Operations(tag="purchases")

GONE = (MemberNotFoundError, MemberSuspendedError)


class PurchaseBody(Shape):
    round_id: Annotated[str, Field(max_length=40)]
    """The round to buy from."""
    amount: Annotated[int, Field(ge=1, le=AMOUNT_MAX, description="Won of face value.")]


class PurchaseCancelBody(Shape):
    """`refund_account`: where the money goes, if it was paid by virtual account."""

    refund_account: RefundAccountBody | None = None
    """Where the money goes, if it was paid by virtual account; otherwise it goes back as it
    came."""


@routes.operation(
    "POST",
    "/v1/me/purchases",
    summary="Take a ticket for a sale round, or apply to a lottery; who has one gets it again",
    audience="member",
    status=202,
    body=PurchaseBody,
    answer=TicketAnswer,
    requires_idempotency_key=True,
    errors=(
        *GONE,
        IdentityRequiredError,
        RoundNotFoundError,
        RoundNotOpenError,
        RoundChannelClosedError,
        DenominationNotOfferedError,
        NotYourTurnError,
        AmountOutOfRangeError,
        PurchaseNotAMultipleError,
        ReceivableOpenError,
        PurchaseLimitExceededError,
        HoldingCapExceededError,
        RoundSoldOutError,
        ApplicationsOverError,
        NotDrawnError,
        PlaceOverError,
        PlaceUsedError,
        RateLimitedError,
        PaymentsUnavailableError,
        TryAgainError,
    ),
)
def ask_for_purchase(call: Call[PurchaseBody]) -> TicketAnswer:
    shown, is_repeated = call.wired(BuyingWiring).buying.ask(
        call.member,
        round_id=call.body.round_id,
        amount=call.body.amount,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return ticket_answer(call, shown)


@routes.operation(
    "GET",
    "/v1/me/purchases",
    summary="The newest purchases online of the last days, newest first, at most ten",
    audience="member",
    query=PageQuery,
    answer=OnlinePurchasesAnswer,
    errors=GONE,
)
def list_purchases(call: Call[None]) -> OnlinePurchasesAnswer:
    rows = [_answer(call, each) for each in call.wired(BuyingWiring).buying.recent(call.member)]
    shown, next_cursor = call.page().of(rows, lambda row: row.purchase_id)
    return OnlinePurchasesAnswer(data=shown, next_cursor=next_cursor)


@routes.operation(
    "GET",
    "/v1/me/purchases/{purchase_id}",
    summary="How a purchase stands: its place, until when to pay, what became of it",
    audience="member",
    answer=OnlinePurchaseAnswer,
    errors=(*GONE, PurchaseNotFoundError),
)
def show_purchase(call: Call[None], purchase_id: PurchaseRef) -> OnlinePurchaseAnswer:
    return _answer(call, call.wired(BuyingWiring).buying.show(call.member, purchase_id))


@routes.operation(
    "POST",
    "/v1/me/purchases/{purchase_id}/cancel",
    summary="Give up what is being paid, or take back a purchase of which nothing is spent, whole",
    audience="member",
    status=201,
    body=PurchaseCancelBody,
    answer=RefundAnswer,
    requires_idempotency_key=True,
    errors=(
        *GONE,
        PurchaseNotFoundError,
        PurchaseQueuedError,
        PaymentExpiredError,
        PaymentReversedError,
        PurchaseUsedError,
        PurchaseCancelWindowClosedError,
        VoucherExpiredError,
    ),
)
def cancel_purchase(call: Call[PurchaseCancelBody], purchase_id: PurchaseRef) -> RefundAnswer:
    body = call.body.refund_account
    account = None
    if body is not None:
        account = RefundAccount(body.bank_code, body.account_number, body.holder)
    outcome = call.wired(BuyingWiring).buying.cancel(
        call.member,
        purchase_id,
        idempotency_key=call.idempotency_key,
        refund_account=account,
    )
    return refund_answer(call, outcome)


def _answer(call: Call[None], shown: Shown | Applied) -> OnlinePurchaseAnswer:
    if isinstance(shown, Applied):
        return application_answer(call, shown, buy_url=f"{call.base_url}/wallet/buy")
    path = call.wired(BuyingWiring).payments.path(shown.ticket.purchase_id)
    return purchase_answer(call, shown, payment_url=f"{call.base_url}/{path}")
