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
from chalicelib.trips.persons import other_trips
from chalicelib.trips.ports import ClaimStore, TripStore
from chalicelib.trips.receipts import Receipt
from chalicelib.trips.trips import Trip

YEARS_MAX = 3
"""How far back trips may have been paid before the first night that noted what they did."""
ENTRIES_AT_ONCE, DAYS_AT_ONCE = 100_000, 400
"""Of a night: after the day that passes either the next night goes on. Some three minutes."""
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
        """Note each day before `today` that is not noted yet, of the years that had trips, oldest
        first; how many. As many as a night has time for: the next one goes on. Again changes
        nothing."""
        number = read = 0
        for on in self._missing(county_id, today):
            effect, entries = self._count(county_id, on)
            self.store.note(county_id, DayEffect(on, effect))
            number, read = number + 1, read + entries
            if number == DAYS_AT_ONCE or read >= ENTRIES_AT_ONCE:
                break
        return number

    def _missing(self, county_id: str, today: date) -> Iterator[date]:
        """A trip is paid after it began, and it counts to the budget of the year in which it did:
        before the first year with a budget there is nothing to note."""
        years = range(today.year - YEARS_MAX, today.year + 1)
        begun = [year for year in years if self.trips.budget(county_id, year).version]
        if not begun:
            return
        noted = {each.on for year in years for each in self.store.days(county_id, year)}
        on = date(min(begun), 1, 1)
        while on < today:
            if on not in noted:
                yield on
            on += _DAY

    def of_day(self, county_id: str, on: date) -> Effect:
        """From the day's entries, and of the trips that they pay what was found."""
        return self._count(county_id, on)[0]

    def _count(self, county_id: str, on: date) -> tuple[Effect, int]:
        """And how many entries were read for it."""
        effect, read = Effect(), 0
        for entry in self.wallets.entries_on(county_id, on):
            read += 1
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
        return effect, read

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
        """Whether the person was paid for another trip of the year before."""
        return any(
            each.grant is not None and each.year == trip.year and seoul_date(each.grant.at) <= on
            for each in other_trips(self.trips, self.evidence.members, trip)
        )
