"""Paying with a printed card: a till makes a pay code of the card and its PIN."""

from typing import Annotated

from pydantic import Field

from chalicelib.cards.cards import PIN_DIGITS
from chalicelib.cards.errors import (
    CardClosedError,
    CardCodeInvalidError,
    CardDayLimitExceededError,
    CardLockedError,
    CardPinWrongError,
)
from chalicelib.cards.wiring import CardsWiring
from chalicelib.core.values import AMOUNT_MAX
from chalicelib.county.card_settings import CARD_AMOUNT_MAX
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import OrderId, Time
from chalicelib.merchants.actors import MerchantActor

routes = Operations(tag="redemptions")

Pin = Annotated[
    str,
    Field(
        pattern=f"^[0-9]{{{PIN_DIGITS}}}$",
        description="The card's PIN, which its holder types.",
        examples=["4821"],
    ),
]


class CardPayCodeBody(Shape):
    card_code: Annotated[str, Field(min_length=1, max_length=128)]
    """What the scanner read off the card."""
    pin: Pin
    amount: Annotated[int, Field(ge=1, le=min(AMOUNT_MAX, CARD_AMOUNT_MAX))]
    """What is to be paid, in won: no payment by this pay code may be of more."""
    order_id: OrderId


class CardPayCodeAnswer(Shape):
    pay_code: str
    """To be sent as `pay_code` with the payment, its validation or its net-cancel."""
    amount_max: int
    """Won that it pays at the most."""
    expires_at: Time
    """Until when it is good."""


@routes.operation(
    "POST",
    "/v1/card-pay-codes",
    summary="A pay code of a printed card and its PIN; the same order again has the same one",
    audience="merchant",
    scope="use",
    status=201,
    body=CardPayCodeBody,
    answer=CardPayCodeAnswer,
    errors=(
        CardCodeInvalidError,
        CardClosedError,
        CardPinWrongError,
        CardLockedError,
        CardDayLimitExceededError,
    ),
)
def make_card_pay_code(call: Call[CardPayCodeBody]) -> CardPayCodeAnswer:
    body = call.body
    made = call.wired(CardsWiring).pay_codes.make(
        call.actor(MerchantActor).merchant,
        card_code=body.card_code,
        pin=body.pin,
        amount=body.amount,
        order_id=body.order_id,
    )
    return CardPayCodeAnswer(
        pay_code=made.pay_code, amount_max=made.amount_max, expires_at=made.expires_at
    )
