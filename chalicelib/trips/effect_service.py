"""Adding up each night what trips did the day before, and reading a year of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Protocol

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.values import seoul_date
from chalicelib.ledger.entries import Entry
from chalicelib.merchants.merchants import Merchant
from chalicelib.trips.effects import (
    DayEffect,
    Effect,
    place_of,
    respent_in,
    taken_in,
    trip_of,
)
from chalicelib.trips.evidence import Evidence
from chalicelib.trips.ports import ClaimStore, TripStore
from chalicelib.trips.receipts import Receipt
from chalicelib.trips.trips import Trip

MADE_UP_MAX = 14
"""Nights that failed and are made up for at once."""
OWN_TRIPS_MAX = 100
_DAY = timedelta(days=1)


class EffectStore(Protocol):
    def note(self, county_id: str, day: DayEffect) -> None: ...

    def days(self, county_id: str, year: int) -> list[DayEffect]: ...


class Entries(Protocol):
    def entries_on(self, county_id: str, on: date) -> Iterator[Entry]: ...


class Shops(Protocol):
    def by_id(self, county_id: str, merchant_id: str) -> Merchant | None: ...


class TripEffects(Struct, frozen=True):
    store: EffectStore
    trips: TripStore
    claims: ClaimStore
    evidence: Evidence
    wallets: Entries
    shops: Shops
    clock: Clock

    def of_year(self, county_id: str, year: int) -> list[DayEffect]:
        """Each day that was noted, in order: up to yesterday."""
        return self.store.days(county_id, year)

    def note_days(self, county_id: str, today: date) -> int:
        """Note each day before `today` that is not noted yet; how many. Again changes nothing."""
        noted = [
            each.on
            for year in {today.year, (today - MADE_UP_MAX * _DAY).year}
            for each in self.store.days(county_id, year)
        ]
        first = max(max(noted, default=date.min) + _DAY, today - MADE_UP_MAX * _DAY)
        number = 0
        while first < today:
            self.store.note(county_id, DayEffect(first, self.of_day(county_id, first)))
            first, number = first + _DAY, number + 1
        return number

    def of_day(self, county_id: str, on: date) -> Effect:
        """From the day's entries, and of the trips that they pay what was found."""
        effect = Effect()
        for entry in self.wallets.entries_on(county_id, on):
            effect.taken += taken_in(entry)
            if (respent := respent_in(entry)) and entry.merchant is not None:
                effect.respent += respent
                shop = self.shops.by_id(county_id, entry.merchant.merchant_id)
                area, trade = place_of(shop)
                effect.add("respent_area", area, respent)
                effect.add("respent_trade", trade, respent)
            if entry.kind == "trip_grant":
                effect.paid += entry.voucher_amount
                trip = self.trips.by_id(county_id, trip_of(entry))
                if trip is not None:
                    self._add_trip(effect, trip, on)
        return effect

    def _add_trip(self, effect: Effect, trip: Trip, on: date) -> None:
        effect.teams += 1
        effect.people += trip.team_count + 1
        effect.repeated += self._is_repeated(trip, on)
        claim, grant = self.claims.of(trip), trip.grant
        if claim is None or grant is None:
            return
        lines, standing = claim.lines, self.evidence.amounts(trip, claim)
        for name in grant.counted:
            line, amount = lines[name], standing[name]
            effect.spent += amount
            if isinstance(line, Receipt):
                found = self.evidence.shops(trip.county_id, line.business_number)
                area, trade = place_of(found[0] if found else None)
            else:
                area, trade = place_of(self.shops.by_id(trip.county_id, line.merchant_id))
            effect.add("spent_area", area, amount)
            effect.add("spent_trade", trade, amount)
        for sight in {each.name for each in claim.sights}:
            effect.add("sight", sight, 1)

    def _is_repeated(self, trip: Trip, on: date) -> bool:
        """Whether the member was paid for another trip of the year before."""
        own, _ = self.trips.of_member(
            trip.county_id, trip.member_id, limit=OWN_TRIPS_MAX, before_id=None
        )
        return any(
            each.grant is not None
            and each.trip_id != trip.trip_id
            and each.year == trip.year
            and seoul_date(each.grant.at) <= on
            for each in own
        )
