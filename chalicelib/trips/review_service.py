"""Looking at a claim: what one person of staff finds of each line, and one round of mending it."""

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from msgspec import Struct

from chalicelib.approvals.own_wallets import OwnWallets
from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import seoul_date, to_milliseconds
from chalicelib.county.service import Counties
from chalicelib.county.settings import CountySettings
from chalicelib.staff.person import Person
from chalicelib.trips import reviews as rules
from chalicelib.trips.claim_service import image_name
from chalicelib.trips.decision_service import record_of
from chalicelib.trips.errors import (
    TripImageNotFoundError,
    TripNotClaimedError,
    TripNotFoundError,
    TripReturnedAlreadyError,
)
from chalicelib.trips.evidence import Evidence
from chalicelib.trips.findings import Line
from chalicelib.trips.persons import wallets_of
from chalicelib.trips.ports import ClaimStore, Images, TripStore
from chalicelib.trips.receipts import Claim
from chalicelib.trips.service import PAUSE_SECONDS, TRIES_MAX, residence_name
from chalicelib.trips.trips import PAID, Decision, Trip

CLAIMS_MAX = 2
"""Of one trip: what staff gave back once is decided the second time."""


class Reviews(Struct, frozen=True):
    store: TripStore
    claims: ClaimStore
    evidence: Evidence
    images: Images
    counties: Counties
    own_wallets: OwnWallets
    clock: Clock
    pause: Callable[[float], None]

    def settings_of(self, trip: Trip) -> CountySettings:
        """The terms of the day on which it was applied for."""
        return self.counties.on(trip.county_id, seoul_date(trip.applied_at))

    def looked_at(
        self, trip: Trip, *, with_doubts: bool
    ) -> tuple[Claim, dict[str, int], date | None, dict[str, list[str]]] | None:
        """(the last claim, won of each line as it stands, the day until which it waits to be paid,
        what staff should know); `None` before there is a claim."""
        claim = self.claims.of(trip)
        if claim is None:
            return None
        until = None
        if trip.status == "claimed":
            until = rules.waits_until(claim, trip.review, self.settings_of(trip))
        doubts = self._doubts(trip, claim) if with_doubts else {}
        return claim, self.evidence.amounts(trip, claim), until, doubts

    def _doubts(self, trip: Trip, claim: Claim) -> dict[str, list[str]]:
        """What a reviewer should know of lines and pictures: other trips that claimed under the
        same approval number, with another amount, or showed just the same picture."""
        found: dict[str, set[str]] = {}
        for number, receipt in enumerate(claim.receipts):
            trips = self.claims.trips_of_approval(trip.county_id, receipt.approval_key)
            found[f"receipts.{number}"] = trips - {trip.trip_id}
        for number, photo in enumerate(claim.photos):
            trips = self.claims.trips_of_photo(trip.county_id, photo.sha256)
            found[f"photos.{number}"] = trips - {trip.trip_id}
        return {name: sorted(trips) for name, trips in found.items() if trips}

    def image_address(self, county_id: str, trip_id: str, image: str) -> str:
        """Opens an image of a trip for a minute: `residence`, or an upload of its claim. Raises
        `TripNotFoundError`, `TripImageNotFoundError`."""
        trip = self._trip(county_id, trip_id)
        if image == "residence":
            kept, name = trip.residence, residence_name(trip_id)
        else:
            claim = self.claims.of(trip)
            kept = claim.images.get(image) if claim else None
            name = image_name(trip_id, image)
        if kept is None:
            raise TripImageNotFoundError
        return self.images.address(name, kept)

    def give_back(self, county_id: str, person: Person, trip_id: str, *, reason: str) -> Trip:
        """To be mended and claimed once more, in as many days as a claim has. What is given back
        already stays so.

        Raises `TripNotFoundError`, `TripNotClaimedError`, `TripReturnedAlreadyError`,
        `OwnWalletError`, `StaffNumberMissingError`, `TryAgainError`.
        """
        for number in range(TRIES_MAX):
            self._pause(number)
            trip = self._trip(county_id, trip_id)
            if trip.status == "returned":
                return trip
            if trip.status != "claimed":
                raise TripNotClaimedError(state=trip.status)
            if trip.claim_number >= CLAIMS_MAX:
                raise TripReturnedAlreadyError
            self._check_own(person, trip)
            now = to_milliseconds(self.clock())
            days = timedelta(days=self.settings_of(trip).trip_claim_days)
            decision = Decision(Person(person.subject, person.username), now, reason)
            returned = trip.returned(decision, max(trip.claim_by_on, seoul_date(now) + days))
            is_due_anew = returned.claim_by_on != trip.claim_by_on
            record = record_of(returned, trip.status, decision, "trip_returned")
            if self.store.change(returned, record, is_due_anew=is_due_anew):
                return returned
        raise TryAgainError(retry_after_seconds=2)

    def review(
        self,
        county_id: str,
        person: Person,
        trip_id: str,
        lines: Sequence[Line],
        *,
        reason: str,
    ) -> Trip:
        """One person's finding, in the place of an earlier one. Nothing moves: another approves it.
        A trip that was paid is judged anew when a receipt turns out false.

        Raises `TripNotFoundError`, `TripNotClaimedError`, `ReviewIncompleteError`,
        `ReviewLineBarredError`, `ReviewReasonMissingError`, `OwnWalletError`,
        `StaffNumberMissingError`, `TryAgainError`.
        """
        for number in range(TRIES_MAX):
            self._pause(number)
            trip = self._trip(county_id, trip_id)
            claim = self.claims.of(trip)
            if trip.status not in ("claimed", *PAID) or claim is None:
                raise TripNotClaimedError(state=trip.status)
            self._check_own(person, trip)
            now = to_milliseconds(self.clock())
            found = rules.reviewed(
                trip,
                claim,
                lines,
                self.settings_of(trip),
                amounts=self.evidence.amounts(trip, claim),
                by=person,
                at=now,
                reason=reason,
            )
            known = trip.review
            if known is not None and rules.is_same(known, found):
                return trip
            reviewed = trip.found(found)
            decision = Decision(found.by, now, reason)
            if self.store.change(
                reviewed, record_of(reviewed, trip.status, decision, "trip_reviewed")
            ):
                return reviewed
        raise TryAgainError(retry_after_seconds=2)

    def _check_own(self, person: Person, trip: Trip) -> None:
        self.own_wallets.check(trip.county_id, person, wallets_of(self.evidence.members, trip))

    def _trip(self, county_id: str, trip_id: str) -> Trip:
        trip = self.store.by_id(county_id, trip_id)
        if trip is None:
            raise TripNotFoundError
        return trip

    def _pause(self, number: int) -> None:
        if number:
            self.pause(random.uniform(0, PAUSE_SECONDS * number))  # noqa: S311 (spreads load)
