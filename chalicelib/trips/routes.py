"""Half-price trips of a member: applying, and how they stand."""

from typing import Annotated

from pydantic import Field

from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import ID_FORM
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Birth, Day, Name, PageQuery, RegionCode
from chalicelib.http.terms import TripRef
from chalicelib.ledger.errors import MemberNotFoundError, MemberSuspendedError
from chalicelib.trips.answers import (
    OwnTripAnswer,
    TripAnswer,
    TripsAnswer,
    claim_answer,
    own_answer,
    trip_answer,
)
from chalicelib.trips.companions import Companion
from chalicelib.trips.errors import (
    TripBegunError,
    TripBudgetExhaustedError,
    TripNotForResidentsError,
    TripNotFoundError,
    TripNotWithdrawableError,
    TripTimesExceededError,
    TripTooLateError,
)
from chalicelib.trips.trips import COMPANIONS_MAX, Application
from chalicelib.trips.wiring import TripsWiring

routes = Operations(tag="trips")

GONE = (MemberNotFoundError, MemberSuspendedError)


class CompanionBody(Shape):
    """Somebody who comes along, and agreed to it; erased when the trip ends."""

    name: Name
    """The companion's name."""
    birth_on: Birth
    """The companion's birth date."""
    region_code: RegionCode
    """Where the companion lives: five digits."""


class TripBody(Shape):
    """Both days are included."""

    starts_on: Day
    """The first day."""
    ends_on: Day
    """The last day."""
    residence_upload_id: Annotated[str, Field(pattern=f"^upl_{ID_FORM}$")] | None = None
    """An image that shows where the applicant lives; erased when it is decided over the trip."""
    companions: Annotated[
        list[CompanionBody], Field(default_factory=list, max_length=COMPANIONS_MAX)
    ]
    """Who comes along, the applicant left out; where the county asks each of them, what is said of
    them here is checked and not kept."""
    asked_count: Annotated[int, Field(ge=0, le=COMPANIONS_MAX)] = 0
    """How many more come along who are asked themselves, each by a link."""


@routes.operation(
    "POST",
    "/v1/me/trips",
    summary="Apply for a half-price trip; the most that it may be given is held for it",
    audience="member",
    status=201,
    body=TripBody,
    answer=TripAnswer,
    takes_idempotency_key=True,
    errors=(
        *GONE,
        TripTooLateError,
        TripNotForResidentsError,
        TripTimesExceededError,
        TripBudgetExhaustedError,
        TryAgainError,
    ),
)
def apply_for_trip(call: Call[TripBody]) -> TripAnswer:
    body = call.body
    wanted = Application(
        starts_on=body.starts_on,
        ends_on=body.ends_on,
        companions=tuple(
            Companion(one.name, one.birth_on, one.region_code) for one in body.companions
        ),
        asked_count=body.asked_count,
        residence_upload_id=body.residence_upload_id,
    )
    trip, is_repeated = call.wired(TripsWiring).trips.apply(
        call.member, wanted, idempotency_key=call.idempotency_key
    )
    call.mark_replayed(is_repeated)
    return trip_answer(trip)


@routes.operation(
    "GET",
    "/v1/me/trips",
    summary="My half-price trips, newest first",
    audience="member",
    query=PageQuery,
    answer=TripsAnswer,
    errors=GONE,
)
def list_trips(call: Call[None]) -> TripsAnswer:
    page, trips = call.page(), call.wired(TripsWiring).trips
    found, cursor = page.read(
        lambda position: trips.own(call.member, limit=page.limit, position=position)
    )
    return TripsAnswer(data=[trip_answer(trip) for trip in found], next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/me/trips/{trip_id}",
    summary="One of my half-price trips",
    audience="member",
    answer=OwnTripAnswer,
    errors=(*GONE, TripNotFoundError),
)
def show_trip(call: Call[None], trip_id: TripRef) -> OwnTripAnswer:
    wiring = call.wired(TripsWiring)
    trip = wiring.trips.one(call.member, trip_id)
    looked_at = wiring.reviews.looked_at(trip, with_doubts=False)
    codes = {each.number: wiring.companions.code(trip, each) for each in trip.asked}
    return own_answer(trip, claim_answer(trip, *looked_at) if looked_at else None, codes)


@routes.operation(
    "POST",
    "/v1/me/trips/{trip_id}/withdraw",
    summary="Take an application back before the trip begins; again changes nothing",
    audience="member",
    answer=TripAnswer,
    errors=(*GONE, TripNotFoundError, TripNotWithdrawableError, TripBegunError, TryAgainError),
)
def withdraw_trip(call: Call[None], trip_id: TripRef) -> TripAnswer:
    return trip_answer(call.wired(TripsWiring).withdrawals.withdraw(call.member, trip_id))
