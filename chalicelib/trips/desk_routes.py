"""Half-price trips at the desk: the applications, and deciding over them."""

from chalicelib.approvals.answers import READERS, ApprovalBody, RejectionBody
from chalicelib.approvals.errors import OwnWalletError, StaffNumberMissingError
from chalicelib.core.errors import TryAgainError
from chalicelib.http.call import Call
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import PageQuery
from chalicelib.http.terms import TripRef
from chalicelib.staff.actor import person_of
from chalicelib.staff.wiring import StaffWiring
from chalicelib.trips.answers import (
    StaffTripAnswer,
    StaffTripsAnswer,
    claim_answer,
    staff_answer,
)
from chalicelib.trips.errors import TripDecidedError, TripNotFoundError, TripOverlapsError
from chalicelib.trips.trips import TripStatus
from chalicelib.trips.wiring import TripsWiring

routes = Operations(tag="trips")

REVIEWERS = ("operator", "manager")
"""Who decides over applications: no money is given yet."""


class TripsQuery(PageQuery):
    status: TripStatus | None = None
    """Only those that stand so."""


@routes.operation(
    "GET",
    "/v1/staff/trips",
    summary="Applications for half-price trips, newest first; without who comes along",
    audience="staff",
    roles=READERS,
    query=TripsQuery,
    answer=StaffTripsAnswer,
)
def list_applied_trips(call: Call[None]) -> StaffTripsAnswer:
    page, decisions = call.page(), call.wired(TripsWiring).decisions
    found, cursor = page.read(
        lambda position: decisions.page(
            call.county_id, status=call.query.status, limit=page.limit, position=position
        )
    )
    return StaffTripsAnswer(data=[staff_answer(trip) for trip in found], next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/staff/trips/{trip_id}",
    summary="A trip with who comes along, and what was claimed",
    audience="staff",
    roles=REVIEWERS,
    answer=StaffTripAnswer,
    errors=(TripNotFoundError,),
)
def show_applied_trip(call: Call[None], trip_id: TripRef) -> StaffTripAnswer:
    decisions = call.wired(TripsWiring).decisions
    trip = decisions.one(call.county_id, trip_id)
    call.wired(StaffWiring).audit_trail.note(
        call.county_id, person_of(call), "trip_viewed", trip.trip_id
    )
    looked_at = call.wired(TripsWiring).reviews.looked_at(trip, with_doubts=True)
    claim = claim_answer(trip, *looked_at) if looked_at else None
    along = decisions.companions(trip) + call.wired(TripsWiring).companions.consented(trip)
    return staff_answer(trip, along, claim)


@routes.operation(
    "POST",
    "/v1/staff/trips/{trip_id}/approve",
    summary="Approve an application for a half-price trip",
    audience="staff",
    roles=REVIEWERS,
    body=ApprovalBody,
    answer=StaffTripAnswer,
    errors=(
        TripNotFoundError,
        TripDecidedError,
        TripOverlapsError,
        OwnWalletError,
        StaffNumberMissingError,
        TryAgainError,
    ),
)
def approve_trip(call: Call[ApprovalBody], trip_id: TripRef) -> StaffTripAnswer:
    trip = call.wired(TripsWiring).decisions.approve(
        call.county_id, person_of(call), trip_id, reason=call.body.reason or ""
    )
    return staff_answer(trip)


@routes.operation(
    "POST",
    "/v1/staff/trips/{trip_id}/reject",
    summary="Refuse a half-price trip: what was held for it goes back to the budget",
    audience="staff",
    roles=REVIEWERS,
    body=RejectionBody,
    answer=StaffTripAnswer,
    errors=(
        TripNotFoundError,
        TripDecidedError,
        OwnWalletError,
        StaffNumberMissingError,
        TryAgainError,
    ),
)
def reject_trip(call: Call[RejectionBody], trip_id: TripRef) -> StaffTripAnswer:
    trip = call.wired(TripsWiring).decisions.reject(
        call.county_id, person_of(call), trip_id, reason=call.body.reason
    )
    return staff_answer(trip)
