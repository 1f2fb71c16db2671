"""Half-price trips as members and staff read them."""

from datetime import date
from typing import Any

from chalicelib.http.call import Shape
from chalicelib.http.shapes import Time
from chalicelib.http.terms import MemberRef, NextCursor, TripRef
from chalicelib.trips.trips import Companion, Trip, TripStatus


class TripAnswer(Shape):
    trip_id: TripRef
    status: TripStatus
    """How it stands: open while `applied` or `approved`."""
    starts_on: date
    """Its first day."""
    ends_on: date
    """Its last day."""
    companion_count: int
    """How many come along."""
    reserved_amount: int
    """Won that are held for it while it is open, the most that it may be given."""
    claim_by_on: date
    """The last day to claim."""
    applied_at: Time
    """When it was applied for."""
    reason: str | None
    """What staff said when they approved or rejected it."""


class TripsAnswer(Shape):
    data: list[TripAnswer]
    """My trips, the newest first."""
    next_cursor: NextCursor


class CompanionAnswer(Shape):
    name: str
    """The companion's name."""
    birth_on: date
    """The companion's birth date."""
    region_code: str
    """Where the companion lives: five digits."""


class StaffTripAnswer(TripAnswer):
    member_id: MemberRef
    decided_by: str | None
    """The account that approved or rejected it; null before that."""
    decided_at: Time | None
    """When that was."""
    companions: list[CompanionAnswer] | None = None
    """Who comes along; null in lists, empty once the trip has ended."""


class StaffTripsAnswer(Shape):
    data: list[StaffTripAnswer]
    """Trips, the newest first."""
    next_cursor: NextCursor


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
