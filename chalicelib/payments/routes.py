"""What the page of a purchase asks, what the provider's page hands over, and its notices."""

import re
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from chalicelib.core.errors import RateLimitedError
from chalicelib.core.values import ID_FORM
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.terms import PurchaseRef, StatusUrl
from chalicelib.payments.answers import PurchasePaymentAnswer, payment_answer
from chalicelib.payments.errors import PaymentNotFoundError, PaymentsUnavailableError
from chalicelib.payments.service import PAYMENT_KEY_LETTERS_MAX, check_has_provider
from chalicelib.payments.wiring import PaymentsWiring

routes = Operations(tag="payments")

PurchaseId = Annotated[str, Field(pattern=f"^pur_{ID_FORM}$")]


class PaymentReturnBody(Shape):
    """As the provider's page hands it over: nothing of it is believed."""

    purchase_id: PurchaseId
    """The purchase, as the provider's page hands it over."""
    payment_key: Annotated[
        str, Field(min_length=1, max_length=PAYMENT_KEY_LETTERS_MAX, pattern=r"^[A-Za-z0-9_-]+$")
    ]
    """The provider's name for the payment."""
    amount: Annotated[int, Field(ge=0, le=1_000_000_000)]
    """Won, as the provider's page hands it over."""


class PaymentReturnAnswer(Shape):
    purchase_id: PurchaseRef
    status_url: StatusUrl


class ProviderNotice(Shape):
    """A change at the provider's, in any of the forms that it sends: flat for a deposit, else with
    the payment under `data`. Payment notices carry no signature, so one is only a reason to ask."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=False, defer_build=True)

    orderId: str | None = None  # noqa: N815 (so it is called there)
    """The purchase, in the flat form."""
    data: dict[str, Any] | None = None
    """The facts, in the other forms."""

    @property
    def purchase_id(self) -> str:
        return str((self.data or {}).get("orderId") or self.orderId or "")


class NoticeAnswer(Shape):
    is_taken: bool
    """Always `true`: it was taken, whether or not it meant anything."""


@routes.operation(
    "POST",
    "/v1/payments/returns",
    summary="Say that the buyer came back from the provider; the provider is asked what came of it",
    audience="anyone",
    status=202,
    body=PaymentReturnBody,
    answer=PaymentReturnAnswer,
    errors=(PaymentNotFoundError, PaymentsUnavailableError, RateLimitedError),
)
def return_from_payment(call: Call[PaymentReturnBody]) -> PaymentReturnAnswer:
    body = call.body
    check_has_provider(call.adapters.payment_provider, call.county_id)
    call.wired(PaymentsWiring).payments.returned(
        call.county_id, body.purchase_id, payment_key=body.payment_key, amount=body.amount
    )
    return PaymentReturnAnswer(
        purchase_id=body.purchase_id,
        status_url=f"{call.base_url}/v1/payments/{body.purchase_id}",
    )


@routes.operation(
    "POST",
    "/v1/payments/webhooks/toss",
    summary="Hear from 토스페이먼츠 that a payment changed; it is asked what is so",
    audience="anyone",
    body=ProviderNotice,
    answer=NoticeAnswer,
)
def hear_of_payment(call: Call[ProviderNotice]) -> NoticeAnswer:
    """Taken, whatever it is of: the provider would send it for days."""
    purchase_id = call.body.purchase_id
    if re.fullmatch(f"pur_{ID_FORM}", purchase_id):
        call.wired(PaymentsWiring).payments.notified(call.county_id, purchase_id)
    return NoticeAnswer(is_taken=True)


@routes.operation(
    "GET",
    "/v1/payments/{purchase_id}",
    summary="How the money of a purchase stands, for whoever holds its id",
    audience="anyone",
    answer=PurchasePaymentAnswer,
    errors=(PaymentNotFoundError, PaymentsUnavailableError),
)
def show_payment(call: Call[None], purchase_id: PurchaseRef) -> PurchasePaymentAnswer:
    payments = call.wired(PaymentsWiring).payments
    return payment_answer(call, payments.shown(call.county_id, purchase_id))
