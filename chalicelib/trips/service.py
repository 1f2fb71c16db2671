"""Half-price trips as a member has them: applying, and seeing how they stand."""

import json
import random
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import new_id, seoul_date, to_milliseconds
from chalicelib.county.service import Counties
from chalicelib.county.settings import CountySettings
from chalicelib.ledger.idempotency import digest, fingerprint
from chalicelib.ledger.profile import Profile, check_is_active
from chalicelib.staff.idempotency_keys import propose_once
from chalicelib.staff.person import IdempotencyRecord
from chalicelib.staff.ports import IdempotencyStore
from chalicelib.trips import trips as rules
from chalicelib.trips.companions import Companion, asked_of
from chalicelib.trips.errors import TripNotFoundError
from chalicelib.trips.ports import Cipher, Images, KeyedHashes, Profiles, TripStore
from chalicelib.trips.trips import (
    Application,
    Budget,
    SealedTeam,
    Traveller,
    Trip,
)
from chalicelib.uploads.uploads import Kept

TRIES_MAX = 10
"""At the one item of a year's budget, while others write it too."""
PAUSE_SECONDS = 0.02


class Trips(Struct, frozen=True):
    store: TripStore
    members: Profiles
    counties: Counties
    idempotency_store: IdempotencyStore
    cipher: Cipher
    hashes: KeyedHashes
    images: Images
    clock: Clock
    pause: Callable[[float], None]

    def apply(
        self, actor: MemberActor, wanted: Application, *, idempotency_key: str
    ) -> tuple[Trip, bool]:
        """(the trip, whether this key applied for it before). With a key, a request that was cut
        off goes on where it was; without one each is a trip of its own.

        Raises `MemberNotFoundError`, `MemberSuspendedError`, `InvalidRequestError`,
        `TripTooLateError`, `TripNotForResidentsError`, `TripTimesExceededError`,
        `TripBudgetExhaustedError`, `IdempotencyKeyReusedError`, `TryAgainError`.
        """
        profile, now = self._profile(actor), to_milliseconds(self.clock())
        trip_id, is_repeated = new_id("trp", now), False
        if idempotency_key:
            record = IdempotencyRecord(
                county_id=profile.county_id,
                digest=digest("trip", profile.member_id, idempotency_key),
                resource_id=trip_id,
                fingerprint=fingerprint(_facts(wanted)),
            )
            trip_id, is_repeated = propose_once(
                self.idempotency_store, record, lambda: self._check(profile, wanted, now), now=now
            )
        if is_repeated and (known := self.store.by_id(profile.county_id, trip_id)):
            return known, True
        return self._create(profile, wanted, trip_id, now), is_repeated

    def one(self, actor: MemberActor, trip_id: str) -> Trip:
        """Raises `MemberNotFoundError`, `MemberSuspendedError`, `TripNotFoundError`."""
        profile = self._profile(actor)
        return own_trip(self.store, profile, trip_id)

    def own(
        self, actor: MemberActor, *, limit: int, position: str | None
    ) -> tuple[list[Trip], str | None]:
        """Newest first, with those of wallets that ended in this one. Raises `MemberNotFoundError`,
        `MemberSuspendedError`."""
        profile = self._profile(actor)
        return trips_of(self.store, profile, limit=limit, before_id=position)

    def _check(
        self, profile: Profile, wanted: Application, now: datetime
    ) -> tuple[Budget, list[Traveller]]:
        """What was looked at of budget and times, to be written over just this."""
        today = seoul_date(now)
        settings = self.counties.on(profile.county_id, today)
        rules.check_application(
            wanted,
            settings,
            today,
            county_region=self.counties.county(profile.county_id).region_code,
            own_region=profile.region_code,
        )
        year = wanted.starts_on.year
        names = self._travellers(profile, wanted, settings)
        travellers = [self.store.traveller(profile.county_id, name) for name in names]
        # By the person; and trips of before it was known who the member is, or in another wallet.
        earlier = [one for one in profile.wallets if one != names[0]]
        counted = (self.store.traveller(profile.county_id, one) for one in earlier)
        used = sum(each.times.get(year, 0) for each in (travellers[0], *counted))
        rules.check_times(used, settings)
        for number, companion in enumerate(travellers[1:]):
            times = companion.times.get(year, 0)
            rules.check_times(times, settings, param=f"companions.{number}")
        budget = self.store.budget(profile.county_id, year)
        # Next year's trips are paid out of next year's budget, as far as it is known.
        limits = self.counties.on(profile.county_id, max(today, date(year, 1, 1)))
        rules.check_budget(budget, limits, rules.expected_amount(wanted, settings))
        return budget, travellers

    def _create(self, profile: Profile, wanted: Application, trip_id: str, now: datetime) -> Trip:
        settings = self.counties.on(profile.county_id, seoul_date(now))
        looked_at = self._check(profile, wanted, now)
        named, asked_count = wanted.companions, wanted.asked_count
        if settings.trip_companions_consent:
            # What the applicant says of others was checked, and is not kept: they are asked.
            named, asked_count = (), asked_count + len(wanted.companions)
        # An image is kept only of what may be applied for: it shows where somebody lives.
        trip = Trip(
            county_id=profile.county_id,
            trip_id=trip_id,
            member_id=profile.member_id,
            starts_on=wanted.starts_on,
            ends_on=wanted.ends_on,
            companion_count=len(named) + asked_count,
            reserved_amount=rules.expected_amount(wanted, settings),
            claim_by_on=rules.claim_by(wanted, settings),
            applied_at=now,
            team=sealed_team(self.cipher, trip_id, named),
            asked=asked_of(asked_count),
            asked_count=asked_count,
            travellers=tuple(self._travellers(profile, wanted, settings)),
            residence=self._residence(profile, wanted, trip_id),
        )
        for number in range(TRIES_MAX):
            if number:
                self.pause(random.uniform(0, PAUSE_SECONDS * number))  # noqa: S311 (spreads load)
                # The same request may have been sent twice, and the other was first.
                if known := self.store.by_id(trip.county_id, trip_id):
                    return known
                looked_at = self._check(profile, wanted, now)
            budget, travellers = looked_at
            counted = [each.counting(trip.year, 1) for each in travellers]
            if self.store.create(trip, budget.holding(trip.reserved_amount), counted):
                return trip
        raise TryAgainError(retry_after_seconds=2)

    def _travellers(
        self, profile: Profile, wanted: Application, settings: CountySettings
    ) -> list[str]:
        """Whose times are counted: the person, by the identity if it is known, and where the county
        has it so, who comes along, by a keyed hash of name and birth date."""
        names = [profile.identity_key or profile.member_id]
        if settings.trip_companions_counted and not settings.trip_companions_consent:
            names += [
                companion_key(self.hashes, profile.county_id, each) for each in wanted.companions
            ]
        return list(dict.fromkeys(names))

    def _residence(self, profile: Profile, wanted: Application, trip_id: str) -> Kept | None:
        if wanted.residence_upload_id is None:
            return None
        return self.images.use(
            profile.county_id,
            profile.member_id,
            wanted.residence_upload_id,
            name=residence_name(trip_id),
            param="residence_upload_id",
        )

    def _profile(self, actor: MemberActor) -> Profile:
        found = self.members.profile(actor.county_id, actor.member_id, consistent=True)
        return check_is_active(found, actor)


def own_trip(store: TripStore, profile: Profile, trip_id: str) -> Trip:
    """Of the member, by whichever of their wallets it was applied for. Raises
    `TripNotFoundError`."""
    trip = store.by_id(profile.county_id, trip_id)
    if trip is None or trip.member_id not in profile.wallets:
        raise TripNotFoundError
    return trip


def trips_of(
    store: TripStore, profile: Profile, *, limit: int, before_id: str | None
) -> tuple[list[Trip], str | None]:
    """Newest first, and the id to go on before; ids are by time in all of the wallets."""
    found: list[Trip] = []
    is_more = False
    for member_id in profile.wallets:
        trips, following = store.of_member(
            profile.county_id, member_id, limit=limit, before_id=before_id
        )
        found += trips
        is_more = is_more or following is not None
    found.sort(key=lambda trip: trip.trip_id, reverse=True)
    kept = found[:limit]
    return kept, kept[-1].trip_id if kept and (is_more or len(found) > limit) else None


def companion_key(hashes: KeyedHashes, county_id: str, who: Companion) -> str:
    """By which one who comes along is known, and nothing else of them."""
    value = f"{who.name}/{who.birth_on.isoformat()}"
    return hashes.identity_key(county_id, "trip companion", value)


def residence_name(trip_id: str) -> str:
    """Of the image: one a trip, so that it is found and erased by the trip alone."""
    return f"{trip_id}/residence"


def sealed_team(
    cipher: Cipher, trip_id: str, companions: tuple[Companion, ...]
) -> SealedTeam | None:
    if not companions:
        return None
    rows = [[each.name, each.birth_on.isoformat(), each.region_code] for each in companions]
    data_key, sealed = cipher.seal(trip_id, {"companions": json.dumps(rows, ensure_ascii=False)})
    return SealedTeam(data_key, sealed["companions"])


def opened_team(cipher: Cipher, trip: Trip) -> tuple[Companion, ...]:
    """Who comes along; nobody once they are erased."""
    if (team := trip.team) is None:
        return ()
    text = cipher.open(trip.trip_id, team.data_key, "companions", team.companions)
    return tuple(
        Companion(name, date.fromisoformat(birth_on), region_code)
        for name, birth_on, region_code in json.loads(text)
    )


def _facts(wanted: Application) -> dict[str, Any]:
    """What a key stands for."""
    return {
        "starts_on": wanted.starts_on.isoformat(),
        "ends_on": wanted.ends_on.isoformat(),
        "companions": [
            [each.name, each.birth_on.isoformat(), each.region_code] for each in wanted.companions
        ],
        **({"asked": wanted.asked_count} if wanted.asked_count else {}),
        **({"residence": wanted.residence_upload_id} if wanted.residence_upload_id else {}),
    }
