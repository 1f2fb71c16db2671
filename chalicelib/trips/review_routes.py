"""Half-price trips at the desk: claims, their images, what one finds and another approves."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from chalicelib.approvals.answers import DECIDERS, ApprovalBody, RejectionBody
from chalicelib.approvals.errors import (
    ApproverIsProposerError,
    OwnWalletError,
    StaffNumberMissingError,
)
from chalicelib.core.errors import TryAgainError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Letters, OneLine, Time
from chalicelib.http.terms import TripRef
from chalicelib.ledger.errors import (
    HoldingCapExceededError,
    MemberUnknownError,
    ReceivableOpenError,
    WalletFullError,
)
from chalicelib.staff.actor import person_of
from chalicelib.staff.wiring import StaffWiring
from chalicelib.trips.answers import StaffTripAnswer, staff_answer
from chalicelib.trips.claims import PAYMENTS_MAX, RECEIPTS_MAX
from chalicelib.trips.desk_routes import REVIEWERS
from chalicelib.trips.errors import (
    ReviewIncompleteError,
    ReviewLineBarredError,
    ReviewMissingError,
    ReviewOutdatedError,
    ReviewReasonMissingError,
    ReviewReplacedError,
    TripHeldBackError,
    TripImageNotFoundError,
    TripNotClaimedError,
    TripNotFoundError,
    TripReturnedAlreadyError,
)
from chalicelib.trips.findings import Line
from chalicelib.trips.wiring import TripsWiring
from chalicelib.uploads.uploads import SHOWN_SECONDS
from chalicelib.visits.answers import Moment

routes = Operations(tag="trips")

OWN = (OwnWalletError, StaffNumberMissingError)


class TripLineBody(Shape):
    """What is found of one receipt or payment."""

    name: Annotated[str, Field(pattern=r"^(receipts|payments)\.[0-9]{1,2}$")]
    """Which one, as the claim has it: `receipts.0`, `payments.3`."""
    counts: bool
    """Whether it counts."""
    is_confirmed: bool = False
    """Whether the shop says that its slip stands; then it is not waited for."""
    reason: Annotated[OneLine, Letters(200)] | None = None
    """Why not, shown to the member."""


class TripReviewBody(Shape):
    lines: Annotated[list[TripLineBody], Field(max_length=RECEIPTS_MAX + PAYMENTS_MAX)]
    """Every receipt and payment of the claim, each once."""
    reason: Annotated[OneLine, Letters(200)] | None = None
    """A word to whoever approves."""


ReviewedAt = Annotated[
    Moment | None,
    Field(
        description="When the finding was made that is approved, as it was shown: another one that "
        "took its place is not approved."
    ),
]


class TripApprovalBody(ApprovalBody):
    reviewed_at: ReviewedAt = None


class TripClawbackBody(RejectionBody):
    reviewed_at: ReviewedAt = None


class TripImageAnswer(Shape):
    url: str
    """Where the image is."""
    expires_at: Time
    """Until when."""


@routes.operation(
    "GET",
    "/v1/staff/trips/{trip_id}/images/{image}",
    summary="An address that shows an image of a trip for a minute; the look is on record",
    audience="staff",
    roles=REVIEWERS,
    answer=TripImageAnswer,
    errors=(TripNotFoundError, TripImageNotFoundError),
)
def show_trip_image(
    call: Call[None],
    trip_id: TripRef,
    image: Annotated[str, Field(description="`residence`, or an upload of the claim.")],
) -> TripImageAnswer:
    wiring = call.wired(TripsWiring)
    url = wiring.reviews.image_address(call.county_id, trip_id, image)
    call.wired(StaffWiring).audit_trail.note(
        call.county_id, person_of(call), "trip_image_viewed", trip_id
    )
    return TripImageAnswer(url=url, expires_at=call.now() + timedelta(seconds=SHOWN_SECONDS))


@routes.operation(
    "POST",
    "/v1/staff/trips/{trip_id}/return",
    summary="Give a claim back, once, to be mended",
    audience="staff",
    roles=REVIEWERS,
    body=RejectionBody,
    answer=StaffTripAnswer,
    errors=(
        TripNotFoundError, TripNotClaimedError, TripReturnedAlreadyError, *OWN, TryAgainError,
    ),
)  # fmt: skip
def return_trip_claim(call: Call[RejectionBody], trip_id: TripRef) -> StaffTripAnswer:
    trip = call.wired(TripsWiring).reviews.give_back(
        call.county_id, person_of(call), trip_id, reason=call.body.reason
    )
    return staff_answer(trip)


@routes.operation(
    "POST",
    "/v1/staff/trips/{trip_id}/review",
    summary="Find which receipts of a claim count; another approves it",
    audience="staff",
    roles=REVIEWERS,
    body=TripReviewBody,
    answer=StaffTripAnswer,
    errors=(
        TripNotFoundError,
        TripNotClaimedError,
        ReviewIncompleteError,
        ReviewLineBarredError,
        ReviewReasonMissingError,
        *OWN,
        TryAgainError,
    ),
)
def review_trip_claim(call: Call[TripReviewBody], trip_id: TripRef) -> StaffTripAnswer:
    body = call.body
    lines = [
        Line(each.name, each.counts, each.is_confirmed, each.reason or "") for each in body.lines
    ]
    trip = call.wired(TripsWiring).reviews.review(
        call.county_id, person_of(call), trip_id, lines, reason=body.reason or ""
    )
    return staff_answer(trip)


@routes.operation(
    "POST",
    "/v1/staff/trips/{trip_id}/grant",
    summary="Approve what another found of a claim, and pay it as a voucher",
    audience="staff",
    roles=DECIDERS,
    body=TripApprovalBody,
    answer=StaffTripAnswer,
    errors=(
        TripNotFoundError,
        TripNotClaimedError,
        ReviewMissingError,
        ReviewOutdatedError,
        ReviewReplacedError,
        TripHeldBackError,
        ApproverIsProposerError,
        MemberUnknownError,
        HoldingCapExceededError,
        ReceivableOpenError,
        WalletFullError,
        *OWN,
        TryAgainError,
    ),
)
def grant_trip(call: Call[TripApprovalBody], trip_id: TripRef) -> StaffTripAnswer:
    trip = call.wired(TripsWiring).grants.grant(
        call.county_id,
        person_of(call),
        trip_id,
        reason=call.body.reason or "",
        reviewed_at=call.body.reviewed_at,
    )
    return staff_answer(trip)


@routes.operation(
    "POST",
    "/v1/staff/trips/{trip_id}/clawback",
    summary="Approve that a paid trip was given too much, and take that back",
    audience="staff",
    roles=DECIDERS,
    body=TripClawbackBody,
    answer=StaffTripAnswer,
    errors=(
        TripNotFoundError,
        TripNotClaimedError,
        ReviewMissingError,
        ReviewReplacedError,
        ApproverIsProposerError,
        *OWN,
        TryAgainError,
    ),
)
def claw_back_trip(call: Call[TripClawbackBody], trip_id: TripRef) -> StaffTripAnswer:
    trip = call.wired(TripsWiring).grants.claw_back(
        call.county_id,
        person_of(call),
        trip_id,
        reason=call.body.reason,
        reviewed_at=call.body.reviewed_at,
    )
    return staff_answer(trip)
