"""Claiming after a half-price trip."""

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import AMOUNT_MAX, ID_FORM
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.terms import TripRef
from chalicelib.ledger.errors import MemberNotFoundError, MemberSuspendedError
from chalicelib.merchants import business_numbers
from chalicelib.trips.answers import TripAnswer, trip_answer
from chalicelib.trips.claim_service import HandedIn, Slip
from chalicelib.trips.claims import PAYMENTS_MAX, PHOTOS_MAX, RECEIPTS_MAX
from chalicelib.trips.errors import (
    ClaimTooEarlyError,
    ClaimTooLateError,
    ReceiptAlreadyUsedError,
    ReceiptOutsideTripError,
    SightsMissingError,
    TripNotClaimableError,
    TripNotFoundError,
    TripSpentTooLittleError,
)
from chalicelib.trips.wiring import TripsWiring
from chalicelib.visits.answers import Moment

routes = Operations(tag="trips")

UploadId = Annotated[str, Field(pattern=f"^upl_{ID_FORM}$")]
RedemptionId = Annotated[str, Field(pattern=f"^rdm_{ID_FORM}$")]


def _business_number(text: str) -> str:
    number = business_numbers.read(text)
    if number is None:
        raise PydanticCustomError("business_number", "is no business registration number")
    return number


def _approval_number(text: str) -> str:
    return text.upper()


class TripReceiptBody(Shape):
    """A slip of a card terminal, or a cash receipt."""

    business_number: Annotated[
        str,
        Field(min_length=10, max_length=20, examples=["124-81-00998"]),
        AfterValidator(_business_number),
    ]
    """The shop's business registration number; hyphens do not matter."""
    approval_number: Annotated[
        str, Field(pattern="^[0-9A-Za-z]{4,20}$", examples=["30412877"]),
        AfterValidator(_approval_number),
    ]  # fmt: skip
    """The approval number on the slip."""
    paid_at: Moment
    """When it was paid, as the slip has it."""
    amount: Annotated[int, Field(ge=1, le=AMOUNT_MAX)]
    """Won that were paid."""
    upload_id: UploadId | None = None
    """An image of the slip."""


class TripClaimBody(Shape):
    photos: Annotated[list[UploadId], Field(default_factory=list, max_length=PHOTOS_MAX)]
    """Images of sights; none is needed of those whose gates let the member in."""
    receipts: Annotated[list[TripReceiptBody], Field(default_factory=list, max_length=RECEIPTS_MAX)]
    """What was paid with cards or in cash."""
    redemption_ids: Annotated[
        list[RedemptionId], Field(default_factory=list, max_length=PAYMENTS_MAX)
    ]
    """Own payments with vouchers, which need no slip."""


@routes.operation(
    "POST",
    "/v1/me/trips/{trip_id}/claims",
    summary="Hand in what a trip saw and spent; staff review it, and half is given back",
    audience="member",
    status=202,
    body=TripClaimBody,
    answer=TripAnswer,
    takes_idempotency_key=True,
    errors=(
        MemberNotFoundError,
        MemberSuspendedError,
        TripNotFoundError,
        TripNotClaimableError,
        ClaimTooEarlyError,
        ClaimTooLateError,
        ReceiptOutsideTripError,
        ReceiptAlreadyUsedError,
        SightsMissingError,
        TripSpentTooLittleError,
        TryAgainError,
    ),
)
def claim_trip(call: Call[TripClaimBody], trip_id: TripRef) -> TripAnswer:
    body = call.body
    given = HandedIn(
        photos=tuple(body.photos),
        slips=tuple(
            Slip(
                business_number=each.business_number,
                approval_number=each.approval_number,
                paid_at=each.paid_at,
                amount=each.amount,
                upload_id=each.upload_id,
            )
            for each in body.receipts
        ),
        redemption_ids=tuple(body.redemption_ids),
    )
    trip, is_repeated = call.wired(TripsWiring).claims.claim(
        call.member, trip_id, given, idempotency_key=call.idempotency_key
    )
    call.mark_replayed(is_repeated)
    return trip_answer(trip)
