"""How a year's budget of half-price trips stands, when it runs out, and what each day applied for.

The night notes what the day before applied for: a desk's look reads a year of days, not of trips.
"""

from collections import defaultdict
from datetime import date, timedelta

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.errors import InvalidRequestError
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.trips.forecast import AppliedDay, Forecast, forecast
from chalicelib.trips.ports import BudgetStore, TripStore
from chalicelib.trips.trips import AHEAD_DAYS_MAX, Budget

FIRST_YEAR = 2020
UNNOTED_MAX = 14
"""Days without a night that a look makes up for."""
_DAY = timedelta(days=1)


class BudgetSeen(Struct, frozen=True):
    """`limit`: won of the year, as the setting has it."""

    budget: Budget
    limit: int
    at: date
    forecast: Forecast


class TripBudgets(Struct, frozen=True):
    store: BudgetStore
    trips: TripStore
    counties: Counties
    clock: Clock

    def of_text(self, county_id: str, year: str) -> BudgetSeen:
        """Of a year as an address has it. Raises `InvalidRequestError`."""
        return self.look(county_id, year_of(year))

    def look(self, county_id: str, year: int) -> BudgetSeen:
        """As it stands now."""
        today = seoul_date(self.clock())
        settings = self.counties.on(county_id, max(today, date(year, 1, 1)))
        budget = self.trips.budget(county_id, year)
        days = self.store.applied_days(county_id, year)
        first = max(
            max((each.on + _DAY for each in days), default=date.min),
            today - UNNOTED_MAX * _DAY,
        )
        days += self._counted(county_id, first, today).get(year, [])
        last_year = self.store.applied_days(county_id, year - 1)
        most = max(settings.trip_team_cap, settings.trip_person_cap)
        found = forecast(budget, settings.trip_budget, most, days, last_year, today)
        if year < today.year:
            found = Forecast(None, None)  # Nobody applies any more.
        return BudgetSeen(budget, settings.trip_budget, today, found)

    def note_days(self, county_id: str, today: date) -> int:
        """Note what each day before `today` applied for that is not noted yet; on how many. Doing
        so again changes nothing."""
        last = max(
            (each.on for year in (today.year, today.year - 1)
             for each in self.store.applied_days(county_id, year)),
            default=today - AHEAD_DAYS_MAX * _DAY,
        )  # fmt: skip
        if last >= today - _DAY:
            return 0
        counted = self._counted(county_id, last + _DAY, today - _DAY)
        noted = 0
        on = last + _DAY
        while on < today:
            for year in sorted({on.year, *counted}):
                applied = next((each for each in counted.get(year, ()) if each.on == on), None)
                is_quiet = applied is None and (year != on.year or on < today - _DAY)
                # A county without trips has no days of them, and maybe no terms.
                if is_quiet or not self.trips.budget(county_id, year).version:
                    continue
                noted_day = applied or AppliedDay(on, 0, 0)
                if on == today - _DAY:  # How the budget stood before that is not known any more.
                    noted_day = self._judged(county_id, year, noted_day)
                self.store.note(county_id, year, noted_day)
                noted += 1
            on += _DAY
        return noted

    def _judged(self, county_id: str, year: int, applied: AppliedDay) -> AppliedDay:
        settings = self.counties.on(county_id, max(applied.on, date(year, 1, 1)))
        budget = self.trips.budget(county_id, year)
        is_closed = budget.held + budget.spent + settings.trip_team_cap > settings.trip_budget
        return AppliedDay(applied.on, applied.count, applied.amount, is_closed)

    def _counted(self, county_id: str, first: date, last: date) -> dict[int, list[AppliedDay]]:
        """By the year whose budget is asked: what these days applied for, by their trips."""
        sums: dict[tuple[int, date], list[int]] = defaultdict(lambda: [0, 0])
        if first <= last:
            for trip in self.store.applied_between(county_id, first, last + _DAY):
                sums[trip.year, seoul_date(trip.applied_at)][0] += 1
                sums[trip.year, seoul_date(trip.applied_at)][1] += trip.reserved_amount
        found: dict[int, list[AppliedDay]] = defaultdict(list)
        for (year, on), (count, amount) in sorted(sums.items()):
            found[year].append(AppliedDay(on, count, amount))
        return found


def year_of(text: str) -> int:
    """As an address has it. Raises `InvalidRequestError`."""
    if not (text.isascii() and text.isdecimal() and len(text) == 4 and int(text) >= FIRST_YEAR):
        problem = ("네 자리 연도여야 합니다", "must be a year of four digits")
        raise InvalidRequestError(param="year", problem=problem)
    return int(text)
