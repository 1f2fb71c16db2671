"""Printed cards at the desk."""

from typing import Annotated

from pydantic import Field

from chalicelib.approvals.errors import OwnWalletError, StaffNumberMissingError
from chalicelib.cards.errors import CardNotFoundError, CardOfOthersError, CardPinTooEasyError
from chalicelib.cards.routes import Pin
from chalicelib.cards.wiring import CardsWiring
from chalicelib.core.errors import VersionConflictError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Letters, OneLine, Time
from chalicelib.http.terms import MaskedName, MemberRef
from chalicelib.ledger.errors import MemberNotFoundError
from chalicelib.staff.actor import person_of

routes = Operations(tag="cards")

OFFICE = ("operator", "manager", "treasurer", "auditor", "booth")
PRINTERS = ("booth", "operator", "manager")
CLOSERS = ("booth", "operator", "manager", "treasurer")
CardNumber = Annotated[
    str, Field(pattern="^[0-9]{8}$", description="The number on the card.", examples=["48210937"])
]
Reason = Annotated[
    OneLine,
    Letters(200),
    Field(description="Why. No personal data: it stays in the record for good."),
]


class CardBody(Shape):
    pin: Pin
    replaces: CardNumber | None = None
    """The number of the card that is closed by this one; left out for who has none."""
    reason: Reason


class CardCloseBody(Shape):
    card_number: CardNumber
    reason: Reason


class CardRow(Shape):
    card_number: CardNumber
    issued_at: Time
    """When it was printed."""
    is_locked: bool
    """Whether it is locked after five wrong PINs."""
    used_today: int
    """Won for which its PIN was entered today."""


class CardAnswer(Shape):
    card: CardRow | None
    """The member's card; null without one."""
    day_maximum: int
    """Won that a card pays a day at the most."""


class PrintedCardAnswer(Shape):
    member_id: MemberRef
    name_masked: MaskedName
    card_number: CardNumber
    card_code: str
    """What its QR says. It is not shown again."""
    issued_at: Time
    """When it was printed."""


@routes.operation(
    "GET",
    "/v1/staff/members/{member_id}/card",
    summary="A member's printed card, and how it is used",
    audience="staff",
    roles=OFFICE,
    answer=CardAnswer,
    errors=(MemberNotFoundError,),
)
def show_card(call: Call[None], member_id: MemberRef) -> CardAnswer:
    return _answer(call, member_id)


@routes.operation(
    "POST",
    "/v1/staff/members/{member_id}/card",
    summary="Print a card with a PIN; closes the one before; on record",
    audience="staff",
    roles=PRINTERS,
    status=201,
    body=CardBody,
    answer=PrintedCardAnswer,
    requires_idempotency_key=True,
    errors=(
        MemberNotFoundError,
        CardOfOthersError,
        CardPinTooEasyError,
        OwnWalletError,
        StaffNumberMissingError,
        VersionConflictError,
    ),
)
def print_card(call: Call[CardBody], member_id: MemberRef) -> PrintedCardAnswer:
    body = call.body
    printed = call.wired(CardsWiring).cards.issue(
        call.county_id,
        person_of(call),
        member_id,
        pin=body.pin,
        replaces=body.replaces,
        reason=body.reason,
        only_own_joins=not {"operator", "manager"} & set(call.staff.roles),
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(printed.is_repeated)
    return PrintedCardAnswer(
        member_id=member_id,
        name_masked=printed.profile.name_masked,
        card_number=printed.card.number,
        card_code=printed.code,
        issued_at=printed.card.issued_at,
    )


@routes.operation(
    "POST",
    "/v1/staff/members/{member_id}/card/close",
    summary="Close a lost card, at once; on record",
    audience="staff",
    roles=CLOSERS,
    body=CardCloseBody,
    answer=CardAnswer,
    errors=(MemberNotFoundError, CardNotFoundError),
)
def close_card(call: Call[CardCloseBody], member_id: MemberRef) -> CardAnswer:
    call.wired(CardsWiring).cards.close(
        call.county_id,
        person_of(call),
        member_id,
        number=call.body.card_number,
        reason=call.body.reason,
    )
    return _answer(call, member_id)


def _answer(call: Call[None] | Call[CardCloseBody], member_id: str) -> CardAnswer:
    known = call.wired(CardsWiring).cards.of(call.county_id, member_id)
    card = known.card
    row = None
    if card is not None:
        row = CardRow(
            card_number=card.number,
            issued_at=card.issued_at,
            is_locked=known.use is not None and known.use.is_locked,
            used_today=known.used_today,
        )
    return CardAnswer(card=row, day_maximum=known.day_maximum)
