"""Whether each year's budget of half-price trips holds what its open trips hold, and has spent what
its paid ones were given."""

from collections import Counter
from collections.abc import Callable
from datetime import date

from msgspec import Struct

from chalicelib.reconciling.ports import TripSource
from chalicelib.reconciling.reconciliation import Difference

TRIES_MAX = 3
PAUSE_SECONDS = 1.0
"""Trips are applied for while they are read: what differs is looked at again."""


class TripReading(Struct, frozen=True):
    trips: TripSource
    pause: Callable[[float], None]

    def differences(self, county_id: str, today: date) -> list[Difference]:
        found: list[Difference] = []
        for attempt in range(TRIES_MAX):
            if attempt:
                self.pause(PAUSE_SECONDS)
            found = self._differences(county_id, today)
            if not found:
                break
        return found

    def _differences(self, county_id: str, today: date) -> list[Difference]:
        held: Counter[int] = Counter()
        spent: Counter[int] = Counter()
        for trip in self.trips.every(county_id):
            if trip.is_open:
                held[trip.year] += trip.reserved_amount
            elif trip.grant is not None:
                spent[trip.year] += trip.grant.kept_amount
        found = []
        for year in sorted({*held, *spent, today.year - 1, today.year, today.year + 1}):
            budget = self.trips.budget(county_id, year)
            for difference in (budget.held - held[year], budget.spent - spent[year]):
                if difference:
                    detail = str(difference)
                    found.append(Difference(kind="trip_budget", subject=str(year), detail=detail))
        return found
