"""Deciding over half-price trips, and ending those that nobody claimed in time."""

import random
from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct

from chalicelib.approvals.own_wallets import OwnWallets
from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import to_milliseconds
from chalicelib.staff.audit import AuditAction, AuditRecord
from chalicelib.staff.person import Person
from chalicelib.trips.companions import Companion
from chalicelib.trips.errors import TripDecidedError, TripNotFoundError, TripOverlapsError
from chalicelib.trips.persons import other_trips, traveller_of, wallets_of
from chalicelib.trips.ports import Cipher, Images, Profiles, TripStore
from chalicelib.trips.service import PAUSE_SECONDS, TRIES_MAX, opened_team, residence_name
from chalicelib.trips.trips import PAID, Decision, Trip, TripStatus

SWEPT_DAYS = 14
"""How many days back a night looks: so many nights may fail, and nothing stays held."""
UNCLAIMED: tuple[TripStatus, ...] = ("applied", "approved", "returned")
STANDS: tuple[TripStatus, ...] = ("approved", "claimed", "returned", *PAID)
"""Such a trip has its days for itself."""


class TripDecisions(Struct, frozen=True):
    store: TripStore
    members: Profiles
    own_wallets: OwnWallets
    cipher: Cipher
    images: Images
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
        """Approve what was applied for; what is approved already stays as it is. The image of where
        the applicant lives is erased; approving again finishes that.

        Raises `TripNotFoundError`, `TripDecidedError`, `TripOverlapsError`, `OwnWalletError`,
        `StaffNumberMissingError`, `TryAgainError`.
        """

        def write(trip: Trip, decision: Decision) -> Trip | None:
            if trip.status != "applied":
                raise TripDecidedError(state=trip.status)
            traveller = self.store.traveller(county_id, traveller_of(self.members, trip))
            self._check_overlaps(trip)
            approved = trip.approved(decision)
            record = record_of(approved, trip.status, decision, "trip_approved")
            # The counts stay as they are.
            written = self.store.approve(approved, traveller.counting(trip.year, 0), record)
            return approved if written else None

        approved = self._decide(county_id, person, trip_id, "approved", reason, write)
        self.images.erase(residence_name(trip_id))
        return approved

    def reject(self, county_id: str, person: Person, trip_id: str, *, reason: str) -> Trip:
        """Refuse an application, an approved trip or its claim: what it held goes back to the
        budget, and the companions are erased. What a claim used up stays used.

        Raises `TripNotFoundError`, `TripDecidedError`, `OwnWalletError`,
        `StaffNumberMissingError`, `TryAgainError`.
        """

        def write(trip: Trip, decision: Decision) -> Trip | None:
            rejected = trip.ended("rejected", decision)
            record = record_of(rejected, trip.status, decision, "trip_rejected")
            return rejected if end_trip(self.store, rejected, record) else None

        rejected = self._decide(county_id, person, trip_id, "rejected", reason, write)
        self.images.erase(residence_name(trip_id))
        return rejected

    def due(self, county_id: str, today: date) -> list[str]:
        """Trips whose last day to claim has passed in these weeks, ended or not."""
        return self.store.due_between(county_id, today - timedelta(days=SWEPT_DAYS), today)

    def expire(self, county_id: str, trip_id: str, today: date) -> bool:
        """Whether the trip was ended by this, its last day having passed. Doing so again changes
        nothing. Raises `TryAgainError`."""
        for number in range(TRIES_MAX):
            self._pause(number)
            trip = self.store.by_id(county_id, trip_id)
            if trip is not None and trip.status == "expired":
                self.images.erase(residence_name(trip_id))  # As an earlier night was cut off.
            if trip is None or trip.status not in UNCLAIMED or trip.claim_by_on >= today:
                return False
            if end_trip(self.store, trip.ended("expired"), None):
                self.images.erase(residence_name(trip_id))
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
            self.own_wallets.check(county_id, person, wallets_of(self.members, trip))
            decision = Decision(
                Person(person.subject, person.username), to_milliseconds(self.clock()), reason
            )
            if decided := write(trip, decision):
                return decided
        raise TryAgainError(retry_after_seconds=2)

    def _check_overlaps(self, trip: Trip) -> None:
        for other in other_trips(self.store, self.members, trip):
            if other.status in STANDS and other.overlaps(trip):
                raise TripOverlapsError(trip_id=other.trip_id)

    def _pause(self, number: int) -> None:
        """None before the first try."""
        if number:
            self.pause(random.uniform(0, PAUSE_SECONDS * number))  # noqa: S311 (spreads load)


def end_trip(store: TripStore, ended: Trip, record: AuditRecord | None) -> bool:
    """What it held goes back to the budget, and its travellers' time of the year with it; `False`
    if one of these was written meanwhile."""
    budget = store.budget(ended.county_id, ended.year)
    travellers = [store.traveller(ended.county_id, name) for name in ended.counts_for]
    return store.end_trip(
        ended,
        budget.holding(-ended.reserved_amount),
        [each.counting(ended.year, -1) for each in travellers],
        record,
    )


def record_of(trip: Trip, before: str, decision: Decision, action: AuditAction) -> AuditRecord:
    return AuditRecord.made(
        county_id=trip.county_id,
        at=decision.at,
        by=decision.by,
        action=action,
        target_id=trip.trip_id,
        reason=decision.reason,
        before={"status": before},
        after={"status": trip.status},
    )
