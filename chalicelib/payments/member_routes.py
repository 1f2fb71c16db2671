"""Where a member's late money is to go back to."""

from typing import Annotated

from pydantic import Field

from chalicelib.aws.provider_payments import RefundAccount
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Name
from chalicelib.http.terms import PurchaseRef
from chalicelib.ledger.errors import MemberNotFoundError, MemberSuspendedError
from chalicelib.payments.answers import PurchasePaymentAnswer, payment_answer
from chalicelib.payments.errors import PaymentNotFoundError, RefundAccountNotNeededError
from chalicelib.payments.wiring import PaymentsWiring

routes = Operations(tag="payments")


class RefundAccountBody(Shape):
    """`bank_code`: the three digits of the clearing house (금융결제원)."""

    bank_code: Annotated[str, Field(pattern=r"^\d{3}$")]
    """The bank, by its three digits of the clearing house (금융결제원)."""
    account_number: Annotated[str, Field(pattern=r"^\d{6,20}$")]
    """The account's number, digits only."""
    holder: Name
    """In whose name the account is."""


@routes.operation(
    "PUT",
    "/v1/me/purchases/{purchase_id}/refund-account",
    summary="Say where late money of a virtual account is to go; kept sealed until it is there",
    audience="member",
    body=RefundAccountBody,
    answer=PurchasePaymentAnswer,
    errors=(
        PaymentNotFoundError,
        RefundAccountNotNeededError,
        MemberNotFoundError,
        MemberSuspendedError,
    ),
)
def give_refund_account(
    call: Call[RefundAccountBody], purchase_id: PurchaseRef
) -> PurchasePaymentAnswer:
    body = call.body
    payment = call.wired(PaymentsWiring).payments.give_refund_account(
        call.member,
        purchase_id,
        RefundAccount(body.bank_code, body.account_number, body.holder),
    )
    return payment_answer(call, payment)
