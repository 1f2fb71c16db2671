"""An application for a half-price trip that its member takes back before the trip begins."""

import random
from collections.abc import Callable

from msgspec import Struct

from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import seoul_date
from chalicelib.ledger.profile import check_is_active
from chalicelib.trips import trips as rules
from chalicelib.trips.decision_service import end_trip
from chalicelib.trips.ports import Images, Profiles, TripStore
from chalicelib.trips.service import PAUSE_SECONDS, TRIES_MAX, own_trip, residence_name
from chalicelib.trips.trips import Trip


class Withdrawals(Struct, frozen=True):
    store: TripStore
    members: Profiles
    images: Images
    clock: Clock
    pause: Callable[[float], None]

    def withdraw(self, actor: MemberActor, trip_id: str) -> Trip:
        """What the trip held goes back to the budget at once, and who comes along is erased. What
        is withdrawn already stays as it is; doing so again finishes the erasing.

        Raises `MemberNotFoundError`, `MemberSuspendedError`, `TripNotFoundError`,
        `TripNotWithdrawableError`, `TripBegunError`, `TryAgainError`.
        """
        found = self.members.profile(actor.county_id, actor.member_id, consistent=True)
        profile = check_is_active(found, actor)
        for number in range(TRIES_MAX):
            if number:
                self.pause(random.uniform(0, PAUSE_SECONDS * number))  # noqa: S311 (spreads load)
            trip = own_trip(self.store, profile, trip_id)
            if trip.status != "withdrawn":
                rules.check_may_withdraw(trip, seoul_date(self.clock()))
                trip = trip.ended("withdrawn")
                if not end_trip(self.store, trip, None):
                    continue
            self.images.erase(residence_name(trip_id))
            return trip
        raise TryAgainError(retry_after_seconds=2)
