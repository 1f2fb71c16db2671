"""Deciding over half-price trips, and ending those that nobody claimed in time."""

import random
from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct

from chalicelib.approvals.own_wallets import OwnWallets
from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import new_id, to_milliseconds
from chalicelib.staff.audit import AuditAction, AuditRecord
from chalicelib.staff.person import Person
from chalicelib.trips.errors import TripDecidedError, TripNotFoundError, TripOverlapsError
from chalicelib.trips.ports import Cipher, TripStore
from chalicelib.trips.service import PAUSE_SECONDS, TRIES_MAX, opened_team
from chalicelib.trips.trips import Companion, Decision, Trip, TripStatus

SWEPT_DAYS = 14
"""How many days back a night looks: so many nights may fail, and nothing stays held."""
MEMBER_TRIPS_MAX = 100


class TripDecisions(Struct, frozen=True):
    store: TripStore
    own_wallets: OwnWallets
    cipher: Cipher
    clock: Clock
    pause: Callable[[float], None]

    def one(self, county_id: str, trip_id: str) -> Trip:
        """Raises `TripNotFoundError`."""
        trip = self.store.by_id(county_id, trip_id)
        if trip is None:
            raise TripNotFoundError
        return trip

    def page(
        self, county_id: str, *, status: TripStatus | None, limit: int, position: str | None
    ) -> tuple[list[Trip], str | None]:
        """Newest first, and where the next page begins."""
        return self.store.page(county_id, status=status, limit=limit, before_id=position)

    def companions(self, trip: Trip) -> tuple[Companion, ...]:
        """Who comes along, for the eyes of staff; nobody once the trip has ended."""
        return opened_team(self.cipher, trip)

    def approve(self, county_id: str, person: Person, trip_id: str, *, reason: str = "") -> Trip:
        """Approve what was applied for; what is approved already stays as it is.

        Raises `TripNotFoundError`, `TripDecidedError`, `TripOverlapsError`, `OwnWalletError`,
        `StaffNumberMissingError`, `TryAgainError`.
        """

        def write(trip: Trip, decision: Decision) -> Trip | None:
            traveller = self.store.traveller(county_id, trip.member_id)
            self._check_overlaps(trip)
            approved = trip.approved(decision)
            record = _record(approved, trip.status, decision, "trip_approved")
            # The counts stay as they are.
            written = self.store.approve(approved, traveller.counting(trip.year, 0), record)
            return approved if written else None

        return self._decide(county_id, person, trip_id, "approved", reason, write)

    def reject(self, county_id: str, person: Person, trip_id: str, *, reason: str) -> Trip:
        """Refuse an application, or one that was approved and not claimed yet: what it held goes
        back to the budget, and the companions are erased.

        Raises `TripNotFoundError`, `TripDecidedError`, `OwnWalletError`,
        `StaffNumberMissingError`, `TryAgainError`.
        """

        def write(trip: Trip, decision: Decision) -> Trip | None:
            rejected = trip.ended("rejected", decision)
            record = _record(rejected, trip.status, decision, "trip_rejected")
            return rejected if self._end(rejected, record) else None

        return self._decide(county_id, person, trip_id, "rejected", reason, write)

    def due(self, county_id: str, today: date) -> list[str]:
        """Trips whose last day to claim has passed in these weeks, ended or not."""
        return self.store.due_between(county_id, today - timedelta(days=SWEPT_DAYS), today)

    def expire(self, county_id: str, trip_id: str, today: date) -> bool:
        """Whether the trip was ended by this, its last day having passed. Doing so again changes
        nothing. Raises `TryAgainError`."""
        for number in range(TRIES_MAX):
            self._pause(number)
            trip = self.store.by_id(county_id, trip_id)
            if trip is None or not trip.is_open or trip.claim_by_on >= today:
                return False
            if self._end(trip.ended("expired"), None):
                return True
        raise TryAgainError(retry_after_seconds=2)

    def _decide(
        self,
        county_id: str,
        person: Person,
        trip_id: str,
        status: TripStatus,
        reason: str,
        write: Callable[[Trip, Decision], Trip | None],
    ) -> Trip:
        for number in range(TRIES_MAX):
            self._pause(number)
            trip = self.one(county_id, trip_id)
            if trip.status == status:
                return trip
            if not trip.is_open:
                raise TripDecidedError(state=trip.status)
            self.own_wallets.check(county_id, person, (trip.member_id,))
            decision = Decision(
                Person(person.subject, person.username), to_milliseconds(self.clock()), reason
            )
            if decided := write(trip, decision):
                return decided
        raise TryAgainError(retry_after_seconds=2)

    def _end(self, ended: Trip, record: AuditRecord | None) -> bool:
        budget = self.store.budget(ended.county_id, ended.year)
        traveller = self.store.traveller(ended.county_id, ended.member_id)
        return self.store.end(
            ended,
            budget.holding(-ended.reserved_amount),
            traveller.counting(ended.year, -1),
            record,
        )

    def _check_overlaps(self, trip: Trip) -> None:
        found, _ = self.store.of_member(
            trip.county_id, trip.member_id, limit=MEMBER_TRIPS_MAX, before_id=None
        )
        for other in found:
            is_other = other.trip_id != trip.trip_id and other.status == "approved"
            if is_other and other.overlaps(trip):
                raise TripOverlapsError(trip_id=other.trip_id)

    def _pause(self, number: int) -> None:
        """None before the first try."""
        if number:
            self.pause(random.uniform(0, PAUSE_SECONDS * number))  # noqa: S311 (spreads load)


def _record(trip: Trip, before: str, decision: Decision, action: AuditAction) -> AuditRecord:
    return AuditRecord(
        county_id=trip.county_id,
        audit_id=new_id("aud", decision.at),
        at=decision.at,
        by=decision.by,
        action=action,
        target_id=trip.trip_id,
        reason=decision.reason,
        before={"status": before},
        after={"status": trip.status},
    )
