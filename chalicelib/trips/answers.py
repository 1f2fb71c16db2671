"""Half-price trips as members and staff read them."""

from datetime import date
from typing import Any

from chalicelib.http.call import Shape
from chalicelib.http.shapes import Time
from chalicelib.trips.trips import Companion, Trip, TripStatus


class TripAnswer(Shape):
    """`reserved_amount`: won that are held for it while it is open, the most that it may be given.
    `reason`: what staff said when they approved or rejected it."""

    trip_id: str
    status: TripStatus
    starts_on: date
    ends_on: date
    companion_count: int
    reserved_amount: int
    claim_by_on: date
    applied_at: Time
    reason: str | None


class TripsAnswer(Shape):
    data: list[TripAnswer]
    next_cursor: str | None


class CompanionAnswer(Shape):
    name: str
    birth_on: date
    region_code: str


class StaffTripAnswer(TripAnswer):
    """`companions`: of an open trip, shown with the trip itself and not in lists."""

    member_id: str
    decided_by: str | None
    decided_at: Time | None
    companions: list[CompanionAnswer] | None = None


class StaffTripsAnswer(Shape):
    data: list[StaffTripAnswer]
    next_cursor: str | None


def trip_answer(trip: Trip) -> TripAnswer:
    return TripAnswer(**_facts(trip))


def staff_answer(trip: Trip, companions: tuple[Companion, ...] | None = None) -> StaffTripAnswer:
    decision = trip.decision
    shown = None
    if companions is not None:
        shown = [
            CompanionAnswer(name=one.name, birth_on=one.birth_on, region_code=one.region_code)
            for one in companions
        ]
    return StaffTripAnswer(
        **_facts(trip),
        member_id=trip.member_id,
        decided_by=decision.by.username if decision else None,
        decided_at=decision.at if decision else None,
        companions=shown,
    )


def _facts(trip: Trip) -> dict[str, Any]:
    return {
        "trip_id": trip.trip_id,
        "status": trip.status,
        "starts_on": trip.starts_on,
        "ends_on": trip.ends_on,
        "companion_count": trip.companion_count,
        "reserved_amount": trip.reserved_amount,
        "claim_by_on": trip.claim_by_on,
        "applied_at": trip.applied_at,
        "reason": (trip.decision.reason or None) if trip.decision else None,
    }
